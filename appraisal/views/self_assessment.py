"""A centre's self-assessment: the director's sheet and what its scripts send; the county taking over what it says."""

import json
import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appraisal.access import own_sheet_for, round_for
from appraisal.actions import self_assessment as actions
from appraisal.cell_requests import Malformed, body_of, read_changes
from appraisal.deadlines import due_on, is_over
from appraisal.models import Assessment, Indicator, Round, SelfAssessment, SelfScore
from appraisal.queries import self_assessment as queries
from appraisal.queries.saving import saving_data
from appraisal.queries.story import self_story
from appraisal.rights import admit
from appraisal.views.grid import files_of, signed_in, spellings, user_of
from appraisal.views.grid_words import words
from centres.access import require
from centres.models import User

STAGE = Round.State.SELF_ASSESSMENT
INDICATOR = re.compile(r"[0-9]{1,18}")


def _sheet(user: User, round_id: int) -> Assessment:
    """The own sheet of a round that has begun its self-assessment; 403 for other roles, 404 for others' rounds."""
    require(user, "own.self_assess")
    sheet = own_sheet_for(user, round_id)
    shown = Assessment.objects.filter(round__self_assessed=True).exclude(round__state=Round.State.DRAFT)
    get_object_or_404(shown, pk=sheet.pk)
    return sheet


def _editable(sheet: Assessment, own: SelfAssessment | None) -> bool:
    handed_in = own is not None and own.handed_in_at is not None
    return sheet.round.state == STAGE and not is_over(sheet.round, STAGE, timezone.now()) and not handed_in


@login_required
@require_safe
@never_cache
def self_sheet(request: HttpRequest, round_id: int) -> HttpResponse:
    user = user_of(request)
    sheet = _sheet(user, round_id)
    own = SelfAssessment.objects.filter(assessment=sheet).select_related("handed_in_by").first()
    context = {
        "round": sheet.round,
        "sheet": sheet,
        "own": own,
        "due": due_on(sheet.round, STAGE),
        "over": is_over(sheet.round, STAGE, timezone.now()),
        "grid": queries.self_grid(sheet) | _page(user, sheet, own) | files_of(sheet),
        "words": words() | {"held_closed": _("自评已经结束或已经提交，下列录入没有保存。")},
    }
    return render(request, "appraisal/self_sheet.html", context)


def _page(user: User, sheet: Assessment, own: SelfAssessment | None) -> dict[str, Any]:
    """What the scripts need beside the cells; the round's number is negative, so that drafts kept on the machine
    never get into the county's sheet.
    """
    base = reverse("appraisal:self-cells", args=[sheet.round_id])
    return {
        "user": user.pk,
        "round": -sheet.round_id,
        "editable": _editable(sheet, own),
        "doubts": {},
        "spellings": spellings(),
        "urls": {
            "cells": base,
            "changes": reverse("appraisal:self-changes", args=[sheet.round_id]),
            "story": f"{base}/",
            "checks": "",
        },
    }


@signed_in
@require_POST
def cells(request: HttpRequest, round_id: int) -> HttpResponse:
    user = user_of(request)
    sheet = _sheet(user, round_id)
    changes = read_changes(body_of(request), user.pk)
    saving = actions.save_self(actor=user, round_id=round_id, changes=changes, now=timezone.now())
    return JsonResponse(queries.saving_data(saving, sheet))


@signed_in
@require_safe
@never_cache
def changes(request: HttpRequest, round_id: int) -> HttpResponse:
    """Who is signed in, whether the sheet is still open, a fresh token; a colleague's cells come with the next page."""
    user = user_of(request)
    sheet = _sheet(user, round_id)
    own = SelfAssessment.objects.filter(assessment=sheet).first()
    answer = {"user": user.pk, "csrf": get_token(request), "editable": _editable(sheet, own), "sheets": []}
    return JsonResponse(answer)


@signed_in
@require_safe
@never_cache
def story(request: HttpRequest, round_id: int, sheet_id: int, indicator_id: int) -> HttpResponse:
    """How one self-assessed cell came about."""
    sheet = _sheet(user_of(request), round_id)
    if sheet_id != sheet.pk:
        raise Http404
    indicator = get_object_or_404(Indicator, pk=indicator_id, scheme=sheet.round.scheme_id)
    cells = SelfScore.objects.filter(sheet__assessment=sheet, indicator=indicator)
    cell = cells.select_related("updated_by").first() or SelfScore(indicator=indicator)
    return render(request, "appraisal/_cell_story.html", {"story": self_story(sheet, cell)})


@login_required
@require_POST
def hand_in(request: HttpRequest, round_id: int) -> HttpResponse:
    user = user_of(request)
    sheet = _sheet(user, round_id)
    actions.hand_in(actor=user, round_id=sheet.round_id, now=timezone.now())
    messages.success(request, _("自评已提交，此后不再改动。"))
    return redirect("appraisal:self-sheet", sheet.round_id)


@signed_in
@require_POST
def take_over(request: HttpRequest, round_id: int) -> HttpResponse:
    """Let cells of one sheet hold what the centre said: {"sheet": 12, "versions": {"5": 0, "6": 3}}."""
    user = user_of(request)
    admit(user, "score.enter")
    current = round_for(user, round_id)
    sheet_id, versions = _taking(body_of(request))
    saving = actions.take_over(
        actor=user, round_id=current.pk, sheet_id=sheet_id, versions=versions, now=timezone.now()
    )
    return JsonResponse(saving_data(saving))


def _taking(body: bytes) -> tuple[int, dict[int, int | None]]:
    """The sheet and the versions seen, by indicator. Raises Malformed for anything our page doesn't send."""
    try:
        sent = json.loads(body[:100_000].decode("utf-8"))
        sheet, given = sent["sheet"], sent["versions"]
        if type(sheet) is not int or not all(INDICATOR.fullmatch(pk) for pk in given):
            raise ValueError("no numbers")
        if not all(type(version) is int and version >= 0 for version in given.values()):
            raise ValueError("no versions")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Malformed(_("提交的内容格式不对。"), code="malformed") from error
    return sheet, {int(pk): version for pk, version in given.items()}
