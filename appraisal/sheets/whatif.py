"""The comparison of a scenario with today as XLSX: the centres, and the changes behind it."""

from datetime import datetime

from django.utils.translation import gettext as _

from appraisal.models import Level
from appraisal.queries.whatif import Loaded
from appraisal.queries.whatif_page import Comparison, Line
from appraisal.whatif_places import field_words
from records.writing import Book, Col, Value

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_name(loaded: Loaded) -> str:
    return f"{loaded.county}{_owner(loaded)}{loaded.period}情景测算.xlsx"


def _owner(loaded: Loaded) -> str:
    """Who is appraised there, where it isn't the county's centres."""
    if loaded.field.level == Level.CENTRE:
        return ""
    return field_words(loaded.field.level, loaded.field.centre).replace(" · ", "")


def comparison_book(page: Comparison, name: str, now: datetime) -> bytes:
    """Two sheets: 对比 by the rank then, and 改动. A line says that nothing of it is a result."""
    loaded = page.loaded
    title = _("%(county)s%(period)s情景测算") % {
        "county": f"{loaded.county}{_owner(loaded)}",
        "period": loaded.period,
    }
    book = Book(title=title, created=now)
    with_money = page.fund is not None
    sheet = book.sheet(
        _("对比"), _columns(loaded, with_money=with_money), title=title, unit=_unit(with_money)
    )
    sheet.rows(_values(line, with_money=with_money) for line in page.lines)
    if name.strip():
        sheet.line(_("情景：%(name)s") % {"name": name.strip()[:60]})
    sheet.line(_("本表为测算，不是考核结果；考核轮次、评分和结果没有任何改变。"))
    changes = book.sheet(_("改动"), _change_columns(), title=_("情景中的改动"))
    changes.rows([one.title, one.was, one.becomes, "；".join(one.faults)] for one in page.changes)
    return book.data()


def _unit(with_money: bool) -> str:
    return _("单位：分、元") if with_money else _("单位：分")


def _columns(loaded: Loaded, *, with_money: bool) -> list[Col]:
    found = [
        Col(_("工号") if loaded.field.level == Level.STAFF else _("机构代码")),
        Col(_("姓名") if loaded.field.level == Level.STAFF else _("机构名称")),
        Col(_("现总分"), "points"),
        Col(_("测算总分"), "points"),
        Col(_("现名次"), "count"),
        Col(_("测算名次"), "count"),
        Col(_("现等次")),
        Col(_("测算等次")),
        Col(_("变动")),
    ]
    if with_money:
        found += [Col(header, "money") for header in _money_headers()]
    return found


def _money_headers() -> list[str]:
    return [_("现留存兑现"), _("测算留存兑现"), _("现扣减"), _("测算扣减")]


def _values(line: Line, *, with_money: bool) -> list[Value]:
    row = line.row
    words = "，".join(word for word in (line.grade_word, line.rank_word) if word)
    found: list[Value] = [
        line.code,
        line.name,
        row.today.total,
        row.then.total,
        row.today.rank,
        row.then.rank,
        line.today.name,
        line.then.name,
        words,
    ]
    if with_money:
        pair = line.money
        found += (
            [pair[0].released, pair[1].released, pair[0].forfeited, pair[1].forfeited]
            if pair
            else [None, None, None, None]
        )
    return found


def _change_columns() -> list[Col]:
    return [Col(_("改动")), Col(_("现为"), wrap=True), Col(_("改为"), wrap=True), Col(_("说明"), wrap=True)]
