"""Budgets from a file: matched, checked against what is known, previewed, written all or not at all."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from centres.models import CentreAlias
from centres.roles import Role
from payroll.importers import BudgetImporter
from payroll.models import Budget, BudgetRevision
from payroll.queries.budgets import budget_rows
from payroll.workbooks.budgets import budgets_xlsx
from records import imports
from records.errors import NotAllowed
from records.models import StagedImport
from tests.factories import CentreFactory, UserFactory
from tests.payroll.world import Money
from tests.records.books import book

pytestmark = pytest.mark.django_db
HEADER = ["机构代码", "卫生院", "核定补助（元）", "起始月份", "文号", "理由"]


def examined(money: Money, rows: list[list[Any]], header: list[str] | None = None) -> imports.Examined:
    context = imports.Context(money.region.code, {"county": money.region.code, "year": 2026})
    return imports.examine(BudgetImporter(), book([header or HEADER, *rows]), context)


def problems(money: Money, rows: list[list[Any]], header: list[str] | None = None) -> list[str]:
    return [str(problem) for problem in examined(money, rows, header).reading.problems]


def row(money: Money, index: int, amount: object, *more: object) -> list[Any]:
    centre = money.centres[index]
    return [centre.code, centre.name, amount, *more, *[None] * (3 - len(more))]


def stage(money: Money, data: bytes) -> StagedImport:
    context = imports.Context(money.region.code, {"county": money.region.code, "year": 2026})
    return imports.stage(BudgetImporter(), data, money.finance, context, file_name="预算.xlsx")


def test_preview_then_confirm() -> None:
    money = Money(2)
    money.budget("900000", None)
    staged = stage(
        money, book([HEADER, row(money, 0, 950000.5, 7, "〔2026〕9号", "追加"), row(money, 1, "600,000")])
    )
    assert (staged.diff["new"], staged.diff["changed"], staged.diff["unchanged"]) == (1, 1, 0)
    assert [(line["old"], line["new"]) for line in staged.diff["lines"]] == [
        ("900,000.00", "950,000.50"), ("", "600,000.00"),
    ]  # fmt: skip
    assert dict(staged.diff["sums"]) == {"原合计（元）": "900,000.00", "新合计（元）": "1,550,000.50"}
    assert BudgetRevision.objects.count() == 1
    imports.confirm(staged.key, money.finance)
    imports.confirm(staged.key, money.finance)
    rows = BudgetRevision.objects.order_by("budget__centre__code", "number")
    assert list(rows.values_list("amount", "from_month", "document", "reason")) == [
        (Decimal("900000.00"), 1, "临财社〔2026〕3号", ""),
        (Decimal("950000.50"), 7, "〔2026〕9号", "追加"),
        (Decimal("600000.00"), 1, "", ""),
    ]


def test_the_export_reads_back_as_no_change() -> None:
    money = Money(3)
    money.budget("900000", "123456.78", None)
    staged = stage(money, budgets_xlsx(money.region, 2026, budget_rows(money.region, 2026)))
    assert staged.state == "staged"
    assert (staged.diff["new"], staged.diff["changed"], staged.diff["unchanged"]) == (0, 0, 2)


def test_ten_thousand_yuan_are_read_as_the_header_says() -> None:
    money = Money(1)
    made = examined(
        money,
        [row(money, 0, 123.456789)],
        ["机构代码", "卫生院", "核定补助（万元）", "起始月份", "文号", "理由"],
    )
    assert made.reading.rows[0]["amount"] == "1234567.89"
    assert any("万元" in note for note in made.reading.notes)


def test_a_header_without_its_unit_is_refused() -> None:
    money = Money(1)
    found = problems(
        money, [row(money, 0, 100)], ["机构代码", "卫生院", "核定补助", "起始月份", "文号", "理由"]
    )
    assert any("表头须注明单位" in problem for problem in found)


def test_every_fault_has_its_place() -> None:
    money = Money(3)
    money.budget("900000", None, None)
    foreign = CentreFactory()
    found = problems(
        money,
        [
            row(money, 0, 950000),
            row(money, 1, "12.345"),
            [foreign.code, foreign.name, 1000, None, None, None],
            [None, money.centres[2].name + "卫", 1000, None, None, None],
            row(money, 2, -5),
        ],
    )
    assert [problem.split(" ")[1] for problem in found] == ["第3行", "第4行", "第5行", "第6行"]
    assert "本县没有机构代码" in found[1]
    assert f"是否指 {money.centres[2].name}" in found[2]
    only_reason = problems(money, [row(money, 0, 950000)])
    assert len(only_reason) == 1
    assert "F列（" in only_reason[0] or "F列" in only_reason[0]
    assert "调整预算须写明理由" in only_reason[0]


def test_a_factor_of_ten_thousand_stops() -> None:
    money = Money(1)
    money.budget("900000")
    found = problems(money, [row(money, 0, 90, None, None, "调整")])
    assert len(found) == 1
    assert "单位是元还是万元" in found[0]


def test_a_total_row_is_compared_and_never_imported() -> None:
    money = Money(2)
    rows = [row(money, 0, 100.10), row(money, 1, 200.20)]
    assert problems(money, [*rows, ["合计", None, 300.30, None, None, None]]) == []
    found = problems(money, [*rows, ["合计", None, 300.31, None, None, None]])
    assert "与各行之和 300.30 不符" in found[0]


def test_a_month_signed_already() -> None:
    money = Money(1)
    money.budget("900000")
    money.release("month", 1)
    found = problems(money, [row(money, 0, 950000, 1, "", "追加")])
    assert "第2行 D列" in found[0]


def test_names_match_by_code_name_or_alias() -> None:
    money = Money(2)
    CentreAlias.objects.create(centre=money.centres[1], county=money.region, name="老二院")
    made = examined(
        money,
        [
            [money.centres[0].code.lower(), "", 1000, None, None, None],
            ["", " 老 二院", 2000, None, None, None],
        ],
    )
    assert [one["code"] for one in made.reading.rows] == [centre.code for centre in money.centres]
    wrong = problems(money, [[money.centres[0].code, money.centres[1].name, 1000, None, None, None]])
    assert "机构代码与名称不符" in wrong[0]


def test_an_empty_amount_is_not_entered_and_never_zero() -> None:
    money = Money(2)
    assert examined(money, [row(money, 0, None), row(money, 1, "—")]).reading.rows == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.FINANCE])
def test_only_finance_imports(role: Role) -> None:
    money = Money(1)
    user = UserFactory(role=role, county=money.region)
    with pytest.raises((NotAllowed, Http404)):
        BudgetImporter().authorise(user, {"county": money.region.code, "year": "2026"})


@pytest.mark.parametrize("year", ["", "abc", "1999", "２０２６", "2100"])
def test_no_such_year(year: str) -> None:
    money = Money(1)
    with pytest.raises(Http404):
        BudgetImporter().authorise(money.finance, {"county": money.region.code, "year": year})


def test_in_the_browser(client: Client) -> None:
    money = Money(1)
    client.force_login(money.finance)
    address = f"{reverse('records:import_upload', args=['budgets'])}?county={money.region.code}&year=2026"
    assert "下载预填的工作簿" in client.get(address).content.decode()
    file = io.BytesIO(book([HEADER, row(money, 0, 900000)]))
    file.name = "预算.xlsx"
    answer = client.post(address, {"file": file}, follow=True)
    assert "900,000.00" in answer.content.decode()
    staged = StagedImport.objects.get()
    done = client.post(reverse("records:import_confirm", args=[staged.key]))
    assert done.headers["Location"] == reverse("payroll:budgets", args=[money.region.code, 2026])
    assert Budget.objects.get().amount == Decimal("900000.00")


def test_the_template_opens_with_its_headers(tmp_path: Path) -> None:
    money = Money(2)
    path = tmp_path / "budgets.xlsx"
    path.write_bytes(budgets_xlsx(money.region, 2026, budget_rows(money.region, 2026)))
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[3]] == HEADER
    assert sheet["C6"].value == "=SUM(C4:C5)"
