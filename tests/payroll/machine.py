"""A county's years of money as a machine: any act in any order, and after each one every invariant of money holds.

Acts are the real actions over the database of the moment. What an action refuses is a step too: it leaves no trace.
After every step an auditor that shares no code with the actions reads the tables (`auditor.py`). At every fifteenth step
and at the end of a run what has changed is exported and read back (`exported.py`); at the end the application's own
`verify` proves the same as the auditor and recomputes every line. The county is made once for all runs.
`PAYROLL_RUNS` and `PAYROLL_STEPS` set how long it runs.
"""

import os
from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from appraisal.actions import schemes
from centres.models import User
from payroll.actions import awards, budgets, closing, corrections, receipts, reversals, sheets
from payroll.actions.budget_entries import BudgetEntry, Portion
from payroll.models import AwardSheet, Receipt, ReleaseSheet, Remittance, Source
from records import verification
from records.errors import Refused
from tests.payroll import auditor
from tests.payroll.exported import Exported
from tests.payroll.world import Money

RUNS, STEPS = int(os.environ.get("PAYROLL_RUNS", "60")), int(os.environ.get("PAYROLL_STEPS", "30"))
READ_BACK_EVERY = 15
CENTRES = 3
PARTS = ("june", "year_end")
LAST = 2028
# What a step may not end with: these say that the ledger and the plan have parted.
FAULTY = {"ledger_off"}
PROVED = (
    *("ledger_entries", "ledger_accounts", "ledger_closed", "ledger_sheets", "ledger_releases"),
    *("ledger_documents", "ledger_trails", "ledger_people", "money_balances", "money_sums", "money_lines"),
    *("money_numbers", "money_plans", "money_decisions", "money_trails", "money_people"),
    "money_recomputed",
)
FEN = st.integers(0, 10**9).map(lambda fen: Decimal(fen).scaleb(-2))
TOTALS = st.sampled_from(["95", "84.99", "70", "69.99", "60", "59.99", "40", None])
CHOICES = st.integers(0, CENTRES - 1)


def how_long(runs: int = RUNS, steps: int = STEPS) -> settings:
    """The first failure is told as it was met: to make it shorter takes minutes, and `PAYROLL_SHRINK=1`."""
    phases = [Phase.generate, *([Phase.shrink] if os.environ.get("PAYROLL_SHRINK") else [])]
    return settings(
        max_examples=runs, stateful_step_count=steps, deadline=None, database=None, print_blob=False,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False, phases=phases,
    )  # fmt: skip


def until_found(runs: int = 30, steps: int = 12) -> settings:
    """For a planted fault: the same acts on every run, and the first failure ends the search."""
    return settings(how_long(runs, steps), derandomize=True)


def written() -> list[auditor.Row]:
    """How much there is of what is only ever added to."""
    return auditor.ask("SELECT (SELECT COUNT(*) FROM payroll_ledgerentry), sequence FROM records_audithead")


def nothing(faults: list[str]) -> None:
    """Ask that there are none, and say which there are: no test module rewrites the assertions here."""
    assert not faults, "\n".join(faults)


