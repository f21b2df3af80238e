"""What the page of a scheme shows: finished words and sums, few queries whatever the number of indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language

from appraisal.core.rules import RULES, EntryField
from appraisal.core.schemes import check_scheme
from appraisal.models import Category, Indicator, RoundKind, Scheme
from appraisal.queries.schemes import document_of
from appraisal.scheme_changes import sentence
from appraisal.scheme_document import BandPart, CategoryPart, GatePart, IndicatorPart, SchemeDocument
from appraisal.scheme_spec import as_problems, spec_of
from centres.models import User
from records.errors import Problem

TIE_BREAKS = {**dict(RoundKind.choices), **dict(Category.TieBreak.choices)}


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator in words. `inputs` says what is entered; `anchor` is its place on the page.

    `last` is last year's indicator of the same code, None where there was none; `last_differs` where it reads otherwise.
    """

    part: IndicatorPart
    anchor: str
    sentence: str
    inputs: str
    method: str
    not_applicable: str
    revenue: str
    kind: str
    last: IndicatorPart | None = None
    last_sentence: str = ""

    @property
    def last_differs(self) -> bool:
        return self.last is not None and (
            self.last_sentence != self.sentence or self.last.full_marks != self.part.full_marks
        )


@dataclass(frozen=True, slots=True)
class CategorySection:
    """A category with its indicators; `differs` where their marks don't add up to its own."""

    part: CategoryPart
    anchor: str
    role: str
    total: Decimal
    differs: bool
    rows: Sequence[IndicatorRow]


@dataclass(frozen=True, slots=True)
class BandRow:
    """A grade with its range as it is read: 70 ≤ 得分 < 85."""

    part: BandPart
    ordinal: int
    below: Decimal | None


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate with the names of the indicators behind it; a code that the scheme doesn't have stands for itself."""

    part: GatePart
    indicators: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SchemePage:
    """A scheme to read."""

    document: SchemeDocument
    sections: Sequence[CategorySection]
    bands: Sequence[BandRow]
    gates: Sequence[GateRow]
    weighted: bool
    rounds: Sequence[tuple[str, Decimal]]
    tie_breaks: Sequence[str]
    total: Decimal
    indicators: int
    defaults: int
    faults: Sequence[Problem] = field(default_factory=tuple)

    @property
    def differs(self) -> bool:
        return self.total != self.document.full_marks


def scheme_page(scheme: Scheme, *, last: Scheme | None = None) -> SchemePage:
    """Read a scheme for its page (6 queries, with last year's beside it 12).

    A draft comes with all that keeps it from being put in force.
    """
    document = document_of(scheme)
    before = {} if last is None else {part.code: part for _category, part in document_of(last).indicators()}
    parts = [part for _category, part in document.indicators()]
    draft = scheme.state == Scheme.State.DRAFT
    return SchemePage(
        document=document,
        sections=[_section(part, before, document.band_names) for part in document.categories],
        bands=_bands(document.bands),
        gates=[_gate(part, {one.code: one.name for one in parts}) for part in document.gates],
        weighted=any(part.weight_percent is not None for part in document.categories),
        rounds=[(str(RoundKind(part.kind).label), part.weight_percent) for part in document.rounds],
        tie_breaks=[str(TIE_BREAKS.get(name, name)) for name in document.tie_breaks],
        total=sum((part.full_marks for part in document.categories), Decimal(0)),
        indicators=len(parts),
        defaults=sum(part.is_default for part in parts),
        faults=as_problems(check_scheme(spec_of(document))) if draft else (),
    )


def _gate(part: GatePart, names: Mapping[str, str]) -> GateRow:
    return GateRow(part, [(code, names.get(code, "")) for code in part.codes])


