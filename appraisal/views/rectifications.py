"""Pages of rectifications: the list, ordering one, its page and acts, a director's file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appraisal import access, after_access, after_forms, papers
from appraisal.actions import rectification
from appraisal.queries import rectification as queries
from appraisal.views.rounds import signed_in, valid
from centres.access import require

KINDS = ("criticism", "rectification")


@login_required
@require_safe
def rectification_list(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    rows = queries.rows_for(user, today)
    context = {
        "rows": rows,
        "candidates": queries.candidates(user),
        "several_counties": len({row.case.county_id for row in rows}) > 1,
        "form": after_forms.OrderForm(),
    }
    return render(request, "appraisal/rectification_list.html", context)


@login_required
@require_POST
def rectification_order(request: HttpRequest, result_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "rectification.lead")
    result = access.result_for(user, result_id)
    form = valid(after_forms.OrderForm(request.POST))
    made = rectification.order(actor=user, result_id=result.pk, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("已下达限期整改，请印发通报批评和限期整改通知书。"))
    return redirect("appraisal:rectification", made.pk)


@login_required
@require_safe
def rectification_detail(request: HttpRequest, case_id: int) -> HttpResponse:
    user = signed_in(request)
    case = after_access.rectification_for(user, case_id)
    context = {
        "case": case,
        "story": queries.story(user, case, timezone.localdate()),
        "offers": papers.offers(user, case, *KINDS),
        "report_form": after_forms.ReportForm(),
        "inspect_form": after_forms.InspectForm(),
        "extend_form": after_forms.ExtendForm(),
        "reason_form": after_forms.ReasonForm(),
        "removal_form": after_forms.RemovalForm(),
        "may_read_file": case.director_id is not None and user.can("rectification.read"),
    }
    return render(request, "appraisal/rectification_detail.html", context)


@login_required
@require_POST
def rectification_report(request: HttpRequest, case_id: int) -> HttpResponse:
    user = signed_in(request)
    case = _case(request, case_id, "own.appraise")
    form = valid(after_forms.ReportForm(request.POST))
    rectification.report(actor=user, rectification_id=case, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("整改报告已报送，等待复查。"))
    return redirect("appraisal:rectification", case)


@login_required
@require_POST
def rectification_inspect(request: HttpRequest, case_id: int) -> HttpResponse:
    case = _case(request, case_id)
    form = valid(after_forms.InspectForm(request.POST))
    now = timezone.now()
    rectification.inspect(actor=signed_in(request), rectification_id=case, now=now, **form.values())
    messages.success(request, _("复查结论已记录。"))
    return redirect("appraisal:rectification", case)


@login_required
@require_POST
def rectification_extend(request: HttpRequest, case_id: int) -> HttpResponse:
    case = _case(request, case_id)
    form = valid(after_forms.ExtendForm(request.POST))
    now = timezone.now()
    rectification.extend(actor=signed_in(request), rectification_id=case, now=now, **form.cleaned_data)
    messages.success(request, _("已延期，原期限保留在经过中。"))
    return redirect("appraisal:rectification", case)


@login_required
@require_POST
def rectification_withdraw(request: HttpRequest, case_id: int) -> HttpResponse:
    case = _case(request, case_id)
    form = valid(after_forms.ReasonForm(request.POST))
    now = timezone.now()
    rectification.withdraw(actor=signed_in(request), rectification_id=case, now=now, **form.cleaned_data)
    messages.success(request, _("整改已撤回；已印发的文书请在发文登记簿中撤销。"))
    return redirect("appraisal:rectification", case)


@login_required
@require_POST
def removal_put(request: HttpRequest, case_id: int) -> HttpResponse:
    case = _case(request, case_id)
    form = valid(after_forms.ReasonForm(request.POST))
    now = timezone.now()
    rectification.put_removal(actor=signed_in(request), rectification_id=case, now=now, **form.cleaned_data)
    messages.success(request, _("已列入免职研究事项。"))
    return redirect("appraisal:rectification", case)


@login_required
@require_POST
def removal_decide(request: HttpRequest, case_id: int) -> HttpResponse:
    case = _case(request, case_id)
    form = valid(after_forms.RemovalForm(request.POST))
    now = timezone.now()
    rectification.decide_removal(actor=signed_in(request), rectification_id=case, now=now, **form.values())
    messages.success(request, _("决定已记录。任免手续办理后，请在院长任期中登记离任日期。"))
    return redirect("appraisal:rectification", case)


@login_required
@require_safe
def director_file(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Every year of a director: grades, orders, removals, awards."""
    staff = after_access.director_for(signed_in(request), staff_id)
    terms = staff.director_terms.select_related("centre").order_by("-started_on")
    context = {"staff": staff, "terms": terms, "years": queries.director_file(staff)}
    return render(request, "appraisal/director_file.html", context)


def _case(request: HttpRequest, case_id: int, capability: str = "rectification.lead") -> int:
    """The case in reach: 403 without the capability, 404 out of reach, both before the form is read."""
    user = signed_in(request)
    require(user, capability)
    return after_access.rectification_for(user, case_id).pk
