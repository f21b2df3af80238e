"""The money of one centre in one year: a statement with its balance; a director sees the own centre's only."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from payroll.access import account_for, lines_for
from payroll.charts import paid_chart
from payroll.queries.accounts import account
from payroll.queries.balances import years_with_money
from payroll.queries.closing import is_closed
from payroll.queries.figures import of_centre
from payroll.queries.settings import unit_of
from payroll.queries.sheets import text_of
from payroll.queries.statement import statement
from payroll.views.common import signed_in


@login_required
@require_safe
def detail(request: HttpRequest, code: str, year: int) -> HttpResponse:
    user = signed_in(request)
    centre = account_for(user, code)
    found = account(centre, year, lines_for(user))
    told = statement(centre, year)
    steps = [text_of(step.as_json()) for step in found.position.schedule.plan.steps] if found.position else []
    context = {
        "unit": unit_of(centre.county),
        "account": found,
        "statement": told,
        "chart": paid_chart(told.points, told.balance.budget) if found.position else "",
        "steps": steps,
        "figures": of_centre(told.balance, centre, year),
        "years": years_with_money(centre),
        "sees_county": user.can("budget.read"),
        "may_edit": user.can("budget.edit") and not is_closed(centre.county, year),
    }
    return render(request, "payroll/account.html", context)
