"""Budgets of a year: one table for all centres, one form for one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from centres.access import county_for, require
from centres.models import Centre, Region, User
from payroll.actions.budget_checks import context_of
from payroll.actions.budget_entries import BudgetChange, BudgetEntry
from payroll.actions.budgets import set_budgets
from payroll.forms import BudgetForm, DecisionForm, amount_of
from payroll.queries.budgets import BudgetRow, budget_rows, decisions_of
from payroll.queries.closing import is_closed
from payroll.views.common import XLSX, attachment, signed_in, year_frame
from payroll.workbooks.budgets import budgets_xlsx
from payroll.workbooks.budgets import file_name as budgets_file_name
from records.errors import Problem, Refused
from records.reading.numbers import parse_money


@dataclass(slots=True)
class TableRow:
    """A centre's row of the table with what was typed, and what is wrong with it."""

    row: BudgetRow
    typed: str
    errors: list[str]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, county: str, year: int) -> HttpResponse:
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "budget.edit" if request.method == "POST" else "budget.read")
    rows = [TableRow(row, _shown(row.amount), []) for row in budget_rows(region, year)]
    open_month = context_of(region, year).open_month
    form = DecisionForm(request.POST or None, open_month=open_month)
    status = 200
    if request.method == "POST":
        changes = _save_table(request.POST, user, region, year, rows, form)
        if changes is not None:
            messages.success(request, _told(changes))
            return redirect("payroll:budgets", region.code, year)
        status = 422
    frame = year_frame(region, year, "budgets")
    context = frame | {
        "rows": rows,
        "total": sum((one.row.amount or Decimal(0) for one in rows), Decimal("0.00")),
        "form": form,
        "may_edit": user.can("budget.edit") and not frame["closed"],
    }
    return render(request, "payroll/budgets.html", context, status=status)


def _shown(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def _save_table(
    typed: QueryDict, user: User, region: Region, year: int, rows: Sequence[TableRow], form: DecisionForm
) -> list[BudgetChange] | None:
    """Save what was typed; None when something is wrong, with the errors in rows and form."""
    good = form.is_valid()
    entries = []
    for one in rows:
        entry = _entry(typed, one, form.cleaned_data)
        if entry is not None:
            entries.append(entry)
    if not good or any(one.errors for one in rows):
        form.add_error(None, _("请改正下列各行，没有保存。"))
        return None
    try:
        return set_budgets(
            actor=user,
            county=region,
            year=year,
            entries=entries,
            now=timezone.now(),
            unit_confirmed=form.cleaned_data["unit_confirmed"],
        )
    except Refused as refused:
        _place(refused, rows, form)
        return None


def _entry(typed: QueryDict, one: TableRow, decision: dict[str, Any]) -> BudgetEntry | None:
    """A row's entry; None where nothing was typed, with the error in the row where it can't be read."""
    centre = one.row.centre
    one.typed = typed.get(f"amount-{centre.pk}", "")
    amount = parse_money(one.typed)
    if isinstance(amount, Problem):
        one.errors.append(str(amount.message))
        return None
    if amount.value is None:
        if one.row.amount is not None:
            one.errors.append(_("已有预算不能清空；如取消补助请填 0 并写明理由"))
        return None
    version = typed.get(f"version-{centre.pk}", "")
    return BudgetEntry(
        centre=centre,
        amount=amount.value,
        from_month=decision.get("from_month"),
        document=decision.get("document", ""),
        reason=decision.get("reason", ""),
        expected_version=int(version) if version.isascii() and version.isdigit() else None,
        place=centre.code,
    )


def _place(refused: Refused, rows: Sequence[TableRow], form: DecisionForm) -> None:
    """Put each problem to its row, the others above the table."""
    form.add_error(None, str(refused))
    by_code = {one.row.centre.code: one for one in rows}
    for problem in refused.problems:
        row = by_code.get(str(problem.place))
        if row is not None:
            row.errors.append(str(problem.message))
        else:
            form.add_error(None, str(problem))


def _told(changes: Sequence[BudgetChange]) -> str:
    verdicts = [one.verdict for one in changes]
    words = {"new": verdicts.count("new"), "changed": verdicts.count("changed")}
    if not words["new"] and not words["changed"]:
        return _("与已有预算一致，没有变化。")
    return _("已保存：新录入 %(new)d 家，调整 %(changed)d 家。") % words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, county: str, year: int, code: str) -> HttpResponse:
    """The budget of one centre: its decisions, and a form for the next."""
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "budget.edit" if request.method == "POST" else "budget.read")
    centre = get_object_or_404(Centre, county=region, code=code)
    kept = context_of(region, year)
    budget = kept.budgets.get(centre.pk)
    initial = {"version": budget.version if budget else 0, "amount": budget.amount if budget else None}
    form = BudgetForm(request.POST or None, open_month=kept.open_month, initial=initial)
    if request.method == "POST" and form.is_valid() and _save_one(form, user, centre, year):
        messages.success(request, _("预算已保存。"))
        return redirect("payroll:budget", region.code, year, centre.code)
    context = {
        "county": region,
        "year": year,
        "centre": centre,
        "budget": budget,
        "decisions": decisions_of(budget),
        "form": form,
        "may_edit": user.can("budget.edit") and not is_closed(region, year),
    }
    return render(request, "payroll/budget.html", context, status=422 if form.errors else 200)


def _save_one(form: BudgetForm, user: User, centre: Centre, year: int) -> bool:
    cleaned = form.cleaned_data
    entry = BudgetEntry(
        centre=centre,
        amount=amount_of(cleaned),
        from_month=cleaned["from_month"],
        document=cleaned["document"],
        reason=cleaned["reason"],
        expected_version=cleaned["version"],
    )
    try:
        set_budgets(
            actor=user,
            county=centre.county,
            year=year,
            entries=[entry],
            now=timezone.now(),
            unit_confirmed=cleaned["unit_confirmed"],
        )
    except Refused as refused:
        for message in [str(one.message) for one in refused.problems] or [str(refused)]:
            form.add_error(None, message)
        return False
    return True


@login_required
@require_safe
def xlsx(request: HttpRequest, county: str, year: int) -> HttpResponse:
    """All budgets as a workbook that the import reads back; with no budgets yet, one to fill in."""
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "budget.read")
    return attachment(
        budgets_xlsx(region, year, budget_rows(region, year)), budgets_file_name(region, year), XLSX
    )
