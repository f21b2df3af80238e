"""The acts of a round's life: open, submit, review, send back, and the sheets in it (RULES 6)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.actions.fieldwork import begin_with_minima
from appraisal.actions.prefill import record, take_over
from appraisal.actions.survey_forms import fits
from appraisal.book import book_for
from appraisal.core.workflow import BEFORE_REVIEW, WrongStateError, transition
from appraisal.deadlines import plausible
from appraisal.locks import take_round
from appraisal.models import (
    OWNED_LEVELS,
    Assessment,
    Category,
    CategoryTotal,
    Indicator,
    Round,
    Scheme,
    SchemeRound,
    Score,
    SheetReturn,
)
from appraisal.plans import RoundPlan
from appraisal.queries.completeness import submission_faults
from appraisal.queries.returns import has_returns, unanswered
from appraisal.queries.subjects import Subject, lacking_on, subjects_on
from appraisal.rights import admit, require_on
from appraisal.standings import Field
from appraisal.totals import blank_effects
from centres.access import county_for, require
from centres.models import Region, User
from records import audit
from records.errors import Conflict, Invalid, NotAllowed


def open_round(
    *,
    actor: User,
    scheme: Scheme,
    kind: str,
    now: datetime,
    due_on: date | None = None,
    plan: RoundPlan = RoundPlan(),  # noqa: B008  (frozen)
) -> Round:
    """Open a round of the scheme's year: one score sheet for each subject of its level on that day.

    A round of staff or of village clinics is that of the director's own centre (篇1 五(一)). `plan` says which stages
    it uses and where it begins; without one it begins with scoring and ends without notice. Raises Conflict when
    the scheme isn't active or the round was opened before (RULES 4, 6; 篇1 五(四)).
    """
    field = field_to_open(actor, scheme)
    for day in (due_on, plan.self_due_on, plan.review_due_on, plan.report_due_on):
        plausible(day)
    with audit.act(actor, action="round.open", county_code=scheme.county.code) as trail:
        county = Region.objects.select_for_update().get(pk=scheme.county_id)
        _check_can_open(scheme, county, kind, field)
        fits(county, plan.survey_form)
        new = Round.objects.create(
            county=county,
            level=field.level,
            centre=field.centre,
            scheme=scheme,
            year=scheme.year,
            kind=kind,
            opened_by=actor,
            opened_at=now,
            due_on=due_on,
            **plan.columns(field.level),
        )
        sheets = add_blank_sheets(new, subjects_on(new, timezone.localdate(now)), trail)
        trail.add(new, before={}, after=round_record(new) | {"sheets": len(sheets)}, label=str(new))
        begin_with_minima(new, trail)
    return new


def field_to_open(actor: User, scheme: Scheme) -> Field:
    """Whose round of this scheme the account may open. NotAllowed where that is somebody else's to do."""
    admit(actor, "round.open")
    owned = scheme.level in OWNED_LEVELS
    if owned != actor.can("own.appraise"):
        words = {"level": scheme.get_level_display()}
        raise NotAllowed(
            _("%(level)s的考核由卫生院院长开启。") % words
            if owned
            else _("%(level)s的考核由县里开启。") % words,
            code="scheme_level",
        )
    if not owned:
        county_for(actor, scheme.county.code)
        return Field(scheme.level)
    if actor.centre is None or actor.centre.county_id != scheme.county_id:
        raise Http404
    return Field(scheme.level, actor.centre)


def _check_can_open(scheme: Scheme, county: Region, kind: str, field: Field) -> None:
    if scheme.state != Scheme.State.ACTIVE:
        raise Conflict(_("方案尚未启用，不能开启考核轮次。"), code="scheme_not_active")
    if not SchemeRound.objects.filter(scheme=scheme, kind=kind).exists():
        raise Conflict(_("方案中没有这一轮次。"), code="scheme_has_no_round")
    same = Round.objects.filter(county=county, level=field.level, centre=field.centre)
    if same.filter(year=scheme.year, kind=kind).exists():
        raise Conflict(_("本年度该轮次已经开启。"), code="round_exists")


def add_blank_sheets(to: Round, subjects: Sequence[Subject], trail: audit.Trail) -> list[Assessment]:
    """One sheet a subject, with an unscored cell for every indicator and a zero sum for every category.

    What a rule takes over from last year's round stands in its cell already.
    """
    indicators = list(Indicator.objects.filter(scheme_id=to.scheme_id))
    categories = list(Category.objects.filter(scheme_id=to.scheme_id))
    effects = blank_effects(book_for(to.scheme))
    sheets = Assessment.objects.bulk_create(
        Assessment(round=to, centre=one.centre, staff=one.staff, cells=len(indicators), effects=effects)
        for one in subjects
    )
    CategoryTotal.objects.bulk_create(
        [
            CategoryTotal(assessment=sheet, category=category, applicable_full=category.full_marks)
            for sheet in sheets
            for category in categories
        ],
        batch_size=1000,
    )
    cells = [Score(assessment=sheet, indicator=indicator) for sheet in sheets for indicator in indicators]
    taken = take_over(to, sheets, cells)
    Score.objects.bulk_create(cells, batch_size=1000)
    record(trail, taken, sheets)
    return sheets


