"""The score grid: all centres in one table, one centre on one sheet, and the requests both send."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appraisal.access import round_for, sheet_for, sheets_for
from appraisal.actions.scores import save_cells
from appraisal.cell_requests import body_of, read_changes
from appraisal.models import Assessment, Level, Round, Score
from appraisal.queries.evidence import counts_of
from appraisal.queries.grid import changed_sheets, grid_data, sheets_of
from appraisal.queries.plausibility import doubts
from appraisal.queries.returns import returns_of, shut_among, shut_sheets, why_shut
from appraisal.queries.round_page import open_returns
from appraisal.queries.saving import saving_data
from appraisal.queries.self_assessment import beside
from appraisal.queries.story import cell_story
from appraisal.rights import admit, may
from appraisal.views.grid_words import words
from appraisal.views.onsite_words import onsite_words
from centres.models import User
from records.errors import Invalid
from records.reading.numbers import NOT_ENTERED

View = Callable[..., HttpResponse]
SEEN = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})")


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def signed_in(view: View) -> View:
    """For requests of scripts: 401 in JSON instead of a redirect to the sign-in page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"error": _("登录已过期，请重新登录。"), "code": "signed_out"}, status=401)
        return view(request, *args, **kwargs)

    return answer


@login_required
@require_safe
@never_cache
def matrix(request: HttpRequest, round_id: int) -> HttpResponse:
    """All centres × all indicators of a round."""
    user = user_of(request)
    admit(user, "score.read")
    current = round_for(user, round_id)
    sheets = list(sheets_of(current))
    page, returns = _page(user, current), returns_of(current)
    named = {one.assessment_id for one in returns} if page["editable"] else set()
    context = {
        "round": current,
        "sheets": sheets,
        "grid": grid_data(current, sheets) | page | {"shut": shut_among([one.pk for one in sheets], named)},
        "words": words(),
        "returns": returns,
    }
    return render(request, "appraisal/matrix.html", context)


@login_required
@require_safe
@never_cache
def sheet(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """One centre with all its indicators: on site, also on a phone."""
    user = user_of(request)
    admit(user, "score.read")
    current = sheet_for(user, round_id, code)
    sheets = list(sheets_of(current.round))
    here = [one.pk for one in sheets].index(current.pk)
    returns = open_returns(current.round)
    shut = bool(returns) and current.pk not in returns
    context = {
        "round": current.round,
        "sheet": current,
        "sheets": sheets,
        "previous": sheets[here - 1] if here else None,
        "next": sheets[here + 1] if here + 1 < len(sheets) else None,
        "grid": sheet_grid(user, current, shut=shut),
        "locked": {one.pk for one in sheets if returns and one.pk not in returns},
        "returned": returns.get(current.pk, ""),
        "shut": shut,
        "words": words(),
        "onsite": onsite_words() if may_carry(user, current, shut=shut) else None,
    }
    return render(request, "appraisal/sheet.html", context)


def sheet_grid(user: User, current: Assessment, *, shut: bool) -> dict[str, Any]:
    """The grid's data of one sheet: what its page is built from, with the server in reach or without."""
    return (
        grid_data(current.round, [current], detailed=True)
        | _page(user, current.round, shut=shut)
        | {"shut": {current.pk: why_shut()} if shut else {}}
        | _self(current)
        | files_of(current)
    )


def may_carry(user: User, current: Assessment, *, shut: bool) -> bool:
    """Whether the sheet may be taken along in a browser: only to be filled, and never one about a person."""
    scoring = current.round.state == Round.State.SCORING and not shut
    return scoring and current.round.level != Level.STAFF and may(user, "score.enter", current.round)


def _self(sheet: Assessment) -> dict[str, Any]:
    """What the centre said of itself, beside the county's cells."""
    return {"self": beside(sheet), "take_over": reverse("appraisal:take-over", args=[sheet.round_id])}


def spellings() -> dict[str, list[str]]:
    """What people type for nothing, 缺项 and 未提供佐证."""
    return {
        "nothing": sorted(NOT_ENTERED),
        "na": [_("缺项"), "缺项", "不适用", "n/a", "na"],
        "ne": [_("无佐证"), "无佐证", "未提供佐证", "no evidence"],
    }


def files_of(current: Assessment) -> dict[str, Any]:
    """How many files each cell of a sheet has, and where they are."""
    address = reverse("appraisal:evidence-sheet", args=[current.round_id, current.subject.code])
    return {"evidence": counts_of([current]), "evidence_url": address}


def _page(user: User, current: Round, *, shut: bool = False) -> dict[str, Any]:
    """What the scripts need beside the cells."""
    base = reverse("appraisal:matrix", args=[current.pk]).removesuffix("matrix/")
    return {
        "user": user.pk,
        "round": current.pk,
        "editable": not shut and current.state == Round.State.SCORING and may(user, "score.enter", current),
        "doubts": doubts(current),
        "spellings": spellings(),
        "urls": {
            "cells": reverse("appraisal:cells", args=[current.pk]),
            "changes": reverse("appraisal:changes", args=[current.pk]),
            "story": f"{base}cells/",
            "checks": reverse("appraisal:round-checks", args=[current.pk]),
        },
    }


@signed_in
@require_POST
def cells(request: HttpRequest, round_id: int) -> HttpResponse:
    """Save some cells; one bad cell doesn't hold up the others. The action finds the round in scope, or not."""
    user = user_of(request)
    admit(user, "score.enter")
    try:
        changes = read_changes(body_of(request), user.pk)
    except Invalid:
        round_for(user, round_id)  # what is out of reach stays a 404, whatever was sent
        raise
    saving = save_cells(actor=user, round_id=round_id, changes=changes, now=timezone.now())
    return JsonResponse(saving_data(saving))


@signed_in
@require_safe
@never_cache
def changes(request: HttpRequest, round_id: int) -> HttpResponse:
    """What others changed since the versions seen (`?seen=12.5_13.8`); who is signed in, and a fresh token."""
    user = user_of(request)
    admit(user, "score.read")
    current = round_for(user, round_id)
    seen = {int(pk): int(version) for pk, version in SEEN.findall(request.GET.get("seen", ""))}
    answer = {
        "user": user.pk,
        "csrf": get_token(request),
        "editable": current.state == Round.State.SCORING,
        "shut": shut_sheets(current) if may(user, "score.enter", current) else {},
        "sheets": changed_sheets(current, seen) if seen else [],
    }
    return JsonResponse(answer)


@signed_in
@require_safe
@never_cache
def story(request: HttpRequest, round_id: int, sheet_id: int, indicator_id: int) -> HttpResponse:
    """How one cell came about, as a piece of a page."""
    user = user_of(request)
    admit(user, "score.read")
    current: Assessment = get_object_or_404(sheets_for(user), pk=sheet_id, round_id=round_id)
    score = get_object_or_404(
        Score.objects.select_related("indicator__category", "updated_by"),
        assessment=current,
        indicator_id=indicator_id,
    )
    return render(request, "appraisal/_cell_story.html", {"story": cell_story(current, score)})
