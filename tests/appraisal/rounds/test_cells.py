"""Saving cells: kept totals, versions, conflicts, refusals; the trail of each cell is a chain."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal.actions import scores
from appraisal.actions.scores import CellChange, Saving
from appraisal.models import Assessment, CategoryTotal, Indicator, Round, Score
from appraisal.queries.kept import drifted_sheets
from records.errors import Invalid
from records.models import AuditEntry
from tests.factories import FULL_INPUTS, NOW, CentreFactory, County, CountyFactory, UserFactory, kinds_scheme
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def county() -> County:
    region = CountyFactory()
    made = County(size=0, scheme=kinds_scheme(region))
    made.region = region
    made.clerk = UserFactory(county=region)
    made.leader = UserFactory(role="leader", county=region)
    return made


@kept
def opened(county: County) -> Round:
    CentreFactory(county=county.region)
    CentreFactory(county=county.region)
    return county.open()


def sheet_of(opened: Round) -> Assessment:
    sheet = Assessment.objects.filter(round=opened).order_by("centre__code").first()
    assert sheet is not None
    return sheet


def change(sheet: Assessment, code: str, raw: dict[str, Any] | None = None, **values: Any) -> CellChange:
    indicator = Indicator.objects.get(scheme=sheet.round.scheme, code=code)
    return CellChange(sheet.pk, indicator.pk, raw or {}, **values)


def save(county: County, opened: Round, *changes: CellChange, **values: Any) -> Saving:
    return scores.save_cells(
        actor=values.pop("actor", county.clerk), round_id=opened.pk, changes=changes, now=NOW, **values
    )


POINTS = [
    ("points", {"points": "18.5"}, "18.50"),
    ("points", {"points": "１８．５"}, "18.50"),
    ("yes_no", {"answer": "是"}, "10.00"),
    ("yes_no", {"answer": "partly"}, "5.00"),
    ("linear", {"numerator": "47.5", "denominator": "100"}, "10.00"),
    ("step", {"value": "22.42"}, "15.16"),
    ("count", {"count.late": "2", "count.missed": "1"}, "11.00"),
    ("count", {"count.late": "0", "count.missed": "40"}, "0.00"),
    ("tier", {"value": "59.99"}, "8.00"),
]


@pytest.mark.parametrize(("code", "raw", "points"), POINTS)
def test_every_rule_kind_scores_what_is_typed(
    county: County, opened: Round, code: str, raw: dict[str, str], points: str
) -> None:
    [outcome] = save(county, opened, change(sheet_of(opened), code, raw)).outcomes
    assert (outcome.verdict, outcome.score and str(outcome.score.points)) == ("saved", points)


REFUSED = [
    ("points", {"points": "20.5"}),
    ("points", {"points": "18.3"}),
    ("points", {"points": "abc"}),
    ("points", {"points": "1e1"}),
    ("points", {"points": "٨"}),
    ("points", {"points": "-1"}),
    ("yes_no", {"answer": "maybe"}),
    ("linear", {"numerator": "1", "denominator": "0"}),
    ("count", {"count.late": "1.5", "count.missed": "0"}),
    ("tier", {"value": "60", "other": "1"}),
]


@pytest.mark.parametrize(("code", "raw"), REFUSED)
def test_a_wrong_value_is_refused_with_why_and_nothing_is_saved(
    county: County, opened: Round, code: str, raw: dict[str, str]
) -> None:
    before = AuditEntry.objects.count()
    [outcome] = save(county, opened, change(sheet_of(opened), code, raw)).outcomes
    assert outcome.verdict == "refused"
    assert all(str(problem.message) for problem in outcome.problems)
    assert outcome.problems
    assert not Score.objects.filter(assessment__round=opened, version__gt=0).exists()
    assert AuditEntry.objects.count() == before


def test_a_missing_denominator_is_kept_but_unscored(county: County, opened: Round) -> None:
    sheet = sheet_of(opened)
    [outcome] = save(county, opened, change(sheet, "linear", {"numerator": "45"})).outcomes
    assert outcome.score is not None
    assert (outcome.verdict, outcome.score.points, outcome.score.inputs) == (
        "saved",
        None,
        {"numerator": "45"},
    )
    sheet.refresh_from_db()
    assert (sheet.entered, sheet.total) == (0, None)


def test_a_full_sheet_totals_one_hundred(county: County, opened: Round) -> None:
    sheet = sheet_of(opened)
    save(county, opened, *(change(sheet, code, dict(raw)) for code, raw in FULL_INPUTS.items()))
    sheet.refresh_from_db()
    assert (sheet.total, sheet.entered) == (Decimal(100), 6)
    sums = CategoryTotal.objects.filter(assessment=sheet).values_list("points", flat=True)
    assert list(sums) == [50, 50]


def test_clearing_a_cell_makes_it_unscored_again(county: County, opened: Round) -> None:
    sheet = sheet_of(opened)
    save(county, opened, change(sheet, "tier", {"value": "60"}))
    [outcome] = save(county, opened, change(sheet, "tier", {"value": ""})).outcomes
    assert outcome.verdict == "saved"
    sheet.refresh_from_db()
    assert (sheet.entered, sheet.subtotal) == (0, 0)


def test_not_applicable_follows_the_indicator(county: County, opened: Round) -> None:
    sheet = sheet_of(opened)
    full, excluded, forbidden = save(
        county,
        opened,
        *(change(sheet, code, not_applicable=True, reason="未开展") for code in ("points", "yes_no", "tier")),
    ).outcomes
    assert (full.score and full.score.points, excluded.score and excluded.score.points) == (Decimal(20), None)
    assert forbidden.verdict == "refused"
    sheet.refresh_from_db()
    assert sheet.entered == 2
    assert CategoryTotal.objects.get(assessment=sheet, category__code="1").applicable_full == 40


def test_the_second_clerk_is_told_and_nothing_is_lost(county: County, opened: Round) -> None:
    sheet = sheet_of(opened)
    other = UserFactory(county=county.region)
    save(county, opened, change(sheet, "tier", {"value": "60"}, expected_version=0))
    [late] = save(
        county, opened, change(sheet, "tier", {"value": "50"}, expected_version=0), actor=other
    ).outcomes
    assert late.verdict == "conflict"
    assert late.score is not None
    assert (late.score.inputs, late.score.updated_by, late.score.version) == (
        {"value": "60"},
        county.clerk,
        1,
    )
    [chosen] = save(
        county, opened, change(sheet, "tier", {"value": "50"}, expected_version=1), actor=other
    ).outcomes
    assert (chosen.verdict, chosen.score and chosen.score.version) == ("saved", 2)


def test_the_same_again_changes_nothing(county: County, opened: Round) -> None:
    one = change(sheet_of(opened), "tier", {"value": "60"})
    save(county, opened, one)
    before = AuditEntry.objects.count()
    [again] = save(
        county, opened, change(sheet_of(opened), "tier", {"value": "60.0"}, expected_version=0)
    ).outcomes
    assert again.verdict == "unchanged"
    assert AuditEntry.objects.count() == before


def test_good_cells_are_saved_beside_refused_ones(county: County, opened: Round) -> None:
    sheet = sheet_of(opened)
    verdicts = save(
        county, opened, change(sheet, "tier", {"value": "60"}), change(sheet, "points", {"points": "99"})
    ).outcomes
    assert [one.verdict for one in verdicts] == ["saved", "refused"]


def test_an_import_saves_all_or_nothing(county: County, opened: Round) -> None:
    sheet = sheet_of(opened)
    changes = [change(sheet, "tier", {"value": "60"}), change(sheet, "points", {"points": "99"})]
    with pytest.raises(Invalid):
        save(county, opened, *changes, action="score.import", all_or_nothing=True)
    assert not Score.objects.filter(assessment__round=opened, version__gt=0).exists()


def test_a_cell_of_another_round_is_refused(county: County, opened: Round) -> None:
    december = county.open("december")
    [outcome] = save(county, december, change(sheet_of(opened), "tier", {"value": "60"})).outcomes
    assert outcome.verdict == "refused"


def test_each_cells_trail_is_a_chain(county: County, opened: Round) -> None:
    sheet = sheet_of(opened)
    for value in ("60", "45", "10"):
        save(county, opened, change(sheet, "tier", {"value": value}))
    cell = Score.objects.get(assessment=sheet, indicator__code="tier")
    rows = AuditEntry.objects.filter(object_type="appraisal.score", object_id=str(cell.pk)).order_by(
        "sequence"
    )
    steps = [(json.loads(row.before).get("points"), json.loads(row.after).get("points")) for row in rows]
    assert steps == [(None, "15.00"), ("15.00", "8.00"), ("8.00", "0.00")]


def test_one_cell_takes_the_same_queries_however_large_the_county(county: County, opened: Round) -> None:
    sheet = sheet_of(opened)
    save(county, opened, change(sheet, "tier", {"value": "60"}))
    with CaptureQueriesContext(
        connection,
    ) as few:
        save(county, opened, change(sheet, "tier", {"value": "50"}))
    for _number in range(4):
        CentreFactory(county=county.region)
    december = county.open("december")
    other = sheet_of(december)
    save(county, december, change(other, "tier", {"value": "60"}))
    with CaptureQueriesContext(connection) as many:
        save(county, december, change(other, "tier", {"value": "50"}))
    assert len(many) == len(few) <= 15


TYPED = st.one_of(
    st.decimals(0, 30, places=2).map(str), st.sampled_from(["", "是", "否", "abc", "0", "20", "-"])
)
STEP = st.tuples(st.sampled_from(sorted(FULL_INPUTS)), TYPED, TYPED, st.booleans())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=1, max_size=12))
def test_kept_totals_are_those_of_a_recompute_after_any_entries(
    county: County, opened: Round, steps: list[tuple[str, str, str, bool]]
) -> None:
    sheet = sheet_of(opened)
    for code, first, second, not_applicable in steps:
        raw = dict(zip(FULL_INPUTS[code], (first, second), strict=False))
        save(county, opened, change(sheet, code, raw, not_applicable=not_applicable, reason="未开展"))
    assert drifted_sheets(opened) == []
