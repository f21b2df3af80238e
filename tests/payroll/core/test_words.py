"""人民币大写; RULES 12 and worked example 15.8. cn2an is an oracle where it is right."""

import re
from decimal import Decimal

import cn2an
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from payroll.core.money import from_fen
from payroll.core.words import DIGITS, in_words


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("100.00", "壹佰元整"),
        ("0.00", "零元整"),
    ],
)
def test_worked_example_8(yuan: str, words: str) -> None:
    assert in_words(Decimal(yuan)) == words


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("0", "零元整"),
        ("-0.00", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角"),
        ("0.53", "伍角叁分"),
        ("5", "伍元整"),
        ("5.20", "伍元贰角"),
        ("5.02", "伍元零贰分"),
        ("10", "壹拾元整"),
        ("10.50", "壹拾元零伍角"),
        ("10.05", "壹拾元零伍分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("1100", "壹仟壹佰元整"),
        ("10000", "壹万元整"),
        ("10001", "壹万零壹元整"),
        ("10950", "壹万零玖佰伍拾元整"),
        ("10100", "壹万零壹佰元整"),
        ("11000", "壹万壹仟元整"),
        ("101000", "壹拾万壹仟元整"),
        ("1010001", "壹佰零壹万零壹元整"),
        ("10000000", "壹仟万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("110000000", "壹亿壹仟万元整"),
        ("101000000", "壹亿零壹佰万元整"),
        ("1000000010000", "壹万亿零壹万元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("-1409.50", "负壹仟肆佰零玖元伍角"),
        ("-0.05", "负伍分"),
        ("12.3400", "壹拾贰元叁角肆分"),
    ],
)
def test_words(yuan: str, words: str) -> None:
    assert in_words(Decimal(yuan)) == words


@pytest.mark.parametrize("amount", [float("100"), 100, True, "100", None])
def test_only_decimals(amount: object) -> None:
    with pytest.raises(TypeError):
        in_words(amount)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "amount", ["0.005", "1.001", "NaN", "Infinity", "10000000000000000", "-10000000000000000"]
)
def test_amounts_without_words(amount: str) -> None:
    with pytest.raises(ValueError, match=r"fen|finite|too large"):
        in_words(Decimal(amount))


VALUES = {"拾": 10, "佰": 100, "仟": 1000, "元": 100, "角": 10, "分": 1}


def read(words: str) -> int:
    """Read words back to fen: an independent reader that knows only what each character is worth."""
    sign = -1 if words.startswith("负") else 1
    whole, _, part = words.removeprefix("负").rpartition("元")
    total = section = digit = 0
    for char in whole:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char == "万":
            section, digit = (section + digit) * 10_000, 0
        elif char == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            section, digit = section + digit * VALUES[char], 0
    small = sum(DIGITS.index(digit) * VALUES[unit] for digit, unit in re.findall("(.)([角分])", part))
    return sign * ((total + section + digit) * 100 + small)


FEN = st.one_of(
    st.integers(-(10**18) + 1, 10**18 - 1),
    st.builds(
        lambda digits: int("".join(digits)), st.lists(st.sampled_from("00013"), min_size=1, max_size=18)
    ),
)


@given(FEN)
def test_words_read_back_to_the_fen(fen: int) -> None:
    assert read(in_words(from_fen(fen))) == fen


@given(FEN)
def test_the_form_of_the_words(fen: int) -> None:
    words = in_words(from_fen(fen))
    assert "零零" not in words
    assert not re.search("零[拾佰仟万亿]", words)
    assert "零元" not in words or words == "零元整"
    assert words.endswith("整") == (fen % 100 == 0)
    assert words.endswith(("整", "角", "分"))


def right(fen: int) -> bool:
    """True where cn2an is right: no 零 due between yuan and jiao, none inside that it leaves out, not past 亿."""
    return (
        0 < fen < 10**14
        and (fen // 100 % 10 != 0 or fen % 100 < 10)
        and not re.search("0000", str(fen // 100))
    )


@given(st.integers(1, 10**10))
@example(10700053)
def test_cn2an_agrees_where_it_is_right(fen: int) -> None:
    if right(fen):
        theirs = cn2an.an2cn(str(from_fen(fen)), "rmb")
        assert in_words(from_fen(fen)) == theirs
