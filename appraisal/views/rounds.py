"""Pages of rounds: the list, opening one, its page, and its acts."""

from typing import TypeVar, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appraisal import access, rights, round_forms
from appraisal.actions import decisions, publishing, reopening, rounds, stages
from appraisal.deadlines import AHEAD
from appraisal.models import ReopenRequest, Round
from appraisal.plans import USUAL_NOTICE_DAYS
from appraisal.queries import rounds as queries
from appraisal.queries import subjects
from appraisal.queries import versions as version_queries
from appraisal.queries.inherited import inherited_grade
from appraisal.queries.round_page import round_page
from appraisal.standings import Field
from centres.models import User
from records.errors import Invalid, Problem, Refused

FormT = TypeVar("FormT", bound=forms.Form)


def signed_in(request: HttpRequest) -> User:
    """The account behind a page that asks for one."""
    return cast(User, request.user)


def in_reach(request: HttpRequest, round_id: int, capability: str = "round.read") -> Round:
    """The round in the account's scope: 403 without the capability for it, 404 out of scope."""
    user = signed_in(request)
    rights.admit(user, capability)
    current = access.round_for(user, round_id)
    rights.require_on(user, capability, current)
    return current


@login_required
@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    rights.admit(user, "round.read")
    rows = queries.round_rows(access.rounds_for(user))
    context = {
        "rows": rows,
        "several_counties": len({row.round.county_id for row in rows}) > 1,
        "may_open": rights.has(user, "round.open"),
    }
    return render(request, "appraisal/round_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_open(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    rights.admit(user, "round.open")
    typed = request.POST if request.method == "POST" else None
    form = round_forms.OpenRoundForm(user, typed, initial=_first_choice(user))
    if form.is_valid():
        try:
            opened = rounds.open_round(actor=user, now=timezone.now(), **form.values())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("轮次已开启，每个被考核单位或人员都有了评分表。"))
            return redirect("appraisal:round", opened.pk)
    status = 422 if form.errors else 200
    return render(request, "appraisal/round_open.html", {"form": form}, status=status)


def _first_choice(user: User) -> dict[str, object]:
    """The form comes filled with the round that would be opened next."""
    first = queries.next_openable(user)
    whole = {"self_assessment": True, "notice_days": USUAL_NOTICE_DAYS, "notice_scores": True, "draft": True}
    return whole | ({"scheme": first.scheme_id, "kind": first.kind} if first else {})


@login_required
@require_safe
def round_detail(request: HttpRequest, round_id: int) -> HttpResponse:
    current = in_reach(request, round_id)
    page = round_page(signed_in(request), current, timezone.now())
    context = {
        "round": current,
        "page": page,
        "can": page.can,
        "remark_form": round_forms.RemarkForm(),
        "ask_form": round_forms.ReopenAskForm(),
        "decide_form": round_forms.ReopenDecideForm(),
        "exempt_form": round_forms.ExemptForm(subjects.exemptable(current)) if page.can.exempt else None,
        "extend_form": round_forms.ExtendForm(AHEAD.get(current.state, ())) if page.can.extend else None,
        "sent_form": round_forms.SentForm() if page.can.report or page.can.file else None,
        "inherited": inherited_grade(current.level, current.centre, current.year),
    }
    return render(request, "appraisal/round_detail.html", context)


@login_required
@require_safe
def round_compare(request: HttpRequest, round_id: int) -> HttpResponse:
    """What a version changed against the one it supersedes."""
    new = in_reach(request, round_id)
    if new.supersedes is None:
        raise Http404
    context = {
        "new": new,
        "old": new.supersedes,
        "permit": version_queries.permit_of(new.supersedes),
        "differences": version_queries.differences(new.supersedes, new),
    }
    return render(request, "appraisal/round_compare.html", context)


PLAIN_ACTS = {
    "begin": (stages.begin, gettext_lazy("轮次已开始。")),
    "begin_scoring": (stages.begin_scoring, gettext_lazy("县级评分已开始。")),
    "open_notice": (stages.open_notice, gettext_lazy("公示已开始。")),
    "submit": (rounds.submit, gettext_lazy("已提交审核。")),
    "review": (rounds.review, gettext_lazy("已审核通过。")),
    "add_sheets": (rounds.add_missing_sheets, gettext_lazy("已补建评分表。")),
    "finalise": (publishing.finalise, gettext_lazy("已定稿，结果已发布。")),
}