def add_missing_sheets(*, actor: User, round_id: int, now: datetime) -> int:
    """Give a sheet to each subject that has none in an open round; return how many."""
    admit(actor, "round.open")
    with transaction.atomic():
        current = take_round(actor, round_id)
        require_on(actor, "round.open", current)
        must_be(current, *BEFORE_REVIEW)
        if has_returns(current):
            raise Conflict(_("有退回的评分表，再次提交后才能补建。"), code="returned")
        lacking = lacking_on(current, timezone.localdate(now))
        if not lacking:
            return 0
        with audit.act(actor, action="round.add_sheets", county_code=current.county.code) as trail:
            add_blank_sheets(current, lacking, trail)
            trail.add(
                current, before={}, after={"centres": [one.code for one in lacking]}, label=str(current)
            )
    return len(lacking)


def submit(*, actor: User, round_id: int, now: datetime) -> Round:
    """Hand the round in for review. Raises Invalid with every unscored cell and missing reason (RULES 3, 6)."""
    admit(actor, "round.submit")
    with audit.act(actor, action="round.submit") as trail:
        current = take_round(actor, round_id)
        require_on(actor, "round.submit", current)
        before = round_record(current)
        state = step(current, "submit")
        if waiting := unanswered(current):
            raise Invalid(_("退回的评分表还没有全部处理，不能提交。"), code="returned", problems=waiting)
        if faults := submission_faults(current):
            raise Invalid(_("评分尚未完成，不能提交。"), code="incomplete", problems=faults)
        current.submitted_by, current.submitted_at, current.remark = actor, now, ""
        move(current, state, ["submitted_by", "submitted_at", "remark"])
        SheetReturn.objects.filter(assessment__round=current, answered_at=None).update(answered_at=now)
        trail.county_code = current.county.code
        trail.add(current, before, round_record(current), label=str(current))
    return current


def review(*, actor: User, round_id: int, now: datetime) -> Round:
    """Sign the submitted round; the reviewer isn't the submitter (invariant 18)."""
    require(actor, "round.review")
    with audit.act(actor, action="round.review") as trail:
        current = take_round(actor, round_id)
        before = round_record(current)
        state = step(current, "review")
        if current.submitted_by_id == actor.pk:
            raise NotAllowed(_("审核人不能是提交人。"), code="same_person")
        current.reviewed_by, current.reviewed_at = actor, now
        move(current, state, ["reviewed_by", "reviewed_at"])
        trail.county_code = current.county.code
        trail.add(current, before, round_record(current), label=str(current))
    return current


def send_back(
    *,
    actor: User,
    round_id: int,
    remark: str,
    sheets: Mapping[int, str] | None = None,
    now: datetime | None = None,
) -> Round:
    """Return a submitted or reviewed round to scoring, saying why; `sheets` names those meant, each with its remark."""
    require(actor, "round.send_back")
    if not remark.strip():
        raise Invalid(_("请写明退回原因。"), code="remark_missing")
    with audit.act(actor, action="round.send_back", reason=remark.strip()) as trail:
        current = take_round(actor, round_id)
        before = round_record(current)
        state = step(current, "send_back")
        current.submitted_by = current.submitted_at = current.reviewed_by = current.reviewed_at = None
        current.remark = remark.strip()
        move(current, state, ["submitted_by", "submitted_at", "reviewed_by", "reviewed_at", "remark"])
        return_sheets(current, sheets or {}, actor, now or timezone.now(), trail)
        trail.county_code = current.county.code
        trail.add(current, before, round_record(current), label=str(current))
    return current


def return_sheets(
    current: Round, remarks: Mapping[int, str], actor: User, now: datetime, trail: audit.Trail
) -> None:
    """Name the sheets that are meant, each with what is to be put right. Raises Invalid for a foreign sheet."""
    known = {
        row.pk: row
        for row in Assessment.objects.filter(round=current, pk__in=remarks).select_related("centre", "staff")
    }
    if set(known) != set(remarks) or not all(text.strip() for text in remarks.values()):
        raise Invalid(_("请为每张退回的评分表写明意见。"), code="sheets")
    for pk, text in remarks.items():
        row = SheetReturn.objects.create(assessment=known[pk], remark=text.strip(), by=actor, at=now)
        label = f"{known[pk].subject.name} {current}"
        trail.add(row, {}, {"remark": row.remark}, label=label, centre=known[pk].centre)


def step(current: Round, act: str) -> str:
    """The state an act leads to. Raises Conflict (409) where the act isn't drawn in this state."""
    try:
        return transition(current.state, act, uses=current.uses).target
    except WrongStateError:
        state = current.get_state_display()
        raise Conflict(
            _("轮次处于“%(state)s”，不能进行此操作。") % {"state": state}, code="wrong_state"
        ) from None


def must_be(current: Round, *states: str) -> None:
    if current.state not in states:
        raise Conflict(_("轮次当前状态不允许此操作。"), code="wrong_state")


def move(current: Round, state: str, fields: list[str]) -> None:
    """Store a step of the drawn life together with the fields that came with it."""
    current.state = state
    current.save(update_fields=["state", *fields])


def round_record(row: Round) -> dict[str, object]:
    """What the audit trail keeps of a round."""
    return (
        {
            "state": row.state,
            "version": row.version,
            "kind": row.kind,
            "year": row.year,
            "scheme": row.scheme_id,
            "submitted_by": row.submitted_by_id,
            "reviewed_by": row.reviewed_by_id,
            "finalised_by": row.finalised_by_id,
            "remark": row.remark,
        }
        | ({"self_assessed": True} if row.self_assessed else {})
        | ({"survey_form": row.survey_form_id} if row.survey_form_id else {})
        | (
            {
                "notice_days": row.notice_days,
                "notice_scores": row.notice_scores,
                "notice_ends_at": row.notice_ends_at,
            }
            if row.notice_days
            else {}
        )
    )
