"""What `verify` proves of budgets and sheets (SAFETY, invariants 2–5, 8, 14, 18). Each fault names county, year, sheet
or centre. What it proves of the ledger stands in `payroll.verification_ledger`.
"""

from collections.abc import Iterable, Iterator

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.actions.checks import COMPARED, line_differences
from payroll.core.balance import Balance
from payroll.core.subsidy import Plan
from payroll.core.words import in_words
from payroll.drafting import Period, draft, line_values
from payroll.models import Budget, ReleaseLine, ReleaseSheet, SubsidyYear
from payroll.numbering import fingerprint, number_of
from payroll.queries.balances import CentreBalance, centre_balances
from payroll.queries.positions import Position, governing_scheme, parameters, positions
from payroll.queries.sheets import sheet_view
from payroll.trail import budget_record, sheet_record
from records import audit, verification
from records.errors import Refused

# A centre's name may change after a sheet was paid; everything else of a line may not.
RECOMPUTED = tuple(name for name in COMPARED if name not in {"centre_code", "centre_name"})


def balances() -> Iterator[str]:
    """2: for each centre, budget + opening = paid + due + held + forfeited + carry (+ returned, forward), once as the
    ledger says and once as sheets and plan give it, and both the same.
    """
    for year in SubsidyYear.objects.select_related("county", "scheme"):
        ledger = centre_balances(year.county, year.year)
        known = {one.centre.pk: one.balance for one in ledger}
        for place, one in _positions_of(year):
            yield from _balance(
                place, known.get(one.centre.pk, Balance()), one.planned, settled=year.scheme is not None
            )
        yield from _without_budget(year, ledger)


def _balance(place: str, ledger: Balance, planned: Balance, *, settled: bool) -> Iterator[str]:
    for standing in (ledger, planned):
        if standing.difference:
            yield _("%(place)s：相差 %(amount)s 元") % {"place": place, "amount": standing.difference}
    for name in ("paid", "due", "held", "forfeited"):
        if getattr(planned, name) < 0:
            yield f"{place}: {name} {getattr(planned, name)}"
    yield from _against_plan(place, ledger, planned, settled=settled)


def _without_budget(year: SubsidyYear, ledger: Iterable[CentreBalance]) -> Iterator[str]:
    """What a centre without a budget has is what it was brought, carried or gone on: nothing else may stand there."""
    for one in ledger:
        found = one.balance
        wrong = found.difference or any((found.budget, found.paid, found.due, found.held, found.forfeited))
        if not one.budgeted and wrong:
            words = {"place": f"{year} {one.centre.code} {one.centre}"}
            yield _("%(place)s：没有核定补助，账上却有拨付或留存") % words


SAME = ("budget", "opening", "paid", "forfeited")
ARRANGED = ("due", "held", "carry")


def _against_plan(place: str, ledger: Balance, planned: Balance, *, settled: bool) -> Iterator[str]:
    """Where the ledger says otherwise than sheets and plan. What a closed year had left went into the next; and until
    a year has its scheme (`settled`), its shares by month aren't settled either.
    """
    moved = ledger.forward or ledger.returned
    names = SAME if moved or not settled else (*SAME, *ARRANGED)
    for name in names:
        posted, plan = getattr(ledger, name), getattr(planned, name)
        if posted != plan:
            words = {"place": place, "name": name, "ledger": posted, "plan": plan}
            yield _("%(place)s：%(name)s 账上 %(ledger)s 元，按单据应为 %(plan)s 元") % words


def plans() -> Iterator[str]:
    """5: instalments, parts and carry of each plan add up to its budget, the parts to the holdback."""
    for place, one in _positions():
        for plan in {id(plan): plan for plan in (*one.schedule.plans, one.schedule.plan) if plan}.values():
            if miss := _plan_miss(plan):
                yield f"{place}: {miss}"


def _plan_miss(plan: Plan) -> str:
    parts = plan.june_part + plan.year_end_part
    if sum(plan.instalments) + parts + plan.carry - plan.recovered != plan.budget:
        return _("分月、留存与核定补助不合")
    if plan.monthly_part + plan.holdback != plan.budget or parts < plan.holdback:
        return _("按月部分与留存不合")
    return ""


def decisions() -> Iterator[str]:
    """5: a budget says what its newest decision says, and belongs to its centre's county."""
    for budget in Budget.objects.select_related("centre").prefetch_related("revisions"):
        rows = sorted(budget.revisions.all(), key=lambda row: row.number)
        newest = rows[-1] if rows else None
        if newest is None or (newest.number, newest.amount) != (budget.version, budget.amount):
            yield _("%(budget)s：与最近一次核定不符") % {"budget": budget}
        if [row.number for row in rows] != list(range(1, len(rows) + 1)):
            yield _("%(budget)s：核定次序有断号") % {"budget": budget}
        if budget.county_id != budget.centre.county_id:
            yield _("%(budget)s：不属于卫生院所在县") % {"budget": budget}


