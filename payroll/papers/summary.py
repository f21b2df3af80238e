"""A county's year by source of money, and centre by centre (RULES 9: several sources with their documents)."""

from centres.models import Region
from payroll.core.balance import Balance
from payroll.core.ledger import Account
from payroll.core.subsidy import ZERO
from payroll.core.words import in_words
from payroll.papers.paper import Column, Paper, Table
from payroll.queries.settings import unit_of
from payroll.queries.summary import last_entry, summary
from payroll.queries.times import made_at
from records.cell_values import Value

AMOUNTS = (
    *("年度核定补助", "上年结转", "已拨付", "按月待拨", "留存待考核", "扣减转入奖励基金"),
    *("以前多（少）拨待结清", "收回", "结转下年"),
)
BY_SOURCE = (Column("资金来源", width=26), *(Column(name, "money", total=True) for name in AMOUNTS))
BY_CENTRE = (
    Column("机构代码", width=19),
    Column("卫生院", width=40),
    Column("资金来源", width=19, middle=True),
    *(Column(name, "money", total=True) for name in AMOUNTS),
)
CASH = (
    Column("资金来源", width=26),
    *(
        Column(name, "money", total=True)
        for name in ("上级拨入", "县财政待转", "局账户余额", "已拨出", "其中：院长奖励")
    ),
)
CASH_ACCOUNTS = (Account.GRANTED, Account.TREASURY, Account.BANK, Account.OUTLAY, Account.AWARDED)


def summary_paper(county: Region, year: int) -> Paper:
    """The county's summary by source."""
    found = summary(county, year)
    by_source: list[list[Value]] = [[one.name, *_amounts(one.balance)] for one in found.sources]
    by_centre: list[list[Value]] = [
        [one.centre.code, one.centre.name, one.source, *_amounts(one.balance)] for one in found.centres
    ]
    cash: list[list[Value]] = [
        [one.name, *(one.cash[account] for account in CASH_ACCOUNTS)] for one in found.sources
    ]
    paid = sum((one.balance.paid for one in found.sources), ZERO)
    return Paper(
        kind="summary",
        params={"county": county.pk, "year": year},
        county=county,
        title=f"{county.name}{year}年乡镇卫生院补助经费汇总表（按资金来源）",
        tables=[
            Table("按资金来源", BY_SOURCE, by_source, freeze=1),
            Table("到账与支出", CASH, cash, freeze=1),
            Table("各卫生院", BY_CENTRE, by_centre, freeze=3),
        ],
        total=paid,
        file=f"{county.name}{year}年补助经费汇总表",
        created=made_at(county, year),
        unit=unit_of(county),
        standing=last_entry(county, year).zh,
        words=f"已拨付合计（人民币大写）：{in_words(paid)}",
        notes=[
            "年度核定补助 + 上年结转 = 已拨付 + 按月待拨 + 留存待考核 + 扣减转入奖励基金"
            " + 以前多（少）拨待结清 + 收回 + 结转下年。"
        ],
    )


def _amounts(one: Balance) -> list[Value]:
    return [
        *(one.budget, one.opening, one.paid, one.due, one.held, one.forfeited),
        *(one.carry, one.returned, one.forward),
    ]
