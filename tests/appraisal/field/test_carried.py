"""A reopened round keeps its field work: copied with origin, counted, marked on the pages, and never smuggled in."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from appraisal.actions import duties, evidence, fieldwork, publishing, reopening, rounds, scores, surveys
from appraisal.actions.scores import CellChange
from appraisal.actions.surveys import Given
from appraisal.core.fieldwork import Minima
from appraisal.guards_carried import CARRIED
from appraisal.models import (
    Draw,
    Duty,
    Evidence,
    FieldMinima,
    FieldWaiver,
    Round,
    Score,
    Survey,
    SurveyAnswer,
    SurveyUse,
    Symposium,
)
from appraisal.queries.draws import record_of
from appraisal.queries.fieldwork import field_rows
from records import guards, verification
from records.models import AuditEntry
from tests.appraisal.field.test_guards import copy_of, fill
from tests.appraisal.field.world import World, answers, signed_in
from tests.factories import NOW, UserFactory, look_through

FULL = {
    "judged": {"points": "20"},
    "proved": {"points": "20"},
    "drawn": {"records": "1\n2\n3"},
    "asked": {"answers": "20", "satisfied": "18"},
    "mean": {"answers": "20", "mean": "90"},
}


def finished(world: World) -> Round:
    """The world's round, scored and made final; a leader's word stands in for what wasn't seen."""
    current = world.round
    blank = Score.objects.filter(assessment__round=current, points__isnull=True)
    changes = [
        CellChange(one.assessment_id, one.indicator_id, FULL[one.indicator.code], reason="现场查看")
        for one in blank.select_related("indicator")
    ]
    scores.save_cells(actor=world.clerk, round_id=current.pk, changes=changes, now=NOW, all_or_nothing=True)
    for sheet in world.sheets:
        if not FieldWaiver.objects.filter(assessment=sheet).exists():
            fieldwork.waive(
                actor=world.leader, round_id=current.pk, sheet_id=sheet.pk, reason="山洪断路", now=NOW
            )
    return sealed(world, current)


def sealed(world: World, current: Round) -> Round:
    look_through(current, world.clerk)
    rounds.submit(actor=world.clerk, round_id=current.pk, now=NOW)
    rounds.review(actor=world.leader, round_id=current.pk, now=NOW)
    publishing.finalise(actor=world.leader, round_id=current.pk, now=NOW)
    current.refresh_from_db()
    return current


def reopened(world: World, old: Round) -> Round:
    asked = reopening.ask(actor=world.clerk, round_id=old.pk, reason="漏计", now=NOW)
    expiry = NOW + timedelta(days=3)
    reopening.decide(
        actor=world.leader, request_id=asked.pk, permit=True, note="", now=NOW, expires_at=expiry
    )
    return reopening.reopen(actor=world.clerk, request_id=asked.pk, now=NOW)


@pytest.fixture
def old(world: World) -> Round:
    fill(world)
    sheets = [sheet.pk for sheet in world.sheets]
    duties.assign(
        actor=world.leader, round_id=world.round.pk, sheet_ids=sheets, clerk_id=world.clerk.pk, now=NOW
    )
    return finished(world)


def of(current: Round, model: Any) -> Any:
    rows = model._default_manager.order_by("pk")
    by_round = model in (Draw, Survey, FieldMinima)
    return rows.filter(**{"round" if by_round else "assessment__round": current})


def test_what_counts_is_carried_and_the_old_rows_stay(world: World, old: Round) -> None:
    before = {model: list(of(old, model).values()) for model in (*CARRIED, Duty, FieldMinima)}
    new = reopened(world, old)
    assert {model: list(of(old, model).values()) for model in before} == before
    counts = {model.__name__: of(new, model).count() for model in before}
    assert counts == {
        "Draw": 1,
        "Survey": 1,
        "Evidence": 1,  # of three, one is replaced and one withdrawn
        "FieldWaiver": 2,
        "SurveyAnswer": 2,  # the voided one stays behind
        "SurveyUse": 1,
        "Symposium": 1,
        "Duty": 2,
        "FieldMinima": 1,
    }
    for model in CARRIED:
        for row in of(new, model):
            assert (row.from_version, row.origin_id in {one["id"] for one in before[model]}) == (1, True)
    carried = AuditEntry.objects.get(action="round.reopen", object_type="appraisal.round")
    assert '"answers"' in carried.after
    assert verification.run(["carried_rows"])[0].ok
    assert verification.run(["draws_repeated"])[0].ok


