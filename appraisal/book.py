"""A scheme made ready for scoring: rules bound once, kept per process.

Only rows of a scheme that is no longer a draft are kept: those are frozen in the database, so a kept book
can't go stale. Reading a draft's book always asks the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import get_language

from appraisal.core.cells import IndicatorSpec
from appraisal.core.gates import GateSpec
from appraisal.core.rules import EntryField
from appraisal.core.rules.inputs import Problem as CoreProblem
from appraisal.core.totals import CategorySpec
from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme
from appraisal.scheme_spec import indicator_spec
from records.errors import Problem

KEPT_SCHEMES = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator: its row's key, its rule bound, and the inputs a cell takes."""

    indicator_id: int
    category_id: int
    spec: IndicatorSpec
    fields: tuple[EntryField, ...]

    @property
    def supplied(self) -> tuple[EntryField, ...]:
        """The inputs that come in a file of another body; none for most indicators."""
        return tuple(field for field in self.fields if field.source == "file")

    def problem(self, problem: CoreProblem) -> Problem:
        """A core's problem in the language of the moment, with the input as its place."""
        labels = {field.name: field.label for field in self.fields}
        language = get_language() or "zh-hans"
        place = labels[problem.input].in_(language) if problem.input in labels else ""
        return Problem(problem.message.in_(language), place=place)


@dataclass(frozen=True)
class Book:
    """All indicators and categories of one scheme, in their order, and its gates.

    `cohorts` are the indicators whose points depend on all centres (rank), `acting` those that may act beyond their
    own points (veto, factor): both by row key, both mostly empty.
    """

    scheme_id: int
    entries: Mapping[int, Entry]
    categories: Mapping[int, CategorySpec]
    gates: tuple[GateSpec, ...] = ()

    @cached_property
    def cohorts(self) -> frozenset[int]:
        return frozenset(pk for pk, entry in self.entries.items() if entry.spec.rule().rule.cohort)

    @property
    def wide(self) -> bool:
        """True where one cell may reach beyond its category: its sheet is then summed from all of its cells."""
        return bool(self.gates or self.acting)

    @cached_property
    def bands(self) -> Mapping[str, str]:
        """The names of the grades by code, best first; read when first asked for (1 query)."""
        rows = GradeBand.objects.filter(scheme_id=self.scheme_id).order_by("ordinal")
        return dict(rows.values_list("code", "name"))

    @cached_property
    def external(self) -> tuple[int, ...]:
        """The indicators that take a file of another body, by row key, in the scheme's order."""
        return tuple(pk for pk, entry in self.entries.items() if entry.supplied)

    @cached_property
    def acting(self) -> frozenset[int]:
        return frozenset(pk for pk, entry in self.entries.items() if entry.spec.rule().rule.acts)


_kept: dict[tuple[int, datetime], Book] = {}


def book_for(scheme: Scheme) -> Book:
    """The book of a scheme; kept in the process once the scheme has been activated."""
    if scheme.state == Scheme.State.DRAFT or scheme.activated_at is None:
        return read_book(scheme.pk)
    key = (scheme.pk, scheme.activated_at)
    if key not in _kept:
        if len(_kept) >= KEPT_SCHEMES:
            _kept.clear()
        _kept[key] = read_book(scheme.pk)
    return _kept[key]


def read_book(scheme_id: int) -> Book:
    """Read a scheme's indicators (4 queries) and bind their rules. ValueError where parameters are faulty."""
    rows = Indicator.objects.filter(scheme_id=scheme_id).order_by("category__ordinal", "ordinal", "pk")
    bands = dict(GradeBand.objects.filter(scheme_id=scheme_id).values_list("code", "name"))
    entries = {row.pk: _entry(row, bands) for row in rows}
    categories = {
        row.pk: CategorySpec(
            code=row.code,
            name=row.name,
            full_marks=row.full_marks,
            indicators=tuple(entry.spec for entry in entries.values() if entry.category_id == row.pk),
            tie_break=row.tie_break,
            weight_percent=row.weight_percent,
        )
        for row in Category.objects.filter(scheme_id=scheme_id).order_by("ordinal", "pk")
    }
    gates = Gate.objects.filter(scheme_id=scheme_id).order_by("ordinal", "pk")
    specs = tuple(GateSpec(row.name, tuple(row.indicator_codes), row.percent) for row in gates)
    return Book(scheme_id, entries, categories, specs)


def _entry(row: Indicator, bands: Mapping[str, str]) -> Entry:
    spec = indicator_spec(row, bands)
    return Entry(row.pk, row.category_id, spec, spec.entry())
