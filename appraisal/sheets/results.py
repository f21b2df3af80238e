"""Published results as XLSX, CSV and JSON: the same rows in the same order, points exact."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from appraisal.models import Level
from appraisal.queries.results import Line, Overview
from appraisal.reports.wording import field_title, period
from records.writing import Book, Col, Value

# What a spreadsheet would take for a formula when it stands first in a cell of a CSV file.
LIVE = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in JSON, its header, its kind in a workbook, and its value."""

    name: str
    header: str
    kind: Any
    value: Callable[[Line], Value]


@dataclass(frozen=True, slots=True)
class Writer:
    """How one format is written."""

    content_type: str
    write: Callable[[Overview], bytes]


def columns(page: Overview) -> list[Column]:
    """The columns with headers in the language of the moment; docs/workbooks.md describes them."""
    level = page.publication.level
    code, name = (_("工号"), _("姓名")) if level == Level.STAFF else (_("机构代码"), _("机构名称"))
    return [
        Column("rank", _("名次"), "count", lambda line: line.rank),
        Column("code", code, "text", lambda line: line.code),
        Column("name", name, "text", lambda line: line.name),
        *(_centre_parts() if level == Level.CENTRE else _parts(page)),
        Column("total", _("总分"), "points", lambda line: line.total),
        Column("grade", _("等次"), "text", lambda line: line.grade_name),
        Column("remark", _("备注"), "text", lambda line: line.remark),
        Column("standing", _("状态"), "text", lambda line: line.standing_name),
        *(
            [Column("director", _("院长"), "text", lambda line: line.director)]
            if level == Level.CENTRE
            else []
        ),
    ]


def _centre_parts() -> list[Column]:
    return [
        Column("june", _("6月得分"), "points", lambda line: line.june),
        Column("december", _("12月得分"), "points", lambda line: line.december),
    ]


def _parts(page: Overview) -> list[Column]:
    """The rounds behind a year's total at the other levels."""
    return [
        Column(kind, str(header), "points", lambda line, place=place: line.parts[place])  # type: ignore[misc]
        for place, (kind, header) in enumerate(page.columns)
    ]


def as_xlsx(page: Overview) -> bytes:
    publication = page.publication
    title = _("%(county)s%(period)s%(field)s绩效考核结果") % {
        "county": publication.county.name,
        "period": period(publication),
        "field": field_title(publication),
    }
    book = Book(title=title, created=publication.published_at)
    wanted = columns(page)
    heads = [Col(column.header, column.kind) for column in wanted]
    sheet = book.sheet(_("考核结果"), heads, title=title, unit=_("单位：分"))
    sheet.rows([column.value(line) for column in wanted] for line in page.lines)
    sheet.line(counts_line(page))
    sheet.line(_("结果第%(version)s版，封存指纹%(fingerprint)s") % _seal(page))
    sheet.signatures([_("制表人"), _("审核人"), _("负责人")])
    return book.data()


def counts_line(page: Overview) -> str:
    """How many were graded, and how many got each grade."""
    unit = page.publication.words.unit
    counts = "，".join(
        _("%(grade)s%(count)s%(unit)s") % {"grade": one.name, "count": one.count, "unit": unit}
        for one in page.grades
    )
    return _("参加定等%(graded)s%(unit)s：%(counts)s。") % {
        "graded": page.publication.graded,
        "unit": unit,
        "counts": counts,
    }


def as_csv(page: Overview) -> bytes:
    """UTF-8 with a byte order mark, which Excel and WPS need; points with two places, nothing for what is missing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    wanted = columns(page)
    writer.writerow([column.header for column in wanted])
    writer.writerows([_plain(column.value(line)) for column in wanted] for line in page.lines)
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(LIVE) else text


def as_json(page: Overview) -> bytes:
    return json.dumps(document(page), ensure_ascii=False, indent=2).encode()


def document(page: Overview) -> dict[str, Any]:
    """The publication and its rows as plain values; points as strings, so that nobody reads them as floats."""
    publication, wanted = page.publication, columns(page)
    owner = {"level": publication.level} if publication.level != Level.CENTRE else {}
    owner |= {"centre": publication.centre.code} if publication.centre else {}
    return owner | {
        "county": publication.county.code,
        "year": publication.year,
        "kind": publication.kind,
        "published_at": publication.published_at.isoformat(),
        "scheme": {"code": publication.scheme.code, "version": publication.scheme.version},
        "graded": publication.graded,
        "top_places": publication.top_places,
        **_seal(page),
        "grades": [{"code": one.code, "name": one.name, "count": one.count} for one in page.grades],
        "results": [_row(line, wanted) for line in page.lines],
    }


def _row(line: Line, wanted: Sequence[Column]) -> dict[str, Any]:
    plain: dict[str, Any] = {column.name: column.value(line) for column in wanted}
    points = {name: f"{value:.2f}" for name, value in plain.items() if isinstance(value, Decimal)}
    return plain | points | {"grade_code": line.grade_code, "standing_code": line.standing}


def _seal(page: Overview) -> dict[str, Any]:
    return {"version": page.publication.version, "fingerprint": page.publication.fingerprint}


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS: dict[str, Writer] = {
    "xlsx": Writer(XLSX, as_xlsx),
    "csv": Writer("text/csv; charset=utf-8", as_csv),
    "json": Writer("application/json", as_json),
}


def write(page: Overview, kind: str) -> bytes:
    """The results in that format. KeyError for a format that isn't one of WRITERS."""
    return WRITERS[kind].write(page)
