"""The sheets of rule parameters: one for each kind or for two kinds that are filled in alike.

A workbook takes 20 sheets at the most (SAFETY), so that not every kind can have one of its own. A line belongs to an
indicator by its code, or to a part of a composite by both codes. Parameters that hold one value stand in the first
line of an indicator; a table (kinds of case, bands, parts) takes one line a row. Headers are the declared labels.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from appraisal.core.rules import RULES, Parameter
from appraisal.core.text import Text
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_fields import NO, YES, Field, code_field

# Kinds that share a sheet; whatever isn't named here shares the last one.
TOGETHER = (
    ("points", "yes_no", "checklist"), ("linear",), ("step",), ("count",), ("quota",), ("tier",), ("range", "growth"),
    ("sample",), ("survey", "external"), ("bonus",), ("veto", "factor", "rank"), ("composite",),
)  # fmt: skip
TABLES = {"rows", "parts"}
COMPOSITE = "composite"


@dataclass(frozen=True, slots=True)
class ParameterColumn:
    """A column of one sheet: its header, and by kind the parameter with the table that it belongs to ("" for none)."""

    header: Text
    by_kind: dict[str, tuple[str, Parameter]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return parameter_key(self.header.zh)

    @property
    def in_table(self) -> bool:
        return any(table for table, _parameter in self.by_kind.values())

    @property
    def parameters(self) -> list[Parameter]:
        return [parameter for _table, parameter in self.by_kind.values()]

    @property
    def options(self) -> list[Text]:
        """What may stand in the cells, over all kinds; empty where numbers or texts do."""
        if any(parameter.type == "bool" for parameter in self.parameters):
            return [YES, NO]
        return list(dict.fromkeys(choice.label for one in self.parameters for choice in one.choices))


@dataclass(frozen=True, slots=True)
class Family:
    """One sheet: the kinds that it serves and its columns, single values first."""

    kinds: tuple[str, ...]
    columns: tuple[ParameterColumn, ...]

    @property
    def name(self) -> str:
        return "、".join(RULES[kind].name.zh for kind in self.kinds)

    @property
    def has_parts(self) -> bool:
        """Whether a part of a composite may have its parameters here."""
        return bool(set(self.kinds) & part_kinds())

    @property
    def fields(self) -> tuple[Field, ...]:
        """What stands before the parameters."""
        part = (PART,) if self.has_parts else ()
        return (CODE, *part, layout.NAME_OF, *((layout.RULE_OF,) if len(self.kinds) > 1 else ()))

    def of(self, kind: str) -> Iterator[tuple[ParameterColumn, str, Parameter]]:
        """The columns of one kind, each with its table ("" for none) and its parameter."""
        for column in self.columns:
            if kind in column.by_kind:
                yield (column, *column.by_kind[kind])


CODE = code_field("指标编码", "Indicator code", Text("从下拉列表中选择。", "Choose it from the list."))
PART = Field(
    name="part", header=Text("子项代码", "Part code"), kind="text", max_length=20, width=10,
    help=Text(
        "只有组合指标的子项才填，与“组合”表中的子项代码一致。", "Only for a part of a composite: its code there."
    ),
)  # fmt: skip


def parameter_key(header: str) -> str:
    return f"parameter:{header}"


@cache
def families() -> tuple[Family, ...]:
    """All sheets of parameters, in their order."""
    listed = {kind for kinds in TOGETHER for kind in kinds}
    groups = [tuple(kind for kind in kinds if kind in RULES) for kinds in TOGETHER]
    groups[-1:-1] = [tuple(kind for kind in RULES if kind not in listed)]
    made = (Family(kinds, _columns(kinds)) for kinds in groups if kinds)
    return tuple(family for family in made if family.columns)


@cache
def family_of(kind: str) -> Family | None:
    """The sheet of a kind; None where it takes no parameters."""
    return next((family for family in families() if kind in family.kinds), None)


@cache
def part_kinds() -> frozenset[str]:
    """The kinds that may be parts of a composite."""
    return frozenset(kind for rule in RULES.values() for one in rule.parameters for kind in one.kinds)


def tables_of(kind: str) -> list[Parameter]:
    return [one for one in RULES[kind].parameters if one.type in TABLES]


def _columns(kinds: tuple[str, ...]) -> tuple[ParameterColumn, ...]:
    """Columns by label. Two tables of a kind, or a table and a single value, never share one."""
    columns: dict[str, ParameterColumn] = {}
    for kind in kinds:
        for parameter in RULES[kind].parameters:
            if parameter.type not in TABLES:
                column = columns.setdefault(parameter.label.zh, ParameterColumn(parameter.label))
                column.by_kind[kind] = ("", parameter)
    singles = set(columns)
    for kind in kinds:
        for table in tables_of(kind):
            for parameter in table.columns:
                _add_table_column(columns, kind, table, parameter, singles)
    return tuple(columns.values())


def _add_table_column(
    columns: dict[str, ParameterColumn], kind: str, table: Parameter, parameter: Parameter, singles: set[str]
) -> None:
    header = parameter.label
    taken = header.zh in singles or kind in columns.get(header.zh, ParameterColumn(header)).by_kind
    if taken:
        header = Text(f"{table.label.zh}·{header.zh}", f"{table.label.en}: {header.en}")
    columns.setdefault(header.zh, ParameterColumn(header)).by_kind[kind] = (table.name, parameter)
