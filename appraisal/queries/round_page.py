"""Everything the page of one round shows, as finished values; a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from appraisal.book import book_for
from appraisal.deadlines import NoticeEnd, notice_end
from appraisal.models import Extension, Publication, ReopenRequest, Round, RoundKind, SheetReturn
from appraisal.queries import rounds as queries
from appraisal.queries.appeals import open_appeals
from appraisal.queries.duties import Load, clerks_of, load_of
from appraisal.queries.plausibility import open_looks
from appraisal.queries.rankings import YEAR, Ranking, published_ranking, round_ranking, year_ranking
from appraisal.queries.returns import returns_of
from appraisal.queries.rights import Rights, rights
from appraisal.queries.rounds import SheetRow
from appraisal.queries.stage_line import Stage, extensions, next_step, not_handed_in, stages
from centres.models import User

NAMED_GAPS = 6


@dataclass(frozen=True, slots=True)
class RoundPage:
    """The finished values of the page; `ranking` and `year` only where every cell is entered."""

    tone: str
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
    loads: Sequence[Load]
    clerks: Sequence[User]
    takes_files: bool
    extensions: Sequence[Extension]
    appeals: int
    notice_end: NoticeEnd | None
    returned: Sequence[SheetReturn]
    not_handed_in: Sequence[str]

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
    def unanswered(self) -> int:
        """How many of the sheets sent back the clerk hasn't answered."""
        return sum(one.corrected_at is None for one in self.returned)

    @property
    def more_gaps(self) -> int:
        return sum(row.missing > 0 for row in self.rows) - len(self.gaps)

    @property
    def is_divided(self) -> bool:
        """Whether any sheet of it has a clerk who answers for it."""
        return any(one.clerk for one in self.loads)

    @property
    def undecided(self) -> bool:
        return any(one.ties for one in (self.ranking, self.year) if one)


def round_page(user: User, current: Round, now: datetime) -> RoundPage:
    asked = queries.live_request(current)
    can = rights(user, current, asked, now)
    scoring = current.state == Round.State.SCORING
    returned = returns_of(current) if scoring else []
    rows = queries.sheet_rows(current, {one.assessment_id: one.remark for one in returned})
    publication = _publication(current)
    complete = bool(rows) and not any(row.missing for row in rows)
    divided = scoring and current.centre_id is None
    return RoundPage(
        tone=queries.TONES[current.state],
        stages=stages(current, now),
        next=next_step(current, now),
        extensions=extensions(current),
        appeals=open_appeals(current) if current.state == Round.State.NOTICE else 0,
        notice_end=notice_end(current, now) if can.open_notice else None,
        returned=returned,
        not_handed_in=not_handed_in(current) if current.state == Round.State.SELF_ASSESSMENT else [],
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
        lacking=queries.lacking_sheets(current, timezone.localdate(now)) if can.before_review else [],
        loads=load_of(current) if divided else [],
        clerks=list(clerks_of(current.county)) if divided and can.assign else [],
        to_check=len(open_looks(current)) if scoring else 0,
        takes_files=bool(book_for(current.scheme).external),
        reopen_expired=bool(asked and asked.expires_at and asked.expires_at <= now),
    )


def open_returns(current: Round) -> dict[int, str]:
    """The remarks of sheets sent back and not handed in again, by sheet (1 query)."""
    rows = SheetReturn.objects.filter(assessment__round=current, answered_at=None).order_by("pk")
    return dict(rows.values_list("assessment_id", "remark"))


def _publication(current: Round) -> Publication | None:
    """What was published of this very version of the round."""
    if not current.sealed:
        return None
    kinds = [current.kind, YEAR] if current.kind == RoundKind.ANNUAL else [current.kind]
    behind = Q(june_round=current) | Q(december_round=current) | Q(parts__round=current)
    found = Publication.objects.filter(behind, kind__in=kinds).select_related("centre")
    return found.order_by("kind", "-version").first()
