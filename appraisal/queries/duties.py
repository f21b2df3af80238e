"""Who answers for which sheets of a round, and how much each has still to fill."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, QuerySet, Sum

from appraisal.models import Assessment, Duty, Round
from centres.models import Region, User
from centres.roles import Role


def clerks_of(county: Region) -> QuerySet[User]:
    """The county's clerks with an account in use, by name."""
    return User.objects.filter(role=Role.CLERK, region=county, is_active=True).order_by("display_name", "pk")


@dataclass(frozen=True, slots=True)
class Load:
    """A clerk's share of a round; `clerk` is None for the sheets that nobody was given."""

    clerk: User | None
    sheets: int
    open_sheets: int
    missing: int
    latest: datetime | None

    @property
    def clerk_id(self) -> int | None:
        return self.clerk.pk if self.clerk else None


def load_of(current: Round) -> list[Load]:
    """The shares of a round's clerks, the fullest first; nobody's last (2 queries)."""
    sheets = Assessment.objects.filter(round=current).select_related("duty__clerk")
    latest = dict(
        Assessment.objects.filter(round=current).values_list("pk").annotate(at=Max("scores__updated_at"))
    )
    shares: dict[int | None, list[Assessment]] = {}
    for sheet in sheets:
        duty: Duty | None = getattr(sheet, "duty", None)
        shares.setdefault(duty.clerk_id if duty else None, []).append(sheet)
    loads = [_load(mine, latest) for mine in shares.values()]
    return sorted(loads, key=lambda one: (one.clerk is None, -one.missing, str(one.clerk)))


def _load(sheets: list[Assessment], latest: dict[int, datetime | None]) -> Load:
    duty: Duty | None = getattr(sheets[0], "duty", None)
    gaps = [sheet.cells - sheet.entered for sheet in sheets]
    return Load(
        clerk=duty.clerk if duty else None,
        sheets=len(sheets),
        open_sheets=sum(gap > 0 for gap in gaps),
        missing=sum(gaps),
        latest=max((at for sheet in sheets if (at := latest.get(sheet.pk))), default=None),
    )


def missing_of(user: User, rounds: Iterable[int]) -> dict[int, tuple[int, int]]:
    """By round, this clerk's open sheets and missing cells (1 query); rounds without own sheets are left out."""
    mine = Duty.objects.filter(clerk=user, assessment__round__in=rounds)
    gaps = mine.annotate(gap=F("assessment__cells") - F("assessment__entered"))
    found: dict[int, tuple[int, int]] = {}
    for round_id, gap in gaps.values_list("assessment__round", "gap"):
        sheets, missing = found.get(round_id, (0, 0))
        found[round_id] = (sheets + (gap > 0), missing + gap)
    return found


def late_words(rounds: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    """By round, the clerks with open cells and how many, the fullest first (1 query)."""
    shares = (
        Duty.objects.filter(assessment__round__in=rounds)
        .values("assessment__round", "clerk__display_name")
        .annotate(missing=Sum(F("assessment__cells") - F("assessment__entered")))
        .filter(missing__gt=0)
        .order_by("-missing")
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for row in shares:
        found.setdefault(row["assessment__round"], []).append((row["clerk__display_name"], row["missing"]))
    return found
