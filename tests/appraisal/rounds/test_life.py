"""The life of a round by the people who may act on it; every other step is refused and nothing changes."""

from datetime import timedelta

import pytest
from django.http import Http404

from appraisal.actions import decisions, publishing, reopening, rounds, scores
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Publication, Round, Score
from centres.roles import Role
from records import chain
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.factories import NOW, CentreFactory, County, UserFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
FULL = ["90", "80", "70"]


@kept
def county() -> County:
    return County(size=3)


@kept
def scored(county: County) -> Round:
    opened = county.open()
    county.score(opened, FULL)
    return opened


def test_opening_gives_each_working_centre_a_sheet_with_every_cell(county: County) -> None:
    closed = CentreFactory(county=county.region, closed_on=NOW.date())
    opened = county.open()
    sheets = Assessment.objects.filter(round=opened)
    assert {sheet.centre for sheet in sheets} == set(county.centres)
    assert not sheets.filter(centre=closed).exists()
    assert all(sheet.scores.count() == sheet.cells == 2 for sheet in sheets)


def test_a_round_opens_once(county: County) -> None:
    county.open()
    with pytest.raises(Conflict):
        county.open()


def test_a_centre_imported_later_gets_its_sheet(county: County) -> None:
    opened = county.open()
    late = CentreFactory(county=county.region)
    assert rounds.add_missing_sheets(actor=county.leader, round_id=opened.pk, now=NOW) == 1
    assert Assessment.objects.get(round=opened, centre=late).scores.count() == 2
    assert rounds.add_missing_sheets(actor=county.leader, round_id=opened.pk, now=NOW) == 0


def test_submission_names_every_unscored_cell_and_missing_reason(county: County) -> None:
    opened = county.open()
    sheet = Assessment.objects.filter(round=opened).order_by("centre__code").first()
    assert sheet is not None
    cell = sheet.scores.order_by("indicator__ordinal").first()
    assert cell is not None
    change = CellChange(sheet.pk, cell.indicator_id, {"points": "40"})
    scores.save_cells(actor=county.clerk, round_id=opened.pk, changes=[change], now=NOW)
    with pytest.raises(Invalid) as refusal:
        rounds.submit(actor=county.clerk, round_id=opened.pk, now=NOW)
    messages = [(str(one.place), str(one.message)) for one in refusal.value.problems]
    assert (f"{sheet.centre.name} / 1.1 指标1", "扣分未写明原因") in messages
    assert sum(message == "未评分" for _place, message in messages) == 5
    opened.refresh_from_db()
    assert opened.state == "scoring"


def test_the_reviewer_is_another_person_than_the_submitter(county: County, scored: Round) -> None:
    rounds.submit(actor=county.clerk, round_id=scored.pk, now=NOW)
    Round.objects.filter(pk=scored.pk).update(submitted_by=county.leader)
    with pytest.raises(NotAllowed):
        rounds.review(actor=county.leader, round_id=scored.pk, now=NOW)


def test_sending_back_opens_the_sheets_again_with_the_remark(county: County, scored: Round) -> None:
    rounds.submit(actor=county.clerk, round_id=scored.pk, now=NOW)
    with pytest.raises(Invalid):
        rounds.send_back(actor=county.leader, round_id=scored.pk, remark=" ")
    back = rounds.send_back(actor=county.leader, round_id=scored.pk, remark="第二类漏评")
    assert (back.state, back.remark, back.submitted_by) == ("scoring", "第二类漏评", None)


