"""数据核查: the unlikely values of a round, each to be looked at and ticked with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appraisal.access import round_for
from appraisal.actions.plausibility import tick_all
from appraisal.models import Round
from appraisal.queries.plausibility import looks
from appraisal.rights import admit, may
from appraisal.views.rounds import signed_in
from records.errors import Invalid


@login_required
@require_safe
def round_checks(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.read")
    current = round_for(user, round_id)
    return _shown(request, current)


def _shown(request: HttpRequest, current: Round, *, status: int = 200, **more: object) -> HttpResponse:
    """The page; with what was typed where it came back refused."""
    user, found = signed_in(request), looks(current)
    context = {
        "round": current,
        "open": [one for one in found if one.tick is None],
        "done": [one for one in found if one.tick is not None],
        "may_tick": current.state == Round.State.SCORING and may(user, "score.enter", current),
        **more,
    }
    return render(request, "appraisal/round_checks.html", context, status=status)


@login_required
@require_POST
def tick_warning(request: HttpRequest, round_id: int) -> HttpResponse:
    """One warning, or several at once with one reason: all of them or none."""
    user = signed_in(request)
    admit(user, "score.enter")
    current = round_for(user, round_id)
    keys, reason = request.POST.getlist("key"), request.POST.get("reason", "")
    try:
        ticked = tick_all(actor=user, round_id=current.pk, keys=keys, reason=reason, now=timezone.now())
    except Invalid as refused:
        return _shown(request, current, status=422, refused=refused, chosen=keys, reason=reason)
    messages.success(request, _("已记录 %(count)d 条核查说明。") % {"count": len(ticked)})
    return redirect("appraisal:round-checks", current.pk)
