"""A centre's year as a statement: every entry that moved its money, the balance after it, and what each source gave."""

from centres.models import Centre
from payroll.core.subsidy import ZERO
from payroll.core.words import in_words
from payroll.papers.paper import Column, Paper, Table
from payroll.queries.settings import unit_of
from payroll.queries.statement import Statement, statement
from payroll.queries.summary import last_entry
from payroll.queries.times import made_at
from records.cell_values import Value

ENTRIES = (
    Column("凭证号", "count", width=13, middle=True),
    Column("日期", "date", width=19, middle=True),
    Column("摘要", width=64),
    Column("核定与结转", "money", total=True),
    Column("实拨", "money", total=True),
    Column("扣减与转出", "money", total=True),
    Column("余额", "money"),
    Column("累计实拨", "money"),
)
SOURCES = (
    Column("资金来源", width=64),
    Column("核定与结转", "money", total=True),
    Column("已拨付", "money", total=True),
    Column("扣减与转出", "money", total=True),
    Column("余额", "money", total=True),
)


def statement_paper(centre: Centre, year: int) -> Paper:
    """The year's statement of a centre."""
    found, county = statement(centre, year), centre.county
    rows = found.rows
    paid = rows[-1].paid_so_far if rows else ZERO
    left = rows[-1].left if rows else ZERO
    return Paper(
        kind="statement",
        params={"centre": centre.pk, "year": year},
        county=county,
        centre=centre,
        title=f"{centre.name}{year}年补助经费对账单",
        tables=[
            Table("对账单", ENTRIES, _entries(found), freeze=3),
            Table("资金来源", SOURCES, _sources(found)),
        ],
        total=paid,
        file=f"{centre.name}{year}年补助经费对账单",
        created=made_at(county, year),
        unit=unit_of(county),
        standing=f"{county.name}　{last_entry(county, year).zh}",
        words=f"累计实拨（人民币大写）：{in_words(paid)}；期末余额（人民币大写）：{in_words(left)}",
        notes=["余额 = 按月待拨 + 留存待考核 + 以前多（少）拨待结清。"],
    )


def _entries(found: Statement) -> list[list[Value]]:
    return [
        [row.number, row.day, row.text, row.brought, row.paid, row.gone, row.left, row.paid_so_far]
        for row in found.rows
    ]


def _sources(found: Statement) -> list[list[Value]]:
    return [
        [one.name, one.budget, one.paid, one.budget - one.paid - one.left, one.left] for one in found.sources
    ]
