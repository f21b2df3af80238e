"""What the pages show equals what is kept, is complete, adds up, and costs the same however large the county."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.core.means import mean
from appraisal.models import Assessment, CategoryTotal, Exemption, Publication, Result
from appraisal.queries import explain, results
from appraisal.queries import published as lists
from appraisal.queries.means import round_means
from tests.appraisal.results.world import LOST, REASON, Published, client_of
from tests.factories import NOW, County

pytestmark = pytest.mark.django_db


def test_lines_are_the_results_by_rank(published: Published) -> None:
    page = results.overview(published.year)
    kept = Result.objects.filter(publication=published.year).select_related("centre").order_by("rank")
    assert [(line.code, line.total, line.rank, line.grade_code) for line in page.lines] == [
        (row.centre.code, row.total, row.rank, row.grade_code) for row in kept
    ]


def test_the_figures_over_the_lines_add_up(published: Published) -> None:
    page = results.overview(published.year)
    totals = [line.total for line in page.lines if line.total is not None]
    assert sum(grade.count for grade in page.grades) == published.year.graded == len(page.lines) == 6
    assert [name for grade in page.grades for name in grade.names] == [line.name for line in page.lines]
    assert (page.mean, page.highest, page.lowest) == (mean(totals), max(totals), min(totals))
    assert page.grades[0].count == published.year.top_places == 1


def test_a_capped_line_says_why(published: Published) -> None:
    remarks = {line.remark for line in results.overview(published.year).lines if line.grade_name == "良好"}
    assert remarks == {"因优秀比例限制"}


def test_category_means_are_those_of_the_kept_sums(published: Published) -> None:
    current = published.june.june_round
    assert current is not None
    for pk, found in round_means(current).categories.items():
        kept = list(
            CategoryTotal.objects.filter(category_id=pk, assessment__round=current).values_list(
                "points", flat=True
            )
        )
        assert (found.mean, found.highest, found.lowest, found.count) == (mean(kept), max(kept), min(kept), 6)


def test_cells_categories_and_total_add_up(published: Published) -> None:
    result = published.result(3)
    shown = explain.explain(result, explain.background(published.year))
    for part in shown.rounds:
        for category in part.categories:
            points = [cell.points for cell in category.cells if cell.points is not None]
            assert sum(points) == category.points
            assert sum(cell.full_marks for cell in category.cells) == category.applicable_full
        assert sum(category.points for category in part.categories) == part.total
        assert part.total + part.lost == 100
        assert part.total == Assessment.objects.get(round__kind=part.kind, centre=result.centre).total


def test_every_lost_point_has_rule_values_steps_reason_and_person(published: Published) -> None:
    part = explain.explain(published.result(3), explain.background(published.year)).rounds[0]
    assert {cell.code: str(cell.lost) for cell in part.losses} == {
        code: LOST[code] for code in ("points", "linear", "count")
    }
    for cell in part.losses:
        assert cell.rule
        assert cell.values
        assert cell.steps
        assert cell.reason == REASON
        assert cell.entered_by == str(published.county.clerk)
        assert cell.entered_at == NOW


def test_steps_lead_from_the_rounds_to_the_grade(published: Published) -> None:
    result = published.result(3)
    steps = explain.explain(result, explain.background(published.year), cells=False).steps
    assert "40%" in steps[0]
    assert result.grade_name in steps[-1]


def test_the_difference_to_the_mean_is_exact(published: Published) -> None:
    part = explain.explain(published.result(3), explain.background(published.year)).rounds[0]
    for category in part.categories:
        assert category.mean is not None
        assert category.difference == category.points - category.mean
        assert category.below_mean == (category.points < category.mean)


def test_two_centres_see_no_mean_of_each_other(db: None) -> None:
    small = Published([[], ["points"]])
    behind = explain.background(small.year)
    shown = explain.explain(small.result(0), behind)
    assert behind.mean is None
    assert all(part.mean is None for part in shown.rounds)
    assert all(category.mean is None for part in shown.rounds for category in part.categories)
    assert results.overview(small.year).mean is not None


def test_an_exempt_round_has_no_part_in_the_year(db: None) -> None:
    county = County(3)
    june = county.open("june")
    Exemption.objects.create(
        round=june, centre=county.centres[2], reason="8月新开", decided_by=county.leader, decided_at=NOW
    )
    county.score(june, ["80", "90", "0"])
    county.publish(june)
    december = county.open("december")
    county.score(december, ["80", "90", "70"])
    year = county.publish(december)[-1]
    result = Result.objects.get(publication=year, centre=county.centres[2])
    first, second = explain.explain(result, explain.background(year)).rounds
    assert (first.exempt, first.total, list(first.categories)) == (True, None, [])
    assert (second.exempt, second.total) == (False, Decimal("70.00"))
    assert second.mean == Decimal("80.00")
    assert len(round_means(june).totals) == 2


def test_the_newest_version_stands_for_a_publication(published: Published) -> None:
    newer = Publication.objects.get(pk=published.june.pk)
    newer.pk, newer.version, newer.lines = None, 2, 0
    newer.save(force_insert=True)
    every = Publication.objects.filter(county=published.county.region)
    assert {one.pk for one in results.newest_versions(every)} == {
        newer.pk,
        published.december.pk,
        published.year.pk,
    }
    own = Result.objects.filter(centre=published.centres[0])
    assert {row.publication.kind for row in lists.history(own)} == {"december", "year"}
    assert not results.overview(published.june).is_newest


def test_the_history_begins_with_the_year(published: Published) -> None:
    rows = lists.history(Result.objects.filter(centre=published.centres[3]))
    assert [row.publication.kind for row in rows] == ["year", "december", "june"]
    assert [row.grade_ordinal for row in rows] == [2, 2, 2]


def counted(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["results", "publication", "result", "result-explain", "own", "home"])
def test_a_page_costs_the_same_with_twice_the_centres(db: None, name: str) -> None:
    counts = []
    for size in (3, 6):
        world = Published([["points"]] * size)
        client = client_of(world.user("director") if name == "own" else world.county.leader)
        arguments = {"publication": [world.year.pk], "result": [world.result(1).pk]}
        prefix = "" if name == "home" else "appraisal:"
        address = reverse(f"{prefix}{name}", args=arguments.get(name.split("-")[0], []))
        counts.append(counted(client, address))
    assert counts[0] == counts[1]
