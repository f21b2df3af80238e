"""A source's money allocated by a standard: first the preview, then, by the same form, the saving of what was seen."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centres.access import county_for, require
from centres.models import Region, User
from payroll.actions.allocating import TYPED, Allocated, Standard, allocate, fingerprint, preview_allocation
from payroll.actions.budget_checks import context_of
from payroll.core.subsidy import ZERO
from payroll.forms import AllocationForm
from payroll.queries.budgets import budget_rows
from payroll.queries.sheets import text_of
from payroll.views.common import signed_in, year_frame
from records.errors import Invalid, Problem, Refused
from records.reading.numbers import parse_money

FIELD = "typed-"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, county: str, year: int) -> HttpResponse:
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "budget.edit")
    open_month = context_of(region, year).open_month
    form = AllocationForm(request.POST or None, open_month=open_month)
    rows: list[Allocated] = []
    if request.method == "POST" and form.is_valid():
        rows = _preview(form, region, year, request.POST)
        if request.POST.get("step") == "save" and rows and _save(form, user, region, year, request.POST):
            messages.success(request, _("已按标准分配，各院预算已保存。"))
            return redirect("payroll:budgets", region.code, year)
    context = year_frame(region, year, "budgets") | {
        "form": form,
        "rows": [(one, text_of(one.step.as_json())) for one in rows],
        "typed": form.is_bound and form.data.get("basis") == TYPED,
        "seen": fingerprint(rows) if rows else "",
        "heads": sum(one.heads for one in rows),
        "before": sum((one.before for one in rows), ZERO),
        "after": sum((one.after for one in rows), ZERO),
    }
    return render(request, "payroll/allocation.html", context, status=422 if form.errors else 200)


def _standard(form: AllocationForm, region: Region, year: int, typed: QueryDict) -> Standard:
    cleaned = form.cleaned_data
    by_hand = cleaned["basis"] == TYPED
    return Standard(
        source=cleaned["source"],
        basis=cleaned["basis"],
        amount=ZERO if by_hand else cleaned["amount"],
        whole=bool(cleaned["whole"]),
        document=cleaned["document"],
        dated=cleaned["dated"],
        typed=_amounts(region, year, typed) if by_hand else {},
    )


def _amounts(region: Region, year: int, typed: QueryDict) -> dict[int, Decimal]:
    """What was typed of each centre; raises Invalid with every amount that can't be read."""
    found, problems = {}, []
    for row in budget_rows(region, year):
        amount = parse_money(typed.get(f"{FIELD}{row.centre.pk}", ""))
        if isinstance(amount, Problem):
            problems.append(Problem(amount.message, value=amount.value, place=row.centre.name))
        elif amount.value is not None:
            found[row.centre.pk] = amount.value
    if problems:
        raise Invalid(_("有的金额读不出来。"), code="amount", problems=problems)
    return found


def _preview(form: AllocationForm, region: Region, year: int, typed: QueryDict) -> list[Allocated]:
    try:
        return preview_allocation(region, year, _standard(form, region, year, typed))
    except Refused as refused:
        _tell(form, refused)
        return []


def _save(form: AllocationForm, user: User, region: Region, year: int, typed: QueryDict) -> bool:
    cleaned = form.cleaned_data
    try:
        allocate(
            actor=user,
            county=region,
            year=year,
            standard=_standard(form, region, year, typed),
            reason=cleaned["reason"],
            from_month=cleaned["from_month"],
            seen=cleaned["seen"],
            now=timezone.now(),
        )
    except Refused as refused:
        _tell(form, refused)
        return False
    return True


def _tell(form: AllocationForm, refused: Refused) -> None:
    for message in [str(one) for one in refused.problems] or [str(refused)]:
        form.add_error(None, message)
