"""A handed-out score workbook read back: nothing changes until somebody types, and then exactly that."""

import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from appraisal.actions import scores
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Round, Score
from appraisal.sheets import score_export
from tests.factories import FULL_INPUTS, NOW, CentreFactory, County, CountyFactory, UserFactory, kinds_scheme
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def county() -> County:
    region = CountyFactory()
    made = County(size=0, scheme=kinds_scheme(region))
    made.region = region
    made.clerk, made.leader = UserFactory(county=region), UserFactory(role="leader", county=region)
    CentreFactory(county=region, code="A01", name="珺䶮乡卫生院")
    CentreFactory(county=region, code="A02")
    return made


@kept
def opened(county: County) -> Round:
    current = county.open()
    sheet = Assessment.objects.get(round=current, centre__code="A01")
    changes = [
        CellChange(sheet.pk, cell.indicator_id, dict(FULL_INPUTS[cell.indicator.code]))
        for cell in sheet.scores.select_related("indicator")
    ]
    scores.save_cells(actor=county.clerk, round_id=current.pk, changes=changes, now=NOW)
    return current


def run(path: Path, opened: Round, user: Any, *flags: str) -> dict[str, Any]:
    out = io.StringIO()
    args = [str(path), "--round", str(opened.pk), "--as", user.username, "--json", *flags]
    with suppress(CommandError):
        call_command("import_scores", *args, stdout=out)
    return dict(json.loads(out.getvalue()))


def edited(data: bytes, tmp_path: Path, edit: Any) -> Path:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    path = tmp_path / "scores.xlsx"
    book.save(path)
    return path


def place(book: Any, sheet: str, header: str, row: str) -> Any:
    """The cell of the matrix under a header and beside a centre's code."""
    page = book[sheet]
    heads = {str(cell.value): cell.column for cell in page[2] if cell.value}
    column = next(number for text, number in heads.items() if header in text)
    line = next(cells[0].row for cells in page.iter_rows(min_row=3) if cells[0].value == row)
    return page.cell(line, column)


@pytest.mark.parametrize("layout", ["matrix", "centre"])
def test_a_prefilled_workbook_is_no_change(
    county: County, opened: Round, tmp_path: Path, layout: str
) -> None:
    path = tmp_path / "book.xlsx"
    sheet = Assessment.objects.get(round=opened, centre__code="A01")
    data = score_export.matrix_workbook(opened) if layout == "matrix" else score_export.centre_workbook(sheet)
    path.write_bytes(data)
    before = Score.objects.filter(version__gt=0).count()
    answer = run(path, opened, county.clerk)
    assert (answer["ok"], answer["diff"]["new"], answer["diff"]["changed"]) == (True, 0, 0)
    assert answer["diff"]["unchanged"] == 6
    assert Score.objects.filter(version__gt=0).count() == before


