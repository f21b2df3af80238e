"""Public notices and appeals: the list, the notice of a round, an appeal from its making to the decision."""

from collections.abc import Container
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appraisal import access, life_papers, papers
from appraisal.actions import appeals
from appraisal.actions.evidence import add_to_appeal
from appraisal.appeal_forms import proposal_forms, read_claims, read_files, read_proposals
from appraisal.field_access import Holder, may_add_evidence
from appraisal.models import Appeal, Round
from appraisal.queries.appeals import comparisons, item_rows, seen_mark
from appraisal.queries.evidence import appeal_evidence
from appraisal.queries.notices import notice_page, notice_rows
from appraisal.queries.self_assessment import own_rounds
from appraisal.views.rounds import signed_in
from centres.access import require, require_any
from centres.models import User
from records.attached.files import ACCEPT
from records.attached.kinds import ATTACHED
from records.errors import Refused

READERS = ("result.read", "own.read", "self.read")


@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """The notices of the county; for a director the own self-assessments above them."""
    user = signed_in(request)
    require_any(user, *READERS)
    rows = access.notices_for(user).order_by("-year", "-notice_ends_at")[:50]
    context = {
        "rows": notice_rows(list(rows), timezone.now()),
        "own": own_rounds(user) if user.can("own.self_assess") else [],
    }
    return render(request, "appraisal/notice_list.html", context)


@login_required
@require_safe
@never_cache
def notice(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    require_any(user, *READERS)
    current = access.notice_for(user, round_id)
    offered = papers.offers(user, current, "public_notice") if user.can("report.read") else []
    page = notice_page(user, current, timezone.now())
    context = {"round": current, "page": page, "offers": offered, "accept": ACCEPT}
    return render(request, "appraisal/notice.html", context)


@login_required
@require_POST
def appeal_make(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "own.appeal")
    current = access.notice_for(user, round_id)
    claims, reason = read_claims(request.POST), request.POST.get("reason", "")[:1000]
    made = appeals.make(actor=user, round_id=current.pk, reason=reason, claims=claims, now=timezone.now())
    _take_files(request, user, made, claims)
    messages.success(request, _("申诉已提交，公示期内可以继续补充材料。"))
    return redirect("appraisal:appeal", made.pk)


def _take_files(request: HttpRequest, user: User, made: Appeal, claims: Container[int]) -> None:
    """The files sent with the claims. One that isn't taken is said by name; the appeal and the others stand."""
    named = [(pk, file) for pk, file in read_files(request.FILES) if pk in claims]
    for indicator_id, file in named:
        name, now = file.name or "", timezone.now()
        source = file.read(ATTACHED.size + 1)
        try:
            add_to_appeal(
                actor=user, appeal_id=made.pk, indicator_id=indicator_id, source=source, name=name, now=now
            )
        except Refused as refused:
            words = _("“%(name)s”没有保存：%(why)s 申诉已经提交，请在申诉页重新上传。")
            messages.error(request, words % {"name": name[:80], "why": refused.message})


def _appeal(user: User, appeal_id: int) -> Appeal:
    """403 for a role that has nothing to do with appeals, 404 out of scope."""
    require_any(user, "score.read", "own.appeal")
    return access.appeal_for(user, appeal_id)


@login_required
@require_safe
@never_cache
def appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """One appeal; for whoever decides, with what accepting it would do to everybody."""
    user = signed_in(request)
    return appeal_page(request, user, _appeal(user, appeal_id))


def appeal_page(
    request: HttpRequest, user: User, row: Appeal, *, wrong: int = 0, refused: Refused | None = None
) -> HttpResponse:
    """The page of an appeal, with the file that wasn't taken where one was sent to the indicator `wrong`."""
    status = 422 if refused else 200
    context = _appeal_context(user, row) | {"wrong": wrong, "refused": refused}
    return render(request, "appraisal/appeal.html", context, status=status)


def _appeal_context(user: User, row: Appeal) -> dict[str, Any]:
    rows, now, holder = item_rows(row), timezone.now(), Holder(row.assessment, row)
    waits = row.state == Appeal.State.OPEN and row.assessment.round.state == Round.State.NOTICE
    deciding = waits and user.can("appeal.decide") and row.proposed_at is not None
    decided = row.state in life_papers.DECIDED
    return {
        "offers": papers.offers(user, row, "appeal_decision") if decided else [],
        "files": appeal_evidence(user, holder, now),
        "may_add": may_add_evidence(user, holder, now),
        "accept": ACCEPT,
        "appeal": row,
        "round": row.assessment.round,
        "rows": rows,
        "forms": proposal_forms(row, rows) if waits and user.can("appeal.investigate") else [],
        "deciding": deciding,
        "may_reject": waits and user.can("appeal.decide"),
        "may_accept": deciding and row.proposed_by_id != user.pk and any(one.becomes for one in rows),
        "pages": comparisons(row, user) if waits and row.proposed_at and user.can("score.read") else [],
        "seen": seen_mark(row),
        "may_withdraw": waits and user.can("own.appeal"),
        "may_read_money": user.can("budget.read"),
    }


@login_required
@require_POST
def appeal_withdraw(request: HttpRequest, appeal_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "own.appeal")
    row = appeals.withdraw(actor=user, appeal_id=appeal_id, now=timezone.now())
    messages.success(request, _("申诉已撤回。"))
    return redirect("appraisal:appeal", row.pk)


@login_required
@require_POST
def appeal_investigate(request: HttpRequest, appeal_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "appeal.investigate")
    row = access.appeal_for(user, appeal_id)
    proposals = read_proposals(request.POST, item_rows(row))
    finding = request.POST.get("finding", "")[:1000]
    appeals.investigate(
        actor=user, appeal_id=row.pk, finding=finding, proposals=proposals, now=timezone.now()
    )
    messages.success(request, _("核实情况已记录，等待局领导决定。"))
    return redirect("appraisal:appeal", row.pk)


@login_required
@require_POST
def appeal_decide(request: HttpRequest, appeal_id: int, act: str) -> HttpResponse:
    """Accept or reject, with the reason; accepting carries the mark of what was on the screen."""
    user = signed_in(request)
    require(user, "appeal.decide")
    decision, now = request.POST.get("decision", "")[:1000], timezone.now()
    if act == "accept":
        seen = request.POST.get("seen", "")
        row = appeals.accept(actor=user, appeal_id=appeal_id, decision=decision, seen=seen, now=now)
    else:
        row = appeals.reject(actor=user, appeal_id=appeal_id, decision=decision, now=now)
    messages.success(request, _("对申诉的决定已记录。"))
    return redirect("appraisal:appeal", row.pk)
