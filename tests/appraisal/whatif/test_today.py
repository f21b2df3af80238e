"""With no change a scenario is what the county has: the kept totals, ranks, grades, ceilings, to the last digit."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal.actions import decisions, scores
from appraisal.actions.scores import CellChange
from appraisal.core.whatif.reckon import Reckoned, first_grades, reckon
from appraisal.core.whatif.scenario import apply_changes, places
from appraisal.grading import Standings, grade_round, grade_year
from appraisal.models import Assessment, Exemption, Indicator, Round
from appraisal.queries.whatif import load
from tests.appraisal.whatif.world import acting_scheme, filled_cells
from tests.factories import NOW, County, CountyFactory

pytestmark = pytest.mark.django_db


def assert_same(found: Reckoned, standings: Standings) -> None:
    """The reckoned base is the graded set, line for line."""
    assert found.grades == standings.grades
    lines = {row.centre.code: row for row in standings.rows}
    assert list(found.lines) == list(lines)
    for key, line in found.lines.items():
        row = lines[key]
        assert (line.total, line.standing) == (row.total, row.standing)
        assert line.candidate.tie_breaks == row.tie_breaks
        shown = {"june": row.june, "december": row.december}
        assert line.totals == {code: shown[code] for code in line.totals}


def both_ways(county: County) -> None:
    for current in Round.objects.filter(county=county.region).select_related("scheme", "county"):
        found = reckon(load(county.region, 2026, current.kind).base)
        kept = {sheet.centre.code: sheet.total for sheet in current.assessments.select_related("centre")}
        assert {key: sheet.total for key, sheet in found.sheets[current.kind].items()} == kept
        assert_same(found, grade_round(current))
    december = Round.objects.select_related("scheme", "county").filter(county=county.region, kind="december")
    year = grade_year(county.region, 2026, pending=december[0])
    if year is not None:
        found = reckon(load(county.region, 2026, "year").base)
        assert_same(found, year)
        assert first_grades(found) == grade_round(year.rounds["june"]).grades


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6))
def test_any_county_comes_out_as_it_is_kept(seed: int) -> None:
    """All rule kinds with vetoes, factors, gates, ranks, bonus on top, 缺项 and missing evidence, at random."""
    county = County(4, scheme=acting_scheme(CountyFactory()))
    for number, kind in enumerate(("june", "december")):
        opened = county.open(kind)
        filled_cells(county, opened, seed * 2 + number, holes=seed % 3 == 0)
        if kind == "june" and not Assessment.objects.filter(round=opened, total__isnull=True).exists():
            county.publish(opened)
    both_ways(county)


def test_an_exempt_centre_and_one_without_a_sheet() -> None:
    county = County(4)
    june = county.open("june")
    Exemption.objects.create(
        round=june, centre=county.centres[0], reason="新建", decided_by=county.leader, decided_at=NOW
    )
    sheets = list(Assessment.objects.filter(round=june).order_by("centre__code")[1:3])
    indicators = list(Indicator.objects.filter(scheme=county.scheme))
    changes = [
        CellChange(sheet.pk, one.pk, {"points": "45"}, reason="x") for sheet in sheets for one in indicators
    ]
    scores.save_cells(actor=county.clerk, round_id=june.pk, changes=changes, now=NOW, all_or_nothing=True)
    december = county.open("december")
    county.score(december, ["90", "80", "70", "60"])
    found = reckon(load(county.region, 2026, "june").base)
    assert_same(found, grade_round(june))
    assert [line.standing for line in found.lines.values()] == ["exempt", "graded", "graded", "incomplete"]


def test_published_results_are_reached_again() -> None:
    county = County(6)
    publication = county.year(["90", "86", "85.5", "70", "60", "50"], ["91", "86", "88", "75", "61", "52"])
    found = places(reckon(load(county.region, 2026, "year").base))
    for result in publication.results.select_related("centre"):
        place = found[result.centre.code]
        assert (place.total, place.rank, place.grade) == (result.total, result.rank, result.grade_code)
        assert place.by_score == result.band_code


def test_the_leaders_order_of_a_tie_counts() -> None:
    county = County(5)
    june = county.open("june")
    county.score(june, ["90", "90", "70", "60", "50"])
    codes = [county.centres[1].code, county.centres[0].code]
    decisions.decide_tie(
        actor=county.leader,
        county=county.region,
        year=2026,
        kind="june",
        centre_codes=codes,
        reason="现场",
        now=NOW,
    )
    found = reckon(load(county.region, 2026, "june").base)
    assert found.grades.taken == 1
    assert_same(found, grade_round(june))


def test_no_change_is_today_and_reuses_what_is_scored() -> None:
    county = County(3, scheme=acting_scheme(CountyFactory()))
    opened = county.open("june")
    filled_cells(county, opened, 7, holes=False)
    base = load(county.region, 2026, "june").base
    today = reckon(base)
    applied = apply_changes(base, ())
    assert applied.base is base
    again = reckon(applied.base, today)
    assert (again.grades, again.lines) == (today.grades, today.lines)
    key, code = county.centres[0].code, "points"
    assert again.sheets["june"][key].results[code] is today.sheets["june"][key].results[code]
