"""points: awarded by judgement, in steps."""

from decimal import Decimal

import pytest

from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import faults, points, score, zh_steps


@pytest.mark.parametrize(
    ("step", "awarded", "expected"),
    [
        ("", "0", "0.00"),
        ("", "4.99", "4.99"),
        ("", "5", "5.00"),
        ("0.5", "4.5", "4.50"),
        ("0.5", "4.25", "–"),
        ("1", "4.5", "–"),
        ("", "5.01", "–"),
        ("", "-1", "–"),
        ("", "4.999", "–"),
    ],
)
def test_points(step: str, awarded: str, expected: str) -> None:
    assert points("points", {"step": step}, "5", points=awarded) == expected


def test_over_full_and_off_step_are_problems_of_the_field() -> None:
    over = score("points", {}, "5", points="6").problems[0]
    assert (over.input, over.severity) == ("points", "error")
    assert over.message.zh == "“得分”填写为“6”，应为0 至 5 之间的数，小数不超过 2 位。"
    off = score("points", {"step": "0.5"}, "5", points="4.2").problems[0]
    assert (off.input, off.message.zh, off.severity) == ("points", "应为 0.5 的整数倍。", "error")


def test_the_field_carries_bounds_and_step() -> None:
    (field,) = rule_for("points").entry({"step": "0.25"}, Decimal("2.50"))
    assert (field.minimum, field.maximum, str(field.step), field.places) == (0, Decimal("2.5"), "0.25", 2)


@pytest.mark.parametrize(
    ("step", "found"),
    [("0.5", []), ("0.4", ["step"]), ("5", []), ("10", ["step"]), ("0", ["step"]), ("0.005", ["step"])],
)
def test_full_marks_must_be_reachable(step: str, found: list[str]) -> None:
    assert faults("points", {"step": step}, "5") == found


def test_sentence_and_steps() -> None:
    sentence = rule_for("points").sentence({"step": "0.5"}, Decimal(5))
    assert sentence.zh == "满分 5 分，由考核人员评定，分值为 0.5 的整数倍；未得满分的注明理由。"
    assert zh_steps(score("points", {}, "5", points="4")) == ["评定 4 分（满分 5 分）", "得分 4.00 分"]
