"""The payment list for the bank: recipient, bank, account, amount, always in 元; as workbook and as CSV."""

from collections.abc import Sequence
from typing import Any

from payroll.core.money import to_fen
from payroll.core.subsidy import ZERO
from payroll.core.words import in_words
from payroll.papers.paper import Column, Paper, Table
from payroll.papers.release import file_stem, people, period_of, standing, watermark
from payroll.queries.bank import Payment, payments
from payroll.queries.sheets import SheetView
from records.cell_values import Value
from records.csv_files import csv_bytes

COLUMNS = (
    Column("序号", "count", width=9, middle=True),
    Column("收款人", width=64),
    Column("开户银行", width=64),
    Column("账号", width=52),
    Column("金额", "money", total=True),
    Column("摘要", width=52),
)
CSV_HEADER = ("收款人", "开户银行", "账号", "金额（元）", "摘要")
ENCODINGS = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}


def bank_paper(view: SheetView) -> Paper:
    """The list of a reviewed or paid sheet; its sum is the sheet's total."""
    sheet = view.sheet
    return payment_list(
        payments(sheet),
        purpose(view),
        kind="bank",
        params={"sheet": sheet.pk},
        county=sheet.county,
        title=f"{sheet.county.name}乡镇卫生院补助经费银行付款清单（{sheet.year}年{period_of(sheet)}）",
        file=file_stem(sheet, "银行付款清单"),
        created=sheet.paid_at or sheet.made_at,
        standing=standing(sheet),
        watermark=watermark(sheet),
        people=people(sheet),
        number=sheet.number,
    )


def payment_list(found: Sequence[Payment], text: str = "", **document: Any) -> Paper:
    """Payments as a paper: table, sum, words. `text` is the purpose of payments without their own; `document` says
    what the list belongs to, in the fields of `Paper`.
    """
    rows: list[list[Value]] = [
        [number, one.payee, one.bank, one.account, one.amount, one.purpose or text]
        for number, one in enumerate(found, 1)
    ]
    total = sum((one.amount for one in found), ZERO)
    return Paper(
        tables=[Table("付款清单", COLUMNS, rows, freeze=2)],
        total=total,
        words=f"付款合计（人民币大写）：{in_words(total)}，共{len(found)}笔",
        **document,
    )


def purpose(view: SheetView) -> str:
    """What the bank prints on the receiver's statement."""
    return f"{view.sheet.year}年{period_of(view.sheet)}补助经费"


def bank_csv(view: SheetView, encoding: str) -> bytes:
    """The list as a bank's program takes it."""
    return payments_csv(payments(view.sheet), encoding, purpose(view))


def payments_csv(found: Sequence[Payment], encoding: str, text: str = "") -> bytes:
    """Plain amounts, no total; UTF-8 with its mark, or GB18030. `text` is the purpose of payments without their own.

    A text that a spreadsheet would run gets an apostrophe before it.
    """
    rows = [_cells(one, one.purpose or text) for one in found]
    written = csv_bytes(CSV_HEADER, rows).decode("utf-8-sig")
    return written.encode(ENCODINGS[encoding])


def _cells(one: Payment, text: str) -> list[str]:
    whole, part = divmod(to_fen(one.amount), 100)
    return [one.payee, one.bank, one.account, f"{whole}.{part:02d}", text]
