"""The reviewer's page: what changed, what is unlikely, then sign, or send named sheets back (RULES 6)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appraisal.actions import returns, rounds
from appraisal.queries.review import review_page
from appraisal.queries.rights import rights
from appraisal.views.rounds import in_reach, signed_in

PREFIX = "sheet-"


@login_required
@require_safe
def round_review(request: HttpRequest, round_id: int) -> HttpResponse:
    current = in_reach(request, round_id, "score.read")
    can = rights(signed_in(request), current, None, timezone.now())
    context = {"round": current, "page": review_page(current), "can": can}
    return render(request, "appraisal/round_review.html", context)


@login_required
@require_POST
def send_back_sheets(request: HttpRequest, round_id: int) -> HttpResponse:
    """Send the round back, naming the sheets that have a remark (`sheet-<id>`)."""
    current = in_reach(request, round_id, "round.send_back")
    named = {
        int(name.removeprefix(PREFIX)): str(text)
        for name, text in request.POST.items()
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).isdecimal() and str(text).strip()
    }
    remark = request.POST.get("remark", "").strip() or (_("见各评分表的退回意见。") if named else "")
    rounds.send_back(
        actor=signed_in(request), round_id=current.pk, remark=remark[:200], sheets=named, now=timezone.now()
    )
    messages.success(request, _("已退回修改。"))
    return redirect("appraisal:round", current.pk)


@login_required
@require_POST
def return_answer(request: HttpRequest, round_id: int, return_id: int) -> HttpResponse:
    """The clerk says what became of a sheet that was sent back."""
    current = in_reach(request, round_id, "score.enter")
    text = request.POST.get("text", "")
    returns.answer(
        actor=signed_in(request), round_id=current.pk, return_id=return_id, text=text, now=timezone.now()
    )
    messages.success(request, _("处理情况已记录。"))
    return redirect(f"{reverse('appraisal:round', args=[current.pk])}#returns")
