"""Every sheet of money: its sum is its lines', its words', its workbook's, its PDF's and the ledger's (invariant 3)."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from payroll.actions.budget_entries import BudgetEntry, Portion
from payroll.actions.budgets import set_budgets
from payroll.actions.settings import set_unit
from payroll.core.ledger import Account, shown
from payroll.core.units import Unit, aligned
from payroll.core.words import in_words
from payroll.models import IssuedPaper, ReleaseSheet
from payroll.papers.bank import CSV_HEADER, bank_csv, bank_paper
from payroll.papers.fund import fund_paper
from payroll.papers.paper import Paper
from payroll.papers.release import release_paper
from payroll.papers.statement import statement_paper
from payroll.papers.summary import summary_paper
from payroll.queries.ledger import by_account, by_centre, postings_of, sums
from payroll.queries.sheets import sheet_view
from payroll.reports import paper_html, paper_pdf
from payroll.workbooks.paper import header, paper_xlsx
from records.errors import Conflict, Invalid
from records.models import AuditEntry
from records.reading.files import read_workbook
from records.reading.numbers import Parsed, parse_money
from tests.harness.worlds import kept
from tests.payroll.world import NOW, A, Money

pytestmark = pytest.mark.django_db
ZERO = Decimal("0.00")


@kept
def world() -> Money:
    """Money from two sources, two months, June judged (one forfeits), a director awarded, accounts on file."""
    money = Money(3)
    money.region.name = "临江县"
    money.region.save()
    money.directors()
    for number, centre in enumerate(money.centres, 1):
        centre.bank_name, centre.bank_account = "中国农业银行临江支行", f"6228480{number:012d}"
        centre.bank_account_name = f"{centre.name}基本户"
        centre.save()
    entries = [
        BudgetEntry(centre, amount, portions=(Portion("province", amount - 100000, "省财社〔2026〕1号"),
                    Portion("county", Decimal(100000), "临财社〔2026〕3号")))
        for centre, amount in zip(money.centres, [A, Decimal("900000.01"), Decimal("600000")], strict=True)
    ]  # fmt: skip
    set_budgets(
        actor=money.finance, county=money.region, year=2026, entries=entries, now=NOW, unit_confirmed=True
    )
    money.passed_on(money.received("500000", "province"), "400000.50")
    money.months(1, 2)
    money.results("june", "59.99", "88.40", "91")
    money.release("june")
    money.results("year", "59.99", "88.40", "91")
    money.award()
    return money


def june(money: Money) -> ReleaseSheet:
    return ReleaseSheet.objects.select_related("county").get(county=money.region, kind="june")


PAPERS: dict[str, Callable[[Money], Paper]] = {
    "release": lambda money: release_paper(sheet_view(june(money))),
    "bank": lambda money: bank_paper(sheet_view(june(money))),
    "statement": lambda money: statement_paper(money.centres[0], 2026),
    "summary": lambda money: summary_paper(money.region, 2026),
    "fund": lambda money: fund_paper(money.region, 2026),
}
COLUMN = {"release": "本次实拨", "bank": "金额", "statement": "实拨", "summary": "已拨付"}


def posted(money: Money, kind: str) -> Decimal:
    """What the ledger says, by another way than the sheet's own query."""
    whole = sums(postings_of(money.region, 2026))
    if kind == "fund":
        return shown(Account.FUND, by_account(whole)[Account.FUND])
    if kind == "statement":
        return by_centre(whole)[money.centres[0].pk][Account.PAID]
    if kind == "summary":
        return by_account(whole)[Account.PAID]
    rows = postings_of(money.region, 2026).filter(entry__sheet=june(money), account="paid")
    return sum((one.amount for one in rows), ZERO)


def total_of(paper: Paper) -> Decimal:
    table = paper.tables[0]
    if paper.kind == "fund":
        come, gone = (table.column(name) for name in ("转入", "转出"))
        return sum(come, ZERO) - sum(gone, ZERO)  # type: ignore[arg-type]
    return table.sum_of([column.name for column in table.columns].index(COLUMN[paper.kind]))


def read_back(paper: Paper) -> list[list[list[object]]]:
    """The amounts of every table as our reader reads the workbook, by the unit of their header."""
    book = read_workbook(paper_xlsx(paper))
    found = []
    for sheet, table in zip(book.sheets, paper.tables, strict=True):
        places = [place for place, column in enumerate(table.columns, 1) if column.kind == "money"]
        assert [sheet.cell(3, place).text for place in places] == [
            header(table.columns[place - 1], paper.unit) for place in places
        ]
        lines = range(4, 4 + len(table.rows) + any(column.total for column in table.columns))
        found.append(
            [[money(sheet.cell(line, place).value, paper.unit) for place in places] for line in lines]
        )
    return found


