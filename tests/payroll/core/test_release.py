"""Lines of a sheet: a month, the June part, the year-end part, carries settled, every step said."""

from decimal import Decimal

import pytest

from payroll.core.release import Verdict, june_line, month_line, year_end_line
from payroll.core.schedule import Decision, Past, schedule
from payroll.core.subsidy import SubsidyParameters
from payroll.core.text import Text

RULES = SubsidyParameters()
A = Decimal("1234567.89")
GOOD = Verdict("良好", Decimal("0.00"), Text("良好", "good"))
FAIL = Verdict("不合格", Decimal("50.00"), Text("不合格", "fail"))


def year(past=None, *decisions):
    return schedule(decisions or [Decision(1, A)], RULES, past or Past({}))


def figures(line):
    return tuple(map(str, (line.due, line.forfeited, line.adjustment, line.amount, line.carried)))


def test_a_month():
    line = month_line(year(), 12)
    assert figures(line) == ("82304.48", "0.00", "0.00", "82304.48", "0.00")
    assert line.steps[-2].zh == "依据：篇1 八(一) 按月拨付" or line.steps[-1].zh.startswith("本次实拨")


def test_june_passed_and_failed():
    """Worked example 15.4."""
    assert figures(june_line(year(), GOOD)) == ("98765.43", "0.00", "0.00", "98765.43", "0.00")
    failed = june_line(year(), FAIL)
    assert figures(failed) == ("98765.43", "49382.72", "0.00", "49382.71", "0.00")
    assert "98,765.43 − 49,382.72 = 49,382.71" in failed.steps[-1].zh


def test_the_year_end_part_alone_and_with_an_unjudged_june_part():
    done = year(Past({}, Decimal("98765.43")))
    assert figures(year_end_line(done, FAIL, None))[:2] == ("148148.15", "74074.08")
    whole = year_end_line(year(), GOOD, FAIL)
    assert figures(whole) == ("246913.58", "49382.72", "0.00", "197530.86", "0.00")


CUT = (Decision(1, A), Decision(7, Decimal("500000.00")))
HALF = {month: Decimal("82304.53") for month in range(1, 7)}


def test_an_overpayment_is_taken_back_as_far_as_the_release_goes():
    line = june_line(year(Past(HALF), *CUT), GOOD)
    assert figures(line) == ("40000.00", "0.00", "-40000.00", "0.00", "-53827.18")
    assert any("以前多拨调整：-40,000.00" in step.zh for step in line.steps)
    assert any("尚有 53,827.18 元未扣回" in step.zh for step in line.steps)
    rest = year_end_line(year(Past(HALF, Decimal("40000.00"), Decimal("-40000.00")), *CUT), GOOD, None)
    assert figures(rest) == ("60000.00", "0.00", "-53827.18", "6172.82", "0.00")


def test_an_overpayment_of_the_holdback_is_taken_back_from_months():
    """June was released on a budget that then fell: the months pay it back."""
    fallen = year(
        Past({1: Decimal("82304.53")}, Decimal("98765.43")), Decision(1, A), Decision(2, Decimal("400000.00"))
    )
    line = month_line(fallen, 2)
    assert line.due == Decimal("21608.68")
    assert line.adjustment == Decimal("-18765.43")
    assert line.amount == Decimal("2843.25")


def test_a_shortfall_waits_for_the_year_end_sheet():
    months = {month: Decimal("82304.53") for month in range(1, 12)} | {12: Decimal("82304.48")}
    risen = year(Past(months), Decision(1, A), Decision(12, Decimal("1300000.00")))
    assert june_line(risen, GOOD).adjustment == 0
    line = year_end_line(risen, GOOD, GOOD)
    assert (line.due, line.adjustment) == (Decimal("260000.00"), Decimal("52345.69"))
    assert line.amount == Decimal("312345.69")
    assert any("以前少拨补拨：52,345.69" in step.zh for step in line.steps)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_is_said_in_both_languages(language):
    line = year_end_line(year(Past(HALF, Decimal("40000.00"), Decimal("-40000.00")), *CUT), FAIL, None)
    assert all(getattr(step, language) for step in line.steps)
