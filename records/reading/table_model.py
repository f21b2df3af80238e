"""Columns, rows and tables: what `tables.find` answers with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from records.errors import Problem, Problems
from records.reading.files import EMPTY, Cell, Sheet
from records.reading.names import column_letter, normalise
from records.reading.numbers import NOT_ENTERED, Parsed, shown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """A column to read. `units`: the header, or a line above it, must name one of them: 核定补助（万元）."""

    key: str
    header: str
    required: bool = True
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def named(self, header: str, *, exact: bool) -> bool:
        names = (self.header, *self.aliases)
        return header in names if exact else header in {normalise(name) for name in names}


@dataclass(slots=True)
class Row:
    """One row of a table; `number` as Excel counts it."""

    table: "Table"
    number: int

    def cell(self, key: str) -> Cell:
        """The cell of a column; an empty one where the table lacks an optional column."""
        place = self.table.places.get(key)
        return self.table.sheet.cell(self.number, place) if place else EMPTY

    def text(self, key: str) -> str:
        """The cell as text; the signs for *not entered* read as empty."""
        text = self.cell(key).text
        return "" if normalise(text) in NOT_ENTERED else text

    def read(self, key: str, parse: Callable[..., Parsed[T] | Problem], **options: Any) -> T | None:
        """The cell through a parser of `numbers`; a fault goes to the table's problems and reads as None."""
        cell = self.cell(key)
        answer = parse(cell.value, cell.number_format, **options)
        if isinstance(answer, Problem):
            self.fault(key, answer.message, answer.value)
            return None
        return answer.value

    def require(self, key: str, parse: Callable[..., Parsed[T] | Problem], **options: Any) -> T | None:
        """As `read`, but *not entered* is a fault too."""
        before = len(self.table.problems)
        value = self.read(key, parse, **options)
        if value is None and len(self.table.problems) == before:
            self.fault(key, _("此处必须填写"))
        return value

    def fault(self, key: str, message: Any, value: str | None = None) -> None:
        """Record a problem at this row's cell."""
        self.table.problems.add(self.problem(key, message, value))

    def problem(self, key: str, message: Any, value: str | None = None) -> Problem:
        place = self.table.places.get(key)
        return Problem(message, shown(self.cell(key).text) if value is None else value).at(
            sheet=self.table.sheet.name,
            row=self.number,
            column=column_letter(place) if place else "",
            header=self.table.headers.get(key, ""),
        )


@dataclass(slots=True)
class Table:
    """A table that was found. `places` and `headers` are by column key; `notes` are for the preview."""

    sheet: Sheet
    header_row: int
    places: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    totals: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    def unit(self, key: str, default: str = "元") -> str:
        """The unit that the header names; `default` after a problem was recorded for its absence."""
        return self.units.get(key, default)

    def check_total(
        self, key: str, own: Decimal, parse: Callable[..., Parsed[Decimal] | Problem], **options: Any
    ) -> None:
        """Compare the sheet's 合计 of a column with the sum of the rows read; 小计 rows aren't compared."""
        for row in self.totals:
            if "小计" in self.label(row.number):
                continue
            said = row.read(key, parse, **options)
            if said is not None and said != own:
                row.fault(key, _("合计与各行之和 %(sum)s 不符") % {"sum": f"{own:f}"})

    def label(self, number: int) -> str:
        """The first text of a row, folded; it tells a total or a signature line."""
        raw = self.sheet.raw[number - 1] if number <= len(self.sheet.raw) else []
        for place in range(1, len(raw) + 1):
            if text := normalise(self.sheet.cell(number, place).text):
                return text
        return "?" if any((number, place) in self.sheet.formulas for place in self.places.values()) else ""
