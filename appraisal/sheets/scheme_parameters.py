"""Read the lines of the parameter sheets: whose they are, and the parameters of one rule out of its lines.

A single value may stand in any line of its indicator, in the first as a rule; twice with different values is a fault.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from appraisal.core.rules import RULES, Parameter
from appraisal.core.text import Text
from appraisal.sheets.scheme_cells import read_field, read_parameter
from appraisal.sheets.scheme_families import CODE, PART, Family, ParameterColumn, family_of, tables_of
from records.reading.tables import Row, Table

Owner = tuple[str, str]
# Parameters that say what is measured, and what they hold where that is in per cent.
RATES = {"measure": {"ratio"}, "statistic": {"rate"}, "value_unit": {"%"}}


@dataclass(slots=True)
class Line:
    """A line of a parameter sheet; `family` is None on sheets of the previous layout, which served every kind."""

    row: Row
    family: Family | None
    taken: bool = False


@dataclass(slots=True)
class Placed:
    """A rule that was read, with the rows that its parameters came from: where its faults are shown."""

    kind: str
    home: Row
    home_key: str
    params: dict[str, Any] = field(default_factory=dict)
    lines: list[Row] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    parts: dict[int, "Placed"] = field(default_factory=dict)


class Lines:
    """All lines by owner: an indicator's code and, for a part, its own."""

    def __init__(self) -> None:
        self.by_owner: dict[Owner, list[Line]] = defaultdict(list)
        self.tables: list[Table] = []
        # What every owner's rule is; None where that couldn't be read, so that its lines aren't blamed.
        self.kinds: dict[Owner, str | None] = {}

    def add(self, table: Table, family: Family | None) -> None:
        """Take the lines of one sheet."""
        self.tables.append(table)
        for row in table.rows:
            part = read_field(row, PART) if family is None or family.has_parts else ""
            self.by_owner[(read_field(row, CODE), part)].append(Line(row, family))

    def of(self, owner: Owner, kind: str) -> list[Row]:
        """The lines of one owner that its kind takes."""
        lines = [
            one for one in self.by_owner.get(owner, ()) if one.family is None or kind in one.family.kinds
        ]
        for line in lines:
            line.taken = True
        return [line.row for line in lines]

    def note_strays(self, owner: Owner) -> None:
        """Blame lines that stand on the sheet of another rule."""
        kind = self.kinds.get(owner)
        for line in self.by_owner.get(owner, ()):
            if not line.taken and kind is not None:
                line.row.fault("code", _wrong_sheet(owner, kind))

    def note_unknown(self) -> None:
        """Blame lines of indicators and parts that aren't there, and lines on the sheet of another rule."""
        for owner, lines in self.by_owner.items():
            code, part = owner
            if owner in self.kinds:
                self.note_strays(owner)
                continue
            for line in lines:
                if code and (code, "") not in self.kinds:
                    line.row.fault("code", _("“指标”表中没有这个编码"))
                elif code and part and self.kinds[(code, "")] is not None:
                    line.row.fault("part", _("这个指标没有这个子项：子项列在“组合”表中"))


def _wrong_sheet(owner: Owner, kind: str) -> str:
    family, rule = family_of(kind), RULES[kind].name.zh
    words = {"owner": "/".join(one for one in owner if one), "rule": rule}
    if family is None:
        return _("“%(owner)s”的规则是“%(rule)s”，没有参数，请删去本行") % words
    return _("“%(owner)s”的规则是“%(rule)s”，参数应填在“%(sheet)s”表") % {**words, "sheet": family.name}


def read_params(kind: str, owner: Owner, home: Row, home_key: str, lines: Lines) -> Placed:
    """The parameters of one rule as JSON data, faults recorded at their cells."""
    found = Placed(kind, home, home_key, lines=lines.of(owner, kind))
    family = family_of(kind)
    if family is None:
        return found
    columns = sorted(family.of(kind), key=_measure_first)
    for row in found.lines:
        _refuse_others(row, kind, {column.key for column, _table, _one in columns})
    for column, owner_table, parameter in columns:
        if not owner_table:
            rate = is_rate(kind, found.params)
            value = _single(found.lines, column, parameter, rate=rate)
            if value is not None:
                found.params[parameter.name] = value
    for table in tables_of(kind):
        _read_table(found, owner, table, lines)
    return found


