"""The columns of the centres' workbook: one list for reading and writing, so that read(export(x)) = x."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from centres.models import Centre
from records.errors import Problem
from records.reading.dates import parse_date
from records.reading.names import normalise, tidy
from records.reading.numbers import NOT_ENTERED, CellValue, Parsed, parse_count, shown
from records.reading.tables import Column
from records.writing import Kind

Parser = Callable[..., Parsed[Any] | Problem]
GENERAL, CENTRAL = "一般卫生院", "中心卫生院"
KINDS = {
    GENERAL: Centre.Kind.GENERAL,
    "一般": Centre.Kind.GENERAL,
    CENTRAL: Centre.Kind.CENTRAL,
    "中心": Centre.Kind.CENTRAL,
}
KIND_WORDS: dict[str, str] = {Centre.Kind.GENERAL: GENERAL, Centre.Kind.CENTRAL: CENTRAL}
# Excel keeps 15 digits of a number: a longer account that was typed as a number has lost its end.
EXACT = 10**15


def parse_text(value: CellValue, number_format: str = "") -> Parsed[str] | Problem:
    """A name or a code; the signs for *not entered* read as none."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        return Problem(_("应为文字"), shown(value))
    text = tidy("" if value is None else str(value))
    return Parsed(None if normalise(text) in NOT_ENTERED else text)


def parse_code(value: CellValue, number_format: str = "") -> Parsed[str] | Problem:
    """A code without blanks, full-width letters folded."""
    answer = parse_text(value)
    if isinstance(answer, Problem) or answer.value is None:
        return answer
    return Parsed(normalise(answer.value))


def parse_account(value: CellValue, number_format: str = "") -> Parsed[str] | Problem:
    """The digits of a bank account; blanks between groups of digits are dropped."""
    if not isinstance(value, bool) and isinstance(value, int | float) and abs(value) >= EXACT:
        return Problem(_("银行账号须用文本格式填写，数字格式会丢失末尾几位"), shown(value))
    return parse_code(value)


def parse_kind(value: CellValue, number_format: str = "") -> Parsed[str] | Problem:
    text = normalise(str("" if value is None else value))
    if text in NOT_ENTERED:
        return Parsed(None)
    if text not in KINDS:
        return Problem(_("应填“一般卫生院”或“中心卫生院”"), shown(value))
    return Parsed(KINDS[text])


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the attribute of `Centre` it fills, its header, how it is read and how it is written."""

    name: str
    header: str
    parse: Parser
    kind: Kind = "text"
    aliases: tuple[str, ...] = ()
    width: int | None = None
    comment: str = ""

    @property
    def column(self) -> Column:
        return Column(self.name, self.header, required=self.name in ("code", "name"), aliases=self.aliases)


FIELDS = (
    Field("code", "机构代码", parse_code, width=14, comment="3–24 位字母、数字或连字符；新增时必填。"),
    Field("name", "名称", parse_text, aliases=("机构名称", "卫生院", "卫生院名称"), width=26),
    Field("kind", "类别", parse_kind, aliases=("机构类别",), width=14),
    Field("staffing_quota", "编制数", parse_count, "count", width=10, comment="单位：人"),
    Field("staff_count", "在岗职工数", parse_count, "count", ("在岗职工", "职工人数"), 12, "单位：人"),
    Field("population", "服务人口", parse_count, "count", ("服务人口数",), 12, "单位：人"),
    Field("bank_name", "开户银行", parse_text, width=26),
    Field("bank_account_name", "账户名称", parse_text, aliases=("户名",), width=24),
    Field("bank_account", "银行账号", parse_account, aliases=("账号",), width=24, comment="6–32 位数字，文本格式。"),
    Field("opened_on", "启用日期", parse_date, "date", width=14),
    Field("closed_on", "停用日期", parse_date, "date", width=14),
    Field("merged_into", "并入机构代码", parse_code, width=16, comment="撤并时填写并入的卫生院的机构代码。"),
)  # fmt: skip
BANK = frozenset({"bank_name", "bank_account_name", "bank_account"})
COLUMNS = [field.column for field in FIELDS]


def plain_value(centre: Centre, name: str) -> Any:
    """What the centre holds for a column, as the importer compares it: None for nothing."""
    if name == "merged_into":
        return centre.merged_into.code if centre.merged_into else None
    value = getattr(centre, name)
    return None if value == "" else value
