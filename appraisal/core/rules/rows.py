"""What the tables of several kinds share: a code and a name a row, neither of them twice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from appraisal.core.rules.parameters import Fault, Parameter, Settings, row_fault
from appraisal.core.text import Text

CODE_COLUMN = Parameter(name="code", type="code", label=Text("代码", "Code"), required=True)
POINTS_UNIT = Text("分", "points")


def name_column(zh: str, en: str) -> Parameter:
    return Parameter(name="name", type="text", label=Text(zh, en), required=True)


UNIT_COLUMN = Parameter(name="unit", type="text", label=Text("计数单位", "Counted in"), default="次")


def cap_column(zh: str, en: str, help_: Text) -> Parameter:
    """The most that one row may cost or earn; blank for no limit."""
    return Parameter(
        name="sub_cap", type="decimal", label=Text(zh, en), above=Decimal(0), help=help_, unit=POINTS_UNIT, places=2
    )  # fmt: skip


def repeated(table: Parameter, settings: Settings) -> Iterator[Fault]:
    """Faults where two rows have one code or one name."""
    for column in (one for one in table.columns if one.name in {"code", "name"}):
        word = column.label
        message = Text(f"{word.zh}重复。", f"This {word.en.lower()} is listed twice.")
        seen: set[str] = set()
        for row, line in enumerate(settings.rows(table.name)):
            value = line.text(column.name)
            if value in seen:
                yield row_fault(table, row, column.name, message, value)
            seen.add(value)