def money(value: object, unit: Unit) -> object:
    negative = isinstance(value, float | int) and value < 0
    read = parse_money(-value if negative else value, unit=unit)  # type: ignore[operator, arg-type]
    assert isinstance(read, Parsed), read
    return -read.value if negative and read.value is not None else read.value


def written(paper: Paper) -> list[list[list[object]]]:
    """The amounts of every table, the sums of those that have one in the last line."""
    found = []
    for table in paper.tables:
        places = [place for place, column in enumerate(table.columns) if column.kind == "money"]
        lines = [[row[place] for place in places] for row in table.rows]
        last = [table.sums[place] for place in places]
        found.append([*lines, last] if any(one is not None for one in last) else lines)
    return found


def test_every_sheet_says_one_sum_everywhere(world: Money) -> None:
    """Sum of lines = total = words = workbook = PDF = postings; read(export(x)) = x; in both units."""
    for kind, make in PAPERS.items():
        for unit in Unit:
            paper = replace(make(world), unit=unit)
            assert paper.total == total_of(paper) == posted(world, kind) > 0, kind
            assert in_words(paper.total) in paper.words, kind
            assert read_back(paper) == written(paper), (kind, unit)
            html = paper_html(paper)
            for table in paper.tables:
                cells = [aligned(one, unit) for one in table.sums if one is not None]
                assert [one for one in cells if f">{one}</td>" not in html] == [], kind
            assert f"单位：{unit}" in html
            assert paper.words in html
            assert paper.fingerprint in html
            assert paper.fingerprint == make(world).fingerprint


def test_totals_are_live_in_both_units(world: Money) -> None:
    paper = statement_paper(world.centres[0], 2026)
    for unit, style in {Unit.YUAN: "#,##0.00", Unit.WAN: "#,##0.00????"}.items():
        data = io.BytesIO(paper_xlsx(replace(paper, unit=unit)))
        sheet = openpyxl.load_workbook(data).worksheets[0]
        last = 4 + len(paper.tables[0].rows)
        assert sheet[f"E{last}"].value == f"=SUM(E4:E{last - 1})"
        assert sheet["E4"].number_format == style
        assert sheet["E3"].value == f"实拨\n（{unit}）"
        assert sheet["A2"].value.endswith(f"　　单位：{unit}")
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$3")


