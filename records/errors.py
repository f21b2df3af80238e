"""What an action may refuse, and how it says so.

An action raises one of these; `records.middleware` makes a page or JSON of it, a command prints it. The
message is for the person who asked: in their language, without a path or a traceback.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = object

MAX_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of what somebody typed or sent.

    `message` says what is expected; `value` is the value as typed; the place is either free text or made of
    sheet, row (1-based, as in Excel), column letter and header.
    """

    message: StrOrPromise
    value: str = ""
    place: StrOrPromise = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    header: str = ""

    def at(self, *, sheet: str, row: int, column: str = "", header: str = "") -> "Problem":
        """The same problem with its place in a workbook."""
        return replace(self, sheet=sheet, row=row, column=column, header=header)

    @property
    def where(self) -> str:
        """The place in words: "工作表“评分” 第5行 C列（得分）"."""
        if self.place:
            return str(self.place)
        parts = []
        if self.sheet:
            parts.append(_("工作表“%(sheet)s”") % {"sheet": self.sheet})
        if self.row:
            parts.append(_("第%(row)d行") % {"row": self.row})
        if self.column:
            parts.append(_("%(column)s列") % {"column": self.column})
        if self.header:
            parts.append(_("“%(header)s”") % {"header": self.header})
        return " ".join(parts)

    def as_dict(self) -> dict[str, object]:
        """Plain strings for JSON, in the language of the moment."""
        return {
            "where": self.where,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "header": self.header,
            "value": self.value,
            "message": str(self.message),
        }

    def __str__(self) -> str:
        value = f" {self.value!r}" if self.value else ""
        return f"{self.where}{value} {self.message}".strip()


class Problems:
    """Collects every problem, keeps the first 200 and counts the rest (SAFETY, contract 2)."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self.kept: list[Problem] = []
        self.total = 0
        for problem in problems:
            self.add(problem)

    def add(self, problem: Problem) -> None:
        self.total += 1
        if len(self.kept) < MAX_PROBLEMS:
            self.kept.append(problem)

    def extend(self, problems: "Iterable[Problem] | Problems") -> None:
        for problem in problems:
            self.add(problem)
        if isinstance(problems, Problems):
            self.total += problems.total - len(problems.kept)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.kept)

    def __len__(self) -> int:
        return self.total

    def __bool__(self) -> bool:
        return self.total > 0


class Refused(Exception):  # noqa: N818 – the house name of a refusal, not of a fault
    """What was asked can't be done; nothing was changed."""

    status = 422

    def __init__(
        self, message: StrOrPromise, *, code: str = "", problems: "Iterable[Problem] | Problems" = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).__name__.lower()
        gathered = problems if isinstance(problems, Problems) else Problems(problems)
        self.problems, self.problem_count = gathered.kept, gathered.total

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refused):
    """The account may not do this (403)."""

    status = 403


class Conflict(Refused):
    """The state or version of the thing doesn't admit it any more (409)."""

    status = 409


class Invalid(Refused):
    """What was typed or sent is faulty; `problems` lists every fault with its place (422)."""

    status = 422
