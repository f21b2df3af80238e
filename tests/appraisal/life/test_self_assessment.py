"""Self-assessment: filled by the centre alone, kept as handed in, taken over with a mark and an audit row."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from appraisal.actions import reopening, rounds, scores, self_assessment
from appraisal.actions.scores import CellChange
from appraisal.models import Round, Score, SelfAssessment, SelfScore, TakeOver
from appraisal.plans import RoundPlan
from appraisal.queries.self_assessment import beside, own_rounds
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.life.world import DAY, LifeWorld
from tests.factories import NOW, UserFactory, kinds_scheme, look_through
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
SELF = RoundPlan(self_assessment=True, self_due_on=date(2026, 7, 3))


@kept
def world() -> LifeWorld:
    return LifeWorld()


@kept
def current(world: LifeWorld) -> Round:
    return world.open(plan=SELF)


def test_the_director_fills_the_own_sheet_and_the_countys_stays_empty(
    world: LifeWorld, current: Round
) -> None:
    world.say(current, "45")
    cell = SelfScore.objects.get()
    assert (cell.inputs, str(cell.points), cell.source, cell.version) == (
        {"points": "45"},
        "45.00",
        "年报",
        1,
    )
    assert not Score.objects.filter(points__isnull=False).exists()
    entry = AuditEntry.objects.get(action="self.save")
    assert (entry.centre_code, entry.new["points"]) == (world.centres[0].code, "45.00")
    [mine] = own_rounds(world.directors[0])
    assert (mine.round, mine.entered, mine.cells, mine.handed_in_at) == (current, 1, 2, None)


def test_wrong_values_are_refused_and_old_versions_conflict(world: LifeWorld, current: Round) -> None:
    world.say(current, "45")
    sheet, [first, second] = world.sheet(current), world.indicators
    changes = [
        CellChange(sheet.pk, first.pk, {"points": "30"}, expected_version=0),
        CellChange(sheet.pk, second.pk, {"points": "51"}),
        CellChange(world.sheet(current, 1).pk, first.pk, {"points": "1"}),
        CellChange(sheet.pk, 999_999, {"points": "1"}),
    ]
    saving = self_assessment.save_self(
        actor=world.directors[0], round_id=current.pk, changes=changes, now=NOW
    )
    assert [one.verdict for one in saving.outcomes] == ["conflict", "refused", "refused", "refused"]
    assert [str(one.points) for one in SelfScore.objects.all()] == ["45.00"]


def test_the_stage_ends_with_its_last_day(world: LifeWorld, current: Round) -> None:
    midnight = NOW.replace(day=3, hour=16, minute=0)
    change = CellChange(world.sheet(current).pk, world.indicators[0].pk, {"points": "45"})

    def save(now: object) -> object:
        return self_assessment.save_self(
            actor=world.directors[0],
            round_id=current.pk,
            changes=[change],
            now=now,  # type: ignore[arg-type]
        )

    save(midnight - timedelta(microseconds=1))
    for act in (
        lambda: save(midnight),
        lambda: self_assessment.hand_in(actor=world.directors[0], round_id=current.pk, now=midnight),
    ):
        with pytest.raises(Conflict, match="自评期限已过"):
            act()


def test_what_is_handed_in_never_changes(world: LifeWorld, current: Round) -> None:
    with pytest.raises(Invalid):
        self_assessment.hand_in(actor=world.directors[0], round_id=current.pk, now=NOW)
    world.hand_in(current, 0)
    with pytest.raises(Conflict):
        world.say(current, "50")
    own = SelfAssessment.objects.get()
    for write in (
        lambda: SelfScore.objects.update(points=1),
        lambda: SelfScore.objects.all()._raw_delete("default"),  # type: ignore[attr-defined]
        lambda: SelfAssessment.objects.filter(pk=own.pk).update(handed_in_at=None, handed_in_by=None),
        lambda: SelfScore.objects.create(
            sheet=own, indicator=world.indicators[1], updated_by=world.directors[0], updated_at=NOW
        ),
    ):
        with pytest.raises(IntegrityError, match="guard:self"), transaction.atomic():
            write()


def test_nobody_self_assesses_in_another_stage_or_for_another_centre(world: LifeWorld) -> None:
    current = world.in_state("scoring")
    with pytest.raises(Conflict):
        world.say(current, "50")
    for person in (world.clerk, world.leader):
        with pytest.raises(NotAllowed):
            self_assessment.save_self(actor=person, round_id=current.pk, changes=[], now=NOW)
    with pytest.raises(Http404):
        self_assessment.save_self(
            actor=UserFactory(role="director"), round_id=current.pk, changes=[], now=NOW
        )


def test_taking_over_writes_marks_and_is_on_the_record(world: LifeWorld) -> None:
    current = world.in_state("scoring")
    sheet, indicator = world.sheet(current), world.indicators[0]
    saving = self_assessment.take_over(
        actor=world.clerk, round_id=current.pk, sheet_id=sheet.pk, versions={indicator.pk: 0}, now=NOW
    )
    cell = Score.objects.get(assessment=sheet, indicator=indicator)
    assert (str(cell.points), cell.source, cell.reason) == ("45.00", "年报", "自评扣分说明")
    assert saving.sheets[sheet.pk].entered == 1
    assert AuditEntry.objects.get(action="score.take_over").object_id == str(cell.pk)
    mark = TakeOver.objects.get()
    assert (mark.score, mark.version, mark.by) == (cell, cell.version, world.clerk)
    assert beside(sheet)["taken"] == {indicator.pk: cell.version}
    with pytest.raises(IntegrityError, match="guard:takeover"), transaction.atomic():
        TakeOver.objects.update(version=9)


def test_a_cell_changed_since_is_not_taken_over_blindly(world: LifeWorld) -> None:
    current = world.in_state("scoring")
    world.score(current, world.totals)
    saving = self_assessment.take_over(
        actor=world.clerk,
        round_id=current.pk,
        sheet_id=world.sheet(current).pk,
        versions={world.indicators[0].pk: 0},
        now=NOW,
    )
    assert [one.verdict for one in saving.outcomes] == ["conflict"]
    assert not TakeOver.objects.exists()


def test_what_was_not_handed_in_is_not_taken_over(world: LifeWorld, current: Round) -> None:
    world.say(current, "45")  # and never handed in
    from appraisal.actions import stages

    stages.begin_scoring(actor=world.clerk, round_id=current.pk, now=NOW + 3 * DAY)
    for indicator in world.indicators:
        with pytest.raises(Invalid):
            self_assessment.take_over(
                actor=world.clerk,
                round_id=current.pk,
                sheet_id=world.sheet(current).pk,
                versions={indicator.pk: 0},
                now=NOW,
            )
    assert beside(world.sheet(current)) == {"cells": {}, "taken": {}, "origin": ""}


def test_a_reopened_version_still_shows_what_was_handed_in(world: LifeWorld) -> None:
    old = world.in_state("scoring")
    sheet, [first, second, *_more] = world.sheet(old), world.indicators
    self_assessment.take_over(
        actor=world.clerk, round_id=old.pk, sheet_id=sheet.pk, versions={first.pk: 0}, now=NOW
    )
    held = Score.objects.get(assessment=sheet, indicator=first)
    others = Score.objects.filter(assessment__round=old, version=0).select_related("indicator")
    changes = [
        CellChange(one.assessment_id, one.indicator_id, {"points": "1"}, reason="现场核减") for one in others
    ]
    scores.save_cells(actor=world.clerk, round_id=old.pk, changes=changes, now=NOW, all_or_nothing=True)
    look_through(old, world.clerk)
    for step in ("submitted", "reviewed", "notice", "final"):
        if step == "submitted":
            rounds.submit(actor=world.clerk, round_id=old.pk, now=NOW)
        else:
            getattr(world, f"to_{step}")(old)
    assert beside(sheet)["origin"] == ""
    asked = reopening.ask(actor=world.clerk, round_id=old.pk, reason="漏计", now=NOW)
    reopening.decide(
        actor=world.leader, request_id=asked.pk, permit=True, note="", now=NOW, expires_at=NOW + DAY
    )
    new = reopening.reopen(actor=world.clerk, request_id=asked.pk, now=NOW)
    said = beside(world.sheet(new))
    assert (said["cells"][first.pk]["points"], said["origin"]) == ("45.00", "第1版提交")
    # The mark of a cell that still holds what the centre said goes along, and ends with the next change of it.
    assert said["taken"] == {first.pk: held.version}
    copy = Score.objects.get(assessment=world.sheet(new), indicator=first)
    mark = TakeOver.objects.get(score=copy)
    assert (copy.version, mark.version, mark.by) == (held.version, held.version, world.clerk)
    assert not TakeOver.objects.filter(score__indicator=second).exists()
    client = Client()
    client.force_login(world.clerk)
    page = client.get(reverse("appraisal:sheet", args=[new.pk, world.centres[0].code]))
    assert page.context["grid"]["self"]["cells"][first.pk]["points"] == "45.00"


def test_every_kind_of_rule_can_be_self_assessed() -> None:
    from tests.factories import FULL_INPUTS, CountyFactory

    world = LifeWorld(1)
    world.scheme = kinds_scheme(CountyFactory())
    world.region = world.scheme.county
    world.leader.region = world.region
    world.leader.save()
    world.centres[0].county = world.region
    world.centres[0].save()
    current = world.open(plan=SELF)
    changes = [
        CellChange(world.sheet(current).pk, one.pk, FULL_INPUTS[one.code], source="年报")
        for one in world.indicators
    ]
    saving = self_assessment.save_self(
        actor=world.directors[0], round_id=current.pk, changes=changes, now=NOW
    )
    assert [one.verdict for one in saving.outcomes] == ["saved"] * len(changes)
    assert sum(one.score.points for one in saving.outcomes) == 100
