"""Write the sheets of rule parameters: a title that says what goes there, coloured bands, one header."""

from typing import Any

from appraisal.core.rules import RULES, Parameter
from appraisal.core.text import Text
from appraisal.scheme_document import SchemeDocument
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_families import (
    COMPOSITE,
    Family,
    ParameterColumn,
    families,
    family_of,
    tables_of,
)
from appraisal.sheets.scheme_fields import NO, YES, Field
from appraisal.sheets.scheme_lines import Bearer, SheetLine, bearers, family_lines, parameter_value
from appraisal.sheets.scheme_look import SPARE, Look, column_name, put

# Title, bands, header; data begin below.
TITLE, BAND, HEADER, FIRST = 0, 1, 2, 3
LIST = 1000
# Lines that are printed even where they are empty, for filling in by pen.
PRINTED = 12


def write_families(look: Look, document: SchemeDocument) -> None:
    for family in families():
        FamilySheet(look, family, document).write()


class FamilySheet:
    """One sheet of parameters being written."""

    def __init__(self, look: Look, family: Family, document: SchemeDocument) -> None:
        self.look, self.family = look, family
        self.sheet = look.sheet(family.name)
        self.fields, self.columns = family.fields, family.columns
        self.lines = family_lines(document, family)
        self.bearers = {(one.code, one.part): one for one in bearers(document)}
        self.last = FIRST + len(self.lines) + SPARE - 1

    def write(self) -> None:
        self.sheet.set_tab_color(self.look.tab("used" if self.lines else "unused"))
        self._write_heads()
        for offset, line in enumerate(self.lines):
            self._write_line(FIRST + offset, line)
        for row in range(FIRST + len(self.lines), self.last + 1):
            self._write_empty(row)
        for place, column in enumerate(self.columns, start=len(self.fields)):
            self._guide(place, column)
        self.look.list_from(self.sheet, FIRST, 0, self.last, 0, "=" + indicator_area("B"), layout.INDICATORS)
        self.sheet.freeze_panes(FIRST, len(self.fields))
        self.look.page(self.sheet, repeat=HEADER)
        printed = FIRST + max(len(self.lines), PRINTED) - 1
        self.sheet.print_area(TITLE, 0, printed, len(self.fields) + len(self.columns) - 1)

    def _write_heads(self) -> None:
        title = f"{self.family.name}：{'　'.join(RULES[kind].about.zh for kind in self.family.kinds)}"
        self.sheet.write_string(TITLE, 0, title, self.look.title_line)
        self.sheet.set_row(TITLE, 24)
        self.sheet.set_row(BAND, 20)
        for first, last, name, style in self._bands():
            self.look.band(self.sheet, BAND, first, last, name, style)
        self.sheet.set_row(HEADER, 32)
        for place, field in enumerate(self.fields):
            self.look.field_head(self.sheet, HEADER, place, field)
        for place, column in enumerate(self.columns, start=len(self.fields)):
            self.look.parameter_head(self.sheet, HEADER, place, column, explained(column))

    def _bands(self) -> list[tuple[int, int, str, Any]]:
        """The coloured headings above the header: whose it is, single values, then each table."""
        start = len(self.fields)
        found: list[tuple[int, int, str, Any]] = [(0, start - 1, "指标", self.look.head)]
        for place, column in enumerate(self.columns, start=start):
            name, style = self._band_of(column)
            if found[-1][2] == name:
                found[-1] = (found[-1][0], place, name, style)
            else:
                found.append((place, place, name, style))
        return found

    def _band_of(self, column: ParameterColumn) -> tuple[str, Any]:
        tables = {
            table.label.zh: None
            for kind, (name, _parameter) in column.by_kind.items()
            for table in tables_of(kind)
            if table.name == name
        }
        if tables:
            return f"{'、'.join(tables)}（每项一行）", self.look.table_head
        several = any(tables_of(kind) for kind in self.family.kinds)
        return "参数（写在该指标的第一行）" if several else "参数", self.look.parameter_style

    def _write_line(self, row: int, line: SheetLine) -> None:
        put(self.sheet, row, 0, line.bearer.code, self.look.text)
        if self.family.has_parts:
            put(self.sheet, row, 1, line.bearer.part, self.look.text)
        self._write_computed(row, line.bearer)
        longest = self.look.lines(line.bearer.name, layout.NAME_OF.width)
        for place, column in enumerate(self.columns, start=len(self.fields)):
            parameter, value = line.cells.get(column.header.zh, (column.parameters[0], None))
            shown = None if value is None else parameter_value(parameter, value)
            put(self.sheet, row, place, shown, self.look.parameter_cell(parameter))
            if isinstance(shown, str):
                longest = max(longest, self.look.lines(shown, self.look.width(column)))
        self.sheet.set_row(row, 15 * longest + 3)

    def _write_empty(self, row: int) -> None:
        self._write_computed(row, None)
        for place, field in enumerate(self.fields):
            if field.kind != "computed":
                put(self.sheet, row, place, None, self.look.text)
        for place, column in enumerate(self.columns, start=len(self.fields)):
            put(self.sheet, row, place, None, self.look.parameter_cell(column.parameters[0]))

    def _write_computed(self, row: int, bearer: Bearer | None) -> None:
        """The name and the rule behind the codes, as formulas so that they follow what is typed."""
        for place, field in enumerate(self.fields):
            if field.kind == "computed":
                stored = ""
                if bearer is not None:
                    stored = bearer.name if field is layout.NAME_OF else RULES[bearer.kind].name.zh
                self.sheet.write_formula(row, place, self._looked_up(row, field), self.look.looked_up, stored)

    def _looked_up(self, row: int, field: Field) -> str:
        code, part = f"$A{row + 1}", f"$B{row + 1}"
        wanted = indicator_area("C" if field is layout.NAME_OF else "E")
        found = f"INDEX({wanted},MATCH({code},{indicator_area('B')},0))"
        if self.family.has_parts:
            found = f'IF({part}="",{found},{part_lookup(code, part, field)})'
        return f'=IF({code}="","",IFERROR({found},"？"))'

    def _guide(self, place: int, column: ParameterColumn) -> None:
        """Grey where a cell isn't used, yellow where it is due, a drop-down where there is a list."""
        letter, area = column_name(place), (FIRST, place, self.last, place)
        takes = self._is_kind(list(column.by_kind))
        first = self._is_first()
        filled = f'$A{FIRST + 1}<>""'
        if takes:
            self.look.mark(self.sheet, *area, f"=AND({filled},NOT({takes}))", self.look.unused)
        if not column.in_table and any(tables_of(kind) for kind in self.family.kinds):
            self.look.mark(self.sheet, *area, f"=AND({filled},NOT({first}))", self.look.unused)
        needing = [kind for kind, (_table, one) in column.by_kind.items() if one.required]
        if needing:
            due = self._due(column, needing, first)
            blank = f'{letter}{FIRST + 1}=""'
            self.look.mark(self.sheet, *area, f"=AND({filled},{blank},{due})", self.look.due)
        self.look.drop_down(self.sheet, *area, [label.zh for label in column.options])

    def _is_first(self) -> str:
        """A formula: no line above belongs to the same owner (COUNTIFS would take a blank code for 0)."""
        letters = ("A", "B") if self.family.has_parts else ("A",)
        same = (f"(${one}${FIRST + 1}:${one}{FIRST + 1}=${one}{FIRST + 1})" for one in letters)
        return f"SUMPRODUCT({'*'.join(same)}*1)=1"

    def _due(self, column: ParameterColumn, kinds: list[str], first: str) -> str:
        """When a required cell is due: in the first line, or wherever its table has begun a row."""
        rules = self._is_kind(kinds) or "TRUE"
        if not column.in_table:
            return f"{rules},{first}"
        tables = {name for name, _parameter in column.by_kind.values()}
        cells = [
            f'{column_name(place)}{FIRST + 1}<>""'
            for place, other in enumerate(self.columns, start=len(self.fields))
            if {name for name, _parameter in other.by_kind.values()} & tables
        ]
        return f"{rules},OR({','.join(cells)})"

    def _is_kind(self, kinds: list[str]) -> str:
        """A formula: the line's rule is one of these; "" where the sheet serves no other."""
        if set(kinds) == set(self.family.kinds):
            return ""
        place = next(place for place, field in enumerate(self.fields) if field is layout.RULE_OF)
        cell = f"${column_name(place)}{FIRST + 1}"
        return "OR(" + ",".join(f'{cell}="{RULES[kind].name.zh}"' for kind in kinds) + ")"


