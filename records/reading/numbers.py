"""The one parser for numbers, used by forms, the score grid and imports alike (SAFETY, Reading).

A cell of a workbook comes as bool, int, float, date or text, a form field and a CSV cell as text. The
answer is `Parsed` (value None: not entered, never 0) or a `Problem` that says what is expected. Values
are exact: a binary float is read by its shortest decimal form and may move by at most 1e-9 to reach the
grid.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from records.errors import Problem

T = TypeVar("T")

NOT_ENTERED = frozenset({"", "-", "—", "/", "无"})
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
TOLERANCE = Decimal("1e-9")
PERCENT_IN_FORMAT = re.compile(r'"[^"]*"|\\.|(%)')
WIDE_OR_ASCII = re.compile(r"[\x20-\x7e\uff01-\uff5e\u00a0\u2000-\u200a\u3000\t\r\n]*")


@dataclass(frozen=True, slots=True)
class CellError:
    """An error cell of a workbook, such as #DIV/0!."""

    code: str


CellValue = None | bool | int | float | Decimal | str | date | time | timedelta | CellError


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A value on its grid, or None for *not entered*. `marked_as_text`: it stood in the sheet as text."""

    value: T | None
    marked_as_text: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """What one kind of number may look like.

    places: decimals kept; digits: most digits before the point; factor: what the header's unit multiplies by;
    commas: thousands commas may stand; percent: a per cent sign or format is expected rather than refused.
    """

    places: int = 2
    digits: int = 9
    factor: int = 1
    negative: bool = False
    commas: bool = False
    percent: bool = False

    @property
    def typed_places(self) -> int:
        """Decimals that text may have: 万元 shifts the point by four."""
        return self.places + len(str(self.factor)) - 1

    @property
    def expected(self) -> str:
        """What to type, in words."""
        if self.typed_places == 0:
            return _("应为不超过%(digits)d位的整数") % {"digits": self.digits}
        words = {"digits": self.digits, "places": self.typed_places}
        if self.percent:
            return _("应为百分数或数字，最多%(places)d位小数") % words
        if self.negative:
            return _("应为数字，可为负数，最多%(places)d位小数") % words
        return _("应为不小于0的数字，最多%(places)d位小数") % words


POINTS = Grid()
QUANTITY = Grid(digits=12)
RATE = Grid(percent=True)
COUNT = Grid(places=0)
YUAN = Grid(digits=12, commas=True)
TEN_THOUSAND_YUAN = Grid(digits=12, commas=True, factor=10_000)
MONEY_UNITS = {"元": YUAN, "万元": TEN_THOUSAND_YUAN}


def parse_points(value: CellValue, number_format: str = "") -> Parsed[Decimal] | Problem:
    """Points, at most 2 decimals, not negative; a per cent format is refused."""
    return parse(value, POINTS, number_format)


def parse_quantity(value: CellValue, number_format: str = "") -> Parsed[Decimal] | Problem:
    """A numerator, denominator or measured value in the unit its header names."""
    return parse(value, QUANTITY, number_format)


def parse_rate(value: CellValue, number_format: str = "") -> Parsed[Decimal] | Problem:
    """A rate in per cent: 22.42, "22.42%" and a cell 0.2242 formatted 0.00% are all 22.42."""
    return parse(value, RATE, number_format)


def parse_money(value: CellValue, number_format: str = "", *, unit: str = "元") -> Parsed[Decimal] | Problem:
    """Yuan to the fen. `unit` is the one named by the header, 元 or 万元."""
    return parse(value, MONEY_UNITS[unit], number_format)


def parse_count(value: CellValue, number_format: str = "") -> Parsed[int] | Problem:
    """A whole number of people, cases or the like."""
    answer = parse(value, COUNT, number_format)
    if isinstance(answer, Problem):
        return answer
    return Parsed(None if answer.value is None else int(answer.value), answer.marked_as_text)


def parse(value: CellValue, grid: Grid, number_format: str = "") -> Parsed[Decimal] | Problem:
    """Read one cell or field on `grid`."""
    if value is None:
        return Parsed(None)
    if isinstance(value, str):
        return _from_text(value, grid)
    if isinstance(value, bool):
        return Problem(_("单元格是逻辑值，%(expected)s") % {"expected": grid.expected}, shown(value))
    if isinstance(value, CellError):
        return Problem(_("单元格是错误值，%(expected)s") % {"expected": grid.expected}, value.code)
    if isinstance(value, int | float | Decimal):
        return _from_number(value, grid, number_format)
    return Problem(_("单元格是日期或时间，%(expected)s") % {"expected": grid.expected}, shown(value))


def shown(value: object) -> str:
    """The value as the person typed it, for a message: at most 60 characters."""
    text = value.code if isinstance(value, CellError) else str("" if value is None else value)
    return text if len(text) <= 60 else text[:59] + "…"


def is_percent(number_format: str) -> bool:
    """Whether an Excel number format shows per cent: a % outside quotes and escapes."""
    return any(match.group(1) for match in PERCENT_IN_FORMAT.finditer(number_format))


def _from_number(value: int | float | Decimal, grid: Grid, number_format: str) -> Parsed[Decimal] | Problem:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or abs(exact) >= Decimal(10) ** 18:
        return Problem(grid.expected, shown(value))
    percent = is_percent(number_format)
    if percent and not grid.percent:
        return Problem(
            _("单元格是百分比格式，%(expected)s") % {"expected": grid.expected}, f"{exact * 100:f}%"
        )
    return _onto_grid(exact * 100 if percent else exact, grid, shown(value), _noise(value, grid))


def _noise(value: int | float | Decimal, grid: Grid) -> Decimal:
    """How far binary arithmetic may have moved the value: 1e-9, or 4 units in the last place of large money.

    A sum of amounts of twelve digits can't be nearer than that in a workbook; it is still far below half
    a fen.
    """
    if isinstance(value, float) and grid.commas:
        return max(TOLERANCE, min(4 * Decimal(math.ulp(value)) * grid.factor, Decimal("0.001")))
    return TOLERANCE


def _from_text(text: str, grid: Grid) -> Parsed[Decimal] | Problem:
    bare = text.translate(ZERO_WIDTH).strip()
    if unicodedata.normalize("NFKC", bare) in NOT_ENTERED:
        return Parsed(None)
    # NFKC would also turn 8² into 82 and ① into 1: only full-width forms of ASCII may change.
    folded = unicodedata.normalize("NFKC", bare) if WIDE_OR_ASCII.fullmatch(bare) else ""
    if folded.endswith("%"):
        if not grid.percent:
            return Problem(_("不能填百分数，%(expected)s") % {"expected": grid.expected}, shown(text))
        folded = folded[:-1].rstrip()
    if not _pattern(grid).fullmatch(folded):
        return Problem(grid.expected, shown(text))
    return _onto_grid(Decimal(folded.replace(",", "")), grid, shown(text), TOLERANCE, from_text=True)


def _pattern(grid: Grid) -> re.Pattern[str]:
    whole = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)" if grid.commas else r"[0-9]+"
    decimals = rf"(?:\.[0-9]{{1,{grid.typed_places}}})?" if grid.typed_places else ""
    return re.compile(("-?" if grid.negative else "") + whole + decimals)


def _onto_grid(
    exact: Decimal, grid: Grid, typed: str, tolerance: Decimal, *, from_text: bool = False
) -> Parsed[Decimal] | Problem:
    scaled = exact * grid.factor
    if abs(scaled) >= Decimal(10) ** grid.digits:
        return Problem(_("数值过大，%(expected)s") % {"expected": grid.expected}, typed)
    value = scaled.quantize(Decimal(1).scaleb(-grid.places), ROUND_HALF_UP) + 0
    if abs(value - scaled) > tolerance or (value < 0 and not grid.negative):
        return Problem(grid.expected, typed)
    return Parsed(value, marked_as_text=from_text)
