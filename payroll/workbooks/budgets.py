"""Budgets as a workbook: exported, filled in, imported again; read(export(x)) = x."""

from collections.abc import Sequence

from centres.models import Region
from payroll.queries.budgets import BudgetRow
from records.writing import Book, Col

CODE, NAME, AMOUNT = "机构代码", "卫生院", "核定补助"
FROM_MONTH, DOCUMENT, REASON = "起始月份", "文号", "理由"
COLUMNS = (
    Col(CODE, editable=False),
    Col(NAME, width=26, editable=False),
    Col(f"{AMOUNT}（元）", "money", width=20, total=True),
    Col(FROM_MONTH, "count", width=10, comment="1–12；空着表示从下一个未拨付的月份起。"),
    Col(DOCUMENT, width=26),
    Col(REASON, width=36, wrap=True, comment="调整已有的预算时必须写明。"),
)


def budgets_xlsx(county: Region, year: int, rows: Sequence[BudgetRow]) -> bytes:
    """Every centre of the year with its budget, the empty ones to be filled in."""
    title = f"{county.name}{year}年乡镇卫生院补助预算"
    book = Book(title=title)
    page = book.sheet("补助预算", COLUMNS, title=title, unit="单位：元", freeze=2)
    page.rows([row.centre.code, row.centre.name, row.amount, None, "", ""] for row in rows)
    page.total()
    return book.data()


def file_name(county: Region, year: int) -> str:
    return f"{county.name}{year}年补助预算.xlsx"