def indicator_area(letter: str) -> str:
    return f"'{layout.INDICATORS}'!${letter}$2:${letter}${LIST}"


def part_lookup(code: str, part: str, field: Field) -> str:
    """What the sheet 组合 says of a part: its name, or its rule."""
    family = family_of(COMPOSITE)
    assert family is not None  # noqa: S101  (it is a kind like the others)
    wanted = "name" if field is layout.NAME_OF else "kind"
    letters = {
        column.parameters[0].name: column_name(place)
        for place, column in enumerate(family.columns, start=len(family.fields))
    }

    def area(letter: str) -> str:
        return f"'{family.name}'!${letter}${FIRST + 1}:${letter}${LIST}"

    return f"LOOKUP(2,1/(({area('A')}={code})*({area(letters['code'])}={part})),{area(letters[wanted])})"


def status_formula(row: int, code: str, rule: str) -> str:
    """Where the parameters of an indicator go, and whether a line for it stands there."""
    counted = "+".join(f"COUNTIF('{family.name}'!$A${FIRST + 1}:$A${LIST},{code})" for family in families())
    names, words = [], []
    for kind in RULES:
        names.append(f'"{RULES[kind].name.zh}"')
        words.append(f'"{missing_words(kind)}"')
    due = f"INDEX({{{','.join(words)}}},MATCH({rule},{{{','.join(names)}}},0))"
    return f'=IF({rule}="","",IF({counted}>0,"已填",IFERROR({due},"？")))'


