"""Texts carry both languages; numbers are written as people read them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from appraisal.core.text import (
    Number,
    Text,
    equals,
    is_readable,
    join,
    marks,
    plain,
    signed,
    unit_text,
    with_unit,
)


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-hans", "得分"), ("zh", "得分"), ("fr", "得分"), ("en", "points"), ("EN-gb", "points")],
)
def test_english_only_where_asked_for(language: str, text: str) -> None:
    assert Text("得分", "points").in_(language) == text


def test_texts_join_and_add_in_both_languages() -> None:
    one, two = Text("一", "one"), Text("二", "two")
    assert join([one, two]) == Text("一；二", "one; two")
    assert join([one, two], "、", ", ") == Text("一、二", "one, two")
    assert one + two == Text("一二", "onetwo")
    assert one.as_json() == {"zh": "一", "en": "one"}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (5, "5"),
        (100, "100"),
        (Decimal("0.50"), "0.5"),
        (Decimal("-3.00"), "−3"),
        (Decimal("-0.25"), "−0.25"),
        (Fraction(1, 10**6), "0.000001"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 10**7), "0"),
        (Fraction(2, 3), "0.6667"),
        (Fraction(-2, 3), "−0.6667"),
        (Fraction(200, 3), "66.6667"),
        (Fraction(1, 30_000), "0"),
        (Fraction(99_999_95, 30), "333333.1667"),
    ],
)
def test_plain_numbers(number: Number, text: str) -> None:
    assert plain(number) == text


@pytest.mark.parametrize(
    ("number", "text"), [("0.5", "+0.50"), ("-2", "−2.00"), ("0.00", "0.00"), ("-0", "0.00")]
)
def test_signed_numbers(number: str, text: str) -> None:
    assert signed(Decimal(number)) == text


def test_an_endless_number_is_marked_as_rounded() -> None:
    assert equals(90) == "= 90"
    assert equals(Fraction(200, 3)) == "≈ 66.6667"
    assert is_readable(Fraction(1, 10**6))
    assert not is_readable(Fraction(1, 10**7))


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (95, "%", Text("95%", "95%")),
        (3, "", Text("3", "3")),
        (30, "元", Text("30 元", "30 yuan")),
        ("1", "例", Text("1 例", "1 case")),
        (2, "例", Text("2 例", "2 cases")),
        (1, "元", Text("1 元", "1 yuan")),
        (7, "mmHg", Text("7 mmHg", "7 mmHg")),
    ],
)
def test_units(number: Number | str, unit: str, text: Text) -> None:
    assert with_unit(number, unit) == text


def test_marks() -> None:
    assert marks(1) == Text("1 分", "1 point")
    assert marks(Decimal("2.50")) == Text("2.5 分", "2.5 points")
    assert marks(-2) == Text("−2 分", "−2 points")


@pytest.mark.parametrize(
    ("unit", "en"), [("处", "defects"), ("条", "items"), ("人次", "visits"), ("", ""), ("斤", "斤")]
)
def test_a_unit_by_itself(unit: str, en: str) -> None:
    assert unit_text(unit) == Text(unit, en)
