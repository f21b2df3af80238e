"""A final round and its results can't be changed by ORM or SQL, on either database."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Model

from appraisal.actions import decisions, reopening
from appraisal.models import (
    Assessment,
    CategoryTotal,
    Exemption,
    Publication,
    ReopenRequest,
    Result,
    Round,
    Score,
    TieDecision,
)
from tests.factories import NOW, CentreFactory, County
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def county() -> County:
    """A county whose June is final, with one of each decision."""
    made = County(size=3)
    june = made.open()
    late = CentreFactory(county=made.region)
    decisions.exempt(actor=made.leader, round_id=june.pk, centre=late, reason="7月启用", now=NOW)
    codes = [made.centres[0].code, made.centres[1].code]
    decisions.decide_tie(
        actor=made.leader,
        county=made.region,
        year=2026,
        kind="june",
        centre_codes=codes,
        reason="理由",
        now=NOW,
    )
    made.score(june, ["90", "80", "50"])
    made.publish(june)
    request = reopening.ask(actor=made.clerk, round_id=june.pk, reason="漏计", now=NOW)
    reopening.decide(actor=made.leader, request_id=request.pk, permit=False, note="不同意", now=NOW)
    return made


FROZEN: list[tuple[type[Model], str, object]] = [
    (Round, "year", 2027),
    (Round, "state", "scoring"),
    (Round, "fingerprint", "0" * 64),
    (Assessment, "total", 99),
    (Assessment, "entered", 0),
    (CategoryTotal, "points", 1),
    (Score, "points", 1),
    (Score, "inputs", {}),
    (Score, "reason", "x"),
    (Exemption, "reason", "x"),
    (TieDecision, "reason", "x"),
    (ReopenRequest, "reason", "x"),
    (ReopenRequest, "state", "permitted"),
    (Publication, "graded", 9),
    (Result, "grade_name", "优秀"),
    (Result, "total", 99),
    (Result, "rank", 1),
]


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match="guard:"), transaction.atomic():
        act()


@pytest.mark.parametrize(
    ("model", "field", "value"), FROZEN, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_no_column_changes_by_orm_or_sql(
    county: County, model: type[models.Model], field: str, value: object
) -> None:
    rows = model._default_manager.all()
    row = rows.order_by("pk").last()
    assert row is not None
    refused(lambda: rows.filter(pk=row.pk).update(**{field: value}))
    setattr(row, field, value)
    refused(lambda: row.save(update_fields=[field]))
    refused(lambda: rows.bulk_update([row], [field]))


@pytest.mark.parametrize(
    "model", [Score, CategoryTotal, Result, Publication, Exemption, TieDecision, Assessment, Round]
)
def test_no_row_is_removed_by_orm_or_sql(county: County, model: type[models.Model]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    row = model._default_manager.order_by("pk").last()
    assert row is not None

    def by_sql() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row.pk])

    refused(by_sql)
    refused(lambda: model._default_manager.filter(pk=row.pk)._raw_delete("default"))  # type: ignore[attr-defined]


def test_no_result_is_added_to_a_publication(county: County) -> None:
    publication = Publication.objects.get(kind="june")
    late = CentreFactory(county=county.region)
    row = Result(publication=publication, centre=late, standing="graded", total=99, rank=1, grade_name="优秀")
    refused(row.save)


def test_no_sheet_or_cell_is_added_to_a_final_round(county: County) -> None:
    june = Round.objects.get(kind="june")
    late = CentreFactory(county=county.region)
    refused(lambda: Assessment.objects.create(round=june, centre=late))


@pytest.mark.sqlite_only
def test_no_row_is_replaced(county: County) -> None:
    """INSERT OR REPLACE deletes without asking the delete trigger."""
    for model in (Result, Score, Round, Publication):
        table, row = model._meta.db_table, model._default_manager.order_by("pk").last()
        assert row is not None

        def replace(table: str = table, pk: int = row.pk) -> None:
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s", [pk])

        refused(replace)


@pytest.mark.postgres_only
@pytest.mark.parametrize("model", [Result, Score, Publication, TieDecision])
def test_no_table_is_emptied(county: County, model: type[models.Model]) -> None:
    def truncate() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")

    refused(truncate)
