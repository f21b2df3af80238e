"""Pages of spot checks and inspections: the list, a draw, the scoring beside the county's, and what became of it."""

import re
import secrets
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appraisal import after_access, after_forms, papers
from appraisal.actions import reopening, spot_checks
from appraisal.actions.spot_checks import CellEntry
from appraisal.models import SpotCheck
from appraisal.queries import spot_checks as queries
from appraisal.views.rounds import signed_in, valid
from centres.access import require
from records.errors import Conflict, Invalid, Problem, Refused
from records.reading import numbers

NAMES = re.compile(r"p([1-9][0-9]{0,9})")


@login_required
@require_safe
def check_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    rows = queries.check_rows(user, timezone.localdate())
    return render(request, "appraisal/check_list.html", {"rows": rows, "may_make": user.can("check.make")})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_new(request: HttpRequest) -> HttpResponse:
    """Draw centres and indicators of a final round."""
    user = signed_in(request)
    require(user, "check.make")
    typed = request.POST if request.method == "POST" else None
    rounds = queries.checkable_rounds(user)
    form = after_forms.CheckMakeForm(rounds, typed, initial={"seed": secrets.token_hex(6)})
    if form.is_valid():
        values = form.cleaned_data
        try:
            made = spot_checks.make(actor=user, round_id=values.pop("round").pk, now=timezone.now(), **values)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已抽取，抽样框、种子和结果均已记录。"))
            return redirect("appraisal:check", made.pk)
    context = {"form": form, "any_round": rounds.exists()}
    return render(request, "appraisal/check_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def check_detail(request: HttpRequest, check_id: int) -> HttpResponse:
    user = signed_in(request)
    check = after_access.check_for(user, check_id)
    page = queries.check_page(user, check, timezone.localdate())
    context = {
        "check": check,
        "page": page,
        "can": page.can,
        "offers": papers.offers(user, check, "check_report") if check.reported_at else [],
        "demand_form": after_forms.DemandForm(),
        "text_form": after_forms.TextForm(),
        "reason_form": after_forms.ReasonForm(),
    }
    return render(request, "appraisal/check_detail.html", context)


@login_required
@require_POST
def check_score(request: HttpRequest, check_id: int) -> HttpResponse:
    """Points given again, one box a cell; an empty box leaves the cell open."""
    user = signed_in(request)
    check = after_access.own_check_for(user, check_id)
    spot_checks.score(actor=user, check_id=check.pk, entries=_entries(request.POST), now=timezone.now())
    if "report" in request.POST:
        spot_checks.report(actor=user, check_id=check.pk, now=timezone.now())
        messages.success(request, _("报告已出具，县级可以看到。"))
    else:
        messages.success(request, _("复核得分已保存。"))
    return redirect("appraisal:check", check.pk)


def _entries(data: QueryDict) -> dict[int, CellEntry]:
    """Boxes p<cell> with points and r<cell> with reasons; every unreadable number is named."""
    found: dict[int, CellEntry] = {}
    problems: list[Problem] = []
    for name in data:
        if not (match := NAMES.fullmatch(name)):
            continue
        answer = numbers.parse(str(data[name]), numbers.Grid(negative=True))
        if isinstance(answer, Problem):
            problems.append(answer)
            continue
        value: Decimal | None = answer.value
        found[int(match.group(1))] = (value, data.get(f"r{match.group(1)}", ""))
    if problems:
        raise Invalid(_("填写有误，未作任何改动。"), code="numbers", problems=problems)
    return found


@login_required
@require_POST
def check_cancel(request: HttpRequest, check_id: int) -> HttpResponse:
    check = after_access.own_check_for(signed_in(request), check_id)
    form = valid(after_forms.ReasonForm(request.POST))
    spot_checks.cancel(actor=signed_in(request), check_id=check.pk, **form.cleaned_data)
    return _done(request, check, _("抽查已取消，抽取记录保留。"))


@login_required
@require_POST
def check_demand(request: HttpRequest, check_id: int) -> HttpResponse:
    check = after_access.own_check_for(signed_in(request), check_id)
    form = valid(after_forms.DemandForm(request.POST))
    now = timezone.now()
    spot_checks.demand(actor=signed_in(request), check_id=check.pk, now=now, **form.cleaned_data)
    return _done(request, check, _("已要求县级处理。"))


@login_required
@require_POST
def check_answer(request: HttpRequest, check_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "check.answer")
    check = after_access.check_for(user, check_id)
    form = valid(after_forms.TextForm(request.POST))
    spot_checks.answer(actor=user, check_id=check.pk, **form.cleaned_data)
    return _done(request, check, _("已答复。"))


@login_required
@require_POST
def check_reopen(request: HttpRequest, check_id: int) -> HttpResponse:
    """The county asks to reopen the round because of the demand: the request names the check."""
    user = signed_in(request)
    require(user, "check.answer")
    check = after_access.check_for(user, check_id)
    form = valid(after_forms.ReasonForm(request.POST))
    newest = queries.to_reopen(user, check)
    if newest is None:
        raise Conflict(_("该抽查没有待更正的要求，或重开申请已在办理。"), code="nothing_demanded")
    reopening.ask(actor=user, round_id=newest.pk, check_id=check.pk, now=timezone.now(), **form.cleaned_data)
    return _done(request, check, _("重开申请已提交，等待另一位局领导批准。"))


@login_required
@require_POST
def check_close(request: HttpRequest, check_id: int) -> HttpResponse:
    check = after_access.own_check_for(signed_in(request), check_id)
    form = valid(after_forms.TextForm(request.POST))
    outcome = form.cleaned_data["text"]
    spot_checks.close(actor=signed_in(request), check_id=check.pk, outcome=outcome)
    return _done(request, check, _("已办结。"))


def _done(request: HttpRequest, check: SpotCheck, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("appraisal:check", check.pk)
