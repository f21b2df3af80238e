"""Saved scenarios: the list, opening one, saving, removing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appraisal import access
from appraisal.actions import scenarios as actions
from appraisal.core.whatif.more_changes import as_json, read_changes
from appraisal.models import Level, Scenario
from appraisal.queries.whatif import Loaded, choices, levels_of, load
from appraisal.queries.whatif_page import compared
from appraisal.rights import admit, has
from appraisal.standings import Field
from appraisal.views.rounds import signed_in
from appraisal.views.whatif import loaded_for, sent_changes, work_context
from appraisal.whatif_places import field_words, period
from centres.models import User
from records.errors import Refused

PAGE = 30


@login_required
@require_safe
def scenario_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.read")
    levels = levels_of(user)
    level = request.GET.get("level", "")
    level = level if level in levels else next(iter(levels), Level.CENTRE.value)
    rows = Paginator(access.scenarios_for(user).filter(level=level), PAGE).get_page(request.GET.get("page"))
    found = choices(user, level)
    context = {
        "page": rows,
        "rows": [(row, period(row.year, row.base), field_words(row.level, row.centre)) for row in rows],
        "choices": Paginator(found, PAGE).get_page(request.GET.get("start")),
        "several_counties": len({one.county.pk for one in found}) > 1,
        "levels": [(one, Level(one).label) for one in levels] if len(levels) > 1 else [],
        "level": level,
        "may_save": has(user, "scenario.save"),
    }
    return render(request, "appraisal/whatif_list.html", context)


@login_required
@require_safe
@never_cache
def scenario(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """A saved scenario, worked out on what the county has now."""
    user = signed_in(request)
    admit(user, "score.read")
    return _page(request, user, access.scenario_for(user, scenario_id))


def _page(request: HttpRequest, user: User, row: Scenario) -> HttpResponse:
    loaded = load(row.county, row.year, row.base, Field(row.level, row.centre))
    page = compared(loaded, read_changes(row.changes), user)
    return render(request, "appraisal/whatif_work.html", work_context(user, loaded, page, row))


@login_required
@require_POST
def save(request: HttpRequest, county: str, year: int, at: str) -> HttpResponse:
    """Keep what the page holds: over the scenario it was opened from, or as a new one."""
    user = signed_in(request)
    loaded, changes = loaded_for(user, county, year, at), sent_changes(request)
    name, note = request.POST.get("name", ""), request.POST.get("note", "")
    values = actions.ScenarioValues(name=name, note=note, changes=[as_json(one) for one in changes])
    over = request.POST.get("scenario", "") if request.POST.get("as") != "new" else ""
    try:
        row = _saved(user, loaded, over, request.POST.get("version", ""), values)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        context = work_context(user, loaded, compared(loaded, changes, user), _opened(user, over))
        context |= {"refused": refused, "typed": {"name": name, "note": note}}
        return render(request, "appraisal/whatif_work.html", context, status=refused.status)
    messages.success(request, _("情景已保存。考核轮次、评分和结果没有任何改变。"))
    return redirect("appraisal:scenario", row.pk)


def _saved(user: User, loaded: Loaded, over: str, version: str, values: actions.ScenarioValues) -> Scenario:
    now = timezone.now()
    if over.isascii() and over.isdigit():
        known = int(version) if version.isascii() and version.isdigit() else None
        return actions.save_over(actor=user, scenario_id=int(over), version=known, values=values, now=now)
    return actions.save_new(
        actor=user,
        county_code=loaded.county.code,
        year=loaded.year,
        target=loaded.at,
        values=values,
        now=now,
    )


def _opened(user: User, over: str) -> Scenario | None:
    return access.scenarios_for(user).filter(pk=over).first() if over.isascii() and over.isdigit() else None


@login_required
@require_POST
def delete(request: HttpRequest, scenario_id: int) -> HttpResponse:
    user = signed_in(request)
    actions.delete(actor=user, scenario_id=scenario_id)
    messages.success(request, _("情景已删除。"))
    return redirect("appraisal:whatif")
