"""The shape every rule kind has, and the one way a cell is scored.

A kind says what its parameters and inputs are, what it may award at most and at least, and how it computes.
Reading, missing values, caps, floors and rounding are the same for all and happen here.
Source: RULES 3 and 4.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from appraisal.core.points import exact, on_grid, round_points
from appraisal.core.rules.effects import Effect
from appraisal.core.rules.inputs import EntryField, Problem, Values, read_inputs
from appraisal.core.rules.parameters import (
    Fault,
    Parameter,
    Params,
    Settings,
    check_parameters,
    place_of,
    read_settings,
)
from appraisal.core.text import Text, equals, marks, plain

Terms = TypeVar("Terms")
# The measured values of one indicator over all centres that have one, in any order, with repetitions.
Cohort = tuple[Fraction, ...]
# The steps of an explanation, or None where nobody asked for one (bulk recomputation).
Trace = list[Text] | None


class Raw(NamedTuple):
    """Points before cap, floor and rounding, and the measured value where the rule measures one."""

    points: Fraction
    value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rule may award: `lowest` None means no floor (可倒扣 without limit)."""

    lowest: Fraction | None
    highest: Fraction


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a rule names of its scheme, to be found there: codes of other indicators and of grade bands."""

    indicators: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """The result of one rule on one set of inputs.

    `points` is None where an input is missing or wrong: that is unscored, never 0 and never full marks.
    """

    points: Decimal | None
    value: Fraction | None = None
    steps: tuple[Text, ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")


class Rule(ABC, Generic[Terms]):
    """One kind of rule; stateless. `Terms` is its checked parameters together with the full marks, typed.

    `judged` is True where a person awards the points, so that a reason is due below full marks.
    `cohort` is True where points depend on the other centres' values too: see `place`.
    `acts` is True where `effect` may return something: such cells are read again when a sheet is summed.
    `needs_source` is True where a cell is complete only with the source of its data (a file of another body).
    """

    kind: str
    name: Text
    about: Text
    parameters: tuple[Parameter, ...] = ()
    judged: bool = False
    cohort: bool = False
    acts: bool = False
    needs_source: bool = False

    @abstractmethod
    def terms(self, settings: Settings, full: Fraction) -> Terms:
        """Return the typed terms of checked parameters."""

    @abstractmethod
    def fields(self, terms: Terms) -> tuple[EntryField, ...]:
        """Return the inputs one cell takes."""

    @abstractmethod
    def limits(self, terms: Terms) -> Limits:
        """Return the least and the most the rule may award."""

    @abstractmethod
    def compute(self, terms: Terms, values: Values, trace: Trace) -> Raw:
        """Compute exact points from complete, unobjectionable values."""

    def place(self, terms: Terms, raw: Raw, cohort: Cohort, trace: Trace) -> Raw:
        """Second pass of a kind with `cohort`: points among the values of all, own value included."""
        return raw

    @abstractmethod
    def describe(self, terms: Terms) -> Text:
        """Say in one sentence what the rule does."""

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        """Return faults among well-formed parameters (one against another, or against the full marks)."""
        return []

    def objections(self, terms: Terms, values: Values) -> tuple[Problem, ...]:
        """Return problems of complete values: errors stop the scoring, "open" leaves it unscored, warnings pass."""
        return ()

    def carries_marks(self, params: Params) -> bool:
        """False where the indicator has no full marks of its own (a veto, a bonus on top). Params may be faulty."""
        return True

    def is_judged(self, terms: Terms) -> bool:
        """Whether a person awards the points under these terms."""
        return self.judged

    def wants_source(self, terms: Terms) -> bool:
        """Whether a cell under these terms is complete only with the source of its data."""
        return self.needs_source

    def mentions(self, terms: Terms) -> Mentions:
        """What the parameters name of the scheme around them."""
        return Mentions()

    def called(self, terms: Terms, bands: Mapping[str, str]) -> Terms:
        """The same terms with the grades under the names that the scheme gives them, by code; for its words only."""
        return terms

    def effect(self, terms: Terms, values: Values) -> Effect | None:
        """What these complete, unobjectionable values do beyond the points of the cell; None for nothing."""
        return None

    def check(self, params: Params, full_marks: Decimal) -> list[Fault]:
        """Return every fault of the parameters; an empty list means the rule can be used."""
        faults = check_parameters(self.parameters, params)
        full = exact(full_marks)
        message = _full_marks_fault(full, self.carries_marks(params))
        if message is not None:
            faults.append(Fault("full_marks", Text("满分", "full marks"), message, plain(full)))
        return faults or self.faults(read_settings(self.parameters, params), full)

    def bind(self, params: Params, full_marks: Decimal) -> Bound[Terms]:
        """Make the rule ready for scoring many cells. Raises ValueError where `check` finds a fault."""
        faults = self.check(params, full_marks)
        if faults:
            raise ValueError(f"{self.kind}: {faults[0].path}: {faults[0].message.en}")
        terms = self.terms(read_settings(self.parameters, params), exact(full_marks))
        return Bound(self, terms, self.fields(terms), self.limits(terms))

    def entry(self, params: Params, full_marks: Decimal) -> tuple[EntryField, ...]:
        return self.bind(params, full_marks).entry

    def sentence(self, params: Params, full_marks: Decimal, bands: Mapping[str, str] | None = None) -> Text:
        """What the rule does; `bands` are the names of the scheme's grades by code."""
        return self.bind(params, full_marks).called(bands or {}).sentence()

    def score(self, params: Params, full_marks: Decimal, inputs: Mapping[str, str]) -> Outcome:
        return self.bind(params, full_marks).score(inputs)

    def fault(self, name: str, message: Text, value: Fraction | None = None) -> Fault:
        """A fault of the named parameter."""
        parameter = next(parameter for parameter in self.parameters if parameter.name == name)
        return Fault(name, place_of(parameter), message, "" if value is None else plain(value))


