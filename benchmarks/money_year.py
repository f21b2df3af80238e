"""A county's year of money from its budgets to the closed year.

    python -m benchmarks.money_year [--centres 54]

54 centres: budgets by source, receipts passed on, twelve months, the June part, the year-end part, a reopened June result
with its correction, awards, closing; every sheet drafted, reviewed and paid by the actions behind the commands. Bar: 10 s
of commands. Then every invariant of money once, and the statement of one centre with its number of queries. Process time
is printed beside wall time, since others may be at work on the machine.
"""

import argparse
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from benchmarks.databases import ready, run_on_both

BAR = 10.0


class Stopwatch:
    """Wall and process seconds of each part of the year."""

    def __init__(self) -> None:
        self.parts: dict[str, tuple[float, float]] = {}

    def time(self, name: str, act: Callable[[], Any]) -> Any:
        wall, process = time.perf_counter(), time.process_time()
        made = act()
        before = self.parts.get(name, (0.0, 0.0))
        spent = (time.perf_counter() - wall, time.process_time() - process)
        self.parts[name] = (before[0] + spent[0], before[1] + spent[1])
        return made

    @property
    def total(self) -> tuple[float, float]:
        return sum(one for one, _two in self.parts.values()), sum(two for _one, two in self.parts.values())


def the_year(money: Any, clock: Stopwatch) -> None:
    """What finance, the payer and the leader do in a year."""
    from payroll.actions import corrections
    from tests.payroll.world import NOW, sources

    size = len(money.centres)
    parts = [
        {"county": f"{100000 + 977 * n}.0{n % 10}", "province": f"{500000 + 13 * n}.33"} for n in range(size)
    ]
    totals = [str(Decimal(50) + Decimal(n * 47 % 500) / 10) for n in range(size)]
    clock.time("budgets", lambda: sources(money, *parts))
    receipt = clock.time("receipts", lambda: money.received("30000000", "province"))
    clock.time("receipts", lambda: money.passed_on(receipt, "30000000"))
    clock.time("months", lambda: money.months(1, 6))
    money.results("june", *totals)
    june = clock.time("parts", lambda: money.release("june"))
    money.results("june", "59.99", *totals[1:])
    clock.time(
        "correction",
        lambda: corrections.correct_sheet(actor=money.finance, sheet_id=june.pk, cause="复核", now=NOW),
    )
    clock.time("months", lambda: money.months(7, 12))
    money.results("year", *totals)
    clock.time("parts", lambda: money.release("year_end"))
    clock.time("awards", money.award)
    clock.time("closing", lambda: money.close("结转下年"))


def measure(name: str, centres: int) -> int:
    ready()
    from tests.payroll.world import Money, faults

    money, clock = Money(centres), Stopwatch()
    money.directors()
    the_year(money, clock)
    wall, process = clock.total
    verdict = "meets" if process <= BAR else "misses"
    print(f"{name}: {centres} centres, a year of 14 sheets, a correction, awards and closing in {wall:.1f} s wall, "
          f"{process:.1f} s of one core ({verdict} the bar of {BAR:.0f} s)")  # fmt: skip
    for part, (one, two) in clock.parts.items():
        print(f"  {part}: {one:.2f} s wall, {two:.2f} s of one core")
    found = Stopwatch()
    assert found.time("verify", faults) == []
    print(f"  every invariant of money: {found.total[0]:.1f} s wall, {found.total[1]:.1f} s of one core")
    print(f"  statement of a centre: {queries(money)} queries")
    return 0 if process <= BAR else 1


def queries(money: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from payroll.queries.statement import statement

    with CaptureQueriesContext(connection) as asked:
        assert statement(money.centres[0], 2026).rows
    return len(asked)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.money_year")
    parser.add_argument("--centres", type=int, default=54)
    parser.add_argument("--measure", metavar="DATABASE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        sys.exit(measure(options.measure, options.centres))
    sys.exit(run_on_both("benchmarks.money_year", ["--centres", str(options.centres)]))
