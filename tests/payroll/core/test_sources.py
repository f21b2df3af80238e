"""Sources give in proportion, to the fen, and never more than they have."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payroll.core.sources import NotThereError, arrange, minus, plus, take, take_line, total

D = Decimal
NAMES = ("county", "prefecture", "province")
FEN = st.integers(0, 10**9).map(lambda fen: D(fen).scaleb(-2))
LEFT = st.dictionaries(st.sampled_from(NAMES), FEN, max_size=3)
SIGNED = st.dictionaries(
    st.sampled_from(NAMES), st.integers(-(10**9), 10**9).map(lambda fen: D(fen).scaleb(-2)), min_size=1
)


@pytest.mark.parametrize(
    ("amount", "left", "taken"),
    [
        ("0.00", {"county": "1"}, {}),
        ("0.00", {}, {}),
        ("1.00", {"county": "1.00"}, {"county": "1.00"}),
        ("100.00", {"county": "300.00", "province": "600.00"}, {"county": "33.33", "province": "66.67"}),
        ("0.01", {"county": "5.00", "province": "5.00"}, {"county": "0.01"}),
        ("0.03", {"county": "0.01", "province": "0.02"}, {"county": "0.01", "province": "0.02"}),
        ("2.00", {"county": "-1.00", "province": "3.00"}, {"province": "2.00"}),
    ],
)
def test_take(amount: str, left: dict[str, str], taken: dict[str, str]) -> None:
    found = take(D(amount), {name: D(one) for name, one in left.items()})
    assert {name: f"{one:f}" for name, one in found.items()} == taken


@pytest.mark.parametrize(
    ("amount", "left"), [("0.01", {}), ("1.01", {"county": "1"}), ("-0.01", {"county": "1"})]
)
def test_what_is_not_there_can_not_be_taken(amount: str, left: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="can't be taken"):
        take(D(amount), {name: D(one) for name, one in left.items()})


@given(LEFT, st.data())
def test_a_share_never_exceeds_what_is_left(left: dict[str, Decimal], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, int(total(left) * 100)).map(lambda fen: D(fen).scaleb(-2)))
    taken = take(amount, left)
    assert total(taken) == amount
    assert all(0 < one <= left[name] for name, one in taken.items())


@given(LEFT)
def test_everything_is_taken_with_the_last_fen(left: dict[str, Decimal]) -> None:
    assert take(total(left), left) == {name: one for name, one in left.items() if one}


@given(LEFT, LEFT)
def test_plus_and_minus(first: dict[str, Decimal], second: dict[str, Decimal]) -> None:
    assert total(plus(first, second)) == total(first) + total(second)
    assert {k: v for k, v in minus(plus(first, second), second).items() if v} == {
        k: v for k, v in first.items() if v
    }


@given(SIGNED, st.data())
def test_an_arrangement_keeps_rows_and_columns(left: dict[str, Decimal], data: st.DataObject) -> None:
    """Each source keeps what it has left; each total is the plan's; what is due or held is never below 0."""
    whole = total(left)
    due = data.draw(FEN)
    held = data.draw(FEN)
    found = arrange(left, due=due, held=held, carry=whole - due - held)
    assert (total(found.due), total(found.held), total(found.carry)) == (due, held, whole - due - held)
    for name, amount in left.items():
        assert found.due.get(name, 0) + found.held.get(name, 0) + found.carry.get(name, 0) == amount
    assert all(one > 0 for one in (*found.due.values(), *found.held.values()))


def test_an_arrangement_by_hand() -> None:
    """600 from the county, 400 from the province, 800 of it by month."""
    left = {"county": D("600.00"), "province": D("400.00")}
    found = arrange(left, due=D(800), held=D(200), carry=D(0))
    assert found.due == {"county": D("480.00"), "province": D("320.00")}
    assert found.held == {"county": D("120.00"), "province": D("80.00")}
    assert found.carry == {}


