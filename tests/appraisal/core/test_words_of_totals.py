"""What a total and a survey say where nothing else would show a wrong word."""

from decimal import Decimal

from appraisal.core.points import exact
from appraisal.core.rules import rule_for
from appraisal.core.rules.checklist import _order_faults
from appraisal.core.totals import round_total, year_total
from tests.appraisal.core.build import category_sum


def test_an_open_round_and_an_incomplete_year_say_so() -> None:
    (step,) = round_total([category_sum("5", "10", open_=1)]).steps
    assert (step.zh, step.en) == ("尚有未评分的指标", "Some indicators are not scored yet")
    (step,) = round_total([category_sum("0", "10", "0")]).steps
    assert (step.zh, step.en) == ("全部指标均为缺项", "No indicator applies")
    (step,) = year_total({}, {"june": Decimal(40)}).steps
    assert (step.zh, step.en) == ("年度考核不完整", "The year is incomplete")


def test_a_survey_calls_its_inputs_by_name() -> None:
    params = {"statistic": "rate", "target": "80", "least_answers": "5"}
    labels = [one.label for one in rule_for("survey").bind(params, Decimal(5)).entry]
    assert [(one.zh, one.en) for one in labels] == [
        ("答卷份数", "Answers"),
        ("满意份数", "Satisfied answers"),
    ]


def test_a_partial_deduction_out_of_order() -> None:
    (fault,) = _order_faults(0, exact(3), exact(2), exact(5))
    assert (fault.message.zh, fault.value) == ("不得小于范围的下限。", "2")
    (fault,) = _order_faults(0, exact(1), exact(6), exact(5))
    assert (fault.message.en, fault.value) == ("Must not exceed the deduction for “not met”.", "6")
