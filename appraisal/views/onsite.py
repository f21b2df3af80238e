"""A sheet taken along to where there is no signal: its worker, the page put aside, and its data (RULES 7).

The three addresses stand below the sheet's own, so that the worker's widest reach is that one page. What is put
aside has no value of the sheet and no name in it: these are in the package, which the browser keeps by account.
"""

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appraisal.access import sheet_for
from appraisal.models import Assessment, Level, Round
from appraisal.queries.returns import is_shut
from appraisal.rights import admit, require_on
from appraisal.views.grid import sheet_grid, signed_in, user_of
from appraisal.views.grid_words import words
from appraisal.views.onsite_words import carried_words, onsite_words
from centres.models import User
from records.errors import Conflict

WORKER = "js/grid/onsite/worker.js"


def sheet_to_carry(user: User, round_id: int, code: str) -> Assessment:
    """A sheet that the account may fill on site. 404 for one about a person: those don't leave the office."""
    admit(user, "score.enter")
    sheet = sheet_for(user, round_id, code)
    require_on(user, "score.enter", sheet.round)
    if sheet.round.level == Level.STAFF:
        raise Http404
    return sheet


@signed_in
@require_safe
@never_cache
def worker(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """The service worker of one sheet; its scope is the sheet's page and what stands below it."""
    sheet_to_carry(user_of(request), round_id, code)
    found = finders.find(WORKER)
    if found is None:
        raise Http404
    reach = reverse("appraisal:sheet", args=[round_id, code])
    headers = {"Service-Worker-Allowed": reach}
    return HttpResponse(
        Path(found).read_bytes(), content_type="text/javascript; charset=utf-8", headers=headers
    )


@login_required
@require_safe
@never_cache
def page(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """The page put aside: the frame of a sheet without any of its values."""
    sheet = sheet_to_carry(user_of(request), round_id, code)
    context = {"sheet": sheet, "round": sheet.round, "grid": {"editable": True}, "texts": onsite_words()}
    return render(request, "appraisal/sheet_onsite.html", context)


@signed_in
@require_safe
@never_cache
def package(request: HttpRequest, round_id: int, code: str) -> JsonResponse:
    """What the page put aside is filled from: the sheet as it stands now, whose it is, and when it was asked for."""
    user = user_of(request)
    sheet = sheet_to_carry(user, round_id, code)
    if sheet.round.state != Round.State.SCORING:
        raise Conflict(_("该轮次已不在评分阶段，不能修改得分。"), code="round_closed")
    if is_shut(sheet):
        raise Conflict(_("只有退回的评分表可以修改。"), code="not_returned")
    answer = {
        "user": user.pk,
        "name": sheet.subject.name,
        "round": str(sheet.round),
        "prepared": timezone.now().isoformat(),
        "grid": sheet_grid(user, sheet, shut=False),
        "words": words() | carried_words(),
    }
    return JsonResponse(answer)