def test_a_source_that_was_cut_below_what_it_paid_carries_it() -> None:
    left = {"county": D("-50.00"), "province": D("150.00")}
    found = arrange(left, due=D(60), held=D(20), carry=D(20))
    assert found.carry == {"county": D("-50.00"), "province": D("70.00")}
    assert found.due == {"province": D("60.00")}


@pytest.mark.parametrize(
    ("due", "held", "carry"), [("1", "0", "0"), ("-1", "11", "0"), ("11", "-1", "0"), ("10", "0", "0.01")]
)
def test_totals_that_do_not_fit(due: str, held: str, carry: str) -> None:
    with pytest.raises(ValueError, match="is not what is left"):
        arrange({"county": D(10)}, due=D(due), held=D(held), carry=D(carry))


@given(LEFT, SIGNED, st.data())
def test_a_line_adds_up_by_source(
    left: dict[str, Decimal], carry: dict[str, Decimal], data: st.DataObject
) -> None:
    def up_to(limit: Decimal) -> Decimal:
        return data.draw(st.integers(0, max(0, int(limit * 100))).map(lambda fen: D(fen).scaleb(-2)))

    part = up_to(total(left))
    forfeited = up_to(part)
    applied = up_to(total(carry)) if total(carry) > 0 else -up_to(min(part - forfeited, -total(carry)))
    line = take_line(left, carry, part=part, forfeited=forfeited, applied=applied)
    assert (total(line.part), total(line.forfeited), total(line.applied)) == (part, forfeited, applied)
    assert total(line.paid) == part - forfeited + applied
    assert all(one > 0 for one in line.paid.values())
    assert {k: v for k, v in plus(minus(line.part, line.forfeited), line.applied).items() if v} == line.paid


def test_what_is_owed_is_paid_though_an_advance_stands_against_it() -> None:
    """Owed 4.77, advanced 7.57 on a part that isn't judged yet: the carry is below 0 in all, and 4.77 is paid."""
    carry, ahead = (
        {"county": D("-1.40"), "province": D("-1.40")},
        {"county": D("3.79"), "province": D("3.78")},
    )
    line = take_line({"county": D(9)}, carry, part=D(8), forfeited=D(0), applied=D("4.77"), ahead=ahead)
    assert line.applied == {"county": D("2.39"), "province": D("2.38")}
    assert line.paid == {"county": D("10.39"), "province": D("2.38")}
    with pytest.raises(NotThereError):
        take_line({"county": D(9)}, carry, part=D(8), forfeited=D(0), applied=D("4.78"), ahead=ahead)


ANY = st.integers(-(10**6), 10**6).map(lambda fen: D(fen).scaleb(-2))
ANY_LEFT = st.dictionaries(st.sampled_from(NAMES), ANY)


@given(ANY_LEFT, ANY_LEFT, ANY, ANY, ANY)
def test_whatever_is_asked_comes_out_exact_or_is_refused_by_name(
    left: dict[str, Decimal], carry: dict[str, Decimal], part: Decimal, forfeited: Decimal, applied: Decimal
) -> None:
    """Impossible amounts end in `NotThereError`, never in another error and never in a wrong split."""
    with suppress(NotThereError):
        assert total(take(part, left)) == part
    with suppress(NotThereError):
        line = take_line(left, carry, part=part, forfeited=forfeited, applied=applied)
        assert total(line.paid) == part - forfeited + applied
        assert 0 <= forfeited <= part
        assert all(one > 0 for one in line.paid.values())
    with suppress(NotThereError):
        laid = arrange(left, due=part, held=forfeited, carry=total(left) - part - forfeited)
        assert (total(laid.due), total(laid.held)) == (part, forfeited)


def test_there_is_nothing_to_lay_over_no_source() -> None:
    assert arrange({}, due=D(0), held=D(0), carry=D(0)).carry == {}
    with pytest.raises(NotThereError, match="no source"):
        arrange({}, due=D(10), held=D(0), carry=D(-10))
