"""A round with one indicator of every kind: saved, kept open, explained, handed out and read back."""

import io
import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from appraisal.actions import scores
from appraisal.actions.scores import CellChange, Saving
from appraisal.models import Assessment, Indicator, Round, Score
from appraisal.queries.completeness import submission_faults
from appraisal.queries.grid import grid_data
from appraisal.scheme_document import CategoryPart, IndicatorPart, canonical_params
from appraisal.sheets import score_export
from tests.factories import NOW, CentreFactory, County, CountyFactory, make_scheme
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
TEN = "；".join(str(number) for number in range(1, 10))


def row(code: str, name: str, deduct: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "deduct": deduct, **more}


SIDES = {"low_unit": "1", "low_deduct": "1", "high_unit": "1", "high_deduct": "1"}
BANDS = [
    {"from": "20", "points": "2"},
    {"from": "10", "to": "20", "points": "1"},
    {"to": "10", "points": "0"},
]
ITEMS = [
    row("box", "设有意见箱", "1"), row("records", "有真实记录", "1"),
    row("notice", "收费公示", "3", partial_from="1", partial_to="2"),
]  # fmt: skip
DEFECTS = [
    row("blank", "有空项", "1"), row("phone", "电话不正确", "5"), {"code": "copy", "name": "重复档案", "zero_item": True},
]  # fmt: skip
EXTRAS = [{"code": "valued", "name": "价值较高的线索", "earn": "0.5", "cap": "5"}]
AWARDS = [
    {"code": "method", "name": "适宜技术", "earn": "2", "cap": "4"},
    {"code": "other", "name": "其他", "award": "judged", "cap": "2"},
]
RULES: dict[str, tuple[str, dict[str, Any]]] = {
    "points": ("2", {"step": "0.25"}),
    "yes_no": ("1", {}),
    "linear": ("3", {"target": "85"}),
    "step": ("10", {"target": "20", "direction": "lower", "unit": "1", "deduct": "2"}),
    "count": ("6", {"kinds": [row("late", "迟报", "0.5"), row("omitted", "漏报", "1")]}),
    "tier": ("2", {"bands": BANDS}),
    "checklist": ("5", {"items": ITEMS}),
    "quota": ("12", {"required": "6", "deduct": "2", "earn": "0.2", "bonus_cap": "2", "extras": EXTRAS}),
    "range": ("5", {"low": "30", "high": "40", **SIDES}),
    "growth": ("3", {"unit": "10", "deduct": "1", "broken_unit": "floor"}),
    "sample": ("30", {"size": "10", "defects": DEFECTS}),
    "survey": ("3", {"least_answers": "10", "scoring": "step", "target": "80", "unit": "1", "deduct": "0.5"}),
    "external": ("8", {"body": "县疾控中心", "mode": "value", "target": "95", "zero_point": "80"}),
    "bonus": ("0", {"kinds": AWARDS, "placement": "on_top", "cap": "5"}),
    "veto": ("0", {"event": "医疗事故"}),
    "factor": ("0", {"subject": "居民满意度"}),
}
ENTERED: dict[str, tuple[dict[str, Any], str]] = {
    "points": ({"points": "1.5"}, "1.50"),
    "yes_no": ({"answer": "是"}, "1.00"),
    "linear": ({"numerator": "85", "denominator": "100"}, "3.00"),
    "step": ({"numerator": "22", "denominator": "100"}, "6.00"),
    "count": ({"count.late": "1", "count.omitted": "0"}, "5.50"),
    "tier": ({"numerator": "1", "denominator": "10"}, "1.00"),
    "checklist": ({"item.box": "符合", "item.records": "不符合", "item.notice": "1.5"}, "2.50"),
    "quota": ({"count": "9", "extra.valued": "1"}, "13.10"),
    "range": ({"numerator": "43", "denominator": "100"}, "2.00"),
    "growth": ({"current": "8500", "base": "10000"}, "2.00"),
    "sample": ({"records": f"{TEN}；档案（１２）：有空项×2，电话不正确"}, "23.00"),
    "survey": ({"answers": "50", "satisfied": "39"}, "2.00"),
    "external": ({"numerator": "90", "denominator": "100"}, "5.33"),
    "bonus": ({"case.method": "1", "award.other": "1"}, "3.00"),
    "veto": ({"answer": "发生", "document": "卫发〔2026〕8号"}, "0.00"),
    "factor": ({"numerator": "92", "denominator": "100"}, "0.00"),
}


@kept
def county() -> County:
    parts = tuple(
        IndicatorPart(
            code=f"A-{kind}",
            name=f"{kind}指标",
            full_marks=Decimal(full),
            rule=kind,
            params=canonical_params(kind, params),
        )
        for kind, (full, params) in RULES.items()
    )
    marks = sum((part.full_marks for part in parts), Decimal(0))
    only = CategoryPart(code="A", name="全部", full_marks=marks, indicators=parts)
    return County(0, scheme=make_scheme(CountyFactory(), (only,), (), year=2026, state="active"))


@kept
def opened(county: County) -> Round:
    CentreFactory(county=county.region, code="A01", name="珺䶮乡卫生院")
    return county.open()


def save(county: County, opened: Round, kind: str, raw: dict[str, Any], **values: Any) -> Saving:
    sheet = Assessment.objects.get(round=opened)
    indicator = Indicator.objects.get(scheme=county.scheme, rule=kind)
    values = {"reason": "见检查记录"} | values
    change = CellChange(sheet.pk, indicator.pk, raw, **values)
    return scores.save_cells(actor=county.clerk, round_id=opened.pk, changes=[change], now=NOW)


