"""The scenario page: today beside then, in finished values. Works out, never writes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.core.grading import Grades
from appraisal.core.schemes import SchemeSpec
from appraisal.core.text import Text
from appraisal.core.whatif.base import YEAR
from appraisal.core.whatif.changes import Change
from appraisal.core.whatif.more_changes import as_json
from appraisal.core.whatif.reckon import Reckoned, first_grades, reckon
from appraisal.core.whatif.scenario import Applied, Place, Row, apply_changes, compare, opened_cells
from appraisal.money_hook import Answer, MoneyCase, Moved, money_of
from appraisal.queries.whatif import Loaded
from appraisal.whatif_words import Said, said
from centres.models import User

SHOWN_NOTES = 6
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade as it is shown: its name and ordinal from the best (0: none), what stands beside it."""

    name: str
    ordinal: int
    remark: str


@dataclass(frozen=True, slots=True)
class Line:
    """One centre's line; `grade_word` and `rank_word` say in words which way it went, "" where it stayed."""

    code: str
    name: str
    row: Row
    today: Graded
    then: Graded
    rank_word: str
    grade_word: str
    up: bool
    money: tuple[Moved, Moved] | None

    @property
    def changed(self) -> bool:
        return not self.row.same

    @property
    def money_moves(self) -> bool:
        return self.money is not None and self.money[0] != self.money[1]


@dataclass(frozen=True)
class Comparison:
    """Everything the page shows of a scenario. `places` are those of the top grade, today and then."""

    loaded: Loaded
    applied: Applied
    today: Reckoned
    then: Reckoned
    lines: Sequence[Line]
    changes: Sequence[Said]
    notes: Sequence[str]
    fund: tuple[Decimal, Decimal] | None

    @cached_property
    def json(self) -> str:
        return json.dumps([as_json(one) for one in self.applied.changes], ensure_ascii=False)

    @property
    def any_change(self) -> bool:
        return bool(self.changes)

    @property
    def regraded(self) -> list[Line]:
        return [line for line in self.lines if line.row.regraded]

    @property
    def risen(self) -> int:
        return sum(line.up for line in self.regraded)

    @property
    def fallen(self) -> int:
        return len(self.regraded) - self.risen

    @property
    def moved_rank(self) -> int:
        return sum(line.row.today.rank != line.row.then.rank for line in self.lines)

    @property
    def moved_total(self) -> int:
        return sum(line.row.today.total != line.row.then.total for line in self.lines)

    @property
    def crossed(self) -> int:
        return sum(line.row.crossed for line in self.lines)

    @property
    def fund_gain(self) -> Decimal | None:
        return None if self.fund is None else self.fund[1] - self.fund[0]

    @property
    def places(self) -> tuple[int, int]:
        return self.today.grades.places, self.then.grades.places


def compared(loaded: Loaded, changes: Iterable[Change], user: User) -> Comparison:
    """Work a scenario out. Money only for who may read budgets."""
    today = reckon(loaded.base)
    applied = apply_changes(loaded.base, changes)
    then = reckon(applied.base, today) if applied.base is not loaded.base else today
    money = _money(loaded, today, then) if user.can("budget.read") else None
    lines = [_line(row, loaded, money) for row in compare(today, then)]
    return Comparison(
        loaded=loaded,
        applied=applied,
        today=today,
        then=then,
        lines=lines,
        changes=[_said(one, loaded, applied) for one in applied.changes],
        notes=_notes(loaded, today, then),
        fund=_fund(money),
    )


def _said(change: Change, loaded: Loaded, applied: Applied) -> Said:
    faults = applied.faults.get(change.key, ())
    words = [spoken(one.place + Text("：", ": ") + one.message) for one in faults]
    return said(change, loaded, applied.base, words)


def spoken(text: Text) -> str:
    return text.in_(get_language() or "zh-hans")


