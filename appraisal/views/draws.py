"""Random draws: the list of a round, drawing, one record with its replacements, and its document."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appraisal import field_access as access
from appraisal import papers
from appraisal.access import round_for
from appraisal.actions import draws as actions
from appraisal.field_forms import DrawForm
from appraisal.models import Round
from appraisal.queries import draws as queries
from appraisal.rights import admit, may, require_on
from appraisal.views.rounds import signed_in
from centres.models import User
from records.errors import Refused


def _may(user: User, current: Round) -> bool:
    return access.is_open(current) and may(user, "score.enter", current)


@login_required
@require_safe
def draw_list(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.read")
    current = round_for(user, round_id)
    context = {"round": current, "draws": queries.draws_of(current), "may_draw": _may(user, current)}
    return render(request, "appraisal/draw_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draw_new(request: HttpRequest, round_id: int) -> HttpResponse:
    """Choose what to draw from and how many; what was typed stays on the screen with its faults."""
    user = signed_in(request)
    admit(user, "score.enter")
    current = round_for(user, round_id)
    require_on(user, "score.enter", current)
    form = DrawForm(current, request.POST if request.method == "POST" else None, initial=request.GET.dict())
    refused = None
    if form.is_valid():
        try:
            made = actions.draw(actor=user, round_id=round_id, wanted=form.wanted(), now=timezone.now())
            return redirect("appraisal:draw", made.pk)
        except Refused as error:
            refused = error
    context = {"round": current, "form": form, "refused": refused}
    status = 422 if refused or form.errors else 200
    return render(request, "appraisal/draw_new.html", context, status=status)


@login_required
@require_safe
def draw_detail(request: HttpRequest, draw_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.read")
    draw = access.draw_for(user, draw_id)
    context = {
        "round": draw.round,
        "record": queries.record_of(draw),
        "may_replace": _may(user, draw.round),
        "offers": papers.offers(user, draw, "draw_record"),
    }
    return render(request, "appraisal/draw_detail.html", context)


@login_required
@require_POST
def replace(request: HttpRequest, draw_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.enter")
    draw = access.draw_for(user, draw_id)
    out, reason = request.POST.get("out", ""), request.POST.get("reason", "")
    row = actions.replace(actor=user, draw_id=draw.pk, out=out, reason=reason, now=timezone.now())
    messages.success(request, _("已由“%(new)s”替换“%(out)s”。") % {"new": row.new, "out": row.out})
    return redirect("appraisal:draw", draw.pk)