def _section(
    part: CategoryPart, before: Mapping[str, IndicatorPart], bands: Mapping[str, str]
) -> CategorySection:
    total = sum((one.full_marks for one in part.indicators), Decimal(0))
    return CategorySection(
        part=part,
        anchor=f"c-{part.code}",
        role=str(Category.TieBreak(part.tie_break).label) if part.tie_break else "",
        total=total,
        differs=total != part.full_marks,
        rows=[_row(one, before.get(one.code), bands) for one in part.indicators],
    )


def _row(part: IndicatorPart, last: IndicatorPart | None, bands: Mapping[str, str]) -> IndicatorRow:
    rule = RULES.get(part.rule)
    return IndicatorRow(
        part=part,
        anchor=f"i-{part.code}",
        sentence=sentence(part, bands),
        inputs=_inputs(part),
        method=str(Indicator.Method(part.method).label),
        not_applicable=str(Indicator.NotApplicable(part.not_applicable).label),
        revenue=str(Indicator.Revenue(part.revenue_basis).label) if part.revenue_basis else "",
        kind=part.rule if rule is None else rule.name.in_(get_language() or "zh-hans"),
        last=last,
        last_sentence="" if last is None else sentence(last, bands),
    )


def _inputs(part: IndicatorPart) -> str:
    """What is entered for a cell, where that isn't plain from the rule: a rate's numerator and denominator."""
    rule = RULES.get(part.rule)
    if rule is None or rule.check(part.params, part.full_marks):
        return ""
    names = {one.name: one for one in rule.entry(part.params, part.full_marks)}
    if "denominator" not in names:
        return ""
    return f"{_label(names['numerator'])} ÷ {_label(names['denominator'])}"


def _label(one: EntryField) -> str:
    return one.label.in_(get_language() or "zh-hans")


def _bands(parts: Sequence[BandPart]) -> list[BandRow]:
    floors = [None, *(part.floor for part in parts)]
    return [BandRow(part, row, floors[row - 1]) for row, part in enumerate(parts, start=1)]


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One scheme in the list."""

    scheme: Scheme
    indicators: int
    tone: str
    newest: bool


TONES = {Scheme.State.DRAFT: "warn", Scheme.State.ACTIVE: "ok", Scheme.State.RETIRED: ""}


def scheme_rows(schemes: Sequence[Scheme]) -> list[SchemeRow]:
    """The list, newest year first (1 query besides the schemes' own)."""
    counts: dict[int, int] = {}
    for scheme_id in Indicator.objects.filter(scheme__in=schemes).values_list("scheme_id", flat=True):
        counts[scheme_id] = counts.get(scheme_id, 0) + 1
    newest: dict[tuple[int, str], int] = {}
    for one in schemes:
        newest[one.county_id, one.code] = max(one.version, newest.get((one.county_id, one.code), 0))
    return [
        SchemeRow(
            one,
            counts.get(one.pk, 0),
            TONES[Scheme.State(one.state)],
            one.version == newest[one.county_id, one.code],
        )
        for one in schemes
    ]


@dataclass(frozen=True, slots=True)
class Rights:
    """What an account may do with a scheme now; each is a button."""

    edit: bool
    activate: bool
    retire: bool
    copy_version: bool
    copy_year: bool
    discard: bool


def rights(user: User, scheme: Scheme, versions: Sequence[Scheme]) -> Rights:
    """The buttons of a scheme's page, from the account's capabilities and the scheme's state."""
    can = user.can
    draft, active = scheme.state == Scheme.State.DRAFT, scheme.state == Scheme.State.ACTIVE
    open_draft = any(one.state == Scheme.State.DRAFT for one in versions)
    return Rights(
        edit=draft and can("scheme.edit"),
        activate=draft and can("scheme.activate"),
        retire=active and can("scheme.activate"),
        copy_version=not draft and not open_draft and can("scheme.edit"),
        copy_year=not draft and can("scheme.edit"),
        discard=draft and can("scheme.edit"),
    )


def versions_of(scheme: Scheme) -> list[Scheme]:
    """All versions of the scheme, newest first."""
    return list(Scheme.objects.filter(county_id=scheme.county_id, code=scheme.code).order_by("-version"))
