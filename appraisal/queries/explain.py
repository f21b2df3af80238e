"""How a result came about: total ← categories ← cells ← rule, values, steps, who and when (RULES 14).

The cells of a final round are frozen, so what is computed here for reading is what was computed then; the
points shown are the stored ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.book import Entry, book_for
from appraisal.cohorts import cell_of, cohorts_of
from appraisal.core.cells import score_cell
from appraisal.core.means import percent, public_mean
from appraisal.core.points import parse_number
from appraisal.core.rules import Cohort, EntryField
from appraisal.core.sheet import read_effects
from appraisal.core.text import Text, with_unit
from appraisal.core.totals import CategoryTotal as CoreTotal
from appraisal.core.totals import round_total
from appraisal.entry_texts import shown_list
from appraisal.level_words import LevelWords
from appraisal.models import Assessment, CategoryTotal, Indicator, Publication, Result, Round, Score
from appraisal.queries.effects import EffectMark, effect_marks
from appraisal.queries.external_files import FileMark, marks_of
from appraisal.queries.means import CategoryMean, RoundMeans, round_means
from appraisal.queries.results import said


@dataclass(frozen=True, slots=True)
class Value:
    """One input as it was entered, with its unit."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator of one sheet. `lost` is None where nothing was scored and negative where a bonus was earned."""

    code: str
    name: str
    clause: str
    full_marks: Decimal
    points: Decimal | None
    lost: Decimal | None
    not_applicable: bool
    no_evidence: bool
    rule: str
    values: Sequence[Value]
    steps: Sequence[str]
    reason: str
    source: str
    source_date: date | None
    entered_by: str
    entered_at: datetime | None
    file: FileMark | None = None

    @property
    def carries_marks(self) -> bool:
        """False for a veto, a factor, a bonus on top: there are no full marks to show beside its points."""
        return self.full_marks > 0

    @property
    def is_bonus(self) -> bool:
        return not self.carries_marks and self.points is not None and self.points > 0

    @property
    def is_loss(self) -> bool:
        return self.lost is not None and self.lost > 0


@dataclass(frozen=True, slots=True)
class CategoryPart:
    """One category of one sheet beside the county's mean; shares are per cent of the marks that apply."""

    code: str
    name: str
    full_marks: Decimal
    applicable_full: Decimal
    points: Decimal
    share: Decimal | None
    mean: Decimal | None
    mean_share: Decimal | None
    difference: Decimal | None
    cells: Sequence[Cell]

    @property
    def below_mean(self) -> bool:
        return self.difference is not None and self.difference < 0

    @property
    def lost(self) -> Decimal:
        return self.applicable_full - self.points