ACTS = {
    "submit": lambda c, r: rounds.submit(actor=c.clerk, round_id=r.pk, now=NOW),
    "review": lambda c, r: rounds.review(actor=c.leader, round_id=r.pk, now=NOW),
    "send_back": lambda c, r: rounds.send_back(actor=c.leader, round_id=r.pk, remark="重评"),
    "finalise": lambda c, r: publishing.finalise(actor=c.leader, round_id=r.pk, now=NOW),
}
POSSIBLE = {
    "scoring": {"submit"},
    "submitted": {"review", "send_back"},
    "reviewed": {"send_back", "finalise"},
    "final": set(),
}
PATH = {"scoring": [], "submitted": ["submit"], "reviewed": ["submit", "review"]}
PATH["final"] = [*PATH["reviewed"], "finalise"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", PATH)
def test_only_the_drawn_steps_exist(county: County, scored: Round, state: str, act: str) -> None:
    for step in PATH[state]:
        ACTS[step](county, scored)
    if act in POSSIBLE[state]:
        ACTS[act](county, scored)
        return
    before = AuditEntry.objects.count()
    with pytest.raises(Conflict):
        ACTS[act](county, scored)
    scored.refresh_from_db()
    assert scored.state == state
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.CLERK, Role.LEADER}])
def test_no_other_role_acts_on_a_round(county: County, scored: Round, role: Role) -> None:
    other = UserFactory(role=role, county=county.region)
    for call in (
        lambda: rounds.open_round(actor=other, scheme=county.scheme, kind="december", now=NOW),
        lambda: rounds.submit(actor=other, round_id=scored.pk, now=NOW),
        lambda: rounds.review(actor=other, round_id=scored.pk, now=NOW),
        lambda: rounds.send_back(actor=other, round_id=scored.pk, remark="x"),
        lambda: publishing.finalise(actor=other, round_id=scored.pk, now=NOW),
        lambda: reopening.ask(actor=other, round_id=scored.pk, reason="x", now=NOW),
        lambda: scores.save_cells(actor=other, round_id=scored.pk, changes=[], now=NOW),
    ):
        # A round that isn't the own centre's is out of a director's reach, as if it weren't there.
        with pytest.raises((NotAllowed, Http404)):
            call()


def test_cells_are_closed_once_submitted(county: County, scored: Round) -> None:
    rounds.submit(actor=county.clerk, round_id=scored.pk, now=NOW)
    cell = Score.objects.filter(assessment__round=scored).first()
    assert cell is not None
    change = CellChange(cell.assessment_id, cell.indicator_id, {"points": "1"})
    with pytest.raises(Conflict):
        scores.save_cells(actor=county.clerk, round_id=scored.pk, changes=[change], now=NOW)


def test_a_reopened_round_is_a_new_version_and_the_old_stays(county: County, scored: Round) -> None:
    county.publish(scored)
    request = reopening.ask(actor=county.clerk, round_id=scored.pk, reason="漏计一项", now=NOW)
    expiry = NOW + timedelta(days=3)
    with pytest.raises(Conflict):
        reopening.reopen(actor=county.clerk, request_id=request.pk, now=NOW)
    reopening.decide(
        actor=county.leader, request_id=request.pk, permit=True, note="同意", now=NOW, expires_at=expiry
    )
    with pytest.raises(Conflict):
        reopening.reopen(actor=county.clerk, request_id=request.pk, now=expiry)
    new = reopening.reopen(actor=county.clerk, request_id=request.pk, now=NOW)
    assert (new.version, new.supersedes, new.state) == (2, scored, "scoring")
    cells = [
        list(
            Score.objects.filter(assessment__round=one)
            .order_by("assessment__centre__code", "indicator__code")
            .values_list("indicator", "inputs", "points", "reason", "version")
        )
        for one in (scored, new)
    ]
    assert cells[0] == cells[1]
    county.score(new, ["95", "80", "70"])
    [second] = county.publish(new)
    assert second.version == 2
    first = Publication.objects.get(kind="june", version=1)
    assert first.results.get(centre=county.centres[0]).total == 90
    assert second.results.get(centre=county.centres[0]).total == 95


def test_the_permit_is_another_persons(county: County, scored: Round) -> None:
    county.publish(scored)
    request = reopening.ask(actor=county.leader, round_id=scored.pk, reason="漏计一项", now=NOW)
    with pytest.raises(NotAllowed):
        reopening.decide(
            actor=county.leader,
            request_id=request.pk,
            permit=True,
            note="",
            now=NOW,
            expires_at=NOW + timedelta(days=1),
        )
    with pytest.raises(Conflict):
        reopening.ask(actor=county.clerk, round_id=scored.pk, reason="再次申请", now=NOW)


