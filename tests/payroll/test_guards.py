"""What is paid, signed or decided can't be changed by ORM or SQL, on either database."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Model

from payroll.actions import sheets
from payroll.models import Budget, BudgetRevision, ReleaseLine, ReleaseSheet, SubsidyYear
from records.middleware import guard_name
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money

pytestmark = pytest.mark.django_db


@kept
def money() -> Money:
    """A county with month 1 paid, month 2 reviewed, and nothing else."""
    made = Money(2)
    made.budget("1200000", "600000")
    made.release("month", 1)
    made.review(made.draft("month", 2))
    return made


def refused(act: Callable[[], object], *names: str) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    assert guard_name(caught.value)
    assert not names or guard_name(caught.value) in names


def sql(statement: str, *params: object) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)

    return run


def paid() -> ReleaseSheet:
    return ReleaseSheet.objects.get(state="paid")


def reviewed() -> ReleaseSheet:
    return ReleaseSheet.objects.get(state="reviewed")


PAID = [
    ("state", "reviewed"),
    ("state", "draft"),
    ("total", 1),
    ("forfeited", 1),
    ("number", "x"),
    ("sequence", 9),
    ("fingerprint", "0" * 64),
    ("paid_key", "other-key"),
    ("month", 3),
    ("year", 2027),
    ("left_out", [1]),
    ("remark", "x"),
    ("version", 99),
]


def every_way(row: Model, field: str, value: object) -> list[Callable[[], object]]:
    rows = type(row)._default_manager.filter(pk=row.pk)
    setattr(row, field, value)
    return [
        lambda: rows.update(**{field: value}),
        lambda: row.save(update_fields=[field]),
        lambda: rows.bulk_update([row], [field]),
    ]


@pytest.mark.parametrize(("field", "value"), PAID, ids=[name for name, _value in PAID])
def test_a_paid_sheet_keeps_every_column(money: Money, field: str, value: object) -> None:
    for way in every_way(paid(), field, value):
        refused(
            way,
            *("release_paid_frozen", "release_state_steps", "release_sums_of_lines"),
            "release_paid_is_only_reversed",
        )


LINE = ["due", "forfeited", "adjustment", "amount", "budget", "monthly_paid", "holdback", "ordinal"]


@pytest.mark.parametrize("field", LINE)
@pytest.mark.parametrize("which", [paid, reviewed])
def test_a_signed_line_keeps_every_column(
    money: Money, which: Callable[[], ReleaseSheet], field: str
) -> None:
    for way in every_way(ReleaseLine.objects.filter(sheet=which()).order_by("pk")[0], field, 7):
        refused(way, "release_line_frozen")


@pytest.mark.parametrize("field", ["total", "forfeited", "made_by", "made_at", "scheme", "left_out", "month"])
def test_a_reviewed_sheet_keeps_what_was_signed(money: Money, field: str) -> None:
    values = {"made_by": money.leader, "made_at": NOW.replace(year=2027), "scheme": None, "left_out": [1]}
    if field == "scheme":
        return refused(
            sql("UPDATE payroll_releasesheet SET scheme_id = scheme_id + 1 WHERE state = 'reviewed'")
        )
    row = ReleaseSheet.objects.filter(pk=reviewed().pk)
    return refused(lambda: row.update(**{field: values.get(field, 7)}))


def test_states_move_along_their_steps_only(money: Money) -> None:
    refused(lambda: ReleaseSheet.objects.filter(pk=paid().pk).update(state="draft"))
    sheets.send_back_sheet(actor=money.leader, sheet_id=reviewed().pk, remark="x")
    back = ReleaseSheet.objects.get(state="draft")
    refused(
        lambda: ReleaseSheet.objects.filter(pk=back.pk).update(
            state="paid", reviewed_by=money.leader, paid_by=money.payer, sequence=2, number="n", fingerprint="f",
            paid_key="k",
        ),
        "release_state_steps",
    )  # fmt: skip
    fields = {field.attname: getattr(paid(), field.attname) for field in ReleaseSheet._meta.concrete_fields}
    born = ReleaseSheet(**{**fields, "id": None, "month": 9, "sequence": 9, "number": "9", "paid_key": "k9"})
    refused(born.save, "release_state_steps")


def test_sums_are_those_of_the_lines(money: Money) -> None:
    sheets.send_back_sheet(actor=money.leader, sheet_id=reviewed().pk, remark="x")
    back = ReleaseSheet.objects.filter(state="draft")
    back.update(total=1)
    refused(lambda: back.update(state="reviewed", reviewed_by=money.leader), "release_sums_of_lines")


@pytest.mark.parametrize("sequence", [1, 3, None])
def test_the_next_number_is_the_only_one(money: Money, sequence: int | None) -> None:
    values = {"paid_by": money.payer, "number": "x", "fingerprint": "f", "paid_key": "key-3"}
    row = ReleaseSheet.objects.filter(pk=reviewed().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="paid", sequence=sequence, **values)


def test_signed_sheets_and_lines_are_not_removed_or_added_to(money: Money) -> None:
    for sheet in (paid(), reviewed()):
        lines = ReleaseLine.objects.filter(sheet=sheet)
        refused(lambda lines=lines: lines._raw_delete("default"), "release_line_frozen")  # type: ignore[misc, attr-defined]
        refused(sql("DELETE FROM payroll_releaseline WHERE sheet_id = %s", sheet.pk), "release_line_frozen")
        one = lines[0]
        one.pk, one.ordinal = None, 99
        refused(one.save, "release_line_frozen")
        rows = ReleaseSheet.objects.filter(pk=sheet.pk)
        refused(lambda rows=rows: rows._raw_delete("default"))  # type: ignore[misc, attr-defined]


def test_a_line_does_not_move_to_a_signed_sheet(money: Money) -> None:
    sheets.send_back_sheet(actor=money.leader, sheet_id=reviewed().pk, remark="x")
    line = ReleaseLine.objects.filter(sheet__state="draft").order_by("pk")[0]
    refused(lambda: ReleaseLine.objects.filter(pk=line.pk).update(sheet=paid()), "release_line_frozen")


class TestBudgets:
    def test_a_budget_says_what_its_newest_decision_says(self, money: Money) -> None:
        budget = Budget.objects.order_by("pk")[0]
        for way in every_way(budget, "amount", 7):
            refused(way, "budget_rests_on_decisions")
        refused(lambda: Budget.objects.filter(pk=budget.pk).update(version=2, amount=7))
        refused(lambda: Budget.objects.filter(pk=budget.pk).update(year=2027))
        refused(lambda: Budget.objects.filter(pk=budget.pk)._raw_delete("default"))  # type: ignore[attr-defined]
        new = Budget(county=money.region, centre=money.centres[0], year=2030, amount=5, version=1)
        refused(new.save, "budget_rests_on_decisions")

    @pytest.mark.parametrize(
        ("field", "value"), [("amount", 7), ("from_month", 9), ("reason", "x"), ("number", 7)]
    )
    def test_a_decision_is_never_changed(self, money: Money, field: str, value: object) -> None:
        for way in every_way(BudgetRevision.objects.order_by("pk")[0], field, value):
            refused(way, "budget_revision_append_only")

    def test_a_decision_is_never_removed_or_slipped_in(self, money: Money) -> None:
        rows = BudgetRevision.objects.all()
        refused(lambda: rows._raw_delete("default"), "budget_revision_append_only")  # type: ignore[attr-defined]
        one = BudgetRevision.objects.order_by("pk")[0]
        one.pk, one.number, one.reason = None, 3, "x"
        refused(one.save, "budget_revision_in_order")

    def test_the_year_keeps_its_scheme_once_a_sheet_is_signed(self, money: Money) -> None:
        refused(lambda: SubsidyYear.objects.update(scheme=None), "subsidy_year_stays")
        refused(lambda: SubsidyYear.objects.update(year=2030), "subsidy_year_stays")
        refused(lambda: SubsidyYear.objects.all()._raw_delete("default"), "subsidy_year_stays")  # type: ignore[attr-defined]


TABLES: list[type[models.Model]] = [Budget, BudgetRevision, ReleaseSheet, ReleaseLine, SubsidyYear]


@pytest.mark.sqlite_only(reason="INSERT OR REPLACE is SQLite's")
@pytest.mark.parametrize("model", TABLES)
def test_no_row_is_replaced(money: Money, model: type[models.Model]) -> None:
    """INSERT OR REPLACE deletes without asking the delete trigger."""
    table, row = model._meta.db_table, model._default_manager.order_by("pk")[0]
    refused(sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s", row.pk))


@pytest.mark.postgres_only(reason="TRUNCATE is PostgreSQL's")
@pytest.mark.parametrize("model", TABLES)
def test_no_table_is_emptied(money: Money, model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused(sql(f"TRUNCATE {model._meta.db_table} CASCADE"))