@dataclass(frozen=True, slots=True)
class RoundPart:
    """One round of one centre. `exempt` rounds have no total and no categories."""

    kind: str
    name: str
    version: int
    weight: Decimal | None
    exempt: bool
    total: Decimal | None
    mean: Decimal | None
    steps: Sequence[str]
    categories: Sequence[CategoryPart]
    words: LevelWords
    effects: Sequence[EffectMark] = ()

    @property
    def difference(self) -> Decimal | None:
        return _difference(self.total, self.mean)

    @property
    def losses(self) -> list[Cell]:
        """Every cell below full marks, in the scheme's order."""
        return [cell for part in self.categories for cell in part.cells if cell.is_loss]

    @property
    def lost(self) -> Decimal:
        return sum((cell.lost for cell in self.losses if cell.lost is not None), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Explanation:
    """A centre's result with the steps to its total, rank and grade, and the rounds under it."""

    result: Result
    steps: Sequence[str]
    rounds: Sequence[RoundPart]


@dataclass(frozen=True, slots=True)
class Background:
    """What all centres of a publication share, read once: means and weights of its rounds, the mean total."""

    publication: Publication
    means: Mapping[str, RoundMeans]
    weights: Mapping[str, Decimal]
    mean: Decimal | None


def background(publication: Publication) -> Background:
    rounds = publication.rounds()
    year = publication.kind == Publication.Kind.YEAR and len(rounds) > 1
    weights = publication.scheme.rounds.values_list("kind", "weight_percent") if year else []
    graded = Result.objects.filter(publication=publication, rank__isnull=False)
    totals = [total for total in graded.values_list("total", flat=True) if total is not None]
    means = {kind: round_means(one) for kind, one in rounds.items()}
    return Background(publication, means, dict(weights), public_mean(totals))


def explain(result: Result, behind: Background, *, cells: bool = True) -> Explanation:
    """Everything behind one centre's result; four queries a round. Without `cells` the categories stand alone."""
    rounds = [_round_part(result, means, behind, cells) for means in behind.means.values()]
    return Explanation(result, [said(step) for step in result.steps], rounds)


def _round_part(result: Result, means: RoundMeans, behind: Background, cells: bool) -> RoundPart:
    current = means.round
    about = {"centre_id": result.centre_id, "staff_id": result.staff_id}
    sheet = Assessment.objects.filter(round=current, **about).first()
    absent = result.staff_id is not None and sheet is None
    exempt = absent or current.exemptions.filter(**about).exists()
    if exempt:
        sheet = None
    sums = _sums(sheet, means) if sheet else {}
    kept = read_effects(sheet.effects if sheet else ())
    total = round_total(list(sums.values()), kept.factor, kept.factor_text)
    found = _cells(sheet, current) if sheet and cells else {}
    return RoundPart(
        kind=current.kind,
        name=current.get_kind_display(),
        version=current.version,
        weight=behind.weights.get(current.kind),
        exempt=exempt,
        total=sheet.total if sheet else None,
        mean=means.public_mean,
        steps=[_say(step) for step in (*kept.zeroed, *total.steps)] if sums else [],
        categories=[_part(means.categories[pk], one, found.get(pk, [])) for pk, one in sums.items()],
        words=current.words,
        effects=effect_marks(sheet.effects, book_for(current.scheme), complete=True) if sheet else (),
    )


def _sums(sheet: Assessment, means: RoundMeans) -> dict[int, CoreTotal]:
    """The kept category sums of a sheet as the core's totals, in the scheme's order (1 query)."""
    rows = CategoryTotal.objects.filter(assessment=sheet).order_by("category__ordinal", "category_id")
    return {
        row.category_id: CoreTotal(
            code=means.categories[row.category_id].code,
            points=row.points,
            full_marks=means.categories[row.category_id].full_marks,
            applicable_full=row.applicable_full,
            on_top=row.on_top,
            weight_percent=means.categories[row.category_id].weight_percent,
            scored=row.entered,
        )
        for row in rows
    }


def _part(county: CategoryMean, own: CoreTotal, cells: Sequence[Cell]) -> CategoryPart:
    return CategoryPart(
        code=county.code,
        name=county.name,
        full_marks=county.full_marks,
        applicable_full=own.applicable_full,
        points=own.points,
        share=percent(own.points, own.applicable_full),
        mean=county.public_mean,
        mean_share=county.public_share,
        difference=_difference(own.comparable, county.public_mean),
        cells=cells,
    )


def _difference(own: Decimal | None, mean: Decimal | None) -> Decimal | None:
    return None if own is None or mean is None else own - mean


def _cells(sheet: Assessment, current: Round) -> dict[int, list[Cell]]:
    """The cells of a sheet by category, in the scheme's order (2 queries beside the book's)."""
    book = book_for(current.scheme)
    clauses = dict(Indicator.objects.filter(scheme_id=current.scheme_id).values_list("pk", "clause"))
    rows = {
        row.indicator_id: row for row in Score.objects.filter(assessment=sheet).select_related("updated_by")
    }
    cohorts = cohorts_of(current, book)
    sheet.round = current
    files = marks_of(sheet, rows.values())
    found: dict[int, list[Cell]] = {}
    for pk, entry in book.entries.items():
        if pk in rows:
            cell = explained(entry, rows[pk], clauses[pk], cohorts.get(pk), files.get(pk))
            found.setdefault(entry.category_id, []).append(cell)
    return found


def explained(
    entry: Entry, row: Score, clause: str, cohort: Cohort | None = None, file: FileMark | None = None
) -> Cell:
    """One stored cell with the rule's sentence and the steps from its inputs to its points."""
    spec = entry.spec
    answer = score_cell(spec, cell_of(row), cohort=cohort)
    return Cell(
        code=spec.code,
        name=spec.name,
        clause=clause,
        full_marks=spec.full_marks,
        points=row.points,
        lost=None if row.points is None else spec.full_marks - row.points,
        not_applicable=row.not_applicable,
        no_evidence=row.no_evidence,
        rule=_say(spec.sentence()),
        values=[value for field in entry.fields if (value := _value(field, row.inputs.get(field.name, "")))],
        steps=[_say(step) for step in answer.steps],
        reason=row.reason,
        source=row.source,
        source_date=row.source_date,
        entered_by=str(row.updated_by) if row.updated_by else _("未记录"),
        entered_at=row.updated_at,
        file=file,
    )


def _value(field: EntryField, raw: str) -> Value | None:
    if raw == "":
        return None
    return Value(_say(field.label), _entered(field, raw))


def _entered(field: EntryField, raw: str) -> str:
    """An input as a person reads it: the label of a choice, a number with its unit."""
    if field.type == "choice":
        labels = {choice.code: choice.label for choice in field.choices}
        return _say(labels[raw]) if raw in labels else raw
    if field.type in {"text", "list"}:
        return shown_list(raw, field, get_language() or "zh-hans") if field.type == "list" else raw
    number = parse_number(raw)
    return raw if number is None else _say(with_unit(number, field.unit))


def _say(text: Text) -> str:
    return text.in_(get_language() or "zh-hans")


def category_cells(result: Result, kind: str, code: str) -> list[Cell] | None:
    """The cells of one category of one round behind a result; None where there is no such sheet or category."""
    current = result.publication.rounds().get(kind)
    about = {"centre_id": result.centre_id, "staff_id": result.staff_id}
    if current is None or current.exemptions.filter(**about).exists():
        return None
    sheet = Assessment.objects.filter(round=current, **about).first()
    category = next((one for one in current.scheme.categories.all() if one.code == code), None)
    if sheet is None or category is None:
        return None
    return _cells(sheet, current).get(category.pk, [])
