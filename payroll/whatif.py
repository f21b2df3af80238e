"""What a scenario of the appraisal would release and forfeit: from the budgets as they stand, nothing written.

*Decision*: the year is reckoned whole, as if nothing of it had been paid out yet; a centre that the June round did
not grade has its whole holdback judged by the year, as on the year-end sheet.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from appraisal import money_hook
from appraisal.money_hook import Answer, MoneyCase, Moved
from centres.models import Region
from payroll.core.money import from_fen, to_fen
from payroll.core.subsidy import ZERO, Plan, SubsidyParameters, holdback_part, plan
from payroll.models import Budget
from payroll.queries.positions import governing_scheme, parameters


def reckon(county: Region, year: int, cases: Sequence[MoneyCase]) -> list[Answer]:
    """Each case's money by centre code (2 or 3 queries, whatever the number of centres and cases)."""
    rows = Budget.objects.filter(county=county, year=year, version__gte=1)
    budgets = dict(rows.order_by("centre__code").values_list("centre__code", "amount"))
    scheme = governing_scheme(county, year) if budgets else None
    shares = parameters(scheme) if scheme else SubsidyParameters()
    return [_case(budgets, shares, case) for case in cases]


def _case(budgets: Mapping[str, Decimal], shares: SubsidyParameters, case: MoneyCase) -> Answer:
    own = SubsidyParameters(
        monthly_percent=shares.monthly_percent if case.monthly is None else case.monthly,
        june_part_percent=shares.june_part_percent if case.first_share is None else case.first_share,
    )
    return {code: _moved(plan(amount, own), code, case) for code, amount in budgets.items()}


def _moved(own: Plan, code: str, case: MoneyCase) -> Moved:
    first, second = (case.first or {}).get(code), (case.year or {}).get(code)
    judged = ((own.june_part, second if first is None else first), (own.year_end_part, second))
    released = forfeited = held = 0
    for part, percent in judged:
        if percent is None:
            held += to_fen(part)
            continue
        result = holdback_part(part, percent)
        released, forfeited = released + to_fen(result.released), forfeited + to_fen(result.forfeited)
    return Moved(own.monthly_part or ZERO, from_fen(released), from_fen(forfeited), from_fen(held))


money_hook.register(reckon)