def test_what_was_typed_is_saved_through_the_action(county: County, opened: Round, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        place(book, "1 类别1", "〔numerator〕", "A02").value = 38
        place(book, "1 类别1", "〔denominator〕", "A02").value = "８０"
        place(book, "1 类别1", "〔answer〕", "A02").value = "部分"
        place(book, "2 类别2", "〔count.late〕", "A02").value = 1
        place(book, "2 类别2", "〔count.missed〕", "A02").value = 0
        place(book, "1 类别1", "yes_no 缺项", "A01").value = "是"
        place(book, "1 类别1", "yes_no 扣分原因", "A01").value = "未开展"

    path = edited(score_export.matrix_workbook(opened), tmp_path, edit)
    tried = run(path, opened, county.clerk, "--dry-run")
    assert (tried["diff"]["new"], tried["diff"]["changed"], tried["applied"]) == (3, 1, False)
    done = run(path, opened, county.clerk)
    assert done["applied"] is True
    points = dict(
        Score.objects.filter(assessment__centre__code="A02").values_list("indicator__code", "points")
    )
    assert [str(points[code]) for code in ("linear", "yes_no", "count")] == ["10.00", "5.00", "14.00"]
    assert Score.objects.get(assessment__centre__code="A01", indicator__code="yes_no").not_applicable
    assert run(path, opened, county.clerk)["diff"]["unchanged"] == 9


FAULTS: list[tuple[str, str, Any, str]] = [
    ("1 类别1", "〔points〕", 20.5, "20.5"),
    ("1 类别1", "〔points〕", "八十", "八十"),
    ("1 类别1", "〔points〕", True, ""),
    ("1 类别1", "〔answer〕", "大概", "大概"),
    ("2 类别2", "〔count.late〕", 1.5, "1.5"),
    ("1 类别1", "yes_no 缺项", "也许", "也许"),
]


@pytest.mark.parametrize(("sheet", "header", "value", "shown"), FAULTS)
def test_a_fault_names_its_place_and_nothing_is_saved(
    county: County, opened: Round, tmp_path: Path, sheet: str, header: str, value: Any, shown: str
) -> None:
    def edit(book: Any) -> None:
        place(book, sheet, header, "A02").value = value
        place(book, "2 类别2", "〔value〕", "A02").value = 20

    path = edited(score_export.matrix_workbook(opened), tmp_path, edit)
    answer = run(path, opened, county.clerk)
    assert answer["ok"] is False
    [problem] = answer["problems"]
    assert (problem["sheet"], problem["row"]) == (sheet, 4)
    assert problem["column"]
    assert shown in problem["value"]
    assert not Score.objects.filter(assessment__centre__code="A02", version__gt=0).exists()


def test_an_unknown_centre_is_refused_like_one_of_another_county(
    county: County, opened: Round, tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        place(book, "1 类别1", "机构代码", "A02").value = "A99"

    answer = run(edited(score_export.matrix_workbook(opened), tmp_path, edit), opened, county.clerk)
    assert "A99" in answer["problems"][0]["value"]


def test_a_change_since_the_download_is_told(county: County, opened: Round, tmp_path: Path) -> None:
    sheet = Assessment.objects.get(round=opened, centre__code="A01")
    data = score_export.centre_workbook(sheet)
    cell = Score.objects.get(assessment=sheet, indicator__code="tier")
    change = CellChange(sheet.pk, cell.indicator_id, {"value": "41"})
    scores.save_cells(actor=county.clerk, round_id=opened.pk, changes=[change], now=NOW)
    path = tmp_path / "old.xlsx"
    path.write_bytes(data)
    answer = run(path, opened, county.clerk, "--dry-run")
    assert any("tier" in note for note in answer["notes"])
    assert answer["diff"]["changed"] == 1


def test_the_pages_lead_from_upload_to_confirmation(
    client: Client, county: County, opened: Round, tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        place(book, "2 类别2", "〔value〕", "A02").value = 20

    path = edited(score_export.matrix_workbook(opened), tmp_path, edit)
    client.force_login(county.clerk)
    address = reverse("records:import_upload", args=["scores"]) + f"?round={opened.pk}"
    assert client.get(address).status_code == 200
    with path.open("rb") as file:
        answer = client.post(address, {"file": file}, follow=True)
    assert "step指标" in answer.content.decode() or "tier指标" in answer.content.decode()
    confirm = answer.redirect_chain[-1][0] + "/confirm"
    client.post(confirm.replace("//", "/"))
    assert Score.objects.filter(assessment__centre__code="A02", version=1).count() == 1


@pytest.mark.parametrize("name", ["appraisal:score-book", "appraisal:centre-book"])
def test_workbooks_are_handed_out_in_scope_only(
    client: Client, county: County, opened: Round, name: str
) -> None:
    args = [opened.pk] if name.endswith("score-book") else [opened.pk, "A01"]
    assert client.get(reverse(name, args=args)).status_code == 302
    client.force_login(UserFactory(role="clerk"))
    assert client.get(reverse(name, args=args)).status_code == 404
    client.force_login(UserFactory(role="finance", county=county.region))
    assert client.get(reverse(name, args=args)).status_code == 403
    client.force_login(county.leader)
    answer = client.get(reverse(name, args=args))
    assert answer["Content-Disposition"].startswith("attachment")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[-1] == "填写说明"
