"""The whole life of a round: beginnings, notice, deadlines, reporting; what the database refuses besides."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from appraisal.actions import publishing, reopening, returns, rounds, stages
from appraisal.models import Extension, Filing, OwnDay, Round, RoundStep, Score, SheetReturn
from appraisal.plans import RoundPlan
from centres.roles import Role
from records import chain, verification
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.life.world import DAY, NOTICE_ENDS, LifeWorld
from tests.factories import NOW, WHOLE
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
NOTICE_ONLY = RoundPlan(notice_days=5, draft=True)


@kept
def world() -> LifeWorld:
    return LifeWorld()


def test_a_whole_life_leaves_every_act_with_its_date_and_a_whole_record(world: LifeWorld) -> None:
    current = world.in_state("filed")
    assert [step.act for step in current.steps.order_by("pk")] == [
        "begin_self", "begin_scoring", "open_notice", "report", "file",
    ]  # fmt: skip
    filed = current.steps.get(act="file")
    reported = current.steps.get(act="report")
    assert (reported.document, reported.document_on, reported.by) == (
        "安卫报〔2026〕1号",
        date(2026, 7, 10),
        world.leader,
    )
    assert (filed.filing, filed.by) == (Filing.objects.get(), world.people[Role.PROVINCE])
    assert current.notice_ends_at == NOTICE_ENDS
    assert not list(chain.faults())
    assert not [one for one in verification.run() if not one.ok]


def test_a_round_without_options_begins_with_scoring_and_ends_without_notice(world: LifeWorld) -> None:
    current = world.open()
    assert (current.state, current.uses) == ("scoring", frozenset())
    world.score(current, ["90", "80", "70"])
    world.publish(current)
    current.refresh_from_db()
    assert current.state == "final"


def test_preparation_holds_sheets_but_no_scores(world: LifeWorld) -> None:
    current = world.open(plan=WHOLE)
    assert current.state == "draft"
    with pytest.raises(Conflict):
        world.score(current, ["90", "80", "70"])
    with pytest.raises(IntegrityError, match="guard:score_untimely"), transaction.atomic():
        Score.objects.filter(assessment__round=current).update(points=1)
    assert rounds.add_missing_sheets(actor=world.leader, round_id=current.pk, now=NOW) == 0


def test_scoring_begins_when_all_have_handed_in_or_the_last_day_is_over(world: LifeWorld) -> None:
    plan = RoundPlan(self_assessment=True, self_due_on=date(2026, 7, 3))
    current = world.open(plan=plan)
    world.hand_in(current, 0)
    with pytest.raises(Conflict) as refusal:
        stages.begin_scoring(actor=world.clerk, round_id=current.pk, now=NOW)
    assert world.centres[1].name in str(refusal.value)
    assert world.centres[0].name not in str(refusal.value)
    midnight = NOW.replace(day=3, hour=16, minute=0)
    with pytest.raises(Conflict):
        stages.begin_scoring(actor=world.clerk, round_id=current.pk, now=midnight - timedelta(microseconds=1))
    assert stages.begin_scoring(actor=world.clerk, round_id=current.pk, now=midnight).state == "scoring"


def test_the_deadline_moves_the_round_by_itself(world: LifeWorld) -> None:
    current = world.open(plan=RoundPlan(self_assessment=True, self_due_on=date(2026, 7, 3)))
    assert not stages.begin_due(round_id=current.pk, now=NOW)
    call_command("deadlines", now="2026-07-04T00:00:00+08:00")
    current.refresh_from_db()
    assert current.state == "scoring"
    step = current.steps.get()
    assert (step.act, step.by) == ("begin_scoring", None)
    assert AuditEntry.objects.filter(action="round.begin_scoring", reason="自评期限届满").count() == 1


def test_the_notice_lasts_five_working_days_of_the_countys_calendar(world: LifeWorld) -> None:
    OwnDay.objects.create(
        county=world.region, day=date(2026, 7, 2), works=False, name="县庆", by=world.leader, at=NOW
    )
    current = world.in_state("notice")
    assert current.notice_ends_at == NOTICE_ENDS + DAY


def test_a_round_in_notice_is_final_at_its_end_and_not_before(world: LifeWorld) -> None:
    current = world.in_state("notice", plan=NOTICE_ONLY)
    moment = timedelta(microseconds=1)
    with pytest.raises(Conflict) as refusal:
        publishing.finalise(actor=world.leader, round_id=current.pk, now=NOTICE_ENDS - moment)
    assert refusal.value.code == "notice_open"
    with pytest.raises(IntegrityError, match="guard:round_final_too_early"), transaction.atomic():
        Round.objects.filter(pk=current.pk).update(state="final", finalised_at=NOTICE_ENDS - moment)
    publishing.finalise(actor=world.leader, round_id=current.pk, now=NOTICE_ENDS)
    current.refresh_from_db()
    assert current.state == "final"


def test_whoever_handed_in_does_not_open_the_notice(world: LifeWorld) -> None:
    current = world.in_state("reviewed", plan=NOTICE_ONLY)
    Round.objects.filter(pk=current.pk).update(submitted_by=world.second)
    with pytest.raises(NotAllowed):
        stages.open_notice(actor=world.second, round_id=current.pk, now=NOW)


STEPS = [
    ("draft", "scoring"),  # past its self-assessment
    ("draft", "submitted"),
    ("self_assessment", "submitted"),
    ("scoring", "reviewed"),
    ("scoring", "self_assessment"),
    ("reviewed", "final"),  # past its notice
    ("notice", "scoring"),
    ("final", "scoring"),
    ("final", "filed"),
    ("filed", "final"),
]


@pytest.mark.parametrize(("state", "target"), STEPS)
def test_the_database_refuses_any_other_step(world: LifeWorld, state: str, target: str) -> None:
    current = world.in_state(state)
    with pytest.raises(IntegrityError, match="guard:"), transaction.atomic():
        Round.objects.filter(pk=current.pk).update(state=target)


@pytest.mark.parametrize(
    ("field", "value"), [("self_assessed", True), ("notice_days", 0), ("notice_scores", False)]
)
def test_options_stand_once_the_round_has_begun(world: LifeWorld, field: str, value: object) -> None:
    current = world.in_state("scoring", plan=NOTICE_ONLY)
    with pytest.raises(IntegrityError, match="guard:round_options"), transaction.atomic():
        Round.objects.filter(pk=current.pk).update(**{field: value})


@pytest.mark.parametrize("field", ["self_due_on", "due_on", "review_due_on", "report_due_on"])
def test_no_last_day_moves_without_its_record(world: LifeWorld, field: str) -> None:
    current = world.in_state("scoring", plan=NOTICE_ONLY)
    with pytest.raises(IntegrityError, match="guard:round_dates"), transaction.atomic():
        Round.objects.filter(pk=current.pk).update(**{field: date(2026, 8, 1)})


def test_an_extension_is_recorded_with_old_and_new(world: LifeWorld) -> None:
    current = world.in_state("scoring", plan=NOTICE_ONLY)
    for day in (date(2026, 7, 20), date(2026, 8, 5)):
        stages.extend(
            actor=world.leader, round_id=current.pk, stage="scoring", new_on=day, reason="汛期顺延", now=NOW
        )
    current.refresh_from_db()
    assert current.due_on == date(2026, 8, 5)
    kept = list(Extension.objects.order_by("pk").values_list("old_on", "new_on", "reason", "by"))
    assert kept == [
        (None, date(2026, 7, 20), "汛期顺延", world.leader.pk),
        (date(2026, 7, 20), date(2026, 8, 5), "汛期顺延", world.leader.pk),
    ]
    with pytest.raises(IntegrityError, match="guard:extension_append_only"), transaction.atomic():
        Extension.objects.update(reason="x")


BAD_EXTENSIONS = [
    ("scoring", "self_assessment", date(2026, 8, 1), "理由", Conflict),  # a stage that is past
    ("scoring", "notice", date(2026, 8, 1), "理由", Conflict),  # one that hasn't begun
    ("scoring", "scoring", date(2026, 6, 30), "理由", Invalid),  # yesterday
    ("scoring", "scoring", date(2026, 8, 1), " ", Invalid),
    ("scoring", "filed", date(2026, 8, 1), "理由", Invalid),
    ("notice", "notice", date(2026, 7, 7), "理由", Invalid),  # shorter
    ("notice", "notice", date(2026, 7, 8), "理由", Invalid),  # the same
]


@pytest.mark.parametrize(("state", "stage", "day", "reason", "refusal"), BAD_EXTENSIONS)
def test_what_no_extension_may_do(
    world: LifeWorld, state: str, stage: str, day: date, reason: str, refusal: type[Exception]
) -> None:
    current = world.in_state(state, plan=NOTICE_ONLY)
    before = AuditEntry.objects.count()
    with pytest.raises(refusal):
        stages.extend(
            actor=world.leader, round_id=current.pk, stage=stage, new_on=day, reason=reason, now=NOW
        )
    assert (Extension.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_a_notice_is_lengthened_while_it_lasts(world: LifeWorld) -> None:
    current = world.in_state("notice", plan=NOTICE_ONLY)
    kept = {"actor": world.leader, "round_id": current.pk, "stage": "notice", "reason": "台风停电"}
    stages.extend(**kept, new_on=date(2026, 7, 9), now=NOW)  # type: ignore[arg-type]
    current.refresh_from_db()
    assert current.notice_ends_at == NOTICE_ENDS + DAY
    with pytest.raises(Conflict):
        stages.extend(**kept, new_on=date(2026, 7, 20), now=NOTICE_ENDS + DAY)  # type: ignore[arg-type]


def test_only_the_newest_version_of_a_county_round_is_reported(world: LifeWorld) -> None:
    current = world.in_state("final", plan=NOTICE_ONLY)
    with pytest.raises(Invalid):
        stages.report(
            actor=world.leader, round_id=current.pk, document=" ", document_on=date(2026, 7, 9), now=NOW
        )
    asked = reopening.ask(actor=world.clerk, round_id=current.pk, reason="漏计", now=NOW)
    reopening.decide(
        actor=world.leader, request_id=asked.pk, permit=True, note="", now=NOW, expires_at=NOW + DAY
    )
    new = reopening.reopen(actor=world.clerk, request_id=asked.pk, now=NOW)
    assert (new.state, new.uses) == ("scoring", current.uses)
    with pytest.raises(Conflict) as refusal:
        world.to_reported(current)
    assert refusal.value.code == "superseded"
    assert not RoundStep.objects.filter(act="report").exists()


def test_a_filed_round_is_reopened_as_any_final_one(world: LifeWorld) -> None:
    current = world.in_state("filed", plan=NOTICE_ONLY)
    assert reopening.ask(actor=world.clerk, round_id=current.pk, reason="漏计", now=NOW).state == "asked"


def test_named_sheets_are_sent_back_with_their_remarks_until_handed_in_again(world: LifeWorld) -> None:
    current = world.in_state("submitted", plan=NOTICE_ONLY)
    sheet = world.sheet(current, 1)
    with pytest.raises(Invalid):
        rounds.send_back(
            actor=world.leader, round_id=current.pk, remark="见各表", sheets={sheet.pk: " "}, now=NOW
        )
    rounds.send_back(
        actor=world.leader, round_id=current.pk, remark="见各表", sheets={sheet.pk: "病历数不符"}, now=NOW
    )
    [row] = SheetReturn.objects.all()
    assert (row.assessment, row.remark, row.by, row.answered_at) == (sheet, "病历数不符", world.leader, None)
    returns.answer(actor=world.clerk, round_id=current.pk, return_id=row.pk, text="已更正", now=NOW)
    rounds.submit(actor=world.clerk, round_id=current.pk, now=NOW + DAY)
    row.refresh_from_db()
    assert row.answered_at == NOW + DAY
    for change in ({"remark": "x"}, {"answered_at": NOW}):
        with pytest.raises(IntegrityError, match="guard:sheet_return"), transaction.atomic():
            SheetReturn.objects.update(**change)