def test_a_refused_request_leaves_the_round_final(county: County, scored: Round) -> None:
    county.publish(scored)
    request = reopening.ask(actor=county.clerk, round_id=scored.pk, reason="漏计一项", now=NOW)
    reopening.decide(actor=county.leader, request_id=request.pk, permit=False, note="证据不足", now=NOW)
    with pytest.raises(Conflict):
        reopening.reopen(actor=county.clerk, request_id=request.pk, now=NOW)


def test_a_centre_opened_after_june_is_exempt_by_decision(county: County) -> None:
    june = county.open()
    late = CentreFactory(county=county.region)
    county.score(june, FULL)
    decisions.exempt(actor=county.leader, round_id=june.pk, centre=late, reason="7月启用", now=NOW)
    county.publish(june)
    december = county.open("december")
    county.score(december, [*FULL, "88"])
    year = county.publish(december)[-1]
    result = year.results.get(centre=late)
    assert (result.june_total, str(result.total), result.standing) == (None, "88.00", "graded")


def test_a_round_missing_without_exemption_leaves_the_year_incomplete(county: County) -> None:
    june = county.open()
    county.score(june, FULL)
    county.publish(june)
    late = CentreFactory(county=county.region)
    december = county.open("december")
    county.score(december, [*FULL, "88"])
    year = county.publish(december)[-1]
    result = year.results.get(centre=late)
    assert (result.standing, result.total, result.rank, result.grade_code) == ("incomplete", None, None, "")
    assert year.graded == 3


def test_publishing_again_after_a_reopened_june_renews_the_year(county: County) -> None:
    county.year(FULL, FULL)
    june = Round.objects.get(kind="june")
    request = reopening.ask(actor=county.clerk, round_id=june.pk, reason="漏计一项", now=NOW)
    later = NOW + timedelta(days=1)
    reopening.decide(
        actor=county.leader, request_id=request.pk, permit=True, note="", now=NOW, expires_at=later
    )
    new = reopening.reopen(actor=county.clerk, request_id=request.pk, now=NOW)
    county.score(new, ["100", "80", "70"])
    made = county.publish(new)
    assert [(one.kind, one.version) for one in made] == [("june", 2), ("year", 2)]
    assert str(made[1].results.get(centre=county.centres[0]).total) == "94.00"


def test_every_act_is_on_the_trail_with_old_and_new(county: County, scored: Round) -> None:
    county.publish(scored)
    actions = list(
        AuditEntry.objects.exclude(action="score.save")
        .exclude(action__startswith="scheme.")
        .order_by("sequence")
        .values_list("action", flat=True)
    )
    assert actions == [
        "round.open", "round.submit", "round.review", "round.finalise", "publication.create",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(county_code=county.region.code).count() == AuditEntry.objects.count()
    assert not list(chain.faults())


def test_a_leader_of_another_county_finds_no_round(county: County, scored: Round) -> None:
    stranger = UserFactory(role=Role.LEADER)
    clerk = UserFactory(role=Role.CLERK)
    for call in (
        lambda: rounds.open_round(actor=stranger, scheme=county.scheme, kind="december", now=NOW),
        lambda: rounds.submit(actor=clerk, round_id=scored.pk, now=NOW),
        lambda: rounds.send_back(actor=stranger, round_id=scored.pk, remark="x"),
        lambda: publishing.finalise(actor=stranger, round_id=scored.pk, now=NOW),
        lambda: scores.save_cells(actor=clerk, round_id=scored.pk, changes=[], now=NOW),
        lambda: reopening.ask(actor=clerk, round_id=scored.pk, reason="x", now=NOW),
    ):
        with pytest.raises(Http404):
            call()
