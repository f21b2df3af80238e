"""Reads for the pages of rounds: finished values, a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from appraisal.access import round_scope
from appraisal.models import (
    OWNED_LEVELS,
    Assessment,
    Duty,
    Exemption,
    ReopenRequest,
    Round,
    RoundKind,
    Scheme,
    SchemeRound,
)
from appraisal.queries.subjects import lacking_on
from centres.models import User


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A line of the list: a round with how much of it is entered."""

    round: Round
    sheets: int
    entered: int
    cells: int
    tone: str

    @property
    def missing(self) -> int:
        return self.cells - self.entered


TONES = {
    "draft": "",
    "self_assessment": "info",
    "scoring": "info",
    "submitted": "warn",
    "reviewed": "warn",
    "notice": "warn",
    "final": "ok",
    "reported": "ok",
    "filed": "ok",
}


def round_rows(rounds: QuerySet[Round]) -> list[RoundRow]:
    """Every round with its progress (1 query)."""
    counted = rounds.annotate(
        sheets=Count("assessments"), done=Sum("assessments__entered"), wanted=Sum("assessments__cells")
    )
    return [
        RoundRow(row, row.sheets, row.done or 0, row.wanted or 0, TONES[row.state])
        for row in counted.select_related("county", "scheme", "centre", "superseded_by").order_by(
            "-year", "level", "centre__code", "kind", "-version"
        )
    ]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One centre's line: progress and total, or its exemption."""

    sheet: Assessment | None
    code: str
    name: str
    missing: int
    exempt_reason: str = ""
    sent_back: str = ""

    @property
    def clerk(self) -> str:
        """Who answers for it: the name of a clerk, or nothing."""
        duty: Duty | None = getattr(self.sheet, "duty", None)
        return str(duty.clerk) if duty else ""

    @property
    def entered(self) -> int:
        return self.sheet.entered if self.sheet else 0

    @property
    def cells(self) -> int:
        return self.sheet.cells if self.sheet else 0


def sheet_rows(current: Round, returns: Mapping[int, str] | None = None) -> list[SheetRow]:
    """The centres of a round by code, the exempt ones among them (2 queries); `returns` are remarks by sheet."""
    remarks = returns or {}
    exemptions = Exemption.objects.filter(round=current).select_related("centre", "staff")
    exempt = {row.subject_key: row for row in exemptions}
    sheets = Assessment.objects.filter(round=current).select_related("centre", "staff", "duty__clerk")
    rows = [
        SheetRow(
            sheet,
            sheet.subject.code,
            sheet.subject.name,
            sheet.cells - sheet.entered,
            sent_back=remarks.get(sheet.pk, ""),
        )
        for sheet in sheets
        if sheet.subject_key not in exempt
    ]
    rows += [SheetRow(None, one.subject.code, one.subject.name, 0, one.reason) for one in exempt.values()]
    return sorted(rows, key=lambda row: row.code)


def versions(current: Round) -> list[Round]:
    """All versions of this round of the county and year, newest first."""
    same = Round.objects.filter(
        county=current.county,
        level=current.level,
        centre=current.centre_id,
        year=current.year,
        kind=current.kind,
    ).select_related("centre")
    return list(same.select_related("finalised_by").order_by("-version"))


def live_request(current: Round) -> ReopenRequest | None:
    """The request to reopen this round that waits for a decision or for its use."""
    live = [ReopenRequest.State.ASKED, ReopenRequest.State.PERMITTED]
    found = ReopenRequest.objects.filter(round=current, state__in=live)
    return found.select_related("asked_by", "decided_by").first()


def waits_now(now: datetime) -> Q:
    """Requests that stand in the way of another: a permit that ran out doesn't."""
    state = ReopenRequest.State
    return Q(state=state.ASKED) | Q(state=state.PERMITTED, expires_at__gt=now)


def lacking_sheets(current: Round, day: date) -> list[str]:
    """Names of the subjects that have no sheet in this round yet."""
    return [one.name for one in lacking_on(current, day)]


def openable_schemes(user: User) -> QuerySet[Scheme]:
    """Active schemes of whose level the account opens rounds: a director's for the own centre, else the county's."""
    active = Scheme.objects.filter(state=Scheme.State.ACTIVE)
    if user.centre is not None:
        return active.filter(county=user.centre.county_id, level__in=OWNED_LEVELS)
    return active.filter(user.county_scope("county__")).exclude(level__in=OWNED_LEVELS)


@dataclass(frozen=True, slots=True)
class Openable:
    """What could be opened next: a scheme's round that isn't there yet, and for how many centres."""

    scheme_id: int
    kind: str


def next_openable(user: User) -> Openable | None:
    """The newest active scheme's first round that hasn't been opened (2 queries)."""
    wanted = SchemeRound.objects.filter(scheme__in=openable_schemes(user)).select_related("scheme")
    rounds = Round.objects.filter(round_scope(user))
    opened = set(rounds.values_list("county", "level", "year", "kind"))
    for one in sorted(wanted, key=lambda one: (-one.scheme.year, *RoundKind.place(one.kind))):
        if (one.scheme.county_id, one.scheme.level, one.scheme.year, one.kind) not in opened:
            return Openable(one.scheme_id, one.kind)
    return None
