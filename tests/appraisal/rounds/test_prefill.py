"""The base of a growth rule taken over from last year: only where it exists, rounded to the field, open to change."""

from decimal import Decimal
from typing import Any

import pytest

from appraisal.actions import rounds, schemes, scores
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Round, Score
from appraisal.queries.plausibility import looks
from appraisal.scheme_document import CategoryPart, IndicatorPart
from records.models import AuditEntry
from tests.factories import NOW, CentreFactory, County, CountyFactory, make_scheme
from tests.kinds import BEST, every_scheme

pytestmark = pytest.mark.django_db


def enter(county: County, opened: Round, row: int, inputs: dict[str, dict[str, str]], **more: Any) -> None:
    sheet = Assessment.objects.filter(round=opened).order_by("centre__code")[row]
    cells = Score.objects.filter(assessment=sheet, indicator__code__in=inputs).select_related("indicator")
    changes = [
        CellChange(
            sheet.pk,
            cell.indicator_id,
            inputs[cell.indicator.code],
            reason="见记录",
            source="县疾控中心",
            **more,
        )
        for cell in cells
    ]
    scores.save_cells(actor=county.clerk, round_id=opened.pk, changes=changes, now=NOW, all_or_nothing=True)


def last_year(current: str = "12345.67") -> County:
    """A county whose June 2025 is final: the first centre measured `current`, the second has the cell as 缺项."""
    county = County(2, scheme=every_scheme(CountyFactory(), year=2025, state="active"))
    opened = county.open()
    for row in range(2):
        own = {"growth": {"current": current, "base": "12000"}, "quota": {"count": str(10 + row)}}
        enter(county, opened, row, BEST | own)
    enter(county, opened, 1, {"growth": {}}, not_applicable=True)
    county.publish(opened)
    draft = schemes.copy_next_year(actor=county.leader, scheme_id=county.scheme.pk)
    county.scheme = schemes.activate(actor=county.leader, scheme_id=draft.pk, now=NOW)
    return county


def growth(opened: Round, row: int = 0) -> Score:
    sheet = Assessment.objects.filter(round=opened).order_by("centre__code")[row]
    return Score.objects.get(assessment=sheet, indicator__code="growth")


def test_the_base_is_last_years_value_with_its_source() -> None:
    county = last_year()
    opened = county.open()
    cell = growth(opened)
    assert (cell.inputs, cell.points, cell.version) == ({"base": "12345.67"}, None, 1)
    assert cell.source == "取自2025年6月考核"
    assert (growth(opened, 1).inputs, growth(opened, 1).version) == ({}, 0)
    assert Score.objects.filter(assessment__round=opened, version__gt=0).count() == 1
    entry = AuditEntry.objects.get(object_id=str(cell.pk), object_type="appraisal.score")
    assert (entry.new["inputs"], entry.reason) == ({"base": "12345.67"}, "取自2025年6月考核")


def test_it_is_only_a_first_entry() -> None:
    county = last_year()
    opened = county.open()
    enter(county, opened, 0, {"growth": {"current": "12345.67", "base": "12345.67"}})
    assert str(growth(opened).points) == "10.00"
    assert looks(opened) == []
    enter(county, opened, 0, {"growth": {"current": "12345.67", "base": "12000"}})
    assert [one.kind for one in looks(opened)] == ["base"]


def test_another_kind_of_round_and_another_county_give_nothing() -> None:
    county = last_year()
    assert growth(county.open("december")).inputs == {}
    other = County(1, scheme=every_scheme(CountyFactory()))
    assert growth(other.open()).inputs == {}


def test_a_round_that_is_not_final_gives_nothing() -> None:
    county = County(1, scheme=every_scheme(CountyFactory(), year=2025, state="active"))
    enter(county, county.open(), 0, BEST)
    draft = schemes.copy_next_year(actor=county.leader, scheme_id=county.scheme.pk)
    county.scheme = schemes.activate(actor=county.leader, scheme_id=draft.pk, now=NOW)
    assert growth(county.open()).inputs == {}


def test_sheets_added_later_take_over_too() -> None:
    county = last_year()
    closed = county.centres[0]
    closed.closed_on = NOW.date().replace(month=6)
    closed.save()
    opened = county.open()
    closed.closed_on = None
    closed.save()
    CentreFactory(county=county.region)
    assert rounds.add_missing_sheets(actor=county.leader, round_id=opened.pk, now=NOW) == 2
    assert growth(opened).inputs == {"base": "12345.67"}
    assert Score.objects.filter(assessment__round=opened, version__gt=0).count() == 1


VISITS: dict[str, Any] = {
    "mode": "sum",
    "parts": [
        {
            "code": code,
            "name": name,
            "full_marks": "50",
            "kind": "growth",
            "params": {
                "subject": name,
                "value_unit": "人次",
                "unit": "10",
                "deduct": "1",
                "better_earns": "1",
                "cap": "3",
            },
        }
        for code, name in (("out", "门诊人次"), ("in", "住院人次"))
    ],
}


def composite_county() -> County:
    """June 2025 final: both parts of a composite measured."""
    part = IndicatorPart(
        code="1.1", name="业务量", full_marks=Decimal(100), rule="composite", params=VISITS
    )  # fmt: skip
    category = CategoryPart(code="1", name="工作", full_marks=Decimal(100), indicators=(part,))
    county = County(1, scheme=make_scheme(CountyFactory(), (category,), (), year=2025, state="active"))
    opened = county.open()
    values = {"out.current": "900", "out.base": "800", "in.current": "70.5", "in.base": "60"}
    enter(county, opened, 0, {"1.1": values})
    county.publish(opened)
    draft = schemes.copy_next_year(actor=county.leader, scheme_id=county.scheme.pk)
    county.scheme = schemes.activate(actor=county.leader, scheme_id=draft.pk, now=NOW)
    return county


def test_the_parts_of_a_composite_take_over_as_well() -> None:
    opened = composite_county().open()
    cell = Score.objects.get(assessment__round=opened, indicator__code="1.1")
    assert cell.inputs == {"out.base": "900", "in.base": "70.5"}
    assert (cell.points, cell.version, cell.source) == (None, 1, "取自2025年6月考核")
