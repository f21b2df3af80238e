"""A leader's recorded decisions: exemption from a round, and the order of centres tied at the cap (RULES 4, 5)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from appraisal.actions.rounds import must_be
from appraisal.locks import take_round, take_year
from appraisal.models import Assessment, Exemption, Publication, Round, TieDecision
from centres.access import county_for, require
from centres.models import Centre, Region, User
from records import audit
from records.errors import Conflict, Invalid


def exempt(*, actor: User, round_id: int, centre: Centre, reason: str, now: datetime) -> Exemption:
    """Record that a centre has no result in this round; only while nothing of its sheet is entered."""
    require(actor, "round.exempt")
    if not reason.strip():
        raise Invalid(_("请写明免考理由。"), code="reason_missing")
    with audit.act(actor, action="round.exempt", reason=reason.strip()) as trail:
        current = take_round(actor, round_id)
        trail.county_code = current.county.code
        must_be(current, Round.State.SCORING)
        _check_exemptable(current, centre)
        row = Exemption.objects.create(
            round=current, centre=centre, reason=reason.strip(), decided_by=actor, decided_at=now
        )
        after = {"centre": centre.code, "round": str(current)}
        trail.add(row, None, after, label=f"{centre.name} {current}", centre=centre)
    return row


def _check_exemptable(current: Round, centre: Centre) -> None:
    if centre.county_id != current.county_id:
        raise Invalid(_("该卫生院不属于本县。"), code="other_county")
    if Exemption.objects.filter(round=current, centre=centre).exists():
        raise Conflict(_("该卫生院已经免考。"), code="exempt_already")
    if Assessment.objects.filter(round=current, centre=centre, entered__gt=0).exists():
        raise Conflict(_("该卫生院的评分表已有录入，不能免考。"), code="sheet_has_scores")


def decide_tie(
    *,
    actor: User,
    county: Region,
    year: int,
    kind: str,
    centre_codes: Sequence[str],
    reason: str,
    now: datetime,
) -> TieDecision:
    """Record the order of centres tied at the cap, first place first; grading uses the newest decision."""
    require(actor, "round.decide_tie")
    county_for(actor, county.code)
    codes = [code.strip() for code in centre_codes if code.strip()]
    if not reason.strip():
        raise Invalid(_("请写明决定的理由。"), code="reason_missing")
    known = set(Centre.objects.filter(county=county, code__in=codes).values_list("code", flat=True))
    if len(codes) < 2 or len(set(codes)) != len(codes) or set(codes) - known:
        raise Invalid(_("请按次序列出本县至少两个不同的卫生院。"), code="centres")
    if kind not in Publication.Kind.values:
        raise Invalid(_("没有这一类考核。"), code="kind")
    with audit.act(actor, action="tie.decide", county=county, reason=reason.strip()) as trail:
        take_year(county, year)
        _check_undecided(county, year, kind)
        row = TieDecision.objects.create(
            county=county,
            year=year,
            kind=kind,
            centre_codes=codes,
            reason=reason.strip(),
            decided_by=actor,
            decided_at=now,
        )
        trail.add(row, None, {"year": year, "kind": kind, "order": codes}, label=str(row))
    return row


def _check_undecided(county: Region, year: int, kind: str) -> None:
    """A decision counts when results are graded: one about results that are out would change nothing."""
    rounds = Round.objects.filter(county=county, year=year)
    if kind != Publication.Kind.YEAR:
        rounds = rounds.filter(kind=kind)
    published = Publication.objects.filter(county=county, year=year, kind=kind).exists()
    if published and not rounds.exclude(state=Round.State.FINAL).exists():
        raise Conflict(_("结果已经发布；须先重开轮次，再作同分决定。"), code="published")
