"""Plain lists that come and go as workbooks: village clinics, support hospitals, staff.

One list of columns for reading and writing, so that read(export(x)) = x. `centres.list_importer` reads them,
`centres.list_books` writes them; the health centres themselves have columns of their own in `centre_columns`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.centre_columns import parse_code, parse_text
from centres.models import Centre, Post, Region, Staff, SupportHospital, User, VillageClinic
from records.errors import Problem
from records.reading.dates import parse_date
from records.reading.names import normalise
from records.reading.numbers import NOT_ENTERED, CellValue, Parsed, parse_count, shown
from records.writing import Kind

Parser = Callable[..., Parsed[Any] | Problem]
Rows = Callable[[Region], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the attribute it fills, its header, how it is read and written.

    `words` are a choice's codes by their words. `related` gives the rows of a county that the column may name,
    and `by` the attribute that names them.
    """

    name: str
    header: str
    parse: Parser
    kind: Kind = "text"
    aliases: tuple[str, ...] = ()
    width: int = 14
    comment: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    related: Rows | None = None
    by: str = "code"
    attribute: str = ""

    @property
    def target(self) -> str:
        return self.attribute or self.name


@dataclass(frozen=True, slots=True)
class Listing:
    """One kind of list: its model, its columns, which of them tell rows apart, what a new row must have.

    `apart` are columns that together no two rows share although they aren't the key: a clinic's name in its centre.
    """

    kind: str
    title: Any
    sheet: str
    model: type[Any]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    needed: tuple[str, ...]
    rows: Rows
    visible: Callable[[User], QuerySet[Any]]
    help: Any
    apart: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        return next(one for one in self.columns if one.name == name)


def words_of(choices: Mapping[str, str]) -> Parser:
    """A parser of a choice: one of these words, read as its code."""

    def parse(value: CellValue, number_format: str = "") -> Parsed[str] | Problem:
        text = normalise(str("" if value is None else value))
        if text in NOT_ENTERED:
            return Parsed(None)
        if text not in choices:
            return Problem(_("应填以下之一：%(words)s") % {"words": "、".join(choices)}, shown(value))
        return Parsed(choices[text])

    return parse


def parse_day(value: CellValue, number_format: str = "") -> Parsed[str] | Problem:
    """A day as plain text, as a staged import keeps it."""
    answer = parse_date(value)
    if isinstance(answer, Problem):
        return answer
    return Parsed(answer.value.isoformat() if answer.value else None)


def written(obj: Any, column: Column) -> Any:
    """What a row holds for a column as the workbook shows it: None for nothing."""
    value = getattr(obj, column.target)
    if column.related is not None:
        return getattr(value, column.by) if value is not None else None
    if column.words:
        return {code: word for word, code in column.words.items()}.get(_code(value))
    return None if value == "" else value


def plain_value(obj: Any, column: Column) -> Any:
    """The same as the importer compares it: choices by code, days as text."""
    value = getattr(obj, column.target)
    if column.related is not None:
        return getattr(value, column.by) if value is not None else None
    if isinstance(value, date):
        return value.isoformat()
    if column.words:
        return _code(value)
    return None if value == "" else value


def _code(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def stored_value(column: Column, value: Any) -> Any:
    """A plain value as the attribute takes it."""
    if column.kind == "date":
        return date.fromisoformat(value)
    if set(column.words.values()) == {"yes", "no"}:
        return value == "yes"
    return value


def _centres(county: Region) -> QuerySet[Any]:
    return Centre.objects.filter(county=county)


EMPLOYMENT = {"在编": Staff.Employment.PERMANENT.value, "聘用": Staff.Employment.CONTRACT.value}
YES_NO = {"是": "yes", "否": "no"}
OPENED, CLOSED = (
    Column("opened_on", "启用日期", parse_day, "date"),
    Column("closed_on", "停用日期", parse_day, "date"),
)
CODE = Column("code", "机构代码", parse_code, comment="3–24 位字母、数字或连字符；新增时必填。")

CLINICS = Listing(
    kind="clinics",
    title=gettext_lazy("村卫生室"),
    sheet="村卫生室",
    model=VillageClinic,
    columns=(
        CODE,
        Column("name", "名称", parse_text, aliases=("村卫生室", "机构名称"), width=24),
        Column(
            "parent", "所属卫生院代码", parse_code, aliases=("卫生院代码",), width=16, related=_centres,
            comment="由哪家卫生院管理，填卫生院的机构代码。",
        ),
        Column("staff_count", "村医人数", parse_count, "count"),
        Column("population", "服务人口", parse_count, "count"),
        OPENED,
        CLOSED,
    ),
    key=("code",),
    needed=("name", "parent"),
    rows=lambda county: VillageClinic.objects.filter(county=county).select_related("parent", "county"),
    visible=lambda user: VillageClinic.objects.visible_to(user),
    help=gettext_lazy("每行一家村卫生室，写明所属卫生院的机构代码。留空的格不改动；有一处错误则全部不写入。"),
    apart=("parent", "name"),
)  # fmt: skip
HOSPITALS = Listing(
    kind="hospitals",
    title=gettext_lazy("支援医院"),
    sheet="支援医院",
    model=SupportHospital,
    columns=(
        CODE,
        Column("name", "名称", parse_text, aliases=("医院名称", "机构名称"), width=24),
        Column("staff_count", "在岗职工数", parse_count, "count"),
        OPENED,
        CLOSED,
    ),
    key=("code",),
    needed=("name",),
    rows=lambda county: SupportHospital.objects.filter(county=county).select_related("county"),
    visible=lambda user: SupportHospital.objects.visible_to(user),
    help=gettext_lazy("每行一家对口支援乡镇卫生院的县级医院。留空的格不改动；有一处错误则全部不写入。"),
    apart=("name",),
)
STAFF = Listing(
    kind="staff",
    title=gettext_lazy("职工"),
    sheet="职工",
    model=Staff,
    columns=(
        Column("centre", "机构代码", parse_code, related=_centres, comment="职工所在卫生院的机构代码。"),
        Column("number", "工号", parse_code, comment="本院内不重复。"),
        Column("name", "姓名", parse_text, width=14),
        Column(
            "post", "岗位", parse_text, width=16, by="name",
            related=lambda county: Post.objects.filter(county=county), comment="本县已登记的岗位名称。",
        ),
        Column("employment", "用工形式", words_of(EMPLOYMENT), words=EMPLOYMENT),
        Column("key_talent", "技术骨干", words_of(YES_NO), words=YES_NO),
        Column("started_on", "到岗日期", parse_day, "date"),
        Column("ended_on", "离岗日期", parse_day, "date"),
    ),
    key=("centre", "number"),
    needed=("name",),
    rows=lambda county: Staff.objects.filter(centre__county=county).select_related("centre__county", "post"),
    visible=lambda user: Staff.objects.visible_to(user),
    help=gettext_lazy("每行一名职工，按机构代码和工号认定。留空的格不改动；有一处错误则全部不写入。"),
)  # fmt: skip
LISTINGS = {one.kind: one for one in (CLINICS, HOSPITALS, STAFF)}