@dataclass(frozen=True, slots=True)
class Bound(Generic[Terms]):
    """A rule with its terms: what an indicator of an active scheme holds."""

    rule: Rule[Terms]
    terms: Terms
    entry: tuple[EntryField, ...]
    limits: Limits

    @property
    def judged(self) -> bool:
        return self.rule.is_judged(self.terms)

    @property
    def needs_source(self) -> bool:
        return self.rule.wants_source(self.terms)

    def called(self, bands: Mapping[str, str]) -> Bound[Terms]:
        """The same rule, speaking of grades by these names (by code)."""
        return replace(self, terms=self.rule.called(self.terms, bands)) if bands else self

    def sentence(self) -> Text:
        return self.rule.describe(self.terms).tidy()

    def score(
        self, inputs: Mapping[str, str], *, explain: bool = True, cohort: Cohort | None = None
    ) -> Outcome:
        """Score one cell. Without `explain` the steps stay empty and the rest is the same.

        A kind that compares centres needs their values as `cohort`; without them the cell has its value and
        no points yet.
        """
        reading = read_inputs(self.entry, inputs)
        if reading.missing or reading.problems:
            return Outcome(None, missing=reading.missing, problems=reading.problems)
        problems = self.rule.objections(self.terms, reading.values)
        if problems and stops(problems):
            return Outcome(None, problems=problems)
        trace: Trace = [] if explain else None
        raw = self.rule.compute(self.terms, reading.values, trace)
        if self.rule.cohort:
            if cohort is None:
                return Outcome(None, raw.value, problems=problems)
            raw = self.rule.place(self.terms, raw, cohort, trace)
        points = _settled(hold(raw.points, self.limits, trace), trace)
        steps = tuple(step.tidy() for step in trace or ())
        return Outcome(points, raw.value, steps, problems=problems)

    def effect(self, inputs: Mapping[str, str]) -> Effect | None:
        """What the cell does beyond its points; None where it is incomplete, faulty or does nothing."""
        reading = read_inputs(self.entry, inputs)
        if reading.missing or reading.problems or stops(self.rule.objections(self.terms, reading.values)):
            return None
        return self.rule.effect(self.terms, reading.values)


def hold(points: Fraction, limits: Limits, trace: Trace) -> Fraction:
    """Apply cap and floor, each with a step of its own where it changes something."""
    if points > limits.highest:
        return _held(points, limits.highest, "高于上限", "above the cap", trace)
    if limits.lowest is not None and points < limits.lowest:
        return _held(points, limits.lowest, "低于下限", "below the floor", trace)
    return points


def _settled(points: Fraction, trace: Trace) -> Decimal:
    """Round, with the last step of the explanation."""
    rounded = round_points(points)
    if trace is not None:
        trace.append(_last_step(points, rounded))
    return rounded


def stops(problems: tuple[Problem, ...]) -> bool:
    """True where a problem keeps the cell from being scored: it is wrong, or not yet enough."""
    return any(problem.severity != "warning" for problem in problems)


def _full_marks_fault(full: Fraction, carries: bool) -> Text | None:
    if not carries:
        message = Text("本规则不占满分，满分应为 0。", "This rule carries no marks: full marks must be 0.")
        return None if full == 0 else message
    if full <= 0 or not on_grid(full):
        return Text("满分应大于 0，小数不超过 2 位。", "Full marks must be above 0 with at most 2 decimals.")
    return None


def _held(points: Fraction, limit: Fraction, zh: str, en: str, trace: Trace) -> Fraction:
    if trace is not None:
        held, to = marks(points), marks(limit)
        trace.append(Text(f"{held.zh}{zh}，按 {to.zh}计", f"{held.en} is {en}; {to.en} counts"))
    return limit


def _last_step(points: Fraction, rounded: Decimal) -> Text:
    if exact(rounded) == points:
        return Text(f"得分 {rounded} 分", f"Score: {rounded} points")
    shown = equals(points)
    zh = f"得分 {shown.lstrip('= ')}，四舍五入保留两位小数，为 {rounded} 分"
    return Text(zh, f"Score {shown.lstrip('= ')}, rounded half up to two decimals: {rounded} points")
