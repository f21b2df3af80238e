"""The demo county shows what the issue of a county's year can bring, and every invariant holds over it."""

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from appraisal.models import (
    Appeal,
    Draw,
    Duty,
    Evidence,
    Filing,
    Publication,
    Rectification,
    Result,
    Round,
    Score,
    SelfAssessment,
    SpotCheck,
)
from appraisal.queries.evidence import faulty_files
from appraisal.queries.fieldwork import field_rows
from appraisal.queries.spot_checks import corrections_of
from centres.models import Centre, Region, User
from centres.roles import Role
from payroll.demo import county
from payroll.models import Budget, LedgerEntry, ReleaseLine, ReleaseSheet
from payroll.queries.fund import fund_page
from records import verification
from records.models import IssuedDocument

pytestmark = pytest.mark.django_db


# Last year's money, reckoned by hand from the budgets and scores of the demo's file (RULES 9): 80 % in twelve months,
# the last with the remainder; of the other 20 % first 40 % by the June total, the rest by June × 40 % + December × 60 %;
# below 60 half is forfeited, half a fen up. The eighteenth centre opened in August and had no budget.
# code, budget, months 1–11 each, month 12, June total, released, forfeited, year's total, released, forfeited
BY_HAND = [
    ("990101", "2186400.00", "145760.00", "145760.00", "96.10", "174912.00", "0.00", "95.63", "262368.00", "0.00"),
    ("990102", "1925300.50", "128353.37", "128353.33", "93.20", "154024.04", "0.00", "92.93", "231036.06", "0.00"),
    ("990103", "1763800.00", "117586.67", "117586.63", "91.30", "141104.00", "0.00", "91.03", "211656.00", "0.00"),
    ("990104", "1668250.75", "111216.72", "111216.68", "91.30", "133460.06", "0.00", "91.03", "200190.09", "0.00"),
    ("990105", "1539600.00", "102640.00", "102640.00", "88.64", "123168.00", "0.00", "89.02", "184752.00", "0.00"),
    ("990106", "1475300.00", "98353.33", "98353.37", "86.02", "118024.00", "0.00", "86.85", "177036.00", "0.00"),
    ("990107", "962350.00", "64156.67", "64156.63", "85.00", "76988.00", "0.00", "85.00", "115482.00", "0.00"),
    ("990108", "898200.25", "59880.02", "59879.98", "84.98", "71856.02", "0.00", "84.99", "107784.03", "0.00"),
    ("990109", "866100.00", "57740.00", "57740.00", "82.35", "69288.00", "0.00", "82.80", "103932.00", "0.00"),
    ("990110", "834050.00", "55603.33", "55603.37", "79.60", "66724.00", "0.00", "80.10", "100086.00", "0.00"),
    ("990111", "769900.00", "51326.67", "51326.63", "77.18", "61592.00", "0.00", "77.02", "92388.00", "0.00"),
    ("990112", "737800.33", "49186.69", "49186.67", "74.25", "59024.03", "0.00", "74.72", "88536.04", "0.00"),
    ("990113", "705700.00", "47046.67", "47046.63", "70.00", "56456.00", "0.00", "70.00", "84684.00", "0.00"),
    ("990114", "673650.00", "44910.00", "44910.00", "69.98", "53892.00", "0.00", "69.99", "80838.00", "0.00"),
    ("990115", "641550.00", "42770.00", "42770.00", "66.40", "51324.00", "0.00", "65.65", "76986.00", "0.00"),
    ("990116", "609480.00", "40632.00", "40632.00", "60.00", "48758.40", "0.00", "60.00", "73137.60", "0.00"),
    ("990117", "577400.00", "38493.33", "38493.37", "59.98", "23096.00", "23096.00", "59.99", "34644.00", "34644.00"),
]  # fmt: skip


def demo() -> dict[str, Any]:
    out = StringIO()
    call_command("demo", "--json", stdout=out)
    return dict(json.loads(out.getvalue()))


def test_the_demo_county_is_whole_and_every_invariant_holds() -> None:
    first = demo()
    assert first["made"] is True
    assert demo()["made"] is False
    _places_and_people(first)
    _last_year()
    _this_year()
    _life()
    _money()
    _other_levels()
    _papers()
    assert [one.check.name for one in verification.run() if not one.ok] == []


def _places_and_people(answer: dict[str, Any]) -> None:
    assert Centre.objects.count() == 18
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)
    assert User.objects.get(username=answer["accounts"][0]["username"]).check_password(county.PASSWORD)


def _papers() -> None:
    """A numbered paper of six kinds, one of them the prefecture's."""
    issued = IssuedDocument.objects.order_by("pk")
    assert [one.number[-9:] for one in issued] == [f"{word}〔2026〕1号" for word in "报备批改诉查"]
    assert {one.state for one in issued} == {IssuedDocument.State.IN_FORCE}
    assert {one.state for one in issued} == {IssuedDocument.State.IN_FORCE}


def _other_levels() -> None:
    """The first centre's staff and three support hospitals, last year: published with more than one grade."""
    for level, size in (("staff", 6), ("hospital", 3)):
        year = Publication.objects.get(kind="year", year=2025, level=level)
        assert year.graded == size
        assert year.results.values("grade_code").distinct().count() > 1


