"""Two people at the same moment on one round. SQLite hides races, so they run on PostgreSQL, each with a control
that must fail without the lock or the version check.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection

from appraisal import locks
from appraisal.access import rounds_for
from appraisal.actions import publishing, reopening, rounds, scores
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Publication, ReopenRequest, Round, Score
from appraisal.queries.kept import drifted_sheets
from centres.models import User
from records import guards
from records.errors import Conflict, Refused
from records.models import AuditEntry
from tests.factories import NOW, County, UserFactory
from tests.harness.worlds import kept
from tests.records.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres_only(reason="SQLite hides races"),
]
TRIES = 5
WAIT = 120


@kept
def county() -> County:
    made = County(size=3)
    made.second = UserFactory(role="clerk", county=made.region)  # type: ignore[attr-defined]
    return made


@kept
def scored(county: County) -> Round:
    current = county.open()
    county.score(current, ["90", "80", "70"])
    return current


def plain(actor: User, round_id: int) -> Round:
    """What the locks of a round are without locking."""
    return rounds_for(actor).get(pk=round_id)


def plain_sheets(sheet_ids: set[int]) -> dict[int, Assessment]:
    return {row.pk: row for row in Assessment.objects.select_related("centre").filter(pk__in=sheet_ids)}


def cells(current: Round) -> list[Score]:
    """The two cells of the round's first sheet."""
    rows = Score.objects.filter(assessment__round=current).order_by("assessment__centre__code", "pk")
    return list(rows[:2])


def save(actor: User, cell: Score, points: str, *, seen: int | None = None) -> str:
    inputs = {"points": points} if points else {}
    change = CellChange(cell.assessment_id, cell.indicator_id, inputs, reason="核实", expected_version=seen)
    saving = scores.save_cells(actor=actor, round_id=cell.assessment.round_id, changes=[change], now=NOW)
    return saving.outcomes[0].verdict


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


class Meeting:
    """The first works up to a point and stays there until the second is done or stands before a lock."""

    def __init__(self) -> None:
        self.reached, self.done = threading.Event(), threading.Event()

    def stay(self) -> None:
        self.reached.set()
        while not self.done.wait(0.02) and not somebody_waits():
            pass

    def second(self, work: Callable[[], Any]) -> Any:
        assert self.reached.wait(WAIT)
        try:
            return work()
        finally:
            self.done.set()


