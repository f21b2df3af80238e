"""How all centres of a county did in a round: per category, and in total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from appraisal.core.means import mean, percent, public_mean
from appraisal.core.totals import CategoryTotal as CoreTotal
from appraisal.models import Category, CategoryTotal, Round
from appraisal.queries.exempted import exempted_sheets


@dataclass(frozen=True, slots=True)
class CategoryMean:
    """One category over the county. Points are scaled to full marks where 缺项 were left out.

    `mean` and `share` (per cent of full marks) are None where no centre has the category; `public_*` also where
    so few stand behind it that one could tell another's points.
    """

    code: str
    name: str
    full_marks: Decimal
    count: int
    mean: Decimal | None
    public_mean: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None
    weight_percent: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        return None if self.mean is None else percent(self.mean, self.full_marks)

    @property
    def public_share(self) -> Decimal | None:
        return None if self.public_mean is None else percent(self.public_mean, self.full_marks)


@dataclass(frozen=True, slots=True)
class RoundMeans:
    """Every category of a round by its key, in the scheme's order, and how the totals lie."""

    round: Round
    categories: Mapping[int, CategoryMean]
    totals: Sequence[Decimal]

    @property
    def mean(self) -> Decimal | None:
        return mean(self.totals)

    @property
    def public_mean(self) -> Decimal | None:
        return public_mean(self.totals)


def round_means(current: Round) -> RoundMeans:
    """Read the category sums of every complete, not exempted sheet of a round (3 queries)."""
    sums = (
        CategoryTotal.objects.filter(assessment__round=current, assessment__total__isnull=False)
        .exclude(assessment__in=exempted_sheets(current))
        .values_list("category_id", "points", "applicable_full", "assessment_id", "assessment__total")
    )
    totals: dict[int, Decimal | None] = {}
    parts: dict[int, list[tuple[Decimal, Decimal]]] = {}
    for category_id, points, applicable, sheet_id, total in sums:
        totals[sheet_id] = total
        parts.setdefault(category_id, []).append((points, applicable))
    categories = Category.objects.filter(scheme_id=current.scheme_id).order_by("ordinal", "pk")
    return RoundMeans(
        current,
        {row.pk: _category_mean(row, parts.get(row.pk, [])) for row in categories},
        sorted((one for one in totals.values() if one is not None), reverse=True),
    )


def _category_mean(row: Category, parts: Sequence[tuple[Decimal, Decimal]]) -> CategoryMean:
    scaled = [comparable(points, applicable, row.full_marks) for points, applicable in parts]
    known = [points for points in scaled if points is not None]
    return CategoryMean(
        code=row.code,
        name=row.name,
        full_marks=row.full_marks,
        count=len(known),
        mean=mean(known),
        public_mean=public_mean(known),
        highest=max(known, default=None),
        lowest=min(known, default=None),
        weight_percent=row.weight_percent,
    )


def comparable(points: Decimal, applicable: Decimal, full: Decimal) -> Decimal | None:
    """Points of a category scaled to its full marks; None where nothing of it applies."""
    return CoreTotal(code="", points=points, full_marks=full, applicable_full=applicable).comparable
