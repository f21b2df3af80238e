"""The demo county shows what the issue of a county's year can bring, and every invariant holds over it."""

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from appraisal.models import Publication, Result, Round, Score
from centres.models import Centre, Region, User
from centres.roles import Role
from payroll.demo import county
from payroll.models import Budget, ReleaseSheet
from records import verification

pytestmark = pytest.mark.django_db


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
    _money()
    _other_levels()
    assert [one.check.name for one in verification.run() if not one.ok] == []


def _places_and_people(answer: dict[str, Any]) -> None:
    assert Centre.objects.count() == 18
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)
    assert User.objects.get(username=answer["accounts"][0]["username"]).check_password(county.PASSWORD)


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
    assert [(one.version, one.state) for one in june] == [(1, "final"), (2, "final")]
    opened = Round.objects.get(year=2026, kind="december")
    assert opened.state == "scoring"
    blank = Score.objects.filter(assessment__round=opened, points__isnull=True, not_applicable=False)
    assert blank.count() == 1
    assert Score.objects.filter(assessment__round=opened, not_applicable=True).count() == 2
    lost = Score.objects.filter(assessment__round=opened, points__lt=1).values_list(
        "indicator__rule", flat=True
    )
    assert set(lost) >= {"points", "yes_no", "linear", "step", "count", "tier"}


def _money() -> None:
    states = list(ReleaseSheet.objects.values_list("year", "state"))
    assert states.count((2025, "paid")) == 14
    assert (states.count((2026, "paid")), states.count((2026, "reviewed"))) == (11, 1)
    assert Budget.objects.filter(version=2).count() == 1
    forfeits = ReleaseSheet.objects.get(year=2025, kind="year_end").forfeited
    assert forfeits > 0


def test_a_real_county_is_left_alone() -> None:
    Region.objects.create(code="360000", name="某省", level="province")
    assert demo() == {"ok": True, "made": False, "county": None, "accounts": []}
    assert not User.objects.exists()
