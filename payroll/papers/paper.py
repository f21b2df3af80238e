"""What a sheet of money says, before it is a workbook or a PDF: one content, so that both say the same (invariant 3).

The texts are the document's and stay Chinese in every language of the screen. Amounts are yuan; `unit` is what the
county reads them in.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from centres.models import Centre, Region, User
from payroll.core.subsidy import ZERO
from payroll.core.units import Unit
from records.cell_values import Value

Kind = Literal["text", "money", "points", "count", "date"]
SIGNERS = ("制表人", "审核人", "负责人")


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `width` in mm on paper (0: what the others leave), `total`: summed below."""

    name: str
    kind: Kind = "text"
    total: bool = False
    width: int = 0
    middle: bool = False
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet; each is a page of the workbook, called `name`. `freeze`: columns kept in sight."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    freeze: int = 0

    @property
    def sums(self) -> list[Decimal | None]:
        """The sum in yuan of each column that has one."""
        return [self.sum_of(place) if column.total else None for place, column in enumerate(self.columns)]

    def sum_of(self, place: int) -> Decimal:
        amounts = [row[place] for row in self.rows]
        return sum((one for one in amounts if isinstance(one, Decimal)), ZERO)

    def column(self, name: str) -> list[Value]:
        """The values below a header."""
        place = [column.name for column in self.columns].index(name)
        return [row[place] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of money.

    `kind` and `params` say how to make it anew; `standing` is its number, or the mark of one that isn't approved, and
    `watermark` the same across the pages; `words` the line in 大写; `seal` the fingerprint that a paid sheet has
    already. `total` is the amount that the sheet is about, in yuan.
    """

    kind: str
    params: Mapping[str, int]
    county: Region
    title: str
    tables: Sequence[Table]
    total: Decimal
    file: str
    created: datetime
    unit: Unit = Unit.YUAN
    standing: str = ""
    watermark: str = ""
    words: str = ""
    notes: Sequence[str] = ()
    people: Sequence[str] = SIGNERS
    seal: str = ""
    number: str = ""
    centre: Centre | None = field(default=None)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over title, headers and figures, in yuan whatever the unit: the paid sheet's own where it has one."""
        if self.seal:
            return self.seal
        digest = hashlib.sha256()
        for row in [[self.kind, self.county.code, self.title], *self._content()]:
            digest.update(json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n")
        return digest.hexdigest()

    def _content(self) -> list[Sequence[Value]]:
        found: list[Sequence[Value]] = []
        for table in self.tables:
            found += [[table.name, *(column.name for column in table.columns)], *table.rows]
        return found


def standing_of(number: str, mark: str) -> str:
    """The number of a paid sheet; of any other that it isn't one. `mark` is what stands across it, if anything."""
    if not number:
        return f"【{mark}】"
    return f"编号：{number}" + (f"　【{mark}】" if mark else "")


def signers(posts: Sequence[tuple[str, User | None]]) -> list[str]:
    """The posts of a signature block; a person who has acted is named, the hand-written signature follows."""
    return [f"{post}（{person}）" if person else post for post, person in posts]


def _plain(value: Value) -> str | int | None:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
