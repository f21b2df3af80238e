"""A release sheet (RULES 9, 12): the columns that issue and rules name, its number or that it has none."""

from payroll.models import ReleaseLine, ReleaseSheet
from payroll.papers.paper import Column, Paper, Table, signers, standing_of
from payroll.queries.sheets import SheetView
from records.cell_values import Value

Kind, State = ReleaseSheet.Kind, ReleaseSheet.State
PERIODS = {
    Kind.JUNE: "上半年考核兑现",
    Kind.YEAR_END: "年终考核兑现",
    Kind.ADVANCE_JUNE: "上半年部分预拨",
    Kind.ADVANCE_YEAR: "年终部分预拨",
}
DUE = {Kind.MONTH: "本月应拨", Kind.ADVANCE_JUNE: "本次预拨", Kind.ADVANCE_YEAR: "本次预拨"}
JUDGED = {Kind.JUNE: "上半年", Kind.YEAR_END: "年终"}
MARKS = {State.DRAFT: "草稿　未审核", State.REVIEWED: "已复核　未拨付", State.REVERSED: "已冲销　作废"}
# Codes and names stay in sight while the figures are scrolled.
FROZEN = 3


def columns(sheet: ReleaseSheet) -> list[Column]:
    """The columns of RULES 9 and 12; score, grade and forfeit stay empty on a month's sheet."""
    kind = Kind(sheet.kind)
    judged = JUDGED.get(kind, "")
    return [
        Column("序号", "count", width=9, middle=True),
        Column("机构代码", width=17),
        Column("卫生院", width=36),
        Column("年度核定补助", "money", total=True),
        Column("已按月拨付", "money", total=True),
        Column("留存", "money", total=True),
        Column(f"{judged}得分", "points", width=13),
        Column(f"{judged}等次", width=13, middle=True),
        Column(DUE.get(kind, "应兑现"), "money", total=True),
        Column("扣减转入奖励基金", "money", total=True),
        Column("以前多（少）拨调整", "money", total=True),
        Column("本次实拨", "money", total=True),
        Column("备注", width=26, wrap=True),
    ]


def values(line: ReleaseLine) -> list[Value]:
    """One line in the order of the columns."""
    return [
        *(line.ordinal, line.centre_code, line.centre_name, line.budget, line.monthly_paid, line.holdback),
        *(line.score, line.grade_name, line.due, line.forfeited, line.adjustment, line.amount, line.remark),
    ]


def period_of(sheet: ReleaseSheet) -> str:
    return f"{sheet.month}月" if sheet.kind == Kind.MONTH else PERIODS[Kind(sheet.kind)]


def document_title(sheet: ReleaseSheet) -> str:
    """ "临江县乡镇卫生院补助经费拨付单（2026年7月）"."""
    return f"{sheet.county.name}乡镇卫生院补助经费拨付单（{sheet.year}年{period_of(sheet)}）"


def watermark(sheet: ReleaseSheet) -> str:
    """What stands across a sheet that isn't paid, or is no more."""
    return MARKS.get(State(sheet.state), "")


def standing(sheet: ReleaseSheet) -> str:
    """The number of a paid sheet; of any other that it isn't one."""
    return standing_of(sheet.number, watermark(sheet))


def people(sheet: ReleaseSheet) -> list[str]:
    """制表人, 审核人, 负责人; a person who has acted is named, the hand-written signature follows."""
    return signers([("制表人", sheet.made_by), ("审核人", sheet.reviewed_by), ("负责人", None)])


def notes(sheet: ReleaseSheet) -> list[str]:
    left_out = "；".join(f"{one['name']}（{one['zh']}）" for one in sheet.left_out)
    found = [f"以下卫生院未列入本单：{left_out}。"] if left_out else []
    if sheet.scheme_id:
        basis = f"；{sheet.publication}" if sheet.publication else ""
        found.append(f"依据：{sheet.scheme}{basis}。")
    return found


def release_paper(view: SheetView) -> Paper:
    """The sheet as a document."""
    sheet = view.sheet
    return Paper(
        kind="release",
        params={"sheet": sheet.pk},
        county=sheet.county,
        title=document_title(sheet),
        tables=[Table("拨付单", columns(sheet), [values(line) for line in view.lines], FROZEN)],
        total=sheet.total,
        file=file_stem(sheet),
        created=sheet.paid_at or sheet.made_at,
        unit=view.unit,
        standing=standing(sheet),
        watermark=watermark(sheet),
        words=f"本次实拨合计（人民币大写）：{view.words}",
        notes=notes(sheet),
        people=people(sheet),
        seal=sheet.fingerprint,
        number=sheet.number,
    )


def file_stem(sheet: ReleaseSheet, name: str = "拨付单") -> str:
    """A name to find it by: period, county, number or state."""
    mark = sheet.number or str(State(sheet.state).label)
    return f"{sheet.county.name}{sheet.year}年{period_of(sheet)}{name}_{mark}"
