"""A release sheet as a workbook: columns of RULES 12, live totals with stored results, 大写, signature block.

The texts are the document's and stay Chinese in every language of the screen.
"""

from decimal import Decimal

from payroll.models import ReleaseLine, ReleaseSheet
from payroll.queries.sheets import SheetView
from records.cell_values import Value
from records.writing import Book, Col, Sheet

Kind, State = ReleaseSheet.Kind, ReleaseSheet.State
MONTH_TITLES = {
    Kind.JUNE: "上半年考核兑现",
    Kind.YEAR_END: "年终考核兑现",
    Kind.ADVANCE_JUNE: "上半年部分预拨",
    Kind.ADVANCE_YEAR: "年终部分预拨",
}
DUE = {Kind.MONTH: "本月应拨", Kind.ADVANCE_JUNE: "本次预拨", Kind.ADVANCE_YEAR: "本次预拨"}
STATE_MARKS = {State.DRAFT: "草稿　未审核", State.REVIEWED: "已复核　未拨付"}
REVERSED_MARK = "　【已冲销，作废】"
# Codes and names stay in sight while the figures are scrolled.
FROZEN = 3


def columns(sheet: ReleaseSheet) -> list[Col]:
    """The columns of RULES 9 and 12; score, grade and forfeit stay empty on a month's sheet."""
    due = DUE.get(Kind(sheet.kind), "应兑现")
    return [
        Col("序号", "count", width=6, align="center"),
        Col("机构代码"),
        Col("卫生院"),
        Col("年度核定补助", "money", total=True),
        Col("已按月拨付", "money", total=True),
        Col("留存", "money", total=True),
        Col("得分", "points", width=8),
        Col("等次", width=8, align="center"),
        Col(due, "money", total=True),
        Col("扣减转入奖励基金", "money", total=True),
        Col("以前多（少）拨调整", "money", total=True),
        Col("本次实拨", "money", total=True),
        Col("备注", width=24, wrap=True),
    ]


def values(line: ReleaseLine) -> list[Value]:
    """One line in the order of the columns."""
    return [
        line.ordinal,
        line.centre_code,
        line.centre_name,
        line.budget,
        line.monthly_paid,
        line.holdback,
        line.score,
        line.grade_name,
        line.due,
        line.forfeited,
        line.adjustment,
        line.amount,
        line.remark,
    ]


def document_title(sheet: ReleaseSheet) -> str:
    """ "临江县乡镇卫生院补助经费拨付单（2026年7月）", with the mark of an unapproved one."""
    period = f"{sheet.month}月" if sheet.kind == Kind.MONTH else MONTH_TITLES[Kind(sheet.kind)]
    return f"{sheet.county.name}乡镇卫生院补助经费拨付单（{sheet.year}年{period}）"


def standing(sheet: ReleaseSheet) -> str:
    """The number of a paid sheet; of any other that it isn't one."""
    mark = REVERSED_MARK if sheet.state == State.REVERSED else ""
    return f"编号：{sheet.number}{mark}" if sheet.number else f"【{STATE_MARKS[State(sheet.state)]}】"


def people(sheet: ReleaseSheet) -> list[str]:
    """制表人, 审核人, 负责人; a person who has acted is named, the hand-written signature follows."""
    names = [("制表人", sheet.made_by), ("审核人", sheet.reviewed_by), ("负责人", None)]
    return [f"{post}（{person}）" if person else post for post, person in names]


def release_xlsx(view: SheetView) -> bytes:
    """The workbook of a sheet; equal contents give equal bytes."""
    sheet = view.sheet
    title = document_title(sheet)
    book = Book(title=title, created=sheet.paid_at or sheet.made_at)
    page = book.sheet(
        "拨付单", columns(sheet), title=title, unit=f"{standing(sheet)}　　单位：元", freeze=FROZEN
    )
    page.rows(values(line) for line in view.lines)
    page.total()
    page.line(f"本次实拨合计（人民币大写）：{view.words}")
    _notes(page, view)
    page.signatures(people(sheet))
    return book.data()


def _notes(page: Sheet, view: SheetView) -> None:
    left_out = "；".join(f"{one['name']}（{one['zh']}）" for one in view.sheet.left_out)
    if left_out:
        page.line(f"说明：以下卫生院未列入本单：{left_out}。")
    if view.sheet.fingerprint:
        page.line(f"说明：校验指纹 {view.sheet.fingerprint}")


def file_name(sheet: ReleaseSheet, ending: str) -> str:
    """A name to find it by: number, or state, period, county."""
    period = f"{sheet.month}月" if sheet.kind == Kind.MONTH else MONTH_TITLES[Kind(sheet.kind)]
    mark = sheet.number or str(State(sheet.state).label)
    return f"{sheet.county.name}{sheet.year}年{period}拨付单_{mark}.{ending}"


def as_json(view: SheetView) -> dict[str, object]:
    """The sheet for programs: exact amounts as strings."""
    sheet = view.sheet
    header = columns(sheet)
    keys = [
        "ordinal", "centre_code", "centre_name", "budget", "monthly_paid", "holdback", "score", "grade",
        "due", "forfeited", "adjustment", "amount", "remark",
    ]  # fmt: skip
    return {
        "county": sheet.county.code,
        "year": sheet.year,
        "kind": sheet.kind,
        "month": sheet.month,
        "state": sheet.state,
        "number": sheet.number,
        "fingerprint": sheet.fingerprint,
        "unit": "元",
        "total": _plain(sheet.total),
        "total_in_words": view.words,
        "forfeited": _plain(sheet.forfeited),
        "columns": dict(zip(keys, (column.header for column in header), strict=True)),
        "lines": [
            {**dict(zip(keys, map(_plain, values(line)), strict=True)), "steps": line.steps}
            for line in view.lines
        ],
        "left_out": sheet.left_out,
    }


def _plain(value: object) -> object:
    return f"{value:f}" if isinstance(value, Decimal) else value