@login_required
@require_POST
def round_act(request: HttpRequest, round_id: int, act: str) -> HttpResponse:
    """One act that needs nothing but its button."""
    current = in_reach(request, round_id)
    if act not in PLAIN_ACTS:
        raise Http404
    action, done = PLAIN_ACTS[act]
    action(actor=signed_in(request), round_id=current.pk, now=timezone.now())
    messages.success(request, str(done))
    return redirect("appraisal:round", current.pk)


@login_required
@require_POST
def round_send_back(request: HttpRequest, round_id: int) -> HttpResponse:
    current = in_reach(request, round_id, "round.send_back")
    form = valid(round_forms.RemarkForm(request.POST))
    rounds.send_back(actor=signed_in(request), round_id=current.pk, remark=form.cleaned_data["remark"])
    messages.success(request, _("已退回修改。"))
    return redirect("appraisal:round", current.pk)


@login_required
@require_POST
def round_exempt(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    current = in_reach(request, round_id, "round.exempt")
    form = valid(round_forms.ExemptForm(subjects.exemptable(current), request.POST))
    decisions.exempt(actor=user, round_id=current.pk, now=timezone.now(), **form.values())
    messages.success(request, _("免考决定已记录。"))
    return redirect("appraisal:round", current.pk)


@login_required
@require_POST
def round_tie(request: HttpRequest, round_id: int) -> HttpResponse:
    """Record who of the tied centres takes the place; the page shows the new grades at once."""
    user = signed_in(request)
    current = in_reach(request, round_id, "round.decide_tie")
    form = valid(round_forms.TieForm(current.kind, request.POST))
    decisions.decide_tie(
        actor=user,
        county=current.county,
        year=current.year,
        kind=form.cleaned_data["kind"] or current.kind,
        centre_codes=form.codes(),
        reason=form.cleaned_data["reason"],
        now=timezone.now(),
        field=Field.of(current),
    )
    messages.success(request, _("同分决定已记录。"))
    return redirect("appraisal:round", current.pk)


@login_required
@require_POST
def reopen_ask(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    current = in_reach(request, round_id, "round.reopen_ask")
    form = valid(round_forms.ReopenAskForm(request.POST))
    reopening.ask(actor=user, round_id=current.pk, reason=form.cleaned_data["reason"], now=timezone.now())
    messages.success(request, _("重开申请已提交，等待另一位有权人员批准。"))
    return redirect("appraisal:round", current.pk)


@login_required
@require_POST
def reopen_decide(request: HttpRequest, round_id: int, request_id: int) -> HttpResponse:
    user = signed_in(request)
    asked = _asked(request, round_id, request_id, "round.reopen_permit")
    form = valid(round_forms.ReopenDecideForm(request.POST))
    reopening.decide(actor=user, request_id=asked.pk, **form.values())
    messages.success(request, _("对重开申请的决定已记录。"))
    return redirect("appraisal:round", asked.round_id)


@login_required
@require_POST
def reopen_use(request: HttpRequest, round_id: int, request_id: int) -> HttpResponse:
    user = signed_in(request)
    asked = _asked(request, round_id, request_id, "round.reopen_ask")
    new = reopening.reopen(actor=user, request_id=asked.pk, now=timezone.now())
    messages.success(request, _("已建立新版本，原版本保留可查。"))
    return redirect("appraisal:round", new.pk)


@login_required
@require_POST
def reopen_withdraw(request: HttpRequest, round_id: int, request_id: int) -> HttpResponse:
    user = signed_in(request)
    asked = _asked(request, round_id, request_id, "round.reopen_ask")
    reopening.withdraw(actor=user, request_id=asked.pk)
    messages.success(request, _("重开申请已撤回。"))
    return redirect("appraisal:round", asked.round_id)


def _asked(request: HttpRequest, round_id: int, request_id: int, capability: str) -> ReopenRequest:
    """A request to reopen this round, or 404; 403 without the right."""
    current = in_reach(request, round_id, capability)
    return get_object_or_404(ReopenRequest, pk=request_id, round=current)


def valid(form: FormT) -> FormT:
    """The form if it holds, else Invalid with each field and what is expected."""
    if form.is_valid():
        return form
    problems = [
        Problem(str(message), place=form.fields[name].label or "" if name in form.fields else "")
        for name, faults in form.errors.items()
        for message in faults
    ]
    raise Invalid(_("填写有误，未作任何改动。"), code="form", problems=problems)
