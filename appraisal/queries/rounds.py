"""Reads for the pages of rounds: finished values, a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from appraisal.core.workflow import ROUND_STATES
from appraisal.grading import Standings, grade_round
from appraisal.models import Assessment, Exemption, ReopenRequest, Round
from centres.models import Centre, User


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


TONES = {"scoring": "info", "submitted": "warn", "reviewed": "warn", "final": "ok"}


def round_rows(rounds: QuerySet[Round]) -> list[RoundRow]:
    """Every round with its progress (1 query)."""
    counted = rounds.annotate(
        sheets=Count("assessments"), done=Sum("assessments__entered"), wanted=Sum("assessments__cells")
    )
    return [
        RoundRow(row, row.sheets, row.done or 0, row.wanted or 0, TONES[row.state])
        for row in counted.select_related("county", "scheme", "superseded_by").order_by(
            "-year", "kind", "-version"
        )
    ]


@dataclass(frozen=True, slots=True)
class Stage:
    """One state of a round's life: passed, current or ahead, with who moved there and when."""

    label: str
    done: bool
    current: bool
    by: str
    at: datetime | None


def stages(current: Round) -> list[Stage]:
    """The drawn life of a round, with the people and the times known so far."""
    language = get_language() or "zh-hans"
    reached = list(ROUND_STATES).index(current.state)
    acts = [
        (current.opened_by, current.opened_at),
        (current.submitted_by, current.submitted_at),
        (current.reviewed_by, current.reviewed_at),
        (current.finalised_by, current.finalised_at),
    ]
    return [
        Stage(text.in_(language), number < reached, number == reached, str(by or ""), at)
        for number, (text, (by, at)) in enumerate(zip(ROUND_STATES.values(), acts, strict=True))
    ]


NEXT = {
    str(Round.State.SCORING): gettext_lazy("考核员完成全部评分后提交审核。"),
    str(Round.State.SUBMITTED): gettext_lazy("局领导审核；审核人不能是提交人。"),
    str(Round.State.REVIEWED): gettext_lazy("局领导定稿并发布结果，定稿后不能再改。"),
    str(Round.State.FINAL): gettext_lazy("已封存。如需更改，申请重开，另成新版本。"),
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One centre's line: progress and total, or its exemption."""

    sheet: Assessment | None
    code: str
    name: str
    missing: int
    exempt_reason: str = ""


def sheet_rows(current: Round) -> list[SheetRow]:
    """The centres of a round by code, the exempt ones among them (2 queries)."""
    exempt = {row.centre_id: row for row in Exemption.objects.filter(round=current).select_related("centre")}
    sheets = Assessment.objects.filter(round=current).select_related("centre")
    rows = [
        SheetRow(sheet, sheet.centre.code, sheet.centre.name, sheet.cells - sheet.entered)
        for sheet in sheets
        if sheet.centre_id not in exempt
    ]
    rows += [SheetRow(None, one.centre.code, one.centre.name, 0, one.reason) for one in exempt.values()]
    return sorted(rows, key=lambda row: row.code)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What a centre would be if the round were final now."""

    rank: int | None
    name: str
    total: object
    grade: str
    grade_ordinal: int
    remark: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Ranks and grades as they would be published, and the ties that only a decision parts."""

    rows: Sequence[PreviewRow]
    places: int
    taken: int
    undecided: Sequence[Sequence[tuple[str, str]]]


def preview(current: Round) -> Preview:
    """Grade the round as it stands, without storing anything (constant number of queries)."""
    standings = grade_round(current)
    names = {row.centre.code: row.centre.name for row in standings.rows}
    return Preview(
        rows=list(_preview_rows(standings, names)),
        places=standings.grades.places,
        taken=standings.grades.taken,
        undecided=[[(code, names[code]) for code in group] for group in standings.grades.undecided],
    )


def _preview_rows(standings: Standings, names: Mapping[str, str]) -> Iterable[PreviewRow]:
    language = get_language() or "zh-hans"
    bands = {band.code: band for band in standings.bands}
    for one in standings.grades.graded:
        band = bands[one.grade]
        remark = "；".join(remark.text.in_(language) for remark in one.remarks)
        yield PreviewRow(one.rank, names[one.key], one.total, band.name, band.ordinal, remark)
    for code in standings.grades.ungraded:
        yield PreviewRow(None, names[code], None, "", 0, _("免考或考核不完整"))


def versions(current: Round) -> list[Round]:
    """All versions of this round of the county and year, newest first."""
    same = Round.objects.filter(county=current.county, year=current.year, kind=current.kind)
    return list(same.select_related("finalised_by").order_by("-version"))


def live_request(current: Round) -> ReopenRequest | None:
    """The request to reopen this round that waits for a decision or for its use."""
    live = [ReopenRequest.State.ASKED, ReopenRequest.State.PERMITTED]
    found = ReopenRequest.objects.filter(round=current, state__in=live)
    return found.select_related("asked_by", "decided_by").first()


@dataclass(frozen=True, slots=True)
class Rights:
    """Which acts this account may do on this round in its present state."""

    submit: bool
    review: bool
    send_back: bool
    finalise: bool
    add_sheets: bool
    exempt: bool
    decide_tie: bool
    ask_reopen: bool
    decide_reopen: bool
    use_reopen: bool
    import_scores: bool


def rights(user: User, current: Round, request: ReopenRequest | None, now: datetime) -> Rights:
    """The buttons a page shows; the actions check the same again."""
    state, newest = current.state, not hasattr(current, "superseded_by")
    scoring = state == Round.State.SCORING
    final = state == Round.State.FINAL and newest
    asked = request is not None and request.state == ReopenRequest.State.ASKED
    live = request is not None and request.expires_at is not None and request.expires_at > now
    return Rights(
        import_scores=scoring and user.can("score.import"),
        submit=scoring and user.can("round.submit"),
        review=state == "submitted" and user.can("round.review") and current.submitted_by_id != user.pk,
        send_back=state in {"submitted", "reviewed"} and user.can("round.send_back"),
        finalise=state == "reviewed" and user.can("round.finalise"),
        add_sheets=scoring and user.can("round.open"),
        exempt=scoring and user.can("round.exempt"),
        decide_tie=state in {"submitted", "reviewed"} and user.can("round.decide_tie"),
        ask_reopen=final and request is None and user.can("round.reopen_ask"),
        decide_reopen=asked and user.can("round.reopen_permit") and request.asked_by_id != user.pk,  # type: ignore[union-attr]
        use_reopen=final and live and not asked and user.can("round.reopen_ask"),
    )


def exemptable(current: Round) -> QuerySet[Centre]:
    """The county's centres that may still be exempted: nothing entered, not exempt yet."""
    started = Assessment.objects.filter(round=current, entered__gt=0).values("centre_id")
    exempt_already = Exemption.objects.filter(round=current).values("centre_id")
    own = Centre.objects.filter(county=current.county)
    return own.exclude(pk__in=started).exclude(pk__in=exempt_already)
