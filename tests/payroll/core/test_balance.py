"""Whatever happens in a year, every fen stands in one place (invariant 2): a year played through the core."""

from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from payroll.core.balance import Balance, balance, total
from payroll.core.release import Verdict, june_line, month_line, year_end_line
from payroll.core.schedule import Decision, Past, schedule
from payroll.core.subsidy import ZERO, SubsidyParameters
from payroll.core.text import Text

budgets = st.integers(0, 10**11).map(lambda fen: Decimal(fen).scaleb(-2))
shares = st.integers(0, 10_000).map(lambda part: Decimal(part).scaleb(-2))


@dataclass
class Year:
    """One centre's year: decisions and paid lines, as the actions keep them."""

    params: SubsidyParameters
    decisions: list
    months: dict = field(default_factory=dict)
    june: Decimal | None = None
    closed: bool = False
    adjustments: Decimal = ZERO
    paid: Decimal = ZERO
    forfeited: Decimal = ZERO

    @property
    def past(self):
        return Past(dict(self.months), self.june, self.adjustments)

    @property
    def schedule(self):
        return schedule(self.decisions, self.params, self.past)

    def book(self, line):
        assert line.amount == line.due - line.forfeited + line.adjustment
        assert line.amount >= 0
        assert 0 <= line.forfeited <= line.due
        self.paid += line.amount
        self.forfeited += line.forfeited
        self.adjustments += line.adjustment

    def month(self, *, skipped):
        number = len(self.months) + 1
        if skipped:
            self.months[number] = ZERO
            return
        line = month_line(self.schedule, number)
        self.book(line)
        self.months[number] = line.due

    def release_june(self, percent):
        line = june_line(self.schedule, verdict(percent))
        self.book(line)
        self.june = line.due

    def release_year_end(self, percent):
        self.book(
            year_end_line(
                self.schedule, verdict(percent), None if self.june is not None else verdict(percent)
            )
        )
        self.closed = True

    def revise(self, amount):
        self.decisions.append(Decision(min(len(self.months) + 1, 12), amount))

    @property
    def balance(self):
        return balance(self.schedule, self.past, paid=self.paid, forfeited=self.forfeited, closed=self.closed)


def verdict(percent):
    return Verdict("", percent, Text("", ""))


def holds(year):
    found = year.balance
    assert found.difference == 0
    assert min(found.paid, found.due, found.held, found.forfeited) >= 0
    assert found.budget == year.decisions[-1].amount


acts = st.one_of(
    st.tuples(st.just("month"), st.booleans()),
    st.tuples(st.just("month"), st.just(False)),
    st.tuples(st.just("june"), shares),
    st.tuples(st.just("revise"), budgets),
)


@given(budgets, shares, shares, st.lists(acts, max_size=24), shares)
def test_every_fen_stands_in_one_place(amount, monthly, june, script, last):
    params = SubsidyParameters(monthly_percent=monthly, june_part_percent=june)
    year = Year(params, [Decision(1, amount)])
    for act, value in script:
        if act == "month" and len(year.months) < 12:
            year.month(skipped=value)
        elif act == "june" and year.june is None:
            year.release_june(value)
        elif act == "revise":
            year.revise(value)
        holds(year)
    while len(year.months) < 12:
        year.month(skipped=False)
        holds(year)
    year.release_year_end(last)
    holds(year)
    done = year.balance
    assert (done.due, done.held) == (0, 0)
    assert done.budget == done.paid + done.forfeited + done.carry
    assert done.carry <= 0


@given(budgets, shares, shares)
def test_a_plain_year_pays_the_budget_out(amount, monthly, june):
    year = Year(SubsidyParameters(monthly_percent=monthly, june_part_percent=june), [Decision(1, amount)])
    for _month in range(12):
        year.month(skipped=False)
    year.release_june(ZERO)
    year.release_year_end(ZERO)
    assert year.balance == Balance(budget=year.balance.budget, paid=amount)


def test_a_sum_is_by_figure_and_a_lost_fen_shows():
    one = Balance(
        budget=Decimal("100.00"), paid=Decimal("60.00"), due=Decimal("20.00"), held=Decimal("20.00")
    )
    lost = Balance(budget=Decimal("100.00"), paid=Decimal("99.99"))
    both = total([one, lost])
    assert (both.budget, both.paid, both.due) == (Decimal("200.00"), Decimal("159.99"), Decimal("20.00"))
    assert (one.difference, lost.difference, both.difference) == (0, Decimal("0.01"), Decimal("0.01"))
    assert total([]).difference == 0