def meet(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> Meeting:
    """The first stays right after `owner.name` has answered it."""
    meeting, real, met = Meeting(), getattr(owner, name), []

    def stays(*values: Any, **named: Any) -> Any:
        answer = real(*values, **named)
        if not met:
            met.append(True)
            meeting.stay()
        return answer

    monkeypatch.setattr(owner, name, stays)
    return meeting


def submit_while_a_cell_is_cleared(
    county: County, current: Round, monkeypatch: pytest.MonkeyPatch
) -> list[Any]:
    cell = cells(current)[0]
    meeting = meet(monkeypatch, rounds, "submission_faults")

    def work(number: int) -> Any:
        if number == 0:
            return rounds.submit(actor=county.clerk, round_id=current.pk, now=NOW).state
        return meeting.second(lambda: save(county.second, cell, ""))  # type: ignore[attr-defined]

    return at_once(work, 2)


def holes(current: Round) -> int:
    return Score.objects.filter(assessment__round=current, points__isnull=True).count()


def test_nothing_changes_between_the_check_and_the_submission(
    county: County, scored: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted, saved = submit_while_a_cell_is_cleared(county, scored, monkeypatch)
    assert submitted == "submitted"
    assert isinstance(saved, Conflict)
    assert holes(scored) == 0


def test_without_the_share_of_the_round_a_submitted_round_has_a_hole(
    county: County, scored: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scores, "share_round", plain)
    assert submit_while_a_cell_is_cleared(county, scored, monkeypatch) == ["submitted", "saved"]
    assert holes(scored) == 1


@pytest.mark.parametrize("_try", range(TRIES))
def test_one_of_two_clerks_on_a_cell_is_told(county: County, scored: Round, _try: int) -> None:
    cell = cells(scored)[0]
    clerks = [county.clerk, county.second]  # type: ignore[attr-defined]
    outcomes = at_once(lambda number: save(clerks[number], cell, f"4{number}", seen=cell.version), 2)
    assert sorted(outcomes) == ["conflict", "saved"]
    kept = Score.objects.get(pk=cell.pk)
    assert (kept.version, kept.updated_by) == (cell.version + 1, clerks[outcomes.index("saved")])
    assert AuditEntry.objects.filter(action="score.save", object_id=str(cell.pk)).count() == 2


def test_without_the_lock_of_the_sheet_one_of_them_is_lost(
    county: County, scored: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell, gate, real = cells(scored)[0], threading.Barrier(2, timeout=WAIT), scores._scores

    def together(*values: Any) -> Any:
        found = real(*values)
        gate.wait()
        return found

    monkeypatch.setattr(scores, "take_sheets", plain_sheets)
    monkeypatch.setattr(scores, "_scores", together)
    clerks = [county.clerk, county.second]  # type: ignore[attr-defined]
    outcomes = at_once(lambda number: save(clerks[number], cell, f"4{number}", seen=cell.version), 2)
    assert outcomes == ["saved", "saved"]
    assert Score.objects.get(pk=cell.pk).version == cell.version + 1


@pytest.mark.parametrize("_try", range(TRIES))
def test_two_clerks_on_one_sheet_leave_right_totals(county: County, scored: Round, _try: int) -> None:
    clerks = [county.clerk, county.second]  # type: ignore[attr-defined]
    pair = cells(scored)
    assert at_once(lambda number: save(clerks[number], pair[number], "10"), 2) == ["saved", "saved"]
    assert drifted_sheets(scored) == []


def test_without_the_lock_of_the_sheet_its_total_drifts(
    county: County, scored: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real = threading.Barrier(2, timeout=WAIT), scores.refresh_totals

    def together(*values: Any) -> Any:
        gate.wait()
        return real(*values)

    monkeypatch.setattr(scores, "take_sheets", plain_sheets)
    monkeypatch.setattr(scores, "refresh_totals", together)
    pair, clerks = cells(scored), [county.clerk, county.second]  # type: ignore[attr-defined]
    at_once(lambda number: save(clerks[number], pair[number], "10"), 2)
    assert drifted_sheets(scored) != []


def reviewed(county: County, current: Round) -> Round:
    rounds.submit(actor=county.clerk, round_id=current.pk, now=NOW)
    return rounds.review(actor=county.leader, round_id=current.pk, now=NOW)


def finalise(county: County, current: Round, number: int = 0) -> int:
    """Nobody acts at the very microsecond of another: each has a moment of its own."""
    now = NOW + timedelta(microseconds=number)
    return len(publishing.finalise(actor=county.leader, round_id=current.pk, now=now))


@pytest.mark.parametrize("_try", range(TRIES))
def test_of_two_who_finalise_one_publishes(county: County, scored: Round, _try: int) -> None:
    current = reviewed(county, scored)
    outcomes = at_once(lambda number: finalise(county, current, number), 2)
    assert [one for one in outcomes if isinstance(one, int)] == [1]
    assert [one.code for one in outcomes if isinstance(one, Refused)] == ["wrong_state"]
    assert Publication.objects.count() == 1
    assert AuditEntry.objects.filter(action="round.finalise").count() == 1


def test_without_the_lock_only_the_database_stops_the_second(
    county: County, scored: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    current, gate = reviewed(county, scored), threading.Barrier(2, timeout=WAIT)

    def together(actor: User, round_id: int) -> Round:
        found = plain(actor, round_id)
        gate.wait()
        return found

    monkeypatch.setattr(publishing, "take_round_with_year", together)
    outcomes = at_once(lambda number: finalise(county, current, number), 2)
    assert sum(isinstance(one, IntegrityError) for one in outcomes) == 1


def reopened_june_and_december(county: County) -> tuple[Round, Round]:
    """A second version of June and the first of December, both waiting to be finalised."""
    june = county.open()
    county.score(june, ["90", "80", "70"])
    county.publish(june)
    request = permitted(county, june)
    new = reopening.reopen(actor=county.clerk, request_id=request.pk, now=NOW)
    county.score(new, ["60", "80", "70"])
    december = county.open("december")
    county.score(december, ["90", "80", "70"])
    return reviewed(county, new), reviewed(county, december)


def permitted(county: County, current: Round) -> ReopenRequest:
    request = reopening.ask(actor=county.clerk, round_id=current.pk, reason="漏计", now=NOW)
    later = NOW.replace(year=2099)
    return reopening.decide(
        actor=county.leader, request_id=request.pk, permit=True, note="", now=NOW, expires_at=later
    )


def newest_year() -> Publication:
    found = Publication.objects.filter(kind="year").order_by("-version").first()
    assert found is not None
    return found


@pytest.mark.parametrize("_try", range(TRIES))
def test_the_year_rests_on_the_newest_rounds_whoever_comes_first(county: County, _try: int) -> None:
    pair = reopened_june_and_december(county)
    at_once(lambda number: finalise(county, pair[number]), 2)
    assert [newest_year().june_round, newest_year().december_round] == list(pair)


def test_without_the_lock_of_the_year_it_rests_on_a_superseded_round(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    june, december = reopened_june_and_december(county)
    gate, real = threading.Barrier(2, timeout=WAIT), publishing.grade_year

    def together(*values: Any, **named: Any) -> Any:
        gate.wait()
        answer = real(*values, **named)
        gate.wait()
        return answer

    monkeypatch.setattr(publishing, "take_round_with_year", locks.take_round)
    monkeypatch.setattr(publishing, "grade_year", together)
    at_once(lambda number: finalise(county, (june, december)[number]), 2)
    assert newest_year().june_round == june.supersedes


def reopen(county: County, request: ReopenRequest) -> int:
    return reopening.reopen(actor=county.clerk, request_id=request.pk, now=NOW).version


@pytest.mark.parametrize("_try", range(TRIES))
def test_a_permit_is_used_once(county: County, scored: Round, _try: int) -> None:
    finalise(county, reviewed(county, scored))
    request = permitted(county, scored)
    outcomes = at_once(lambda _number: reopen(county, request), 2)
    assert [one for one in outcomes if isinstance(one, int)] == [2]
    assert sum(isinstance(one, Conflict) for one in outcomes) == 1
    assert Round.objects.count() == 2


def test_without_the_locks_only_a_constraint_stops_the_second_version(
    county: County, scored: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    finalise(county, reviewed(county, scored))
    request, gate = permitted(county, scored), threading.Barrier(2, timeout=WAIT)

    def together(actor: User, request_id: int, state: str) -> ReopenRequest:
        found = ReopenRequest.objects.select_related("round__county").get(pk=request_id, state=state)
        gate.wait()
        return found

    monkeypatch.setattr(reopening, "_take_request", together)
    monkeypatch.setattr(reopening, "take_round", plain)
    outcomes = at_once(lambda _number: reopen(county, request), 2)
    assert sum(isinstance(one, IntegrityError) for one in outcomes) == 1


def test_cells_are_saved_while_others_save_without_a_deadlock(county: County, scored: Round) -> None:
    """Four clerks, whole blocks over the same sheets in both directions."""
    grid = list(Score.objects.filter(assessment__round=scored).order_by("pk"))

    def block(number: int) -> int:
        order = grid if number % 2 else grid[::-1]
        changes = [
            CellChange(one.assessment_id, one.indicator_id, {"points": f"{10 + number}"}, reason="核实")
            for one in order
        ]
        for _time in range(TRIES):
            scores.save_cells(actor=county.clerk, round_id=scored.pk, changes=changes, now=NOW)
        return number

    assert at_once(block, 4) == [0, 1, 2, 3]
    assert drifted_sheets(scored) == []
    assert guards.missing() == []