def cell(kind: str) -> Score:
    return Score.objects.get(indicator__rule=kind)


@pytest.mark.parametrize("kind", ENTERED)
def test_a_cell_of_each_kind_is_saved_and_scored(county: County, opened: Round, kind: str) -> None:
    raw, points = ENTERED[kind]
    (outcome,) = save(county, opened, kind, raw).outcomes
    assert (outcome.verdict, [one.message for one in outcome.problems]) == ("saved", [])
    assert str(cell(kind).points) == points
    (again,) = save(county, opened, kind, dict(cell(kind).inputs)).outcomes
    assert again.verdict == "unchanged"


def test_the_list_of_records_is_kept_in_one_form(county: County, opened: Round) -> None:
    save(county, opened, "sample", ENTERED["sample"][0])
    lines = cell("sample").inputs["records"].split("\n")
    assert (lines[0], lines[-1], len(lines)) == ("1", "档案（１２）: blank×2, phone", 10)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("sample", {"records": "1；2：有空项"}),
        ("survey", {"answers": "9", "satisfied": "9"}),
        ("veto", {"answer": "yes"}),
        ("growth", {"current": "5"}),
    ],
)
def test_what_is_not_enough_yet_is_kept_unscored(
    county: County, opened: Round, kind: str, raw: dict[str, str]
) -> None:
    (outcome,) = save(county, opened, kind, raw).outcomes
    assert outcome.verdict == "saved"
    assert (cell(kind).points, set(cell(kind).inputs)) == (None, set(raw))


def test_the_page_says_why_a_cell_stays_open(county: County, opened: Round) -> None:
    save(county, opened, "survey", {"answers": "9", "satisfied": "9"})
    data = grid_data(opened, list(Assessment.objects.filter(round=opened)), detailed=True)
    warnings = [warning for row in data["cells"] for one in row if one for warning in one[8]]
    assert warnings == ["答卷 9 份，少于规定的 10 份，暂不计分。"]


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        ("sample", {"records": "1；1：有空项"}, "第 2 行"),
        ("sample", {"records": "1：乱写"}, "“乱写”不是本指标的问题"),
        ("checklist", {"item.box": "yes", "item.records": "yes", "item.notice": "0.5"}, "1 至 2"),
        ("survey", {"answers": "9", "satisfied": "10"}, "不得大于"),
        ("growth", {"current": "5", "base": "0"}, "缺项"),
        ("veto", {"answer": "yes", "document": "字" * 61}, "60 字"),
    ],
)
def test_what_is_wrong_is_refused_in_words(
    county: County, opened: Round, kind: str, raw: dict[str, str], words: str
) -> None:
    (outcome,) = save(county, opened, kind, raw).outcomes
    assert outcome.verdict == "refused"
    assert words in "".join(one.message for one in outcome.problems)
    assert cell(kind).version == 0


def test_a_value_of_another_body_needs_its_source_before_it_is_handed_in(
    county: County, opened: Round
) -> None:
    def faults() -> list[str]:
        return [one.message for one in submission_faults(opened) if "A-external" in one.place]

    assert faults() == ["未评分"]
    save(county, opened, "external", ENTERED["external"][0])
    assert faults() == ["未写明数据来源"]
    save(county, opened, "external", ENTERED["external"][0], source="县疾控中心 2026年6月通报")
    assert faults() == []


@pytest.mark.parametrize("kind", ENTERED)
def test_the_story_and_the_sheet_show_what_was_entered(county: County, opened: Round, kind: str) -> None:
    save(county, opened, kind, ENTERED[kind][0])
    client = Client()
    client.force_login(county.clerk)
    sheet = Assessment.objects.get(round=opened)
    url = f"/appraisal/rounds/{opened.pk}/cells/{sheet.pk}/{cell(kind).indicator_id}/"
    page = client.get(url).content.decode()
    assert ENTERED[kind][1] in page
    if kind == "sample":
        assert "档案（１２）：有空项×2，电话不正确" in page
    assert client.get(reverse("appraisal:sheet", args=[opened.pk, "A01"])).status_code == 200


def run(path: Path, opened: Round, user: Any) -> dict[str, Any]:
    out = io.StringIO()
    with suppress(CommandError):
        call_command(
            "import_scores", str(path), "--round", str(opened.pk), "--as", user.username, "--json", stdout=out
        )
    return dict(json.loads(out.getvalue()))


@pytest.mark.parametrize("layout", ["matrix", "centre"])
def test_a_prefilled_workbook_of_every_kind_is_no_change(
    county: County, opened: Round, tmp_path: Path, layout: str
) -> None:
    for kind, (raw, _points) in ENTERED.items():
        save(county, opened, kind, raw)
    sheet = Assessment.objects.get(round=opened)
    data = score_export.matrix_workbook(opened) if layout == "matrix" else score_export.centre_workbook(sheet)
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    answer = run(path, opened, county.clerk)
    assert answer["problems"] == []
    assert (answer["diff"]["new"], answer["diff"]["changed"], answer["diff"]["unchanged"]) == (0, 0, 16)


def test_records_typed_in_a_workbook_are_read(county: County, opened: Round, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(score_export.matrix_workbook(opened)))
    page = book.worksheets[0]
    column = next(one.column for one in page[2] if one.value and "〔records〕" in str(one.value))
    page.cell(3, column).value = f"{TEN.replace('；', chr(10))}\n10：重复档案"
    path = tmp_path / "typed.xlsx"
    book.save(path)
    answer = run(path, opened, county.clerk)
    assert (answer["problems"], answer["applied"]) == ([], True)
    assert str(cell("sample").points) == "0.00"
