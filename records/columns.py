"""A column of a sheet that people open: its header, the kind of its values, what the sheet offers there."""

from dataclasses import dataclass
from typing import Literal

from records.cell_values import Kind


@dataclass(frozen=True, slots=True)
class Col:
    """A column: header, kind of its values, and what the sheet should offer.

    width: in characters, measured from the contents when None. total: summed by `Sheet.total`. choices: a
    drop-down. comment: shown at the header. editable: stays open on a protected sheet. wrap: long text.
    align: numbers to the right and text to the left when "".
    """

    header: str
    kind: Kind = "text"
    width: int | None = None
    total: bool = False
    choices: tuple[str, ...] = ()
    comment: str = ""
    editable: bool = True
    wrap: bool = False
    align: Literal["", "left", "center", "right"] = ""
