"""Declared parameters: every broken condition is named with its place."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from appraisal.core.rules import Choice, Parameter
from appraisal.core.rules.parameters import Fault, check_parameters, read_settings, row_fault
from appraisal.core.text import Text


def text(word: str) -> Text:
    return Text(word, word)


BOUNDED = Parameter(
    name="size",
    type="decimal",
    label=text("Size"),
    required=True,
    above=Decimal(0),
    maximum=Decimal(10),
    places=2,
)
SHARE = Parameter(name="share", type="percent", label=text("Share"), minimum=Decimal(0), default="5")
WAY = Parameter(
    name="way",
    type="choice",
    label=text("Way"),
    default="up",
    choices=(Choice("up", text("↑")), Choice("down", text("↓"))),
)
SWITCH = Parameter(name="switch", type="bool", label=text("Switch"), default=False)
WORD = Parameter(name="word", type="text", label=text("Word"))
KINDS = Parameter(
    name="kinds",
    type="rows",
    label=text("Kinds"),
    columns=(Parameter(name="code", type="code", label=text("Code"), required=True), SHARE),
)
ALL = (BOUNDED, SHARE, WAY, SWITCH, WORD, KINDS)


def faults(**params: Any) -> list[Fault]:
    return check_parameters(ALL, {"size": "1", **params})


def paths(**params: Any) -> list[str]:
    return [fault.path for fault in faults(**params)]


def test_a_sound_set_has_no_fault() -> None:
    assert faults(share="0", way="down", switch=True, word="字", kinds=[{"code": "a1", "share": "2.5"}]) == []


def test_defaults_fill_blanks() -> None:
    settings = read_settings(ALL, {"size": "1.5", "share": "", "way": None, "kinds": [{"code": "a"}]})
    assert settings.number("size") == Fraction(3, 2)
    assert settings.number("share") == 5
    assert settings.text("way") == "up"
    assert settings.text("word") == ""
    assert settings.flag("switch") is False
    assert [row.optional("share") for row in settings.rows("kinds")] == [5]
    assert read_settings(ALL, {"size": "1"}).rows("kinds") == []


def test_an_optional_number_may_be_absent() -> None:
    bare = Parameter(name="bare", type="decimal", label=text("Bare"))
    settings = read_settings((bare,), {})
    assert settings.optional("bare") is None
    with pytest.raises(ValueError, match="bare is not given"):
        settings.number("bare")


@pytest.mark.parametrize("value", [None, ""])
def test_a_required_parameter(value: object) -> None:
    assert paths(size=value) == ["size"]
    assert check_parameters(ALL, {})[0].message == Text("必须填写。", "This is required.")


@pytest.mark.parametrize(
    "params",
    [
        {"size": 5},
        {"size": float("0.5")},
        {"size": True},
        {"size": "abc"},
        {"size": "1e1"},
        {"size": "0"},
        {"size": "-1"},
        {"size": "10.01"},
        {"size": "0.001"},
        {"share": "-0.01"},
        {"way": "sideways"},
        {"way": True},
        {"switch": "yes"},
        {"switch": 1},
        {"word": "x" * 101},
        {"word": "  "},
        {"word": "a\nb"},
        {"word": 3},
        {"kinds": "a"},
        {"kinds": ["a"]},
        {"kinds": {"code": "a"}},
    ],
)
def test_a_value_that_does_not_fit(params: dict[str, Any]) -> None:
    assert paths(**params) == list(params)


@pytest.mark.parametrize(
    "params", [{"size": "10"}, {"size": "0.01"}, {"word": "x" * 100}, {"share": "0"}, {"kinds": []}]
)
def test_the_last_value_that_fits(params: dict[str, Any]) -> None:
    assert paths(**params) == []


@pytest.mark.parametrize("code", ["a", "a_1", "a" * 20])
def test_codes(code: str) -> None:
    assert paths(kinds=[{"code": code}]) == []


@pytest.mark.parametrize("code", ["A", "1a", "_a", "a-b", "迟报", "a" * 21, 3, "a\n"])
def test_what_is_no_code(code: object) -> None:
    assert paths(kinds=[{"code": "a"}, {"code": code}]) == ["kinds[1].code"]


def test_unknown_names_are_faults_at_their_place() -> None:
    found = faults(step="1", kinds=[{"code": "a", "cap": "1"}])
    assert [(fault.path, fault.value) for fault in found] == [("kinds[0].cap", "1"), ("step", "1")]
    assert found[0].place == Text("参数 Kinds（kinds）第 1 行 cap", "parameter Kinds (kinds), row 1, cap")
    assert found[1].place == Text("参数 step", "parameter step")


def test_places_for_people() -> None:
    assert faults(size="x")[0].place == Text("参数 Size（size）", "parameter Size (size)")
    found = faults(kinds=[{"code": "a"}, {"code": ""}])
    assert found[0].place == Text(
        "参数 Kinds（kinds）第 2 行 Code（code）", "parameter Kinds (kinds), row 2, Code (code)"
    )


def test_too_many_rows() -> None:
    assert paths(kinds=[{"code": "a"}] * 30) == []
    assert [(fault.path, fault.value) for fault in faults(kinds=[{"code": "a"}] * 31)] == [("kinds", "31")]


def test_a_long_value_is_cut() -> None:
    assert faults(size="9" * 61)[0].value == "9" * 60 + "…"
    assert faults(size="9" * 60)[0].value == "9" * 60
    assert faults(switch=["a"])[0].value == "['a']"


def test_messages_name_the_bound() -> None:
    assert faults(size="0")[0].message.zh == "应大于 0。"
    assert faults(size="11")[0].message.zh == "不得大于 10。"
    assert faults(share="-1")[0].message.zh == "不得小于 0。"
    assert faults(size="0.001")[0].message.zh == "小数不超过 2 位。"
    assert faults(way="x")[0].message.zh == "应为以下之一：up（↑）、down（↓）。"


def test_a_fault_of_a_row_or_of_one_cell_in_it() -> None:
    assert row_fault(KINDS, 0, "share", text("!"), "7").path == "kinds[0].share"
    whole = row_fault(KINDS, 2, "", text("!"))
    assert (whole.path, whole.place.zh) == ("kinds[2]", "参数 Kinds（kinds）第 3 行")
