"""元 and 万元: the same fen in both, written, read back, and refused where a workbook can't hold them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payroll.core.money import from_fen, from_wan
from payroll.core.units import DIGITS, Unit, aligned, in_unit, with_unit, writable

AMOUNTS = st.integers(-(10**16), 10**16).map(from_fen)


@pytest.mark.parametrize(
    ("yuan", "in_yuan", "in_wan"),
    [
        ("1234567.89", "1,234,567.89", "123.456789"),
        ("600000.00", "600,000.00", "60.00"),
        ("82304.53", "82,304.53", "8.230453"),
        ("0.01", "0.01", "0.000001"),
        ("0.00", "0.00", "0.00"),
        ("-49382.70", "-49,382.70", "-4.93827"),
        ("99999999999.99", "99,999,999,999.99", "9,999,999.999999"),
        ("12300000", "12,300,000.00", "1,230.00"),
    ],
)
def test_written(yuan: str, in_yuan: str, in_wan: str) -> None:
    assert with_unit(Decimal(yuan), Unit.YUAN) == in_yuan
    assert with_unit(Decimal(yuan), Unit.WAN) == in_wan


@given(AMOUNTS)
def test_no_fen_is_lost(yuan: Decimal) -> None:
    assert from_wan(in_unit(yuan, Unit.WAN)) == yuan == in_unit(yuan, Unit.YUAN)
    assert from_wan(Decimal(with_unit(yuan, Unit.WAN).replace(",", ""))) == yuan


@given(AMOUNTS, st.sampled_from(Unit))
def test_what_is_written_into_a_cell_comes_back_from_a_binary_number(yuan: Decimal, unit: Unit) -> None:
    try:
        value = writable(yuan, unit)
    except ValueError:
        assert len(str(abs(yuan)).replace(".", "").strip("0")) > DIGITS
        return
    assert Decimal(f"{float(value):.15g}") == value


def test_too_many_digits_are_refused() -> None:
    assert writable(Decimal("1234567890123.45"), Unit.WAN) == Decimal("123456789.012345")
    with pytest.raises(ValueError, match="digits"):
        writable(Decimal("12345678901234.56"), Unit.WAN)


def test_a_broken_fen_is_refused() -> None:
    with pytest.raises(ValueError, match="fen"):
        in_unit(Decimal("0.005"), Unit.WAN)


def test_a_column_on_paper_has_its_points_below_each_other() -> None:
    amounts = [Decimal("1234567.89"), Decimal("2186400"), Decimal("-0.01"), Decimal(0)]
    for unit, decimals in ((Unit.YUAN, 2), (Unit.WAN, 6)):
        texts = [aligned(one, unit) for one in amounts]
        assert {len(one) - one.index(".") - 1 for one in texts} == {decimals}
        assert [one.rstrip("\u2007") for one in texts] == [with_unit(one, unit) for one in amounts]
