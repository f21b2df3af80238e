"""The result of a reconciliation as a sheet: what the books say beside what the file says."""

from decimal import Decimal

from django.utils.translation import override

from payroll.core.subsidy import ZERO
from payroll.papers.paper import Column, Paper, Table
from payroll.queries.reconciling import Result, ResultRow
from payroll.queries.settings import unit_of
from records.cell_values import Value

COLUMNS = (
    Column("结论", width=19, middle=True),
    Column("说明", width=32),
    Column("账上收款单位", width=40),
    Column("拨付单", width=32),
    Column("记账日期", "date", width=19, middle=True),
    Column("账上金额", "money", total=True),
    Column("文件行号", "count", width=13, middle=True),
    Column("文件收款人", width=40),
    Column("账号尾号", width=19, middle=True),
    Column("文件金额", "money", total=True),
)
COUNTS = (Column("结论", width=40), Column("笔数", "count"), Column("金额", "money"))


def reconciliation_paper(result: Result) -> Paper:
    """The result as a document. `result` is of a kept reconciliation."""
    kept = result.kept
    if kept is None:
        raise ValueError("only a kept reconciliation is a sheet")
    with override("zh-hans"):
        rows = [_values(one) for one in result.rows]
        counts: list[list[Value]] = [[one.label, one.lines, one.amount] for one in result.counts]
        title = result.scope.title
    return Paper(
        kind="reconciliation",
        params={"reconciliation": kept.pk},
        county=kept.county,
        title=f"{kept.county.name}补助经费付款对账表（{title}）",
        tables=[Table("对账结果", COLUMNS, rows, freeze=1), Table("汇总", COUNTS, counts)],
        total=result.paid_total,
        file=f"{kept.county.name}{kept.year}年付款对账_{kept.pk}",
        created=kept.made_at,
        unit=unit_of(kept.county),
        notes=[f"对账文件 {kept.file.name}，SHA-256 {kept.file.sha256}。", _difference(result)],
        people=("对账人", "审核人", "负责人"),
    )


def _values(one: ResultRow) -> list[Value]:
    paid, row = one.paid, one.row
    return [
        *(
            one.label,
            one.why,
            paid.name if paid else "",
            paid.sheet if paid else "",
            paid.day if paid else None,
        ),
        one.paid_amount,
        *(row.number if row else None, row.payee if row else "", one.account),
        one.listed_amount,
    ]


def _difference(result: Result) -> str:
    off: Decimal = result.listed_total - result.paid_total
    return f"文件合计与账上合计{'相符' if off == ZERO else f'相差 {off:,.2f} 元'}。"
