"""Appeals: made in time, looked into, shown to the leader with what they would do, decided; nothing else reopens."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from appraisal.actions import appeals, publishing
from appraisal.models import Appeal, AppealItem, Assessment, Round, Score
from appraisal.plans import RoundPlan
from appraisal.queries.appeals import comparisons, seen_mark
from records import chain
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.life.world import NOTICE_ENDS, LifeWorld
from tests.factories import NOW, UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import Money

pytestmark = pytest.mark.django_db
NOTICE = RoundPlan(notice_days=5)


@kept
def world() -> LifeWorld:
    return LifeWorld()


@kept
def current(world: LifeWorld) -> Round:
    return world.in_state("notice", plan=NOTICE)


def test_an_appeal_names_cells_and_keeps_what_stood_there(world: LifeWorld, current: Round) -> None:
    row = world.appeal(current, 1, indicator=1)
    item = row.items.get()
    assert (row.state, row.assessment, item.claim) == ("open", world.sheet(current, 1), "应得满分")
    assert (item.old_inputs, item.old_points) == ({"points": "30"}, 30)


@pytest.mark.parametrize(
    ("reason", "claims", "code"),
    [
        (" ", {0: "应得满分"}, "reason_missing"),
        ("理由", {}, "indicator_missing"),
        ("理由", {0: " "}, "claim_missing"),
        ("理由", {0: "应得满分", 999_999: "别县的"}, "indicator"),
    ],
)
def test_an_appeal_lacks_nothing(
    world: LifeWorld, current: Round, reason: str, claims: dict[int, str], code: str
) -> None:
    indicators = world.indicators
    named = {indicators[pk].pk if pk < 9 else pk: claim for pk, claim in claims.items()}
    with pytest.raises(Invalid) as refusal:
        appeals.make(actor=world.directors[0], round_id=current.pk, reason=reason, claims=named, now=NOW)
    assert refusal.value.code == code
    assert not Appeal.objects.exists()


def test_an_appeal_is_made_up_to_the_last_moment(world: LifeWorld, current: Round) -> None:
    def make(number: int, now: object) -> Appeal:
        return appeals.make(
            actor=world.directors[number],
            round_id=current.pk,
            reason="理由",
            claims={world.indicators[0].pk: "应得满分"},
            now=now,  # type: ignore[arg-type]
        )

    assert make(0, NOTICE_ENDS - timedelta(microseconds=1)).state == "open"
    with pytest.raises(Conflict) as refusal:
        make(1, NOTICE_ENDS)
    assert refusal.value.code == "notice_over"
    with pytest.raises(IntegrityError, match="guard:appeal_in_notice"), transaction.atomic():
        Appeal.objects.create(
            assessment=world.sheet(current, 1), reason="x", made_by=world.directors[1], made_at=NOTICE_ENDS
        )


def test_a_cell_is_appealed_against_once_unless_withdrawn(world: LifeWorld, current: Round) -> None:
    row = world.appeal(current)
    with pytest.raises(Conflict) as refusal:
        world.appeal(current)
    assert refusal.value.code == "appealed_already"
    appeals.withdraw(actor=world.directors[0], appeal_id=row.pk, now=NOW)
    assert world.appeal(current).state == "open"


def test_another_director_reaches_neither_sheet_nor_appeal(world: LifeWorld, current: Round) -> None:
    row = world.appeal(current)
    with pytest.raises(Http404):
        appeals.withdraw(actor=world.directors[1], appeal_id=row.pk, now=NOW)
    stranger = UserFactory(role="director")
    with pytest.raises(Http404):
        appeals.make(
            actor=stranger, round_id=current.pk, reason="x", claims={world.indicators[0].pk: "y"}, now=NOW
        )
    with pytest.raises(Http404):
        appeals.reject(actor=UserFactory(role="leader"), appeal_id=row.pk, decision="x", now=NOW)


def test_the_leader_sees_what_everybody_would_get_before_deciding(world: LifeWorld, current: Round) -> None:
    """80 → 95 of the second centre: it passes the first, whose rank falls though nothing of it changed."""
    row = world.looked_into(world.appeal(current, 1, indicator=1), "45")
    [page] = comparisons(row, world.leader)
    lines = {line.code: line.row for line in page.lines}
    first, second = (lines[centre.code] for centre in world.centres[:2])
    assert (str(second.today.total), str(second.then.total)) == ("80.00", "95.00")
    assert (first.today.rank, first.then.rank, second.today.rank, second.then.rank) == (1, 2, 2, 1)


def test_accepting_writes_those_cells_and_no_other_in_one_act(world: LifeWorld, current: Round) -> None:
    others = Score.objects.exclude(assessment__centre=world.centres[1]).order_by("pk")
    before = list(others.values_list("pk", "points", "version"))
    row = world.looked_into(world.appeal(current, 1, indicator=1), "45")
    world.accepted(row)
    row.refresh_from_db()
    sheet = world.sheet(current, 1)
    assert (row.state, row.decided_by, str(sheet.total)) == ("accepted", world.leader, "95.00")
    assert list(others.values_list("pk", "points", "version")) == before
    moved = {one["centre"]: (one["old_rank"], one["new_rank"]) for one in row.consequences}
    assert moved == {world.centres[0].code: ("1", "2"), world.centres[1].code: ("2", "1")}
    entry = AuditEntry.objects.filter(action="appeal.accept", object_type="appraisal.score").get()
    assert (entry.old["points"], entry.new["points"], entry.actor_name) == (
        "30.00",
        "45.00",
        str(world.leader),
    )
    assert not list(chain.faults())


def test_a_decision_rests_on_what_was_shown(world: LifeWorld, current: Round) -> None:
    first = world.looked_into(world.appeal(current, 0), "40")
    second = world.looked_into(world.appeal(current, 1), "40")
    seen = seen_mark(second)
    world.accepted(first)
    with pytest.raises(Conflict) as refusal:
        appeals.accept(actor=world.leader, appeal_id=second.pk, decision="同意", seen=seen, now=NOW)
    assert refusal.value.code == "moved_since"
    second.refresh_from_db()
    assert second.state == "open"
    assert world.accepted(second).state == "accepted"


def test_nothing_is_accepted_that_was_not_looked_into_by_another(world: LifeWorld, current: Round) -> None:
    row = world.appeal(current)
    with pytest.raises(Conflict):
        world.accepted(row)
    world.looked_into(row, "45")
    Appeal.objects.filter(pk=row.pk).update(proposed_by=world.leader)
    with pytest.raises(NotAllowed):
        world.accepted(row)


def test_a_proposal_that_does_not_fit_its_rule_is_refused(world: LifeWorld, current: Round) -> None:
    row = world.appeal(current)
    item = row.items.get()
    for raw in ({"points": "51"}, {"points": "ten"}, {}):
        with pytest.raises(Invalid):
            appeals.investigate(
                actor=world.clerk,
                appeal_id=row.pk,
                finding="属实",
                proposals={item.pk: appeals.Proposal(raw)},
                now=NOW,
            )
    item.refresh_from_db()
    row.refresh_from_db()
    assert (item.proposed, row.proposed_by) == (None, None)


def test_the_round_waits_for_every_appeal(world: LifeWorld, current: Round) -> None:
    row = world.appeal(current)
    with pytest.raises(Conflict) as refusal:
        publishing.finalise(actor=world.leader, round_id=current.pk, now=NOTICE_ENDS)
    assert refusal.value.code == "appeals_open"
    with pytest.raises(IntegrityError, match="guard:round_final_too_early"), transaction.atomic():
        Round.objects.filter(pk=current.pk).update(state="final", finalised_at=NOTICE_ENDS)
    with pytest.raises(Invalid):
        appeals.reject(actor=world.leader, appeal_id=row.pk, decision=" ", now=NOTICE_ENDS)
    appeals.reject(actor=world.leader, appeal_id=row.pk, decision="查无实据", now=NOTICE_ENDS)
    publishing.finalise(actor=world.leader, round_id=current.pk, now=NOTICE_ENDS)
    row.refresh_from_db()
    assert (row.state, row.decision) == ("rejected", "查无实据")


@pytest.mark.parametrize("model", [Score, Assessment])
def test_cells_in_notice_are_shut_but_for_the_accepted_ones(
    world: LifeWorld, current: Round, model: type[Score] | type[Assessment]
) -> None:
    column = "points" if model is Score else "total"
    world.appeal(current, 1)
    with pytest.raises(IntegrityError, match="guard:"), transaction.atomic():
        model._default_manager.all().update(**{column: 1})


def test_while_correcting_the_database_lets_only_the_named_cells_through(
    world: LifeWorld, current: Round
) -> None:
    row = world.appeal(current, 1)
    named = row.items.get().score
    with transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(state="correcting")
        Score.objects.filter(pk=named.pk).update(inputs={"points": "1"}, points=1)
        for other in (
            Score.objects.filter(assessment=named.assessment).exclude(pk=named.pk),
            Score.objects.filter(indicator=named.indicator).exclude(pk=named.pk),
        ):
            with pytest.raises(IntegrityError, match="guard:score_untimely"), transaction.atomic():
                other.update(inputs={"points": "1"}, points=1)
        transaction.set_rollback(True)


DECIDED = [("state", "open"), ("decision", "x"), ("reason", "x"), ("consequences", [1])]


@pytest.mark.parametrize(("field", "value"), DECIDED)
def test_a_decided_appeal_never_changes(world: LifeWorld, current: Round, field: str, value: object) -> None:
    row = world.accepted(world.looked_into(world.appeal(current, 1), "45"))
    with pytest.raises(IntegrityError, match="guard:appeal"), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(**{field: value})
    with pytest.raises(IntegrityError, match="guard:appealitem"), transaction.atomic():
        AppealItem.objects.filter(appeal=row).update(claim="x")
    with pytest.raises(Conflict):
        appeals.reject(actor=world.leader, appeal_id=row.pk, decision="x", now=NOW)


def test_an_item_is_a_cell_of_the_appealing_sheet(world: LifeWorld, current: Round) -> None:
    row = world.appeal(current, 1)
    foreign = Score.objects.filter(assessment=world.sheet(current, 0)).first()
    with pytest.raises(IntegrityError, match="guard:appeal_item_own"), transaction.atomic():
        AppealItem.objects.create(appeal=row, score=foreign, claim="x")


class MoneyWorld(LifeWorld, Money):
    """A county with budgets in which the third centre fails."""


def test_money_is_shown_to_the_leader_and_kept_with_the_decision() -> None:
    """The third centre fails by 55 points and forfeits half of its June part; 62 passes."""
    world = MoneyWorld()
    world.budget("100000", "100000", "100000")
    world.totals = ["90", "80", "55"]
    row = world.looked_into(world.appeal(world.in_state("notice", plan=NOTICE), 2, indicator=1), "12")
    world.accepted(row)
    row.refresh_from_db()
    [line] = [one for one in row.consequences if one["centre"] == world.centres[2].code]
    assert (line["old_grade"], line["new_grade"]) == ("不合格", "合格")
    assert (line["old_forfeited"], line["new_forfeited"]) == ("4000.00", "0.00")
