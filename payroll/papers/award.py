"""The award sheet 院长奖励单 and its payment list for the bank (RULES 8, 9, 12; 篇1 八(二)).

*Decision*: the system holds no account of a person. The bureau pays a director's award to the centre's own account, and
the purpose that the bank prints names the director.
"""

from payroll.core.money import with_commas
from payroll.core.words import in_words
from payroll.models import AwardLine, AwardSheet
from payroll.papers.bank import payment_list, payments_csv
from payroll.papers.paper import Column, Paper, Table, signers, standing_of
from payroll.queries.bank import award_payments
from payroll.queries.settings import unit_of
from records.cell_values import Value

State = AwardSheet.State
MARKS = {State.PROPOSED: "草稿　未批准", State.APPROVED: "已批准　未拨付", State.REVERSED: "已冲销　作废"}
COLUMNS = (
    Column("序号", "count", width=9, middle=True),
    Column("机构代码", width=26),
    Column("卫生院", width=64),
    Column("院长", width=40),
    Column("等次", width=17, middle=True),
    Column("年度得分", "points", width=17),
    Column("权数", "points", width=17),
    Column("奖励金额", "money", total=True),
    Column("备注", width=52, wrap=True),
)


def award_paper(sheet: AwardSheet) -> Paper:
    """The sheet as a document: numbered when it is paid, marked as what it is before that."""
    return Paper(
        kind="award",
        params={"award": sheet.pk},
        county=sheet.county,
        title=f"{sheet.county.name}{sheet.year}年度乡镇卫生院院长奖励单",
        tables=[Table("院长奖励单", COLUMNS, [_values(line) for line in lines_of(sheet)], freeze=3)],
        total=sheet.total,
        file=file_stem(sheet, "院长奖励单"),
        created=sheet.paid_at or sheet.made_at,
        unit=unit_of(sheet.county),
        standing=standing(sheet),
        watermark=watermark(sheet),
        words=f"奖励合计（人民币大写）：{in_words(sheet.total)}",
        notes=[_pool(sheet), f"依据：{sheet.publication.scheme}；{sheet.publication}。"],
        people=people(sheet),
        seal=sheet.fingerprint if sheet.number else "",
        number=sheet.number,
    )


def award_bank_paper(sheet: AwardSheet) -> Paper:
    """The payment list of approved or paid awards; its sum is the sheet's total."""
    return payment_list(
        award_payments(sheet),
        kind="award_bank",
        params={"award": sheet.pk},
        county=sheet.county,
        title=f"{sheet.county.name}{sheet.year}年度乡镇卫生院院长奖励银行付款清单",
        file=file_stem(sheet, "院长奖励银行付款清单"),
        created=sheet.paid_at or sheet.made_at,
        standing=standing(sheet),
        watermark=watermark(sheet),
        people=people(sheet),
        number=sheet.number,
    )


def award_bank_csv(sheet: AwardSheet, encoding: str) -> bytes:
    """The list as a bank's program takes it."""
    return payments_csv(award_payments(sheet), encoding)


def lines_of(sheet: AwardSheet) -> list[AwardLine]:
    return list(AwardLine.objects.filter(sheet=sheet).select_related("centre").order_by("ordinal"))


def _values(line: AwardLine) -> list[Value]:
    return [
        *(line.ordinal, line.centre.code, line.centre.name, line.director, line.grade_name, line.score),
        *(line.weight, line.amount, ""),
    ]


def _pool(sheet: AwardSheet) -> str:
    share = f"{sheet.percent.normalize():f}"
    return (
        f"提出时奖励基金余额 {with_commas(sheet.fund)} 元，按 {share}% 用于奖励，"
        "按权数分配到分，余下的分按最大余数分配。"
    )


def watermark(sheet: AwardSheet) -> str:
    """What stands across a sheet that isn't paid, or is no more."""
    return MARKS.get(State(sheet.state), "")


def standing(sheet: AwardSheet) -> str:
    """The number of a paid sheet; of any other that it isn't one."""
    return standing_of(sheet.number, watermark(sheet))


def people(sheet: AwardSheet) -> list[str]:
    """制表人, 批准人, 负责人; a person who has acted is named."""
    return signers([("制表人", sheet.made_by), ("批准人", sheet.approved_by), ("负责人", None)])


def file_stem(sheet: AwardSheet, name: str) -> str:
    mark = sheet.number or MARKS[State(sheet.state)].split("　")[-1]
    return f"{sheet.county.name}{sheet.year}年度{name}_{mark}"
