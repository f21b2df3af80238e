"""A base with changes, each checked as a scheme is before it may be active; and today beside then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from appraisal.core.bands import GradeBand
from appraisal.core.rules import Fault
from appraisal.core.schemes import check_scheme
from appraisal.core.text import Text
from appraisal.core.whatif.base import Base
from appraisal.core.whatif.changes import Change, NotThere
from appraisal.core.whatif.more_changes import merged
from appraisal.core.whatif.reckon import Reckoned

HERE = Text("情景", "scenario")


@dataclass(frozen=True, slots=True)
class Applied:
    """The base with all changes that are in order; `faults` by key of those that are not and were left out."""

    base: Base
    changes: tuple[Change, ...]
    faults: Mapping[str, tuple[Fault, ...]]


def apply_changes(base: Base, changes: Iterable[Change]) -> Applied:
    """Apply one after the other. A change that brings a fault of its own is left out and its faults kept."""
    ordered = merged(changes)
    faults: dict[str, tuple[Fault, ...]] = {}
    for change in ordered:
        try:
            after = change.apply(base)
        except NotThere as missing:
            faults[change.key] = (Fault(change.kind, HERE, missing.text),)
            continue
        found = tuple(_new_faults(base, after, change))
        if found:
            faults[change.key] = found
        else:
            base = after
    return Applied(base, ordered, faults)


def _new_faults(before: Base, after: Base, change: Change) -> Iterator[Fault]:
    """Faults that the schemes had not before, each once, and the change's own."""
    seen: set[Fault] = set()
    for old, new in zip(before.rounds, after.rounds, strict=True):
        if old.scheme is new.scheme:
            continue
        known = set(check_scheme(old.scheme))
        for fault in check_scheme(new.scheme):
            if fault not in known and fault not in seen:
                seen.add(fault)
                yield fault
    if not after.centres():
        message = Text("至少留下一个考核对象。", "Somebody has to stay to be appraised.")
        yield Fault(change.kind, HERE, message)
    elif not seen:
        yield from change.faults(after)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a centre stands: `grade` is the final one, `by_score` that of the score alone; "" where not graded."""

    standing: str
    total: Decimal | None
    rank: int | None
    grade: str
    by_score: str
    remarks: tuple[Text, ...] = ()


NOWHERE = Place("left_out", None, None, "", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One centre today and then."""

    key: str
    today: Place
    then: Place

    @property
    def gain(self) -> Decimal | None:
        """Points gained (negative: lost); None where one of the two has no total."""
        if self.today.total is None or self.then.total is None:
            return None
        return self.then.total - self.today.total

    @property
    def climb(self) -> int | None:
        """Places won (negative: lost)."""
        if self.today.rank is None or self.then.rank is None:
            return None
        return self.today.rank - self.then.rank

    @property
    def regraded(self) -> bool:
        return self.today.grade != self.then.grade

    @property
    def crossed(self) -> bool:
        """True where the score lies in another band, whatever cap, veto and gate make of it."""
        return bool(self.today.by_score and self.then.by_score) and self.today.by_score != self.then.by_score

    @property
    def same(self) -> bool:
        return self.today == self.then


def compare(today: Reckoned, then: Reckoned) -> list[Row]:
    """All centres of today by their rank then; those without a rank last, in the order of today."""
    first, second = places(today), places(then)
    rows = [Row(key, place, second.get(key, NOWHERE)) for key, place in first.items()]
    return sorted(rows, key=lambda row: (row.then.rank is None, row.then.rank or 0))


def places(found: Reckoned) -> dict[str, Place]:
    graded = found.graded()
    made: dict[str, Place] = {}
    for key, line in found.lines.items():
        one = graded.get(key)
        if one is None:
            made[key] = Place(line.standing, None, None, "", "")
        else:
            texts = tuple(remark.text for remark in one.remarks)
            made[key] = Place(line.standing, one.total, one.rank, one.grade, one.by_score, texts)
    return made


def best_first(bands: Sequence[GradeBand]) -> list[GradeBand]:
    return sorted(bands, key=lambda band: band.floor, reverse=True)


def opened_cells(today: Reckoned, then: Reckoned) -> list[tuple[str, str, str]]:
    """(round, centre, indicator) of cells that are complete today and no longer then: their entry doesn't fit."""
    found = []
    for code, sheets in then.sheets.items():
        for key, sheet in sheets.items():
            before = today.sheets[code][key].results
            found += [
                (code, key, name)
                for name, result in sheet.results.items()
                if not result.complete and before[name].complete
            ]
    return found
