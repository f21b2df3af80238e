"""走访与座谈: what was seen of each centre against the minima, the symposia, the leader's word, the surveys."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appraisal import field_access as access
from appraisal.access import round_for
from appraisal.actions import fieldwork as actions
from appraisal.actions import survey_forms as form_actions
from appraisal.actions import surveys as survey_actions
from appraisal.field_forms import MinimaForm, SurveyChoiceForm, SurveyStartForm, SymposiumForm, WaiverForm
from appraisal.models import Level, Survey
from appraisal.queries import fieldwork as queries
from appraisal.rights import admit, may
from appraisal.views.rounds import signed_in, valid
from centres.access import require


@login_required
@require_safe
def page(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.read")
    current = round_for(user, round_id)
    rows, minima = queries.field_rows(current), queries.minima_of(current)
    opened, surveys = access.is_open(current), list(Survey.objects.filter(round=current))
    lead = opened and may(user, "round.open", current)
    enter = opened and may(user, "score.enter", current)
    sheets = [row.sheet for row in rows]
    context = {
        "round": current,
        "rows": rows,
        "minima": minima,
        "of_county": queries.county_minima(current),
        "surveys": surveys,
        "of_centres": current.level == Level.CENTRE,
        "may_enter": enter,
        "may_lead": opened and user.can("round.exempt"),
        "symposium_form": SymposiumForm(sheets),
        "minima_form": MinimaForm(initial=MinimaForm.shown(minima)),
        "waiver_form": WaiverForm([row.sheet for row in rows if row.blocks]),
        "survey_form": SurveyStartForm(current),
        "choice_form": SurveyChoiceForm(current) if lead and not surveys else None,
        "may_read_forms": user.can("scheme.read"),
        "blocked": sum(row.blocks for row in rows),
    }
    return render(request, "appraisal/fieldwork.html", context)


@login_required
@require_POST
def minima(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "round.open")
    current = round_for(user, round_id)
    form = valid(MinimaForm(request.POST))
    for_new = form.cleaned_data["for_new"]
    actions.set_minima(
        actor=user, round_id=current.pk, minima=form.minima(), now=timezone.now(), for_new=for_new
    )
    messages.success(request, _("最低要求已设定。"))
    return redirect("appraisal:fieldwork", current.pk)


@login_required
@require_POST
def symposium(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.enter")
    current = round_for(user, round_id)
    form = valid(SymposiumForm(queries.sheets_of(current), request.POST))
    actions.hold_symposium(actor=user, round_id=current.pk, now=timezone.now(), **form.values())
    messages.success(request, _("座谈会已记录。"))
    return redirect("appraisal:fieldwork", current.pk)


@login_required
@require_POST
def waive(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "round.exempt")
    current = round_for(user, round_id)
    form = valid(WaiverForm(queries.sheets_of(current), request.POST))
    actions.waive(actor=user, round_id=current.pk, now=timezone.now(), **form.values())
    messages.success(request, _("说明已记录，可以提交。"))
    return redirect("appraisal:fieldwork", current.pk)


@login_required
@require_POST
def choose_form(request: HttpRequest, round_id: int) -> HttpResponse:
    """Settle with which form the round asks."""
    user = signed_in(request)
    require(user, "round.open")
    current = round_for(user, round_id)
    chosen = valid(SurveyChoiceForm(current, request.POST)).cleaned_data["form"]
    form_actions.choose(actor=user, round_id=current.pk, form_id=chosen.pk if chosen else None)
    messages.success(request, _("调查表已选定。"))
    return redirect("appraisal:fieldwork", current.pk)


@login_required
@require_POST
def start_survey(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.enter")
    current = round_for(user, round_id)
    form = valid(SurveyStartForm(current, request.POST))
    made = survey_actions.start(actor=user, round_id=current.pk, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("调查已建立，可以录入答卷。"))
    return redirect("appraisal:survey", made.pk)
