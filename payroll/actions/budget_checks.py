"""What an entry of a budget must be: a place in the county and the year, a month to come, a likely amount."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median_low

from django.db.models import F
from django.utils.translation import gettext as _

from centres.models import Region
from payroll.actions.budget_entries import BudgetChange
from payroll.core.money import with_commas
from payroll.core.schedule import LAST_MONTH
from payroll.core.sources import BySource
from payroll.models import Budget, BudgetPortion, ReleaseLine, ReleaseSheet, Source
from records.errors import Problem

Kind, State = ReleaseSheet.Kind, ReleaseSheet.State
LIMIT = Decimal(10) ** 11
# 元 for 万元 is a factor of 10,000: no budget moves by a thousand in one decision.
LIKELY_FACTOR = 1_000
DOCUMENT_LENGTH, REASON_LENGTH = 80, 200


@dataclass(frozen=True, slots=True)
class Context:
    """What entries are held against. Maps are by centre id; `settled` has its year-end part signed already."""

    county: Region
    year: int
    budgets: dict[int, Budget]
    last_year: dict[int, Decimal]
    signed_month: int
    settled: frozenset[int]
    portions: dict[int, BySource] = field(default_factory=dict)

    @property
    def open_month(self) -> int:
        """The first month whose sheet isn't signed; December when all are."""
        return min(self.signed_month + 1, LAST_MONTH)


def context_of(county: Region, year: int) -> Context:
    """Read what entries are held against (5 queries)."""
    rows = Budget.objects.filter(county=county, year__in=[year - 1, year]).select_related("centre", "county")
    budgets = {row.centre_id: row for row in rows if row.year == year}
    signed = ReleaseSheet.objects.filter(county=county, year=year).exclude(
        state__in=[State.DRAFT, State.REVERSED]
    )
    months = signed.filter(kind=Kind.MONTH).values_list("month", flat=True)
    settled = ReleaseLine.objects.filter(sheet__in=signed.filter(kind=Kind.YEAR_END))
    return Context(
        county=county,
        year=year,
        budgets=budgets,
        last_year={row.centre_id: row.amount for row in rows if row.year == year - 1},
        signed_month=max(months, default=0),
        settled=frozenset(settled.order_by().values_list("centre_id", flat=True)),
        portions=portions_by_centre(county, year),
    )


def portions_by_centre(county: Region, year: int) -> dict[int, BySource]:
    """What each source gives to each budget by its newest decision, by centre id."""
    rows = BudgetPortion.objects.filter(
        revision__budget__county=county,
        revision__budget__year=year,
        revision__number=F("revision__budget__version"),
    )
    found: dict[int, BySource] = {}
    for centre, source, amount in rows.order_by().values_list(
        "revision__budget__centre_id", "source", "amount"
    ):
        found.setdefault(centre, {})[source] = amount
    return found


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one entry. `field`: amount, from_month, document, reason or code."""

    change: BudgetChange
    field: str
    message: str
    value: str = ""

    def as_problem(self) -> Problem:
        entry = self.change.entry
        return Problem(self.message, value=self.value, place=entry.place or entry.centre.name)


def check_entries(changes: Sequence[BudgetChange], kept: Context, *, unit_confirmed: bool) -> list[Fault]:
    """Every fault of every entry that changes something."""
    times = Counter(one.entry.centre.pk for one in changes)
    found: list[Fault] = []
    for one in changes:
        if times[one.entry.centre.pk] > 1:
            found.append(Fault(one, "code", _("同一卫生院出现多次")))
        if one.verdict != "same":
            found += [*_faults(one, kept), *_place_faults(one, kept)]
            found += [] if unit_confirmed else _unlikely(one, kept, changes)
    return found


def _faults(one: BudgetChange, kept: Context) -> Iterator[Fault]:
    """Amount, reason, document, and whether somebody was faster."""
    entry, budget = one.entry, kept.budgets.get(one.entry.centre.pk)
    if not 0 <= entry.amount < LIMIT:
        yield Fault(one, "amount", _("金额应不小于0，且小于1000亿元"), f"{entry.amount:f}")
    yield from _portion_faults(one)
    if budget is not None and not entry.reason.strip():
        yield Fault(one, "reason", _("调整预算须写明理由"))
    if len(entry.document.strip()) > DOCUMENT_LENGTH:
        yield Fault(one, "document", _("文号不超过80字"))
    if len(entry.reason.strip()) > REASON_LENGTH:
        yield Fault(one, "reason", _("理由不超过200字"))
    if entry.expected_version not in {None, budget.version if budget else 0}:
        yield Fault(one, "amount", _("您打开页面之后，该预算已被他人更改，请刷新后再操作"))


def _portion_faults(one: BudgetChange) -> Iterator[Fault]:
    """Sources are known, each named once, and add up to the amount."""
    portions = one.entry.portions
    if not portions:
        return
    names = [portion.source for portion in portions]
    if len(set(names)) < len(names) or not set(names) <= set(Source.values):
        yield Fault(one, "amount", _("资金来源有误或重复"), "、".join(names))
    if any(portion.amount < 0 for portion in portions):
        yield Fault(one, "amount", _("各来源的金额不应小于0"))
    if any(len(portion.document.strip()) > DOCUMENT_LENGTH for portion in portions):
        yield Fault(one, "document", _("文号不超过80字"))
    whole = sum((portion.amount for portion in portions), Decimal(0))
    if whole != one.entry.amount:
        yield Fault(one, "amount", _("各来源之和与核定补助不符"), with_commas(whole))


def _place_faults(one: BudgetChange, kept: Context) -> Iterator[Fault]:
    """The centre's county, and the months that can still be decided on."""
    entry, month = one.entry, str(one.from_month)
    if entry.centre.county_id != kept.county.pk:
        yield Fault(one, "code", _("不是本县的卫生院"), entry.centre.code)
    if not 1 <= one.from_month <= LAST_MONTH:
        yield Fault(one, "from_month", _("起始月份应为1–12"), month)
    elif one.from_month < kept.open_month:
        message = _("%(month)d月及以前的拨付单已复核或拨付，只能从以后的月份起")
        yield Fault(one, "from_month", message % {"month": kept.signed_month}, month)
    if entry.centre.pk in kept.settled:
        yield Fault(one, "amount", _("年终部分已兑现，本年度预算不能再调整"))


def _unlikely(one: BudgetChange, kept: Context, changes: Sequence[BudgetChange]) -> Iterator[Fault]:
    """An amount a thousand times off what it should be near to: 元 and 万元 were mixed up."""
    near, amount = _near(one, kept, changes), one.entry.amount
    if near and amount > 0 and not near / LIKELY_FACTOR < amount < near * LIKELY_FACTOR:
        message = _("金额与可比数 %(near)s 元相差千倍以上，请核对单位是元还是万元")
        yield Fault(one, "amount", message % {"near": with_commas(near)}, with_commas(amount))


def _near(one: BudgetChange, kept: Context, changes: Sequence[BudgetChange]) -> Decimal:
    """The centre's own amount, else last year's, else the middle one of the county's; 0 where there is none."""
    pk = one.entry.centre.pk
    own = one.old or kept.last_year.get(pk)
    if own:
        return own
    others = [budget.amount for budget in kept.budgets.values()] or list(kept.last_year.values())
    others = [amount for amount in others if amount] or [other.entry.amount for other in changes]
    return median_low(others) if len(others) > 2 else Decimal(0)
