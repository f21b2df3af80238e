"""Spot checks: a draw that can be repeated, scoring apart from the county's, what is asked and what becomes of it."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from appraisal.actions import filings, spot_checks
from appraisal.after_access import checks_for
from appraisal.core.sampling import draw
from appraisal.models import Assessment, Filing, Round, SpotCell, SpotCheck
from appraisal.queries import spot_checks as queries
from appraisal.reports.after_facts import share
from appraisal.seal import round_fingerprint
from centres.roles import Role
from records import audit
from records.errors import Conflict, Invalid, NotAllowed
from tests.appraisal.after.test_rectification import reopen
from tests.appraisal.after.world import DUE, NOW, SEED, After
from tests.factories import CountyFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@kept
def after() -> After:
    return After()


def test_a_draw_is_recorded_and_repeats_from_its_record(after: After) -> None:
    check = after.check(centres=2, indicators=1)
    check.refresh_from_db()
    assert check.centre_frame == sorted(centre.code for centre in after.centres)
    assert check.indicator_frame == ["1.1", "1.2"]
    assert list(draw(f"{check.seed}-c", check.centre_frame, 2)) == check.centre_codes
    assert list(draw(f"{check.seed}-i", reversed(check.indicator_frame), 1)) == check.indicator_codes
    drawn = set(check.cells.values_list("centre__code", "indicator__code"))
    assert drawn == {(code, check.indicator_codes[0]) for code in check.centre_codes}
    assert check.body == "prefecture"
    assert after.check(Role.PROVINCE).body == "province"


def test_nothing_of_the_countys_round_changes(after: After) -> None:
    before = list(Assessment.objects.order_by("pk").values())
    check = after.scored("7.5")
    after_all = list(Assessment.objects.order_by("pk").values())
    assert before == after_all
    current = Round.objects.select_related("county", "scheme", "centre").get(pk=check.round_id)
    assert current.fingerprint == round_fingerprint(current)


@pytest.mark.parametrize(("centres", "indicators"), [(4, 1), (1, 3)])
def test_more_than_the_frame_holds_is_refused(after: After, centres: int, indicators: int) -> None:
    with pytest.raises(Invalid, match="抽样框中有"):
        after.check(centres=centres, indicators=indicators)
    assert not SpotCheck.objects.exists()


def test_only_the_newest_final_round_in_reach_is_checked(after: After) -> None:
    opened = After().round()
    far = After().user(Role.PREFECTURE)
    far.region = CountyFactory(parent__code="880100", parent__name="别市").parent
    with pytest.raises(Http404):
        after.check(actor=far, round_id=opened.pk)
    old = after.round()
    reopen(after, "june")
    with pytest.raises(Conflict, match="已有新版本"):
        after.check(round_id=old.pk)
    with pytest.raises(NotAllowed):
        after.check(actor=after.county.leader)


def test_points_are_read_with_their_bounds_and_reasons(after: After) -> None:
    check = after.check()
    cells = list(check.cells.order_by("pk"))
    first = cells[0]

    def score(points: str | None, reason: str = "") -> None:
        entry = (None if points is None else Decimal(points), reason)
        spot_checks.score(
            actor=after.user(Role.PREFECTURE), check_id=check.pk, entries={first.pk: entry}, now=NOW
        )

    for points, reason in (
        ("-0.01", "x"),
        ("50.01", "x"),
        (str(first.county_points - 1), " "),
        ("1", "长" * 301),
    ):
        with pytest.raises(Invalid):
            score(points, reason)
    score(str(first.county_points))
    score("0", "未见记录")
    first.refresh_from_db()
    assert (first.points, first.reason, first.scored_by) == (
        Decimal("0.00"),
        "未见记录",
        after.user(Role.PREFECTURE),
    )
    with pytest.raises(Invalid, match=f"还有{len(cells) - 1}格"):
        spot_checks.report(actor=after.user(Role.PREFECTURE), check_id=check.pk, now=NOW)
    score(None)
    first.refresh_from_db()
    assert first.points is None
    # Cells of another check are not reached through this one.
    other = after.check()
    spot_checks.score(
        actor=after.user(Role.PREFECTURE), check_id=check.pk, now=NOW,
        entries={other.cells.latest("pk").pk: (Decimal(1), "x")},
    )  # fmt: skip
    assert not other.cells.filter(points__isnull=False).exists()


def test_the_county_learns_of_it_with_the_report_and_other_bodies_too(after: After) -> None:
    check = after.check()
    hidden = [after.county.clerk, after.county.leader, after.user(Role.PROVINCE)]
    assert [checks_for(user).count() for user in hidden] == [0, 0, 0]
    assert checks_for(after.user(Role.PREFECTURE)).get() == check
    spot_checks.score(
        actor=after.user(Role.PREFECTURE), check_id=check.pk, now=NOW,
        entries={cell.pk: (cell.county_points, "") for cell in check.cells.all()},
    )  # fmt: skip
    spot_checks.report(actor=after.user(Role.PREFECTURE), check_id=check.pk, now=NOW)
    assert [checks_for(user).count() for user in hidden] == [1, 1, 1]
    with pytest.raises(Http404):
        spot_checks.close(actor=after.user(Role.PROVINCE), check_id=check.pk, outcome="代为办结")


def test_a_demand_to_explain_is_answered_and_closed(after: After) -> None:
    check, leader, auditor = after.demanded(), after.county.leader, after.user(Role.PREFECTURE)
    assert (check.state, check.wanted, check.due_on) == ("demanded", "explain", DUE)
    spot_checks.answer(actor=leader, check_id=check.pk, text="标准理解不同")
    again = spot_checks.demand(
        actor=auditor, check_id=check.pk, wanted="explain", text="不够具体", due_on=DUE, now=NOW
    )
    assert again.state == "demanded"
    spot_checks.answer(actor=leader, check_id=check.pk, text="附说明")
    done = spot_checks.close(actor=auditor, check_id=check.pk, outcome="予以认可")
    assert (done.state, done.answer, done.outcome) == ("closed", "附说明", "予以认可")
    assert list(audit.object_faults(SpotCheck.objects.all(), spot_checks.check_record)) == []


def test_a_demand_to_correct_wants_a_final_later_version(after: After) -> None:
    check, leader = after.demanded("correct"), after.county.leader
    with pytest.raises(Conflict, match="须先经批准重开"):
        spot_checks.answer(actor=leader, check_id=check.pk, text="已更正")
    reopen(after, "june")
    answered = spot_checks.answer(actor=leader, check_id=check.pk, text="已更正")
    assert answered.corrected_round == after.round()
    assert answered.corrected_round.version == 2


def test_an_answer_is_late_the_day_after(after: After) -> None:
    check = after.demanded()
    assert not queries.is_late(check, DUE)
    assert queries.is_late(check, DUE.replace(month=5, day=1))
    assert not queries.is_late(
        spot_checks.answer(actor=after.county.leader, check_id=check.pk, text="说明"), DUE.replace(month=6)
    )


def test_a_check_may_be_given_up_before_its_report(after: After) -> None:
    check = after.check()
    with pytest.raises(Invalid):
        spot_checks.cancel(actor=after.user(Role.PREFECTURE), check_id=check.pk, reason="")
    spot_checks.cancel(actor=after.user(Role.PREFECTURE), check_id=check.pk, reason="改期")
    assert checks_for(after.user(Role.PREFECTURE)).get().outcome == "改期"
    assert checks_for(after.county.leader).count() == 0


def test_a_page_shows_the_sums_only_when_all_is_scored(after: After) -> None:
    check, auditor = after.check(), after.user(Role.PREFECTURE)
    assert queries.check_page(auditor, check, TODAY).sums == []
    scored = queries.check_page(auditor, after.scored("10"), TODAY)
    assert {one.within for one in scored.sums} == {False}
    assert {one.percent for one in scored.sums} == {Decimal("20.00")}
    assert scored.can == {"demand", "close"}


BREACHES: dict[str, tuple[Any, dict[str, Any]]] = {
    "another draw": (SpotCheck, {"centre_codes": ["X"]}),
    "another seed": (SpotCheck, {"seed": "zzzz"}),
    "another tolerance": (SpotCheck, {"tolerance": Decimal(100)}),
    "closed unasked": (SpotCheck, {"state": "answered"}),
    "closed without outcome": (SpotCheck, {"state": "closed"}),
    "the county's points": (SpotCell, {"county_points": Decimal(1)}),
    "points after the report": (SpotCell, {"points": Decimal(1)}),
}


@pytest.mark.parametrize("name", BREACHES)
def test_the_database_refuses(after: After, name: str) -> None:
    after.scored()
    model, values = BREACHES[name]
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_an_open_round_cannot_be_checked_past_the_action(after: After) -> None:
    check = after.check()
    december = after.round("december")
    reopened = Round.objects.create(
        county=after.region, scheme=after.county.scheme, year=2026, kind="december", version=2,
        supersedes=december, opened_by=after.county.leader, opened_at=NOW,
    )  # fmt: skip
    check.pk, check.round = None, reopened
    with pytest.raises(IntegrityError), transaction.atomic():
        check.save(force_insert=True)


def test_a_filing_is_sent_received_or_returned_and_sent_again(after: After) -> None:
    leader, province = after.county.leader, after.user(Role.PROVINCE)
    [row] = queries.filing_rows(leader, TODAY)
    assert (row.due.isoformat(), row.overdue, row.may_send) == ("2027-02-28", False, True)
    [late] = queries.filing_rows(leader, row.due.replace(month=3, day=1))
    assert late.overdue
    first = after.filing()
    assert first.sha256 == filings.seal(after.region.code, 2026, first.contents)
    assert {one["kind"]: one["fingerprint"] for one in first.contents}["year"] == after.year.fingerprint
    with pytest.raises(Conflict, match="等待备案"):
        after.filing()
    with pytest.raises(Invalid):
        filings.send_back(actor=province, filing_id=first.pk, note=" ", now=NOW)
    filings.send_back(actor=province, filing_id=first.pk, note="缺盖章", now=NOW)
    second = after.filing()
    assert second.version == 2
    filings.receive(actor=province, filing_id=second.pk, now=NOW)
    with pytest.raises(Conflict, match="已经备案"):
        after.filing()
    with pytest.raises(Conflict, match="已经处理"):
        filings.receive(actor=province, filing_id=second.pk, now=NOW)
    [row] = queries.filing_rows(leader, row.due.replace(month=3, day=1))
    assert (row.overdue, row.may_send) == (False, False)


def test_a_newer_version_of_the_results_is_filed_again(after: After) -> None:
    filings.receive(actor=after.user(Role.PROVINCE), filing_id=after.filing().pk, now=NOW)
    reopen(after, "june")
    [row] = queries.filing_rows(after.county.leader, TODAY)
    assert row.may_send
    assert after.filing().version == 2


def test_nothing_is_filed_before_the_year_is_published(after: After) -> None:
    with pytest.raises(Conflict, match="尚未发布"):
        filings.send(actor=after.county.leader, county_code=after.region.code, year=2027, now=NOW)
    with pytest.raises(Http404):
        filings.send(actor=After().county.leader, county_code=after.region.code, year=2026, now=NOW)


@pytest.mark.parametrize("values", [{"sha256": "0" * 64}, {"contents": []}, {"state": "returned"}])
def test_a_filing_cannot_be_changed(after: After, values: dict[str, Any]) -> None:
    after.filing()
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.update(**values)


@pytest.mark.parametrize(
    ("count", "whole", "said"),
    [(1, 3, "33.3"), (2, 3, "66.7"), (1, 8, "12.5"), (1, 16, "6.3"), (0, 0, "—"), (3, 3, "100.0")],
)
def test_shares_are_rounded_half_up(count: int, whole: int, said: str) -> None:
    assert share(count, whole) == said


def test_counties_are_compared_with_the_same_queries_however_many() -> None:
    first = After()
    auditor = first.user(Role.PREFECTURE)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            rows = queries.compared(auditor, 2026)
        counts.append((len([row for row in rows if row.publication]), len(asked)))
        After()
    assert [count for count, _asked in counts] == [1, 2]
    assert counts[0][1] == counts[1][1]
    [row] = [row for row in queries.compared(auditor, 2026) if row.county == first.region]
    assert (row.graded, row.mean, row.highest, row.lowest) == (
        3, Decimal("70.00"), Decimal("90.00"), Decimal("50.00"),
    )  # fmt: skip
    # 3 centres: no place in the top grade, so 90 is 良好 as 70 is.
    assert [(name, count, part) for name, _ordinal, count, part in row.grades] == [
        ("优秀", 0, "0.0"), ("良好", 2, "66.7"), ("合格", 0, "0.0"), ("不合格", 1, "33.3"),
    ]  # fmt: skip


def test_the_seed_is_kept_as_given(after: After) -> None:
    assert after.check().seed == SEED
