"""A leader's recorded decisions: exemption from a round, and the order of centres tied at the cap (RULES 4, 5)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from appraisal.actions.rounds import must_be
from appraisal.core.workflow import BEFORE_REVIEW
from appraisal.locks import take_round, take_year
from appraisal.models import SEALED, Assessment, Exemption, Publication, Round, TieDecision
from appraisal.queries.subjects import known_keys
from appraisal.standings import Field
from centres.access import county_for, require
from centres.models import Centre, Region, Staff, User
from records import audit
from records.errors import Conflict, Invalid


def exempt(
    *,
    actor: User,
    round_id: int,
    centre: Centre,
    reason: str,
    now: datetime,
    staff: Staff | None = None,
) -> Exemption:
    """Record that a subject has no result in this round; only while nothing of its sheet is entered."""
    require(actor, "round.exempt")
    if not reason.strip():
        raise Invalid(_("请写明免考理由。"), code="reason_missing")
    with audit.act(actor, action="round.exempt", reason=reason.strip()) as trail:
        current = take_round(actor, round_id)
        trail.county_code = current.county.code
        must_be(current, *BEFORE_REVIEW)
        _check_exemptable(current, centre, staff)
        row = Exemption.objects.create(
            round=current, centre=centre, staff=staff, reason=reason.strip(), decided_by=actor, decided_at=now
        )
        after = {"centre": row.subject.code, "round": str(current)}
        trail.add(row, None, after, label=f"{row.subject.name} {current}", centre=centre)
    return row


def _check_exemptable(current: Round, centre: Centre, staff: Staff | None) -> None:
    key = str(staff.pk) if staff else centre.code
    if key not in known_keys(current.county, Field.of(current)):
        raise Invalid(_("不属于本轮次的考核范围。"), code="other_county")
    if Exemption.objects.filter(round=current, centre=centre, staff=staff).exists():
        raise Conflict(_("已经免考。"), code="exempt_already")
    if Assessment.objects.filter(round=current, centre=centre, staff=staff, entered__gt=0).exists():
        raise Conflict(_("评分表已有录入，不能免考。"), code="sheet_has_scores")


def decide_tie(
    *,
    actor: User,
    county: Region,
    year: int,
    kind: str,
    centre_codes: Sequence[str],
    reason: str,
    now: datetime,
    field: Field = Field(),  # noqa: B008  (frozen)
) -> TieDecision:
    """Record the order of subjects tied at the cap, first place first; grading uses the newest decision.

    `centre_codes` are subject keys: codes of institutions, ids of members of staff.
    """
    require(actor, "round.decide_tie")
    county_for(actor, county.code)
    codes = [code.strip() for code in centre_codes if code.strip()]
    if not reason.strip():
        raise Invalid(_("请写明决定的理由。"), code="reason_missing")
    if len(codes) < 2 or len(set(codes)) != len(codes) or set(codes) - known_keys(county, field):
        raise Invalid(_("请按次序列出至少两个不同的被考核单位或人员。"), code="centres")
    if kind not in Publication.Kind.values:
        raise Invalid(_("没有这一类考核。"), code="kind")
    with audit.act(actor, action="tie.decide", county=county, reason=reason.strip()) as trail:
        take_year(county, year, field)
        _check_undecided(county, year, kind, field)
        row = TieDecision.objects.create(
            county=county,
            level=field.level,
            centre=field.centre,
            year=year,
            kind=kind,
            centre_codes=codes,
            reason=reason.strip(),
            decided_by=actor,
            decided_at=now,
        )
        trail.add(row, None, {"year": year, "kind": kind, "order": codes}, label=str(row))
    return row


def _check_undecided(county: Region, year: int, kind: str, field: Field) -> None:
    """A decision counts when results are graded: one about results that are out would change nothing."""
    own = {"county": county, "year": year, "level": field.level, "centre": field.centre}
    rounds = Round.objects.filter(**own)
    if kind != Publication.Kind.YEAR:
        rounds = rounds.filter(kind=kind)
    published = Publication.objects.filter(**own, kind=kind).exists()
    if published and not rounds.exclude(state__in=SEALED).exists():
        raise Conflict(_("结果已经发布；须先重开轮次，再作同分决定。"), code="published")
