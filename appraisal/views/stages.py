"""Acts of a round's life that ask for more than a button: extensions, and what was sent to prefecture and province."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from appraisal import round_forms
from appraisal.actions import stages
from appraisal.deadlines import COLUMNS
from appraisal.views.rounds import in_reach, signed_in, valid


@login_required
@require_POST
def extend(request: HttpRequest, round_id: int) -> HttpResponse:
    current = in_reach(request, round_id, "round.extend")
    form = valid(round_forms.ExtendForm(list(COLUMNS), request.POST))
    stages.extend(actor=signed_in(request), round_id=current.pk, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("期限调整已记录。"))
    return redirect("appraisal:round", current.pk)


@login_required
@require_POST
def report(request: HttpRequest, round_id: int) -> HttpResponse:
    current = in_reach(request, round_id, "round.report")
    form = valid(round_forms.SentForm(request.POST))
    stages.report(actor=signed_in(request), round_id=current.pk, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("已登记上报市级。"))
    return redirect("appraisal:round", current.pk)


@login_required
@require_POST
def file(request: HttpRequest, round_id: int) -> HttpResponse:
    current = in_reach(request, round_id, "round.report")
    form = valid(round_forms.SentForm(request.POST))
    stages.file(actor=signed_in(request), round_id=current.pk, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("已登记省级备案。"))
    return redirect("appraisal:round", current.pk)
