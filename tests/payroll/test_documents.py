"""The sheet as workbook and PDF: the same figures, live totals with stored results, words, marks, rare characters."""

import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from centres.models import Region, User
from payroll.models import ReleaseLine, ReleaseSheet
from payroll.queries.sheets import SUMMED, SheetView, sheet_view
from payroll.reports import Cell, release_pdf
from payroll.workbooks.release import release_xlsx
from records import audit
from records.reading.files import read_workbook
from tests.harness.worlds import kept
from tests.payroll.world import A, Money

pytestmark = pytest.mark.django_db
MONEY = ["年度核定补助", "已按月拨付", "留存", "应兑现", "扣减转入奖励基金", "以前多（少）拨调整", "本次实拨"]
HEADER = [
    *("序号", "机构代码", "卫生院", *(f"{name}\n（元）" for name in MONEY[:3]), "上半年得分", "上半年等次"),
    *(*(f"{name}\n（元）" for name in MONEY[3:]), "备注"),
]
FIRST = 4


@kept
def paid() -> SheetView:
    money = Money(3)
    money.region.name = "临江县"
    money.region.save()
    for centre, name in zip(money.centres, ["㛃塘卫生院", "买买提·艾力乡卫生院", "𠅤源卫生院"], strict=True):
        centre.name = name
        centre.save()
    money.finance.display_name, money.leader.display_name = "王珺", "李䶮"
    money.finance.save()
    money.leader.save()
    money.budget(A, "900000.01", "600000")
    money.months(1, 2)
    money.results("june", "59.99", "88.40", None)
    return sheet_view(money.release("june"))


def opened(view: SheetView, *, results: bool = False) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(release_xlsx(view)), data_only=results).worksheets[0]


