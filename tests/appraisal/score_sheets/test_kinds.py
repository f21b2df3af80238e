"""Every kind of rule through both layouts: what is entered comes back as no change, faults have a place."""

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal.actions import scores
from appraisal.actions.scores import CellChange
from appraisal.book import book_for
from appraisal.entry import clean_inputs
from appraisal.models import Assessment, Round, Score
from appraisal.sheets import score_export
from tests.appraisal.score_sheets.test_round_trip import edited, place, run
from tests.factories import NOW, CentreFactory, County, CountyFactory, UserFactory
from tests.harness.worlds import kept
from tests.kinds import BEST, CODES, every_scheme

pytestmark = pytest.mark.django_db
PAPER = "卫医〔2026〕3号"


@kept
def county() -> County:
    region = CountyFactory()
    made = County(size=0, scheme=every_scheme(region))
    made.region = region
    made.clerk, made.leader = UserFactory(county=region), UserFactory(role="leader", county=region)
    CentreFactory(county=region, code="A01", name="珺䶮乡卫生院")
    CentreFactory(county=region, code="A02")
    return made


@kept
def opened(county: County) -> Round:
    return county.open()


def enter(county: County, opened: Round, inputs: dict[str, dict[str, str]], **more: Any) -> None:
    cells = Score.objects.filter(assessment__round=opened, assessment__centre__code="A01")
    changes = [
        CellChange(cell.assessment_id, cell.indicator_id, inputs[cell.indicator.code], **more)
        for cell in cells.select_related("indicator")
        if cell.indicator.code in inputs
    ]
    scores.save_cells(actor=county.clerk, round_id=opened.pk, changes=changes, now=NOW, all_or_nothing=True)


def books(opened: Round) -> list[bytes]:
    sheet = Assessment.objects.get(round=opened, centre__code="A01")
    return [score_export.matrix_workbook(opened), score_export.centre_workbook(sheet)]


def numbers(most: int, places: int = 2) -> st.SearchStrategy[str]:
    return st.integers(0, most * 10**places).map(
        lambda n: f"{n / 10**places:.{places}f}".rstrip("0").rstrip(".") or "0"
    )


def counts(most: int) -> st.SearchStrategy[str]:
    return st.integers(0, most).map(str)


