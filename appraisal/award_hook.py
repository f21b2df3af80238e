"""Where awards come in: appraisal asks which results of a director were awarded; payroll, above it, answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Award:
    """A director's award for one result, in yuan. `paid` once it was."""

    amount: Decimal
    paid: bool


Answer = Mapping[int, Award]
Finder = Callable[[Iterable[int]], Answer]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Put the one finder of awards on record; a second one takes its place."""
    _finders[:] = [finder]


def awards_of(result_ids: Iterable[int]) -> Answer:
    """Awards by result id; empty where nobody knows of awards."""
    return _finders[0](result_ids) if _finders else {}
