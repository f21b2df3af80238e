"""What is gathered on site can't be changed, removed or smuggled in, by ORM or SQL, on either database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from appraisal.actions import draws, evidence, fieldwork, surveys
from appraisal.actions.draws import Wanted
from appraisal.actions.surveys import Given
from appraisal.core.fieldwork import Minima
from appraisal.guards_fieldwork import ADDED_ONLY
from appraisal.models import (
    Draw,
    Evidence,
    Round,
    SurveyAnswer,
    Symposium,
)
from tests.appraisal.field.files import PDF, photo
from tests.appraisal.field.world import World, answers
from tests.factories import NOW

MODELS = [model for model, _path in ADDED_ONLY]


def fill(world: World) -> None:
    """One row of each."""
    actor, round_id, sheet = world.clerk, world.round.pk, world.sheets[0]
    row = world.add()
    world.add(source=PDF, replaces_id=row.pk)
    gone = world.add(source=photo(colour="red"))
    evidence.withdraw(actor=actor, evidence_id=gone.pk, reason="错", now=NOW)
    wanted = Wanted(kind="households", size=2, about="名册", code=world.code, frame="1至9", seed="seed")
    draw = draws.draw(actor=actor, round_id=round_id, wanted=wanted, now=NOW)
    draws.replace(actor=actor, draw_id=draw.pk, out=draw.result[0], reason="外出", now=NOW)
    fieldwork.set_minima(actor=world.leader, round_id=round_id, minima=Minima(), now=NOW)
    fieldwork.hold_symposium(
        actor=actor, round_id=round_id, sheet_id=sheet.pk, held_on=NOW.date(), staff=3, patients=1, now=NOW
    )
    fieldwork.waive(actor=world.leader, round_id=round_id, sheet_id=sheet.pk, reason="大雪封山", now=NOW)
    survey = world.survey()
    given = [Given(code=world.code, who="household", number=f"{n}", answers=answers(5)) for n in (1, 2, 3)]
    taken = surveys.take(actor=actor, survey_id=survey.pk, given=given, now=NOW)
    surveys.void(actor=actor, answer_id=taken[0].pk, reason="重复", now=NOW)
    surveys.use(
        actor=actor, survey_id=survey.pk, code=world.code, indicator_id=world.indicator("asked").pk, who="",
        expected=2, now=NOW,
    )  # fmt: skip


@pytest.fixture
def filled(world: World) -> World:
    fill(world)
    return world


def refused(act: Callable[[], object], name: str) -> None:
    with pytest.raises(IntegrityError, match=f"guard:{name}"), transaction.atomic():
        act()


@pytest.mark.parametrize("model", MODELS)
def test_a_row_is_never_changed_or_removed(filled: World, model: type[models.Model]) -> None:
    row, rows = model._default_manager.first(), model._default_manager.all()
    assert row is not None
    name = f"{model._meta.model_name}_append_only"
    field = next(
        one for one in model._meta.concrete_fields if isinstance(one, models.CharField | models.DateTimeField)
    )
    table, column = model._meta.db_table, field.column
    refused(lambda: rows.update(**{field.name: getattr(row, field.name)}), name)
    refused(lambda: rows._raw_delete(rows.db), name)
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"UPDATE {table} SET {column} = {column}"), name)
        refused(lambda: cursor.execute(f"DELETE FROM {table}"), name)


def sealed(world: World) -> None:
    Round.objects.filter(pk=world.round.pk).update(state="submitted")
    Round.objects.filter(pk=world.round.pk).update(state="reviewed")
    Round.objects.filter(pk=world.round.pk).update(
        state="final", submitted_by=world.clerk, reviewed_by=world.leader
    )


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_added_to_a_final_round(filled: World, model: type[models.Model]) -> None:
    row = model._default_manager.order_by("-pk")[0]
    sealed(filled)
    row.pk = None
    if hasattr(row, "version") and not getattr(row, "replaces_id", None):
        row.version = 9
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def copy_of(row: Any, **values: Any) -> Callable[[], object]:
    row.pk = None
    for name, value in values.items():
        setattr(row, name, value)
    return lambda: row.save(force_insert=True)


def test_evidence_is_of_a_cell_of_its_sheet(filled: World) -> None:
    other = World()
    row = Evidence.objects.filter(replaces__isnull=True)[0]
    refused(copy_of(row, indicator=other.indicator()), "evidence_of_cell")
    second = Evidence.objects.get(version=2)
    loose = Evidence.objects.filter(replaces__isnull=True, withdrawal__isnull=False).get()
    jump = {"replaces": loose, "version": 3}
    refused(copy_of(second, **jump), "evidence_of_cell")
    refused(
        copy_of(second, replaces=loose, version=2, indicator=filled.indicator("judged")), "evidence_of_cell"
    )


def test_an_answer_and_a_draw_are_of_a_sheet_of_their_round(filled: World) -> None:
    other = World()
    refused(copy_of(SurveyAnswer.objects.all()[0], assessment=other.sheets[0]), "answer_of_round")
    refused(copy_of(Draw.objects.get(), assessment=other.sheets[0]), "draw_of_round")


def test_without_the_guard_the_same_write_passes(filled: World) -> None:
    """The control: what the tests above try does change the rows where nothing stands in the way."""
    from records import guards

    with guards.lifted():
        assert Symposium.objects.update(note="改") == 1
        Symposium.objects.update(note="")