def test_the_minima_count_what_was_seen_before_and_after(world: World, old: Round) -> None:
    new = reopened(world, old)
    row = field_rows(new)[0]
    assert (row.seen.households, row.seen.staff, row.carried) == (2, 3, 2)
    survey = Survey.objects.get(round=new)
    given = [Given(code=world.code, who="household", number="9", answers=answers(3))]
    surveys.take(actor=world.clerk, survey_id=survey.pk, given=given, now=NOW)
    row = field_rows(new)[0]
    assert (row.seen.households, row.carried) == (3, 2)
    carried = SurveyAnswer.objects.filter(survey=survey, from_version=1)[0]
    surveys.void(actor=world.clerk, answer_id=carried.pk, reason="核实为重复", now=NOW)
    assert field_rows(new)[0].seen.households == 2


def test_a_lack_that_nobody_explained_still_holds_the_new_version_back(world: World) -> None:
    """Minima are the round's own: raised after the reopening, what was carried has to reach them too."""
    old = finished(world)
    new = reopened(world, old)
    assert not [row for row in field_rows(new) if row.blocks]
    fieldwork.set_minima(actor=world.leader, round_id=new.pk, minima=Minima(households=30), now=NOW)
    assert [row.waiver is not None for row in field_rows(new)] == [True, True]


def test_a_draw_keeps_its_number_and_goes_on_with_its_order(world: World, old: Round) -> None:
    first = of(old, Draw).get()
    new = of(reopened(world, old), Draw).get()
    assert (new.number, record_of(new).same) == (first.number, True)
    assert record_of(new).reserves == record_of(first).reserves


def test_a_third_version_names_the_first(world: World, old: Round) -> None:
    second = reopened(world, old)
    survey = Survey.objects.get(round=second)
    given = [Given(code=world.code, who="household", number="9", answers=answers(3))]
    surveys.take(actor=world.clerk, survey_id=survey.pk, given=given, now=NOW)
    third = reopened(world, sealed(world, second))
    assert list(of(third, SurveyAnswer).values_list("from_version", flat=True)) == [1, 1, 2]
    assert set(of(third, Draw).values_list("origin", flat=True)) == {of(old, Draw).get().pk}
    assert verification.run(["carried_rows"])[0].ok


def test_the_pages_say_from_which_version(world: World, old: Round) -> None:
    new = reopened(world, old)
    client = signed_in(world.clerk)
    survey, draw = Survey.objects.get(round=new), of(new, Draw).get()
    code = world.code
    for name, args in (
        ("fieldwork", [new.pk]),
        ("draws", [new.pk]),
        ("draw", [draw.pk]),
        ("survey", [survey.pk]),
        ("survey-centre", [survey.pk, code]),
        ("evidence-sheet", [new.pk, code]),
    ):
        shown = client.get(reverse(f"appraisal:{name}", args=args)).content.decode()
        assert "沿用第1版" in shown, name
    first = client.get(reverse("appraisal:fieldwork", args=[old.pk])).content.decode()
    assert "沿用第" not in first


def test_a_clerk_without_an_account_keeps_no_duty(world: World, old: Round) -> None:
    gone = UserFactory(role="clerk", county=world.county.region)
    with guards.lifted():
        Duty.objects.filter(assessment=world.sheets[0]).update(clerk=gone)
    gone.is_active = False
    gone.save()
    assert [duty.clerk for duty in of(reopened(world, old), Duty)] == [world.clerk]


@pytest.mark.parametrize("model", CARRIED)
def test_a_carried_row_is_of_an_earlier_version_of_its_own(world: World, old: Round, model: Any) -> None:
    new = reopened(world, old)
    other = World()
    fill(other)
    # A second waiver of one sheet is refused for that already.
    name = "guard:" if model is FieldWaiver else f"guard:{model._meta.model_name}_carried_from_its_own"
    free = {Survey: {"form_code": "X"}, SurveyAnswer: {"number": "77"}}.get(model, {})
    row, foreign = of(new, model)[0].pk, of(other.round, model)[0].pk
    changes: list[dict[str, Any]] = [
        {"from_version": None}, {"from_version": 2}, {"origin_id": row}, {"origin_id": foreign},
    ]  # fmt: skip
    for change in changes:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            copy_of(of(new, model)[0], **free, **change)()


def test_verify_finds_a_copy_that_says_something_else(world: World, old: Round) -> None:
    new = reopened(world, old)
    with guards.lifted():
        of(new, Symposium).update(staff=99)
        of(new, Evidence).update(sha256="0" * 64)
    [finding] = verification.run(["carried_rows"])
    assert len(finding.faults) == 2


def test_a_carried_file_may_be_replaced_and_withdrawn(world: World, old: Round) -> None:
    new = reopened(world, old)
    evidence.withdraw(actor=world.clerk, evidence_id=of(new, Evidence).get().pk, reason="不清楚", now=NOW)
    third = reopened(world, sealed(world, new))
    assert not of(third, Evidence).exists()
    assert of(third, SurveyUse).count() == 1
