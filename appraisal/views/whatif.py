"""The scenario page: choosing a change, trying it at once, the comparison as a file, the sensitivity view."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appraisal.access import field_for
from appraisal.core.whatif.changes import Change
from appraisal.core.whatif.more_changes import read_changes
from appraisal.core.whatif.scenario import apply_changes
from appraisal.figures_whatif import indicator_chart
from appraisal.models import Scenario
from appraisal.queries.sensitivity import sensitivity_page
from appraisal.queries.whatif import Loaded, load
from appraisal.queries.whatif_page import Comparison, compared
from appraisal.rights import admit, has
from appraisal.sheets import whatif as sheets
from appraisal.views.result_files import attachment
from appraisal.views.rounds import signed_in
from appraisal.whatif_forms import ChangeForm, form_for
from appraisal.whatif_numbers import offers
from appraisal.whatif_places import read_target
from centres.models import User
from records.errors import Invalid

MAX_BODY = 256 * 1024


def loaded_for(user: User, county: str, year: int, at: str) -> Loaded:
    """The base in the account's scope: 403 for a role that reads no scores, 404 out of scope."""
    admit(user, "score.read")
    target = read_target(at)
    if target is None:
        raise Http404
    region, field = field_for(user, county, target.level, target.owner)
    return load(region, year, target.kind, field)


def sent_changes(request: HttpRequest) -> tuple[Change, ...]:
    """The changes that the page carries. Raises Invalid for anything our pages don't send."""
    text = request.POST.get("changes", "") or "[]"
    try:
        if len(text) > MAX_BODY:
            raise ValueError("too long")
        return read_changes(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise Invalid(_("情景的改动内容格式不对。"), code="changes") from error


def work_context(user: User, loaded: Loaded, page: Comparison, scenario: Scenario | None) -> dict[str, Any]:
    """What the page and its pieces need."""
    indicators = [
        (
            f"{category.code} {category.name}",
            [(f"indicator:{one.code}", f"{one.code} {one.name}") for one in parts],
        )
        for category in loaded.base.scheme.categories
        if (parts := category.indicators)
    ]
    return {
        "loaded": loaded,
        "page": page,
        "scenario": scenario,
        "offers": offers(loaded.base),
        "indicators": indicators,
        "may_save": has(user, "scenario.save"),
        "may_read_money": user.can("budget.read") or not loaded.moves_money,
    }


@login_required
@require_safe
@never_cache
def work(request: HttpRequest, county: str, year: int, at: str) -> HttpResponse:
    """A scenario not saved yet: nothing changed."""
    user = signed_in(request)
    loaded = loaded_for(user, county, year, at)
    context = work_context(user, loaded, compared(loaded, (), user), None)
    return render(request, "appraisal/whatif_work.html", context)


@login_required
@require_POST
def change_form(request: HttpRequest, county: str, year: int, at: str) -> HttpResponse:
    """The form made for a kind of change, as a piece of the page."""
    user = signed_in(request)
    loaded = loaded_for(user, county, year, at)
    then = apply_changes(loaded.base, sent_changes(request)).base
    form = form_for(request.POST.get("what", ""), loaded, then, request.POST)
    return render(request, "appraisal/_whatif_form.html", {"loaded": loaded, "form": form})


@login_required
@require_POST
def try_out(request: HttpRequest, county: str, year: int, at: str) -> HttpResponse:
    """Take a change in, or take one away, and show what comes of it. Nothing is stored."""
    user = signed_in(request)
    loaded = loaded_for(user, county, year, at)
    changes = sent_changes(request)
    if remove := request.POST.get("remove", ""):
        kept = tuple(one for one in changes if one.key != remove)
        return _tried(request, user, loaded, kept, [], closed=True)
    then = apply_changes(loaded.base, changes).base
    form = form_for(request.POST.get("what", ""), loaded, then, request.POST, request.POST)
    if form is None:
        raise Invalid(_("没有这一类改动。"), code="what")
    if not form.is_valid():
        return _tried(request, user, loaded, changes, _errors(form))
    others = tuple(one for one in changes if one.key != form.key)
    change = form.change()
    wanted = (*others, change) if change else others
    page = compared(loaded, wanted, user)
    faults = next((one.faults for one in page.changes if one.key == form.key), ())
    return _tried(
        request, user, loaded, changes if faults else wanted, list(faults), page=None if faults else page
    )


def _errors(form: ChangeForm) -> list[str]:
    return [
        f"{form[name].label}：{error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


def _tried(
    request: HttpRequest,
    user: User,
    loaded: Loaded,
    changes: tuple[Change, ...],
    faults: list[str],
    *,
    page: Comparison | None = None,
    closed: bool = False,
) -> HttpResponse:
    """The result with the list of changes and the faults beside it; 422 where there are faults."""
    context = work_context(user, loaded, page or compared(loaded, changes, user), None)
    context |= {"faults": faults, "closed": closed, "swapped": True}
    return render(request, "appraisal/_whatif_tried.html", context, status=422 if faults else 200)


@login_required
@require_POST
def export(request: HttpRequest, county: str, year: int, at: str) -> FileResponse:
    """The comparison as a workbook."""
    user = signed_in(request)
    loaded = loaded_for(user, county, year, at)
    page = compared(loaded, sent_changes(request), user)
    data = sheets.comparison_book(page, request.POST.get("name", ""), timezone.now())
    return attachment(data, sheets.file_name(loaded), sheets.XLSX)


@login_required
@require_safe
@never_cache
def sensitivity(request: HttpRequest, county: str, year: int, at: str) -> HttpResponse:
    """Which indicators decide ranks, how far each centre is from the next grade, and what would carry it there."""
    user = signed_in(request)
    loaded = loaded_for(user, county, year, at)
    page = sensitivity_page(loaded)
    context = {
        "loaded": loaded,
        "page": page,
        "chart": indicator_chart(page, narrow=False),
        "chart_narrow": indicator_chart(page, narrow=True),
    }
    return render(request, "appraisal/whatif_sensitivity.html", context)
