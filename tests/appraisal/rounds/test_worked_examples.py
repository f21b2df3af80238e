"""RULES 15, examples 1–3, through the public actions: cells saved, rounds finalised, results published."""

from decimal import Decimal

import pytest

from appraisal.actions import decisions, scores
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Indicator, Publication
from tests.factories import NOW, CentreFactory, County, CountyFactory, plain_scheme

pytestmark = pytest.mark.django_db

# June, December, year total, grade: with enough failing centres beside it, the cap leaves room for the one 优秀.
EXAMPLE_1 = [
    ("88.40", "84.10", "85.82", "优秀"),
    ("84.99", "85.00", "85.00", "优秀"),
    ("84.98", "85.00", "84.99", "良好"),
    ("69.49", "70.33", "69.99", "合格"),
]


@pytest.mark.parametrize(("june", "december", "total", "grade"), EXAMPLE_1)
def test_year_total_is_forty_sixty_and_rounds_half_up(
    june: str, december: str, total: str, grade: str
) -> None:
    county = County(size=5)
    year = county.year([june, "50", "50", "50", "50"], [december, "50", "50", "50", "50"])
    result = year.results.get(centre=county.centres[0])
    assert (result.total, result.grade_name) == (Decimal(total), grade)


TWELVE = ["95.00", "91.20", "90.00", "88.10", "85.00", "84.99", "80", "75", "70", "69.99", "60", "59.99"]
GRADES = ["优秀"] * 2 + ["良好"] * 7 + ["合格"] * 2 + ["不合格"]


def grades(year: Publication) -> list[str]:
    return [row.grade_name for row in year.results.order_by("centre__code")]


def remarks(year: Publication) -> list[str]:
    return [row.remark_code for row in year.results.order_by("centre__code")]


def test_cap_leaves_two_of_twelve_in_the_top_band() -> None:
    year = County(size=12).year(TWELVE, TWELVE)
    assert grades(year) == GRADES
    assert remarks(year) == ["", "", *["top_cap"] * 3, *[""] * 7]
    assert (year.graded, year.top_places) == (12, 2)
    assert [row.rank for row in year.results.order_by("centre__code")] == list(range(1, 13))


def test_a_tie_that_straddles_the_cap_moves_down_together() -> None:
    totals = ["95.00", "91.20", "91.20", *TWELVE[3:]]
    year = County(size=12).year(totals, totals)
    assert grades(year) == ["优秀", *["良好"] * 8, *GRADES[9:]]
    assert remarks(year)[:5] == ["", "tie_moved", "tie_moved", "top_cap", "top_cap"]
    assert [row.rank for row in year.results.order_by("centre__code")][:4] == [1, 2, 2, 4]


def test_a_leaders_decision_parts_the_tie() -> None:
    totals = ["95.00", "91.20", "91.20", *TWELVE[3:]]
    county = County(size=12)
    second, third = county.centres[1:3]
    decisions.decide_tie(
        actor=county.leader,
        county=county.region,
        year=2026,
        kind="year",
        centre_codes=[third.code, second.code],
        reason="公共卫生任务更重",
        now=NOW,
    )
    year = county.year(totals, totals)
    assert grades(year)[:3] == ["优秀", "良好", "优秀"]


def test_not_applicable_marks_are_left_out_and_the_rest_scaled_up() -> None:
    """Example 3: 76.50 of 92 applicable marks → 83.15."""
    region = CountyFactory()
    CentreFactory(county=region)
    scheme = plain_scheme(region, indicators=2, state="draft")
    first, second = Indicator.objects.filter(scheme=scheme).order_by("ordinal")
    Indicator.objects.filter(pk=first.pk).update(full_marks=Decimal(92))
    Indicator.objects.filter(pk=second.pk).update(full_marks=Decimal(8))
    scheme.state, scheme.activated_at = "active", NOW
    scheme.save()
    county = County(size=0, scheme=scheme)
    county.region, county.leader.region, county.clerk.region = region, region, region
    opened = county.open()
    sheet = Assessment.objects.get(round=opened)
    changes = [
        CellChange(sheet.pk, first.pk, {"points": "76.5"}, reason="资料不全"),
        CellChange(sheet.pk, second.pk, not_applicable=True, reason="未开展此项业务"),
    ]
    scores.save_cells(actor=county.clerk, round_id=opened.pk, changes=changes, now=NOW)
    sheet.refresh_from_db()
    assert (sheet.total, sheet.subtotal) == (Decimal("83.15"), Decimal("76.50"))


def test_a_round_is_graded_on_its_own_total() -> None:
    county = County(size=5)
    june = county.open()
    county.score(june, ["90", "84.99", "70", "60", "59.99"])
    [publication] = county.publish(june)
    assert grades(publication) == ["优秀", "良好", "良好", "合格", "不合格"]
    assert publication.kind == "june"