def _measure_first(entry: tuple[ParameterColumn, str, Parameter]) -> bool:
    """取数方式 and 数值单位 before all others: they say whether a figure may be typed as per cent."""
    return entry[2].name not in RATES


def is_rate(kind: str, params: Mapping[str, Any]) -> bool:
    """Whether the measured value is in per cent: a ratio, a rate of answers, or a plain value whose unit is %."""
    declared = {one.name: one for one in RULES[kind].parameters}
    return any(
        params.get(name, declared[name].default) in values
        for name, values in RATES.items()
        if name in declared
    )


def _refuse_others(row: Row, kind: str, own: set[str]) -> None:
    """Cells filled in for parameters that the rule doesn't have."""
    for key in row.table.places:
        if key.startswith("parameter:") and key not in own and row.cell(key).text:
            words = {"rule": RULES[kind].name.zh, "name": row.table.headers[key]}
            row.fault(key, _("规则“%(rule)s”没有参数“%(name)s”，请清空") % words)


def _single(rows: list[Row], column: ParameterColumn, parameter: Parameter, *, rate: bool) -> Any:
    """A value that an owner has once."""
    first: Row | None = None
    value = None
    for row in rows:
        if not row.cell(column.key).text:
            continue
        again = read_parameter(row, column.key, parameter, rate=rate)
        if first is None:
            first, value = row, again
        elif again is not None and value is not None and again != value:
            words = {"row": first.number, "sheet": first.table.sheet.name}
            row.fault(column.key, _("与“%(sheet)s”表第%(row)d行不一致；一个指标只填一次") % words)
    return value


def _read_table(found: Placed, owner: Owner, table: Parameter, lines: Lines) -> None:
    """The rows of one table: a line belongs to it where any of its cells is filled."""
    family = family_of(found.kind)
    assert family is not None  # noqa: S101  (it has this table)
    own = [(column, one) for column, name, one in family.of(found.kind) if name == table.name]
    rows = [row for row in found.lines if any(row.cell(column.key).text for column, _one in own)]
    rate = is_rate(found.kind, found.params)
    made = [_table_row(number, row, own, rate=rate) for number, row in enumerate(rows, start=1)]
    if table.type == "parts":
        for number, (row, part) in enumerate(zip(rows, made, strict=True)):
            _read_part(found, owner, number, row, part, table, lines)
    if made:
        found.params[table.name], found.tables[table.name] = made, rows


def _table_row(
    number: int, row: Row, columns: list[tuple[ParameterColumn, Parameter]], *, rate: bool
) -> dict[str, Any]:
    made = {}
    for column, parameter in columns:
        value = read_parameter(row, column.key, parameter, rate=rate)
        if value is None and parameter.type == "code" and not row.cell(column.key).text:
            value = f"k{number}"
        if value is not None:
            made[parameter.name] = value
    return made


def _read_part(
    found: Placed, owner: Owner, number: int, row: Row, part: dict[str, Any], table: Parameter, lines: Lines
) -> None:
    """The parameters of a part, which stand on the sheet of its own rule."""
    kind, code = part.get("kind"), str(part.get("code", ""))
    lines.kinds[(owner[0], code)] = kind
    if kind is not None:
        key = next(
            column.key for column, name, one in _of(found.kind) if one.name == "kind" and name == table.name
        )
        placed = found.parts[number] = read_params(kind, (owner[0], code), row, key, lines)
        if placed.params:
            part["params"] = placed.params


def _of(kind: str) -> Iterator[tuple[ParameterColumn, str, Parameter]]:
    family = family_of(kind)
    return iter(()) if family is None else family.of(kind)


def parameter_label(kind: str, name: str) -> Text:
    """What a parameter is called; its own name where nothing is declared."""
    return next((one.label for one in RULES[kind].parameters if one.name == name), Text(name, name))