def test_a_sheet_that_a_workbook_cannot_hold_is_refused(world: Money) -> None:
    paper = fund_paper(world.region, 2026)
    table = paper.tables[0]
    long = [*table.rows[0][:3], Decimal("12345678901234.56"), ZERO, ZERO]
    with pytest.raises(Invalid):
        paper_xlsx(replace(paper, tables=[replace(table, rows=[long])]))


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2", "@x", '=HYPERLINK("http://x")'])
def test_no_formula_comes_from_data(text: str) -> None:
    paper = fund_paper(Money(1).region, 2026)
    row = [1, NOW.date(), text, ZERO, ZERO, ZERO]
    data = paper_xlsx(replace(paper, title=text, words=text, tables=[replace(paper.tables[0], rows=[row])]))
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        formulas = [cell.value for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
        assert [one for one in formulas if not str(one).startswith("=SUM(")] == []
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["C4"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_the_bank_s_csv_in_both_encodings(world: Money) -> None:
    view = sheet_view(june(world))
    for encoding, codec in {"utf-8": "utf-8-sig", "gb18030": "gb18030"}.items():
        data = bank_csv(view, encoding)
        assert data.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8")
        rows = list(csv.reader(io.StringIO(data.decode(codec))))
        assert tuple(rows[0]) == CSV_HEADER
        assert sum((Decimal(row[3]) for row in rows[1:]), ZERO) == view.sheet.total
        assert [row[2] for row in rows[1:]] == [centre.bank_account for centre in world.centres]
        assert [cell.text for cell in read_workbook(data).sheets[0].rows[1]] == rows[1]


def test_a_payee_that_would_run_as_a_formula_is_harmless_in_the_csv(world: Money) -> None:
    world.centres[0].bank_account_name = "=cmd|' /C calc'!A0"
    world.centres[0].save()
    rows = list(csv.reader(io.StringIO(bank_csv(sheet_view(june(world)), "gb18030").decode("gb18030"))))
    assert rows[1][0].startswith("'=")


def test_a_list_with_a_hole_is_no_list(world: Money) -> None:
    world.centres[1].bank_account = ""
    world.centres[1].save()
    with pytest.raises(Invalid) as refused:
        bank_paper(sheet_view(june(world)))
    assert [problem.place for problem in refused.value.problems] == [world.centres[1].name]


def test_a_draft_and_a_reversed_sheet_have_no_list(world: Money) -> None:
    draft = world.draft("month", 3)
    with pytest.raises(Conflict):
        bank_paper(sheet_view(draft))
    reviewed = bank_paper(sheet_view(world.review(draft)))
    assert (reviewed.number, reviewed.standing) == ("", "【已复核　未拨付】")
    world.pay(ReleaseSheet.objects.get(pk=draft.pk))
    world.reverse(ReleaseSheet.objects.get(pk=draft.pk))
    with pytest.raises(Conflict):
        bank_paper(sheet_view(ReleaseSheet.objects.get(pk=draft.pk)))


def test_unapproved_and_reversed_sheets_carry_a_watermark(world: Money) -> None:
    draft = world.draft("month", 3)
    assert '<div class="watermark">草稿　未审核</div>' in paper_html(release_paper(sheet_view(draft)))
    world.pay(world.review(draft))
    paid = ReleaseSheet.objects.get(pk=draft.pk)
    assert "watermark" not in paper_html(release_paper(sheet_view(paid))).split("<body>")[1]
    world.reverse(paid)
    assert "已冲销　作废" in paper_html(release_paper(sheet_view(ReleaseSheet.objects.get(pk=draft.pk))))


def test_the_pdf_prints_the_code_and_both_tables(world: Money) -> None:
    paper = statement_paper(world.centres[0], 2026)
    pages = PdfReader(
        io.BytesIO(paper_pdf(paper, "https://example.test/money/check/?q=" + paper.fingerprint))
    ).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    said = [
        "补助经费对账单",
        "核定与结转（元）",
        "省级",
        "县级",
        paper.fingerprint,
        "累计实拨（人民币大写）",
        "负责人：",
    ]
    assert [one for one in said if one not in text] == []


def test_the_county_s_unit_is_on_its_pages_and_sheets(client: Client, world: Money) -> None:
    set_unit(actor=world.finance, county=world.region, unit="万元", expected_version=0)
    client.force_login(world.leader)
    code, centre = world.region.code, world.centres[0].code
    pages = {
        reverse("payroll:year", args=[code, 2026]): "273.456790",
        reverse("payroll:accounts", args=[code, 2026]): "123.456789",
        reverse("payroll:account", args=[centre, 2026]): "123.456789",
        reverse("payroll:sheet", args=[june(world).pk]): "4.938271",
        reverse("payroll:fund", args=[code, 2026]): "4.938272",
        reverse("payroll:closing", args=[code, 2026]): "单位：万元",
        reverse("home"): "（万元）",
    }
    for address, wanted in pages.items():
        page = client.get(address).content.decode()
        assert wanted.rstrip("0") in page, address
        assert "万元" in page, address
    assert statement_paper(world.centres[0], 2026).unit is Unit.WAN
    assert bank_paper(sheet_view(june(world))).unit is Unit.YUAN
    assert "1,234,567.89" in client.get(reverse("payroll:budgets", args=[code, 2026])).content.decode()


def test_each_export_of_account_numbers_is_on_record_without_them(client: Client, world: Money) -> None:
    sheet = june(world)
    client.force_login(world.payer)
    for address in ("bank-csv", "bank-xlsx", "bank-csv"):
        assert client.get(reverse(f"payroll:{address}", args=[sheet.pk])).status_code == 200
    entries = AuditEntry.objects.filter(action="release.bank_list")
    assert [one.new["file"] for one in entries.order_by("sequence")] == ["utf-8", "xlsx", "utf-8"]
    known = "".join(str(one.after) for one in AuditEntry.objects.all())
    assert world.centres[0].bank_account not in known
    assert IssuedPaper.objects.filter(kind="bank").count() == 1
    client.force_login(world.leader)
    assert client.get(reverse("payroll:bank-xlsx", args=[sheet.pk])).status_code == 403
    for page in (reverse("payroll:sheet", args=[sheet.pk]), reverse("payroll:sheet-xlsx", args=[sheet.pk])):
        assert world.centres[0].bank_account.encode() not in client.get(page).content