LINES = st.text(string.ascii_letters + "档案〔〕()-#@=+", min_size=1, max_size=12).filter(
    lambda text: text[0] not in "-" and text.strip() == text
)
DEFECTS = st.sampled_from(["", ": blank", ": phone×3", ": blank×2, phone"])
RECORDS = st.lists(st.tuples(LINES, DEFECTS), min_size=1, max_size=3, unique_by=lambda one: one[0]).map(
    lambda rows: "\n".join(record + defects for record, defects in rows)
)
RATE = st.fixed_dictionaries({"numerator": numbers(90), "denominator": st.integers(91, 200).map(str)})
VETO = st.just({"answer": "no"}) | st.fixed_dictionaries({"answer": st.just("yes"), "document": LINES})
DRAWN: dict[str, st.SearchStrategy[dict[str, str]]] = {
    "points": st.integers(0, 20).map(lambda n: {"points": f"{n / 2:g}"}),
    "checklist": st.fixed_dictionaries(
        {
            "item.box": st.sampled_from(["yes", "no"]),
            "item.log": st.sampled_from(["yes", "no"]),
            "item.board": st.sampled_from(["0", "1", "1.5", "2", "3"]),
        }
    ),
    "sample": RECORDS.map(lambda text: {"records": text}),
    "quota": counts(30).map(lambda n: {"count": n}),
    "range": numbers(40).map(lambda n: {"value": n}),
    "growth": st.fixed_dictionaries({"current": numbers(9000), "base": st.integers(1, 9000).map(str)}),
    "rank": RATE,
    "survey": st.integers(10, 90).map(lambda n: {"answers": str(n), "satisfied": str(n // 2)}),
    "external": RATE,
    "accident": VETO,
    "fraud": VETO,
    "satisfied": RATE,
    "bonus": st.fixed_dictionaries({"case.town": counts(4), "award.other": numbers(2)}),
}
SETTINGS = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def test_the_kinds_are_all_there() -> None:
    assert set(DRAWN) == set(CODES) == set(BEST)


@SETTINGS
@given(inputs=st.fixed_dictionaries(DRAWN))
def test_what_is_handed_out_comes_back_as_no_change(
    county: County, opened: Round, tmp_path: Path, inputs: dict[str, dict[str, str]]
) -> None:
    enter(county, opened, inputs)
    for number, data in enumerate(books(opened)):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(data)
        answer = run(path, opened, county.clerk, "--dry-run")
        assert (answer["ok"], answer["problems"]) == (True, [])
        assert (answer["diff"]["changed"], answer["diff"]["unchanged"]) == (0, len(CODES))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_each_value_is_read_as_it_was_written(opened: Round, data: st.DataObject) -> None:
    entries = {entry.spec.code: entry for entry in book_for(opened.scheme).entries.values()}
    code = data.draw(st.sampled_from(CODES))
    inputs = data.draw(DRAWN[code])
    cell = Score(inputs=inputs)
    for field in entries[code].fields:
        written = score_export._value(field, cell)
        cleaned = clean_inputs([field], {field.name: written})
        assert not cleaned.problems
        assert cleaned.inputs == ({field.name: inputs[field.name]} if field.name in inputs else {})


def test_marks_sources_and_reasons_come_back_too(county: County, opened: Round, tmp_path: Path) -> None:
    enter(county, opened, {"quota": {"count": "10"}}, no_evidence=True, reason="未见原件")
    enter(county, opened, {"growth": {}}, not_applicable=True, reason="上年未开业")
    enter(county, opened, {"external": BEST["external"]}, source="县疾控中心 7月通报")
    for number, data in enumerate(books(opened)):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(data)
        diff = run(path, opened, county.clerk, "--dry-run")["diff"]
        assert (diff["new"], diff["changed"], diff["unchanged"]) == (0, 0, 3)


WORK = "1 工作"


def score(code: str, centre: str = "A02") -> Score:
    return Score.objects.get(assessment__centre__code=centre, indicator__code=code)


def test_what_people_type_is_saved(county: County, opened: Round, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        place(book, WORK, "〔records〕", "A02").value = "0101\n0102：空项×2，电话不正确\n0103"
        place(book, WORK, "〔item.box〕", "A02").value = "不符合"
        place(book, WORK, "quota 未提供佐证", "A02").value = "是"
        place(book, WORK, "quota 扣分原因", "A02").value = "未见报道原件"
        place(book, WORK, "external 数据来源", "A02").value = "县疾控中心"
        place(book, "2 奖惩", "accident 是否发生", "A02").value = "发生"
        place(book, "2 奖惩", "accident 认定文号", "A02").value = PAPER

    path = edited(score_export.matrix_workbook(opened), tmp_path, edit)
    assert run(path, opened, county.clerk)["applied"] is True
    assert score("sample").inputs == {"records": "0101\n0102: blank×2, phone\n0103"}
    assert str(score("sample").points) == "13.00"
    assert score("checklist").inputs == {"item.box": "no"}
    assert (score("quota").no_evidence, str(score("quota").points)) == (True, "0.00")
    assert score("external").source == "县疾控中心"
    assert score("accident").inputs == {"answer": "yes", "document": PAPER}
    assert run(path, opened, county.clerk)["diff"]["changed"] == 0


def test_another_value_ends_no_evidence_and_no_ends_it_too(
    county: County, opened: Round, tmp_path: Path
) -> None:
    enter(county, opened, {"quota": {"count": "9"}, "points": {"points": "8"}}, no_evidence=True, reason="缺")

    def edit(book: Any) -> None:
        place(book, WORK, "〔count〕", "A01").value = 10
        place(book, WORK, "quota 未提供佐证", "A01").value = None
        place(book, WORK, "points 未提供佐证", "A01").value = "否"

    assert run(edited(score_export.matrix_workbook(opened), tmp_path, edit), opened, county.clerk)["applied"]
    assert (score("quota", "A01").no_evidence, str(score("quota", "A01").points)) == (False, "10.00")
    assert (score("points", "A01").no_evidence, str(score("points", "A01").points)) == (False, "8.00")


FAULTS: list[tuple[str, str, dict[str, Any], str]] = [
    (WORK, "〔records〕", {}, "0101：没有的问题"),
    (WORK, "〔records〕", {}, "0101\n0101"),
    (WORK, "〔item.board〕", {}, "2.5"),
    ("2 奖惩", "accident 认定文号", {}, "字" * 61),
    (WORK, "points 未提供佐证", {"points 缺项": "是"}, "是"),
]


@pytest.mark.parametrize(("sheet", "header", "others", "value"), FAULTS)
def test_a_fault_names_its_place_and_nothing_is_saved(
    county: County, opened: Round, tmp_path: Path, sheet: str, header: str, others: dict[str, Any], value: str
) -> None:
    def edit(book: Any) -> None:
        place(book, WORK, "〔item.box〕", "A02").value = "符合"
        place(book, WORK, "〔item.log〕", "A02").value = "符合"
        place(book, sheet, header, "A02").value = value
        for other, more in others.items():
            place(book, sheet, other, "A02").value = more

    answer = run(edited(score_export.matrix_workbook(opened), tmp_path, edit), opened, county.clerk)
    assert answer["ok"] is False
    assert len(answer["problems"]) == 1
    (problem,) = answer["problems"]
    assert (problem["sheet"], problem["row"]) == (sheet, 4)
    assert problem["column"]
    assert not Score.objects.filter(assessment__centre__code="A02", version__gt=0).exists()
