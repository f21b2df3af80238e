"""Everything the page of one round shows, as finished values; a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from appraisal.models import Publication, ReopenRequest, Round, RoundKind
from appraisal.queries import rounds as queries
from appraisal.queries.plausibility import open_looks
from appraisal.queries.rankings import YEAR, Ranking, published_ranking, round_ranking, year_ranking
from appraisal.queries.rights import Rights, rights
from appraisal.queries.rounds import SheetRow, Stage
from centres.models import User

NAMED_GAPS = 6


@dataclass(frozen=True, slots=True)
class RoundPage:
    """The finished values of the page; `ranking` and `year` only where every cell is entered."""

    stages: Sequence[Stage]
    next: object
    can: Rights
    rows: Sequence[SheetRow]
    ranking: Ranking | None
    year: Ranking | None
    publication: Publication | None
    versions: Sequence[Round]
    reopen: ReopenRequest | None
    lacking: Sequence[str]
    reopen_expired: bool
    to_check: int

    @property
    def cells(self) -> int:
        return sum(row.cells for row in self.rows)

    @property
    def entered(self) -> int:
        return sum(row.entered for row in self.rows)

    @property
    def missing(self) -> int:
        return sum(row.missing for row in self.rows)

    @property
    def gaps(self) -> Sequence[SheetRow]:
        """The first centres with cells still open."""
        return [row for row in self.rows if row.missing][:NAMED_GAPS]

    @property
    def more_gaps(self) -> int:
        return sum(row.missing > 0 for row in self.rows) - len(self.gaps)

    @property
    def undecided(self) -> bool:
        return any(one.ties for one in (self.ranking, self.year) if one)


def round_page(user: User, current: Round, now: datetime) -> RoundPage:
    asked = queries.live_request(current)
    can = rights(user, current, asked, now)
    rows = queries.sheet_rows(current)
    publication = _publication(current)
    complete = bool(rows) and not any(row.missing for row in rows)
    scoring = current.state == Round.State.SCORING
    return RoundPage(
        stages=queries.stages(current),
        next=queries.NEXT["own" if scoring and current.centre_id else current.state],
        can=can,
        rows=rows,
        ranking=published_ranking(publication)
        if publication
        else round_ranking(current)
        if complete
        else None,
        year=year_ranking(current) if complete and publication is None else None,
        publication=publication,
        versions=queries.versions(current),
        reopen=asked,
        lacking=queries.lacking_sheets(current, timezone.localdate(now)) if scoring else [],
        to_check=len(open_looks(current)) if scoring else 0,
        reopen_expired=bool(asked and asked.expires_at and asked.expires_at <= now),
    )


def _publication(current: Round) -> Publication | None:
    """What was published of this very version of the round."""
    if not current.sealed:
        return None
    kinds = [current.kind, YEAR] if current.kind == RoundKind.ANNUAL else [current.kind]
    behind = Q(june_round=current) | Q(december_round=current) | Q(parts__round=current)
    found = Publication.objects.filter(behind, kind__in=kinds).select_related("centre")
    return found.order_by("kind", "-version").first()
