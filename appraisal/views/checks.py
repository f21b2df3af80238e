"""数据核查: the unlikely values of a round, each to be looked at and ticked with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appraisal.access import round_for
from appraisal.actions.plausibility import tick
from appraisal.models import Round
from appraisal.queries.plausibility import looks
from appraisal.rights import admit, may
from appraisal.views.rounds import signed_in


@login_required
@require_safe
def round_checks(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.read")
    current = round_for(user, round_id)
    found = looks(current)
    context = {
        "round": current,
        "open": [one for one in found if one.tick is None],
        "done": [one for one in found if one.tick is not None],
        "may_tick": current.state == Round.State.SCORING and may(user, "score.enter", current),
    }
    return render(request, "appraisal/round_checks.html", context)


@login_required
@require_POST
def tick_warning(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.enter")
    current = round_for(user, round_id)
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
    tick(actor=user, round_id=current.pk, key=key, reason=reason, now=timezone.now())
    messages.success(request, _("已记录核查说明。"))
    return redirect("appraisal:round-checks", current.pk)