def missing_words(kind: str) -> str:
    """What is said of an indicator of this kind without a line of parameters."""
    family = family_of(kind)
    if family is None or not any(parameter.required for parameter in RULES[kind].parameters):
        return "可不填"
    return f"请填“{family.name}”表".replace('"', "")


def explained(column: ParameterColumn) -> Text:
    """The comment on a header: which rules take it, what it means, what stands there by default."""
    kinds = [RULES[kind].name for kind in column.by_kind]
    one = column.parameters[0]
    parts = [
        Text(
            f"用于：{'、'.join(name.zh for name in kinds)}。",
            f"For: {', '.join(name.en for name in kinds)}. ",
        )
    ]
    if any(parameter.required for parameter in column.parameters):
        parts.append(Text("必填。", "Required. "))
    parts.append(one.help + Text("", " " if one.help.en else ""))
    if one.unit.zh:
        parts.append(Text(f"单位：{one.unit.zh}。", f"In {one.unit.en}. "))
    default = default_words(one)
    if default.zh:
        parts.append(Text(f"不填即为：{default.zh}。", f"Blank: {default.en}."))
    return Text("".join(part.zh for part in parts), "".join(part.en for part in parts))


def default_words(parameter: Parameter) -> Text:
    """A declared default as it would be typed; empty where there is none."""
    default = parameter.default
    if default is None or default == "":
        return Text("", "")
    if isinstance(default, bool):
        return YES if default else NO
    labels = (choice.label for choice in parameter.choices if choice.code == default)
    return next(labels, Text(default, default))
