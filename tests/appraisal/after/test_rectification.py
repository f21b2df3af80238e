"""Rectifications: who is ordered, how years are counted, the story, removal, and what the database refuses."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from appraisal import award_hook
from appraisal.actions import rectification, reopening
from appraisal.models import Rectification, RectificationStep, RemovalCase
from appraisal.queries import rectification as queries
from centres.roles import Role
from payroll.award_finder import awards_of
from records import audit
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.after.world import DUE, LATER, NOW, After
from tests.factories import NOW as THEN
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
START = date(2020, 1, 1)
TODAY = date(2027, 1, 20)


@kept
def after() -> After:
    return After()


def test_the_failing_centre_is_a_candidate_until_it_is_ordered(after: After) -> None:
    leader = after.county.leader
    assert [row.centre for row in queries.candidates(leader)] == [after.failed]
    assert queries.candidates(after.county.clerk) == []
    case = after.order()
    assert queries.candidates(leader) == []
    assert (case.state, case.year, case.centre, case.due_on) == ("ordered", 2026, after.failed, DUE)
    with pytest.raises(Conflict, match="已下达"):
        after.order()
    assert AuditEntry.objects.filter(action="rectification.order", object_id=str(case.pk)).exists()


def test_a_centre_closed_since_is_ordered_nothing_and_waits_on_nobodys_list(after: After) -> None:
    case, leader = after.order(), after.county.leader
    after.failed.closed_on, after.failed.merged_into = date(2026, 11, 1), after.centres[0]
    after.failed.save()
    rectification.withdraw(actor=leader, rectification_id=case.pk, reason="已并入中心卫生院", now=NOW)
    assert queries.candidates(leader) == []
    with pytest.raises(Conflict, match="停用或并入"):
        after.order()


def test_only_the_lowest_grade_of_the_newest_year_is_ordered(after: After) -> None:
    with pytest.raises(Conflict, match="不是最低等次"):
        after.order(result_id=after.result(after.centres[0]).pk)
    june = after.round().pk
    of_june = after.failed.results.get(publication__june_round=june, publication__kind="june")
    with pytest.raises(Conflict, match="最新的年度"):
        after.order(result_id=of_june.pk)
    with pytest.raises(Invalid, match="晚于今天"):
        after.order(due_on=TODAY)
    other = After()
    with pytest.raises(Http404):
        after.order(result_id=other.result().pk)


def test_two_years_under_one_director_put_removal_to_the_leader() -> None:
    after = After({2025: ["90", "50"], 2026: ["90", "50"]})
    staff = after.term("院长甲", START)
    case = after.order()
    assert (case.failing_years, case.director) == (2, staff)
    removal = RemovalCase.objects.get(rectification=case)
    assert (removal.state, removal.years) == ("put", [2026, 2025])
    assert "2025年度不合格，年末院长为院长甲" in removal.reasoning[1]["zh"]
    with pytest.raises(Invalid):
        decide(after, case, reason=" ")
    decided = decide(after, case)
    assert (decided.state, decided.decision, decided.decided_by) == (
        "removed",
        "局党组研究决定",
        after.county.leader,
    )
    with pytest.raises(Conflict):
        decide(after, case)


def decide(
    after: After, case: Rectification, reason: str = "局党组研究决定", remove: bool = True
) -> RemovalCase:
    return rectification.decide_removal(
        actor=after.county.leader, rectification_id=case.pk, remove=remove, reason=reason, now=NOW
    )


def test_a_change_of_director_restarts_the_count() -> None:
    after = After({2025: ["90", "50"], 2026: ["90", "50"]})
    after.term("院长甲", START, date(2026, 3, 1))
    after.term("院长乙", date(2026, 3, 1))
    case = after.order()
    assert (case.failing_years, case.director_name) == (1, "院长乙")
    assert "院长已变更" in case.reasoning[-1]["zh"]
    assert not RemovalCase.objects.exists()


def test_who_leaves_on_the_last_day_was_not_director_at_the_years_end() -> None:
    after = After({2025: ["90", "50"], 2026: ["90", "50"]})
    after.term("院长甲", START, date(2025, 12, 31))
    after.term("院长乙", date(2025, 12, 31))
    assert after.order().failing_years == 2


def test_a_namesake_who_failed_elsewhere_is_shown_and_may_be_put_by_hand() -> None:
    """A director who moved, or took over a merged centre: the records can't know whether it is the same person."""
    after = After({2025: ["90", "50", "70"], 2026: ["90", "70", "50"]})
    old, new = after.centres[1], after.centres[2]
    after.term("院长甲", START, date(2026, 2, 1), centre=old)
    after.term("院长甲", date(2026, 2, 1), centre=new)
    case = after.order()
    assert case.failing_years == 1
    story = queries.story(after.county.leader, case, TODAY)
    assert [(one.centre, one.publication.year) for one in story.namesakes] == [(old, 2025)]
    removal = rectification.put_removal(
        actor=after.county.leader, rectification_id=case.pk, reason="同一人由并入单位调任", now=NOW
    )
    assert removal.reasoning[-1]["zh"] == "同一人由并入单位调任"
    with pytest.raises(Conflict):
        rectification.put_removal(actor=after.county.leader, rectification_id=case.pk, reason="再提", now=NOW)


