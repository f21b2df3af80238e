"""A scheme in force can't be changed by ORM or SQL, on either database."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from appraisal.models import Category, GradeBand, Indicator, Scheme, SchemeRound
from records import guards
from tests.appraisal.schemes.shelf import active, draft, small

pytestmark = pytest.mark.django_db
PARTS = (Scheme, SchemeRound, GradeBand, Category, Indicator)


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def refused(act: Callable[[], object], guard: str) -> None:
    with pytest.raises(IntegrityError, match=f"^guard:{guard}"), transaction.atomic():
        act()


@pytest.mark.parametrize("model", PARTS)
def test_no_row_of_a_scheme_in_force_is_changed_or_removed(model) -> None:
    active()
    row = model.objects.first()
    table, guard = model._meta.db_table, f"{model._meta.model_name}_frozen"
    column = "weight_percent" if model is SchemeRound else "name"
    refused(lambda: model.objects.filter(pk=row.pk).update(**{column: 1}), guard)
    refused(lambda: model.objects.filter(pk=row.pk)._raw_delete("default"), guard)
    refused(lambda: sql(f"UPDATE {table} SET {column} = '7' WHERE id = {row.pk}"), guard)
    refused(lambda: sql(f"DELETE FROM {table}"), guard)


@pytest.mark.parametrize("model", PARTS[1:])
def test_no_row_is_added_to_a_scheme_in_force(model) -> None:
    active()
    row = model.objects.first()
    row.pk = None
    for name, value in {"code": "NEW", "kind": "other", "ordinal": 9}.items():
        if hasattr(row, name):
            setattr(row, name, value)
    refused(lambda: row.save(force_insert=True), f"{model._meta.model_name}_frozen_by_scheme")


@pytest.mark.parametrize("model", PARTS[1:])
def test_no_row_moves_from_a_draft_into_a_scheme_in_force(model) -> None:
    fixed = active()
    other = draft(small(code="OTHER"))
    row = model.objects.filter(scheme=other).first()
    if model is Indicator:
        row.category = Category.objects.filter(scheme=fixed)[0]
    row.scheme = fixed
    refused(row.save, f"{model._meta.model_name}_frozen_by_scheme")


def test_states_move_only_along_the_drawn_steps() -> None:
    scheme = draft()
    rows = Scheme.objects.filter(pk=scheme.pk)
    refused(lambda: rows.update(state="retired"), "scheme_state_steps")
    rows.update(state="active")
    refused(lambda: rows.update(state="draft"), "scheme_state_steps")
    rows.update(state="retired")
    refused(lambda: rows.update(state="active"), "scheme_state_steps")
    scheme.pk, scheme.version, scheme.state = None, 2, "active"
    refused(lambda: scheme.save(force_insert=True), "scheme_state_steps")


def test_an_indicator_belongs_to_a_category_of_its_own_scheme() -> None:
    draft()
    other = draft(small(code="OTHER"))
    row = Indicator.objects.filter(scheme=other)[0]
    row.category = Category.objects.exclude(scheme=other)[0]
    refused(row.save, "indicator_category_of_own_scheme")


def test_a_draft_is_free() -> None:
    draft()
    for model in (Indicator, Category, GradeBand, SchemeRound):
        model.objects.update(**({"weight_percent": 10} if model is SchemeRound else {"name": "改"}))
        model.objects.all().delete()
    Scheme.objects.all().delete()


def test_all_guards_stand() -> None:
    assert guards.missing() == []