def _last_year() -> None:
    year = Publication.objects.get(kind="year", year=2025, level="centre")
    totals = {row.total: row.grade_name for row in year.results.all()}
    edges = {
        "85.00": "良好",
        "84.99": "良好",
        "70.00": "良好",
        "69.99": "合格",
        "60.00": "合格",
        "59.99": "不合格",
    }
    assert {edge: totals[Decimal(edge)] for edge in edges} == edges
    assert list(year.results.filter(remark_code="tie_moved").values_list("rank", flat=True)) == [3, 3]
    assert year.results.filter(grade_name="优秀").count() == 2
    assert Result.objects.filter(standing="exempt", publication__year=2025).count() == 1


def _this_year() -> None:
    june = Round.objects.filter(year=2026, kind="june").order_by("version")
    assert [(one.version, one.state) for one in june] == [(1, "final"), (2, "final"), (3, "notice")]
    opened = Round.objects.get(year=2026, kind="december")
    assert opened.state == "scoring"
    blank = Score.objects.filter(assessment__round=opened, points__isnull=True, not_applicable=False)
    assert blank.count() == 1
    assert Score.objects.filter(assessment__round=opened, not_applicable=True).count() == 2
    lost = Score.objects.filter(assessment__round=opened, points__lt=1).values_list(
        "indicator__rule", flat=True
    )
    assert set(lost) >= {"points", "yes_no", "linear", "step", "count", "tier"}


def _life() -> None:
    """No page of a round's long life is empty: the open round, June's third version, last year's end."""
    opened = Round.objects.get(year=2026, kind="december")
    handed_in = SelfAssessment.objects.filter(assessment__round=opened, handed_in_at__isnull=False)
    assert handed_in.count() == 2
    assert Evidence.objects.filter(assessment__round=opened).count() == 2
    assert not list(faulty_files())
    seen = {row.sheet.centre.name: row.seen for row in field_rows(opened) if row.seen.households}
    assert [(one.households, one.staff, one.patients) for one in seen.values()] == [(22, 9, 3)] * 2
    assert Draw.objects.filter(round=opened).count() == 2
    assert Duty.objects.filter(assessment__round=opened).count() == 18
    decided = list(Appeal.objects.order_by("pk").values_list("assessment__round__version", "state"))
    assert decided == [(1, "rejected"), (3, "open")]
    check = SpotCheck.objects.get()
    assert (check.state, check.wanted) == ("demanded", "correct")
    [correction] = corrections_of(check)
    assert correction.new == Round.objects.get(year=2026, kind="june", version=3)
    assert correction.totals
    case = Rectification.objects.get()
    assert (case.state, case.steps.count()) == ("ordered", 3)
    assert Filing.objects.get().state == "received"
    assert set(Round.objects.filter(year=2025, level="centre").values_list("state", flat=True)) == {"filed"}


def _money() -> None:
    states = list(ReleaseSheet.objects.values_list("year", "state"))
    assert states.count((2025, "paid")) == 14
    assert (states.count((2026, "paid")), states.count((2026, "reviewed"))) == (11, 1)
    assert Budget.objects.filter(version=2).count() == 1
    _in_order()
    _by_hand()


def _in_order() -> None:
    """Vouchers and the numbers of sheets rise with their days."""
    for year in (2025, 2026):
        days = list(LedgerEntry.objects.filter(year=year).order_by("number").values_list("day", flat=True))
        assert days == sorted(days), year
        paid = ReleaseSheet.objects.filter(year=year, state="paid").order_by("sequence")
        moments = list(paid.values_list("paid_at", flat=True))
        assert moments == sorted(moments), year
    june = ReleaseSheet.objects.get(year=2026, kind="june")
    assert (june.sequence, june.paid_at and june.paid_at.month) == (8, 8)


def _by_hand() -> None:
    """Every line of last year's fourteen sheets, and the fund that they fed."""
    said: dict[str, dict[tuple[str, int], ReleaseLine]] = {}
    for line in ReleaseLine.objects.filter(sheet__year=2025, sheet__state="paid").select_related("sheet"):
        said.setdefault(line.centre_code, {})[line.sheet.kind, line.sheet.month] = line
    assert sorted(said) == [row[0] for row in BY_HAND]
    for code, budget, each, last, june, released, gone, year, rest, lost in BY_HAND:
        lines = said[code]
        months = [f"{lines['month', number].amount:f}" for number in range(1, 13)]
        assert (months, len(lines)) == ([each] * 11 + [last], 14), code
        first, second = lines["june", 0], lines["year_end", 0]
        assert (f"{first.score:f}", f"{first.amount:f}", f"{first.forfeited:f}") == (june, released, gone), (
            code
        )
        assert (f"{second.score:f}", f"{second.amount:f}", f"{second.forfeited:f}") == (year, rest, lost), (
            code
        )
        assert sum(line.amount + line.forfeited for line in lines.values()) == Decimal(budget), code
    county_of_it = Centre.objects.get(code=BY_HAND[0][0]).county
    assert f"{fund_page(county_of_it, 2025).fund.forfeits:f}" == "57740.00"


def test_a_real_county_is_left_alone() -> None:
    Region.objects.create(code="360000", name="某省", level="province")
    assert demo() == {"ok": True, "made": False, "county": None, "accounts": []}
    assert not User.objects.exists()
