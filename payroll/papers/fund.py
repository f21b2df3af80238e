"""The reward fund's statement 奖励基金收支表: forfeits in, awards out, the balance, and who was awarded (RULES 9, 12)."""

from centres.models import Region
from payroll.core.words import in_words
from payroll.models import AwardSheet
from payroll.papers.paper import Column, Paper, Table
from payroll.queries.fund import FundPage, fund_page
from payroll.queries.settings import unit_of
from payroll.queries.summary import last_entry
from payroll.queries.times import made_at
from records.cell_values import Value

ENTRIES = (
    Column("凭证号", "count", width=13, middle=True),
    Column("日期", "date", width=19, middle=True),
    Column("摘要", width=64),
    Column("转入", "money", total=True),
    Column("转出", "money", total=True),
    Column("余额", "money"),
)
AWARDS = (
    Column("奖励单", width=40),
    Column("卫生院", width=40),
    Column("院长", width=26),
    Column("等次", width=13, middle=True),
    Column("得分", "points", width=13),
    Column("权数", "points", width=13),
    Column("奖励金额", "money", total=True),
)


def fund_paper(county: Region, year: int) -> Paper:
    """The fund's statement of a year."""
    found = fund_page(county, year)
    fund = found.fund
    entries: list[list[Value]] = [
        [row.entry.number, row.entry.day, row.entry.text, row.come, row.gone, row.left] for row in found.rows
    ]
    awards = [Table("院长奖励", AWARDS, rows)] if (rows := _awards(found)) else []
    return Paper(
        kind="fund",
        params={"county": county.pk, "year": year},
        county=county,
        title=f"{county.name}{year}年绩效考核奖励基金收支表",
        tables=[Table("基金收支", ENTRIES, entries, freeze=3), *awards],
        total=fund.left,
        file=f"{county.name}{year}年奖励基金收支表",
        created=made_at(county, year),
        unit=unit_of(county),
        standing=last_entry(county, year).zh,
        words=f"期末余额（人民币大写）：{in_words(fund.left)}",
        notes=["余额 = 上年结转 + 扣减转入 − 院长奖励 − 结转下年；金额计入合计的奖励单均已拨付。"],
    )


def _awards(found: FundPage) -> list[list[Value]]:
    """The lines of awards that are paid and stand."""
    paid = [sheet for sheet in found.awards if sheet.state == AwardSheet.State.PAID]
    return [
        [sheet.number, line.centre.name, line.director, line.grade_name, line.score, line.weight, line.amount]
        for sheet in paid
        for line in sheet.lines.all()
    ]