def text_of(view: SheetView) -> str:
    pages = PdfReader(io.BytesIO(release_pdf(view))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_the_table(paid: SheetView) -> None:
    sheet = opened(paid, results=True)
    assert sheet["A1"].value == "临江县乡镇卫生院补助经费拨付单（2026年上半年考核兑现）"
    assert sheet["A2"].value == "编号：临卫拨〔2026〕3号　　单位：元"
    assert [cell.value for cell in sheet[3]] == HEADER
    first = [cell.value for cell in sheet[FIRST]]
    assert first[2] == "㛃塘卫生院"
    assert [Decimal(str(value)) for value in first[3:7] + first[8:12]] == [
        A, Decimal("164609.06"), Decimal("246913.58"), Decimal("59.99"),
        Decimal("98765.43"), Decimal("49382.72"), 0, Decimal("49382.71"),
    ]  # fmt: skip


def test_totals_are_live_and_their_results_are_stored(paid: SheetView) -> None:
    last = FIRST + len(paid.lines)
    live, stored = opened(paid), opened(paid, results=True)
    for column, name in zip("DEFIJKL", SUMMED, strict=True):
        assert live[f"{column}{last}"].value == f"=SUM({column}{FIRST}:{column}{last - 1})"
        assert Decimal(str(stored[f"{column}{last}"].value)) == paid.sums[name]
    assert Decimal(str(stored[f"L{last}"].value)) == paid.sheet.total


def test_below_the_table(paid: SheetView) -> None:
    sheet = opened(paid)
    last = FIRST + len(paid.lines)
    assert sheet[f"A{last + 1}"].value == f"本次实拨合计（人民币大写）：{paid.words}"
    below = "".join(str(sheet[f"A{row}"].value) for row in range(last + 2, last + 8))
    assert "𠅤源卫生院（考核不完整，未评定等次，暂不兑现）" in below
    assert paid.sheet.fingerprint in below
    assert all(part in below for part in ("制表人（王珺）：", "审核人（李䶮）：", "负责人："))


def test_print_set_up(paid: SheetView) -> None:
    sheet = opened(paid)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    # Width 1 is the default and isn't written.
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == f"D{FIRST}"
    assert {"A1:M1", "A2:M2"} <= {str(merged) for merged in sheet.merged_cells.ranges}
    border = sheet[f"D{FIRST}"].border
    assert {side.style for side in (border.left, border.right, border.top, border.bottom)} == {"thin"}


def test_a_months_sheet_has_no_result() -> None:
    money = Money(1)
    money.budget("600000")
    view = sheet_view(money.release("month", 1))
    sheet = opened(view, results=True)
    assert sheet["I3"].value == "本月应拨\n（元）"
    assert [sheet[f"{column}{FIRST}"].value for column in "GH"] == [None, None]


@pytest.mark.parametrize(("act", "mark"), [("draft", "草稿　未审核"), ("review", "已复核　未拨付")])
def test_an_unpaid_sheet_says_so_and_has_no_number(act: str, mark: str) -> None:
    money = Money(1)
    money.budget("600000")
    sheet = money.draft("month", 1)
    view = sheet_view(money.review(sheet) if act == "review" else sheet)
    assert opened(view)["A2"].value == f"【{mark}】　　单位：元"
    text = text_of(view)
    assert mark.replace("　", "") in text.replace("　", "")
    assert "编号" not in text


def test_equal_contents_give_equal_bytes(paid: SheetView) -> None:
    assert release_xlsx(paid) == release_xlsx(sheet_view(ReleaseSheet.objects.get(pk=paid.sheet.pk)))


@pytest.mark.parametrize("name", ["=1+1", "+SUM(A1)", "-2", "@x", '=HYPERLINK("http://x")'])
def test_no_formula_comes_from_data(name: str) -> None:
    money = Money(1)
    money.centres[0].name = name
    money.centres[0].save()
    money.budget("600000")
    cell = opened(sheet_view(money.release("month", 1)))[f"C{FIRST}"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_our_own_reader_reads_it(paid: SheetView) -> None:
    rows = read_workbook(release_xlsx(paid)).sheets[0].rows
    assert [cell.text for cell in rows[2]] == HEADER


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_recomputes_to_the_same_fen(paid: SheetView, tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes(release_xlsx(paid))
    profile, kind = f"-env:UserInstallation=file://{tmp_path}/profile", "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", "out", "in.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "in.xlsx", data_only=True).worksheets[0]
    last = FIRST + len(paid.lines)
    names = {"D": "budget", "E": "monthly_paid", "F": "holdback", "I": "due", "J": "forfeited", "L": "amount"}
    found = {name: round(Decimal(str(sheet[f"{column}{last}"].value)), 2) for column, name in names.items()}
    assert found == {name: paid.sums[name] for name in names.values()}


def test_the_pdf_says_the_same(paid: SheetView) -> None:
    text = text_of(paid)
    said = [
        "临江县乡镇卫生院补助经费拨付单（2026年上半年考核兑现）", "编号：临卫拨〔2026〕3号", "单位：元",
        "㛃塘卫生院", "买买提·艾力乡卫生院", "王珺", "李䶮", "1,234,567.89", "49,382.72",
        f"{paid.sheet.total:,.2f}", paid.words, paid.sheet.fingerprint, audit.head(), "𠅤源卫生院（考核不完整",
    ]  # fmt: skip
    assert [one for one in said if "".join(one.split()) not in text] == []


def test_the_pdf_is_a4_landscape_with_its_header_on_every_page() -> None:
    """As many rows as just pass a page: signatures take the last rows along, none stands beside them alone."""
    made, view = _sheet(Decimal("26.00")), [_line(number, Decimal("1.00")) for number in range(1, 27)]
    pages = PdfReader(io.BytesIO(release_pdf(SheetView(made, view, _sums(made.total))))).pages
    assert len(pages) == 2
    last = pages[1].extract_text()
    assert [f"C{number}" in last for number in range(20, 27)] == [False, False, *[True] * 5]
    assert all(word in "".join(last.split()) for word in ("合计", "大写", "制表人", "负责人", "校验指纹"))
    for number, page in enumerate(pages, 1):
        width, height = (
            round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height)
        )
        assert (width, height) == (297, 210)
        text = "".join(page.extract_text().split())
        assert "年度核定补助" in text
        assert f"第{number}页共{len(pages)}页" in text


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("本次实拨", ["本次实拨"]),
        ("以前多（少）拨调整", ["以前多（少）", "拨调整"]),
        ("扣减转入奖励基金", ["扣减转入", "奖励基金"]),
    ],
)
def test_a_long_header_of_amounts_breaks_with_its_sense(name: str, lines: list[str]) -> None:
    assert Cell(name, unit="元").lines == lines
    assert Cell(name).lines == [name]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fen=st.lists(st.integers(0, 10**13), min_size=1, max_size=6))
def test_any_amounts_total_to_the_fen(fen: list[int]) -> None:
    """Unsaved rows: what is tested is the writing."""
    amounts = [Decimal(one).scaleb(-2) for one in fen]
    total = sum(amounts, Decimal("0.00"))
    view = SheetView(
        _sheet(total), [_line(number, one) for number, one in enumerate(amounts, 1)], _sums(total)
    )
    sheet = opened(view, results=True)
    assert Decimal(str(sheet[f"L{FIRST + len(amounts)}"].value)) == total


def _sheet(total: Decimal) -> ReleaseSheet:
    made = ReleaseSheet(county=Region(name="某县"), year=2026, kind="month", month=1, total=total)
    made.made_by = User(username="x")
    return made


def _line(number: int, amount: Decimal) -> ReleaseLine:
    zero = Decimal("0.00")
    return ReleaseLine(
        ordinal=number, centre_code=f"C{number}", centre_name="某院", budget=amount, monthly_paid=zero,
        holdback=zero, due=amount, forfeited=zero, adjustment=zero, amount=amount,
    )  # fmt: skip


def _sums(total: Decimal) -> dict[str, Decimal]:
    return {"amount": total}