def sums() -> Iterator[str]:
    """3: a sheet's total is the sum of its lines and the amount in words; a paid one's fingerprint holds."""
    for sheet in _sheets():
        view, place = sheet_view(sheet), f"{sheet.county} {sheet}"
        if (view.sums["amount"], view.sums["forfeited"]) != (sheet.total, sheet.forfeited):
            yield _("%(place)s：合计与明细不符") % {"place": place}
        if view.words != in_words(view.sums["amount"]):
            yield _("%(place)s：大写与合计不符") % {"place": place}
        if sheet.number and sheet.fingerprint != fingerprint(sheet, view.lines):
            yield _("%(place)s：指纹不符") % {"place": place}


def lines() -> Iterator[str]:
    """3: each line adds up by itself, and is of a centre of the sheet's county."""
    wrong = ReleaseLine.objects.exclude(amount=F("due") - F("forfeited") + F("adjustment"))
    for line in wrong.select_related("sheet"):
        yield _("%(line)s：应拨 − 扣减 + 调整 ≠ 实拨") % {"line": line}
    for line in ReleaseLine.objects.exclude(centre__county=F("sheet__county")).select_related("sheet"):
        yield _("%(line)s：不是本县的卫生院") % {"line": line}


def numbers() -> Iterator[str]:
    """4: paid sheets are numbered 1, 2, 3 … in each county and year, and bear those numbers."""
    for year in SubsidyYear.objects.select_related("county"):
        paid = _sheets().filter(county=year.county, year=year.year, sequence__isnull=False)
        for count, sheet in enumerate(paid.order_by("sequence"), 1):
            if (sheet.sequence, sheet.number) != (count, number_of(sheet, count)):
                yield _("%(year)s：第 %(count)d 张的编号是 %(number)s") % {
                    "year": year,
                    "count": count,
                    "number": sheet.number,
                }


def recomputed() -> Iterator[str]:
    """8: every paid line is what budgets, payments and results of its day give."""
    for sheet in _sheets().filter(sequence__isnull=False):
        place = f"{sheet.county} {sheet} {sheet.number}"
        period = Period(
            sheet.county, sheet.year, sheet.kind, sheet.month, sheet, percent=sheet.advance_percent
        )
        try:
            made = draft(period, sheet.scheme)
        except Refused as refused:
            yield f"{place}: {refused}"
            continue
        fresh = {row.position.centre.pk: line_values(row, n) for n, row in enumerate(made.lines, 1)}
        for line in sheet.lines.order_by("ordinal"):
            if line.centre_id not in fresh:
                yield f"{place} {line.centre_name}"
                continue
            yield from (
                f"{place} {problem}" for problem in line_differences(line, fresh[line.centre_id], RECOMPUTED)
            )


def people() -> Iterator[str]:
    """18: nobody has reviewed a sheet of their own, paid what they reviewed, or reversed what they paid."""
    same = Q(reviewed_by=F("made_by")) | Q(paid_by=F("reviewed_by")) | Q(reversed_by=F("paid_by"))
    for sheet in _sheets().filter(same):
        yield f"{sheet.county} {sheet}"


def trails() -> Iterator[str]:
    """14: the audit rows of each budget and sheet form a chain that ends at what is kept."""
    yield from audit.object_faults(Budget.objects.order_by("pk"), budget_record)
    yield from audit.object_faults(ReleaseSheet.objects.order_by("pk"), sheet_record)


def _positions() -> Iterator[tuple[str, Position]]:
    """Every centre's year of which the percentages are known."""
    for year in SubsidyYear.objects.select_related("county", "scheme"):
        yield from _positions_of(year)


def _positions_of(year: SubsidyYear) -> Iterator[tuple[str, Position]]:
    scheme = year.scheme or governing_scheme(year.county, year.year)
    for one in positions(year.county, year.year, parameters(scheme)) if scheme else []:
        yield f"{year} {one.centre.code} {one.centre}", one


def _sheets() -> QuerySet[ReleaseSheet]:
    return ReleaseSheet.objects.select_related("county", "scheme", "publication").order_by("pk")


verification.register("money_balances", 2, gettext_lazy("每家补助收支平衡"), balances)
verification.register("money_sums", 3, gettext_lazy("拨付单合计、大写、指纹一致"), sums)
verification.register("money_lines", 3, gettext_lazy("拨付单每行平衡且属本县"), lines)
verification.register("money_numbers", 4, gettext_lazy("拨付单编号连续"), numbers)
verification.register("money_plans", 5, gettext_lazy("分月、留存与核定补助相合"), plans)
verification.register("money_decisions", 5, gettext_lazy("预算与最近一次核定一致"), decisions)
verification.register("money_recomputed", 8, gettext_lazy("已拨付金额与重算一致"), recomputed)
verification.register("money_trails", 14, gettext_lazy("预算与拨付单的留痕首尾相接"), trails)
verification.register("money_people", 18, gettext_lazy("制表人与复核人不同"), people)