def _line(row: Row, loaded: Loaded, money: tuple[Answer, Answer] | None) -> Line:
    today, then = (_graded(one, loaded) for one in (row.today, row.then))
    up = bool(then.ordinal) and (not today.ordinal or then.ordinal < today.ordinal)
    return Line(
        code=loaded.codes.get(row.key, row.key),
        name=loaded.centres.get(row.key, row.key),
        row=row,
        today=today,
        then=then,
        rank_word=_rank_word(row.climb),
        grade_word=_grade_word(today.ordinal, then.ordinal),
        up=up,
        money=_own(row.key, money),
    )


def _own(key: str, money: tuple[Answer, Answer] | None) -> tuple[Moved, Moved] | None:
    if money is None or key not in money[0]:
        return None
    return money[0][key], money[1][key]


def _rank_word(climb: int | None) -> str:
    if not climb:
        return ""
    if climb > 0:
        return _("升%(places)d位") % {"places": climb}
    return _("降%(places)d位") % {"places": -climb}


def _grade_word(today: int, then: int) -> str:
    if today == then or not today or not then:
        return ""
    return _("升等") if then < today else _("降等")


STANDINGS = {
    "exempt": lambda: _("免考"),
    "incomplete": lambda: _("考核不完整"),
    "left_out": lambda: _("不参加"),
}


def _graded(place: Place, loaded: Loaded) -> Graded:
    band = loaded.bands.get(place.grade)
    if band is None:
        word = STANDINGS.get(place.standing)
        return Graded(word() if word else place.grade, 0, "")
    return Graded(band.name, band.ordinal, "；".join(spoken(one) for one in place.remarks))


def _notes(loaded: Loaded, today: Reckoned, then: Reckoned) -> list[str]:
    """What keeps the figures from being the whole answer: entries that no longer fit, ties nobody decided."""
    notes = []
    opened = opened_cells(today, then) if then is not today else []
    for code, key, indicator in opened[:SHOWN_NOTES]:
        current = then.base.round(code)
        spec = current.indicator(indicator) if current else None
        names = {"centre": loaded.centres[key], "indicator": spec.name if spec else indicator}
        notes.append(_("%(centre)s“%(indicator)s”的录入值不适合新的规则，成为未评分。") % names)
    if len(opened) > SHOWN_NOTES:
        notes.append(_("另有%(count)d格同样成为未评分。") % {"count": len(opened) - SHOWN_NOTES})
    for group in then.grades.undecided:
        names = {"names": "、".join(loaded.centres[key] for key in group)}
        notes.append(_("%(names)s并列且超出名额，须由负责人决定；此处按整组下调。") % names)
    return notes


def _money(loaded: Loaded, today: Reckoned, then: Reckoned) -> tuple[Answer, Answer] | None:
    """Each centre's money today and then; None for a round whose grade moves none."""
    if not loaded.moves_money:
        return None
    old, new = today.base.scheme.money, then.base.scheme.money
    monthly = new.monthly_percent if new.monthly_percent != old.monthly_percent else None
    first = new.first_part_percent if new.first_part_percent != old.first_part_percent else None
    cases = [_case(today, None, None), _case(then, monthly, first)]
    before, after = money_of(loaded.county, loaded.year, cases)
    return (before, after) if before else None


def _case(found: Reckoned, monthly: Decimal | None, first: Decimal | None) -> MoneyCase:
    if found.base.kind != YEAR:
        june = _forfeits(found.grades, found.base.scheme)
        return MoneyCase(first=june, year=None, monthly=monthly, first_share=first)
    june = _forfeits(first_grades(found), found.base.rounds[0].scheme)
    whole = _forfeits(found.grades, found.base.scheme)
    return MoneyCase(first=june, year=whole, monthly=monthly, first_share=first)


def _forfeits(grades: Grades, scheme: SchemeSpec) -> Mapping[str, Decimal]:
    percent = {band.code: band.forfeit_percent for band in scheme.bands}
    return {one.key: percent[one.grade] for one in grades.graded}


def _fund(money: tuple[Answer, Answer] | None) -> tuple[Decimal, Decimal] | None:
    """What goes to the reward fund, today and then."""
    if money is None:
        return None
    before, after = (sum((one.forfeited for one in case.values()), ZERO) for case in money)
    return before, after