def test_a_case_goes_from_report_to_closed_with_every_act_kept(after: After) -> None:
    leader, case = after.county.leader, after.order()
    rectification.extend(actor=leader, rectification_id=case.pk, reason="汛期", due_on=LATER, now=NOW)
    after.report(case)
    rectification.inspect(
        actor=leader, rectification_id=case.pk, passed=False, note="药房未改", due_on=LATER, now=NOW
    )
    after.report(case)
    done = rectification.inspect(actor=leader, rectification_id=case.pk, passed=True, note="", now=NOW)
    assert (done.state, done.due_on) == ("closed", LATER)
    steps = RectificationStep.objects.filter(rectification=case)
    assert [(one.act, one.text) for one in steps] == [
        ("order", ""), ("extend", "汛期"), ("report", "已整改"), ("fail", "药房未改"), ("report", "已整改"), ("pass", ""),
    ]  # fmt: skip
    assert list(audit.object_faults(Rectification.objects.all(), rectification.rectification_record)) == []


def test_overdue_is_the_day_after_and_only_while_no_report_is_in(after: After) -> None:
    case = after.order()
    assert not queries.is_overdue(case, DUE)
    assert queries.is_overdue(case, date(2027, 5, 1))
    assert not queries.is_overdue(after.report(case), date(2027, 5, 1))


def test_words_and_dates_are_asked_for(after: After) -> None:
    leader, case = after.county.leader, after.order()
    calls: list[Any] = [
        lambda: rectification.extend(
            actor=leader, rectification_id=case.pk, reason=" ", due_on=LATER, now=NOW
        ),
        lambda: rectification.extend(
            actor=leader, rectification_id=case.pk, reason="汛期", due_on=TODAY, now=NOW
        ),
        lambda: rectification.withdraw(actor=leader, rectification_id=case.pk, reason="", now=NOW),
        lambda: rectification.inspect(
            actor=leader, rectification_id=case.pk, passed=False, note="差", now=NOW
        ),
        lambda: rectification.report(
            actor=after.user(Role.DIRECTOR), rectification_id=case.pk, text="改" * 4001, now=NOW
        ),
    ]
    for call in calls:
        with pytest.raises(Invalid):
            call()
    case.refresh_from_db()
    assert (case.state, case.steps.count()) == ("ordered", 1)


def test_a_new_version_that_grades_it_otherwise_is_shown_and_the_order_withdrawn(after: After) -> None:
    case = after.order()
    for kind in ("june", "december"):
        reopen(after, kind)
    [row] = queries.rows_for(after.county.leader, TODAY)
    assert row.outdated
    rectification.withdraw(actor=after.county.leader, rectification_id=case.pk, reason="结果更正", now=NOW)
    [row] = queries.rows_for(after.county.leader, TODAY)
    assert (row.case.state, row.outdated) == ("withdrawn", False)


def reopen(after: After, kind: str) -> None:
    """A second version in which everybody does well."""
    old = after.round(kind)
    asked = reopening.ask(actor=after.county.clerk, round_id=old.pk, reason="更正", now=THEN)
    reopening.decide(
        actor=after.county.leader, request_id=asked.pk, permit=True, note="", now=THEN, expires_at=NOW
    )
    new = reopening.reopen(actor=after.county.clerk, request_id=asked.pk, now=THEN)
    after.county.score(new, ["90", "80", "78"])
    after.county.publish(new)


def test_a_director_reads_the_own_cases_and_no_other(after: After) -> None:
    case = after.order()
    assert [row.case for row in queries.rows_for(after.user(Role.DIRECTOR), TODAY)] == [case]
    other = after.user(Role.DIRECTOR, after.centres[0])
    assert queries.rows_for(other, TODAY) == []
    with pytest.raises(Http404):
        rectification.report(actor=other, rectification_id=case.pk, text="代报", now=NOW)
    with pytest.raises(NotAllowed):
        queries.rows_for(after.county.finance, TODAY)


def test_a_directors_file_has_every_year_at_whose_end_the_person_was_in_office() -> None:
    after = After({2024: ["50", "90"], 2025: ["90", "50"], 2026: ["90", "50"]})
    staff = after.term("院长甲", date(2025, 5, 1))
    case = after.order()
    file = queries.director_file(staff)
    assert [one.result.publication.year for one in file] == [2026, 2025]
    assert (file[0].case, file[1].case) == (case, None)
    assert [one.grade_ordinal for one in file] == [4, 4]
    assert awards_of([one.result.pk for one in file]) == {}
    assert award_hook.awards_of([]) == {}


def test_the_list_asks_the_same_for_twice_the_cases() -> None:
    counts = []
    for totals in (["90", "50"], ["90", "80", "50", "51"]):
        after = After({2026: totals})
        for row in queries.candidates(after.county.leader):
            after.order(result_id=row.pk)
        with CaptureQueriesContext(connection) as asked:
            rows = queries.rows_for(after.county.leader, TODAY)
            queries.candidates(after.county.leader)
        counts.append((len(rows), len(asked)))
    assert [count for count, _asked in counts] == [1, 2]
    assert counts[0][1] == counts[1][1]


BREACHES: dict[str, tuple[Any, dict[str, Any]]] = {
    "skips the report": (Rectification, {"state": "closed"}),
    "another centre's result": (Rectification, {"year": 2025}),
    "another director": (Rectification, {"director_name": "他人"}),
    "a rewritten act": (RectificationStep, {"text": "改写"}),
    "decided by nobody": (RemovalCase, {"state": "removed"}),
    "reasoning rewritten": (RemovalCase, {"years": [2026]}),
}


@pytest.mark.parametrize("name", BREACHES)
def test_the_database_refuses(name: str) -> None:
    after = After({2025: ["90", "50"], 2026: ["90", "50"]})
    after.term("院长甲", START)
    after.order()
    model, values = BREACHES[name]
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_what_is_closed_or_decided_stays(after: After) -> None:
    case = after.order()
    after.report(case)
    rectification.inspect(actor=after.county.leader, rectification_id=case.pk, passed=True, note="", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rectification.objects.update(due_on=LATER)