class MoneyMachine(RuleBasedStateMachine):
    """`year` is the open one; `now` is late in it, so that every month is due."""

    # What looks after a run: both by default; the machine's own tests let each look alone.
    audited = verified = True

    def __init__(self, money: Money) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.money = copy(money)
        self.year = 2026
        self.count = self.steps = 0
        self.found = auditor.Tables()
        self.exported = Exported(self.money)

    @property
    def now(self) -> datetime:
        return datetime(self.year, 12, 20, 1, 0, tzinfo=UTC) + timedelta(minutes=self.count)

    def key(self) -> str:
        return f"key-{self.later():08d}"

    def later(self) -> int:
        """A minute passes: what is done next is after what was done before."""
        self.count += 1
        return self.count

    def try_(self, act: Callable[[], object]) -> bool:
        """Do it; what is refused for a good reason changes nothing."""
        self.later()
        before = written()
        try:
            with transaction.atomic():
                act()
        except Refused as error:
            refused = error
        else:
            return True
        assert refused.code not in FAULTY, refused
        assert written() == before
        return False

    # What can't be done yet does what leads to it: an act that is only refused is no use to the search.

    def any_sheet(self, *states: str, kinds: tuple[str, ...] = (), least: int = 1) -> bool:
        rows = [row for row in self.found.sheets.values() if row[1] == self.year and row[4] in states]
        return sum(not kinds or row[2] in kinds for row in rows) >= least

    def any_in(self, account: str) -> bool:
        return self.found.of(account, year=self.year) > 0

    def by(self, actor: User, **more: object) -> dict[str, object]:
        return {"actor": actor, "now": self.now, **more}

    # Budgets

    @initialize(amounts=st.lists(FEN, min_size=CENTRES, max_size=CENTRES))
    def first_budgets(self, amounts: list[Decimal]) -> None:
        self.decide([self.entry(index, amount, Decimal(50), 1) for index, amount in enumerate(amounts)])

    @rule(index=CHOICES, amount=FEN, share=st.integers(0, 100).map(Decimal), month=st.integers(1, 12))
    def budget(self, index: int, amount: Decimal, share: Decimal, month: int) -> None:
        self.decide([self.entry(index, amount, share, month)])

    def entry(self, index: int, amount: Decimal, share: Decimal, month: int) -> BudgetEntry:
        county = (amount * share / 100).quantize(Decimal("0.01"))
        parts = (Portion(Source.COUNTY, county), Portion(Source.PROVINCE, amount - county))
        return BudgetEntry(self.money.centres[index], amount, month, "", "调整", None, "", parts)

    def decide(self, entries: list[BudgetEntry]) -> None:
        self.try_(
            lambda: budgets.set_budgets(
                **self.by(self.money.finance), county=self.money.region, year=self.year, entries=entries,
                unit_confirmed=True,
            )  # type: ignore[arg-type]
        )  # fmt: skip

    # Releases

    def sheet(self, kind: str, month: int = 0, percent: Decimal = Decimal(0), *, pay: bool = True) -> None:
        def act() -> None:
            made = sheets.draft_sheet(
                **self.by(self.money.finance), county=self.money.region, year=self.year, kind=kind,
                month=month, percent=percent, reason="急需" if percent else "",
            )  # type: ignore[arg-type]  # fmt: skip
            if pay:
                self.pay(made)

        self.try_(act)

    def pay(self, made: ReleaseSheet, *, stale: bool = False) -> None:
        if made.state == "draft":
            if stale:
                sheets.refresh_sheet(**self.by(self.money.finance), sheet_id=made.pk)  # type: ignore[arg-type]
            sheets.review_sheet(**self.by(self.money.leader), sheet_id=made.pk)  # type: ignore[arg-type]
        sheets.pay_sheet(**self.by(self.money.payer), sheet_id=made.pk, key=self.key())  # type: ignore[arg-type]

    @rule()
    def pay_again(self) -> None:
        """The same key gives the same answer and no second effect; another key is refused."""
        newest = self.sheets(state="paid").order_by("-sequence").first()
        if newest is None:
            self.months(1)
            return
        before = written()
        again = sheets.pay_sheet(**self.by(self.money.payer), sheet_id=newest.pk, key=newest.paid_key)  # type: ignore[arg-type]
        assert (again.number, written()) == (newest.number, before)
        assert not self.try_(lambda: self.pay(newest))

    @rule(many=st.integers(1, 3))
    def months(self, many: int) -> None:
        done = self.sheets(kind="month", state="paid").count()
        for month in range(done + 1, min(done + many, 12) + 1):
            self.sheet("month", month)

    @rule(kind=st.sampled_from(["month", "june", "year_end"]))
    def leave_a_draft(self, kind: str) -> None:
        done = self.sheets(kind="month", state="paid").count()
        self.sheet(kind, done + 1 if kind == "month" else 0, pay=False)

    @rule()
    def finish_a_draft(self) -> None:
        waiting = self.sheets(state__in=["draft", "reviewed"]).order_by("pk").first()
        if waiting is None:
            self.leave_a_draft("month")
            return
        self.try_(lambda: self.pay(waiting, stale=True))

    @rule(kind=st.sampled_from(["advance_june", "advance_year"]), percent=st.integers(1, 100).map(Decimal))
    def advance(self, kind: str, percent: Decimal) -> None:
        self.sheet(kind, 0, percent)

    @rule()
    def reverse(self) -> None:
        newest = self.sheets(state="paid").order_by("-sequence").first()
        if newest is None:
            self.months(1)
            return
        self.try_(
            lambda: reversals.reverse_sheet(
                **self.by(self.money.leader), sheet_id=newest.pk, reason="退回", key=self.key()
            )  # type: ignore[arg-type]
        )

    def sheets(self, **where: object):  # type: ignore[no-untyped-def]
        return ReleaseSheet.objects.filter(county=self.money.region, year=self.year, **where)

    # Results

    @rule(kind=st.sampled_from(["june", "year"]), totals=st.lists(TOTALS, min_size=CENTRES, max_size=CENTRES))
    def results(self, kind: str, totals: list[str | None]) -> None:
        self.judge(kind, totals)

    def judge(self, kind: str, totals: list[str | None]) -> None:
        self.later()
        self.money.results(kind, *totals, year=self.year, now=self.now)

    @rule(
        kind=st.sampled_from(["june", "year_end"]),
        totals=st.lists(TOTALS, min_size=CENTRES, max_size=CENTRES),
    )
    def judge_and_release(self, kind: str, totals: list[str | None]) -> None:
        self.judge("june" if kind == "june" else "year", totals)
        self.sheet(kind)

    @rule(kind=st.sampled_from(["june", "year"]), totals=st.lists(TOTALS, min_size=CENTRES, max_size=CENTRES))
    def judge_anew(self, kind: str, totals: list[str | None]) -> None:
        """A reopened round or an appeal: what was paid on is overtaken, and corrected."""
        if not self.any_sheet("paid", kinds=PARTS):
            self.judge_and_release("june", totals)
        self.judge(kind, totals[::-1])
        self.correct()

    @rule()
    def correct(self) -> None:
        for sheet in self.sheets(state="paid", kind__in=["june", "year_end"]):
            self.try_(
                lambda sheet=sheet: corrections.correct_sheet(  # type: ignore[misc]
                    **self.by(self.money.finance), sheet_id=sheet.pk, cause="申诉成立"
                )
            )

    # The fund

    @rule()
    def award(self) -> None:
        """Without a fund there is first a part with a forfeit, and the year's results name who is awarded."""
        if not self.any_in("fund"):
            kind = "year_end" if self.any_sheet("paid", kinds=("june",)) else "june"
            self.judge_and_release(kind, ["40", "90", "70"])
        self.judge("year", ["70", "90", "40"])

        def act() -> None:
            made = awards.propose(**self.by(self.money.finance), county=self.money.region, year=self.year)  # type: ignore[arg-type]
            awards.approve(**self.by(self.money.leader), sheet_id=made.pk)  # type: ignore[arg-type]
            awards.pay(**self.by(self.money.payer), sheet_id=made.pk, key=self.key())  # type: ignore[arg-type]

        self.try_(act)

    @rule()
    def take_awards_back(self) -> None:
        if not self.any_in("awarded"):
            self.award()
            return
        for made in AwardSheet.objects.filter(county=self.money.region, year=self.year, state="paid"):
            self.try_(
                lambda made=made: awards.reverse_award(  # type: ignore[misc]
                    **self.by(self.money.leader), sheet_id=made.pk, reason="退回"
                )
            )

    # Receipts

    @rule(source=st.sampled_from(Source.values), amount=FEN, part=st.integers(0, 100))
    def receive(self, source: str, amount: Decimal, part: int) -> None:
        arrival = receipts.Arrival(source, "文", date(self.year, 1, 2), date(self.year, 1, 10), amount)

        def act() -> None:
            made = receipts.enter_receipt(
                **self.by(self.money.finance), county=self.money.region, year=self.year, arrival=arrival,
                key=self.key(),
            )  # type: ignore[arg-type]  # fmt: skip
            receipts.pass_on(
                **self.by(self.money.finance), receipt_id=made.pk, passed_on=date(self.year, 2, 1),
                amount=(amount * part / 100).quantize(Decimal("0.01")), key=self.key(),
            )  # type: ignore[arg-type]  # fmt: skip

        self.try_(act)

    @rule()
    def pass_all_on(self) -> None:
        if not self.any_in("treasury"):
            self.receive("province", Decimal("1000000.01"), 33)
            return
        for one in Receipt.objects.filter(county=self.money.region, year=self.year, withdrawn=False):
            self.try_(
                lambda one=one: receipts.pass_on(  # type: ignore[misc]
                    **self.by(self.money.finance), receipt_id=one.pk, passed_on=date(self.year, 2, 1),
                    amount=receipts.left_of(one), key=self.key(),
                )
            )  # fmt: skip

    @rule()
    def withdraw(self) -> None:
        for one in Remittance.objects.filter(receipt__year=self.year, withdrawn=False)[:1]:
            self.try_(
                lambda one=one: receipts.withdraw_remittance(  # type: ignore[misc]
                    **self.by(self.money.payer), remittance_id=one.pk, reason="重复"
                )
            )

    # The end of the year

    @rule()
    def close(self) -> None:
        """A year of some sheets; nothing of it can be changed any more, and the next one goes on."""
        if self.year == LAST or not self.any_sheet("paid", least=4):
            self.months(2)
            return
        done = self.try_(
            lambda: closing.close_year(
                **self.by(self.money.leader), county=self.money.region, year=self.year, reason="结转下年"
            )  # type: ignore[arg-type]
        )
        if done:
            old, self.year = self.year, self.year + 1
            assert not self.try_(lambda: self._late(old))
            copy = schemes.copy_next_year(actor=self.money.leader, scheme_id=self.money.scheme.pk)
            self.money.scheme = schemes.activate(actor=self.money.leader, scheme_id=copy.pk, now=self.now)

    def _late(self, year: int) -> None:
        """Anything of a closed year."""
        entry = BudgetEntry(self.money.centres[0], Decimal(7), None, "", "迟到")
        budgets.set_budgets(
            **self.by(self.money.finance), county=self.money.region, year=year, entries=[entry]
        )  # type: ignore[arg-type]

    # What holds after every step

    @invariant()
    def every_invariant_holds(self) -> None:
        connection.check_constraints()
        self.found = auditor.read()
        if self.audited:
            nothing(auditor.faults(self.found))
        self.steps += 1
        if self.verified and self.steps % READ_BACK_EVERY == 0:
            nothing(self.exported.faults(self.year))

    def teardown(self) -> None:
        try:
            if self.verified:
                nothing(self.exported.faults(self.year))
                found = verification.run(PROVED)
                nothing([f"{one.check.name}: {fault}" for one in found for fault in one.faults])
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
