"""Draws: the same everywhere and always, fair, repeated from their record with replacements."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core import sampling

FRAMES = st.lists(st.text("甲乙丙丁0123456789", min_size=1, max_size=6), min_size=1, max_size=30, unique=True)


def test_the_list_of_a_seed_is_fixed_for_good() -> None:
    """Printed on records already: another algorithm needs another name of the method."""
    frame = [str(number) for number in range(1, 321)]
    assert sampling.METHOD == "sha256-order-1"
    assert sampling.draw("2026-0630", frame, 5) == ("312", "137", "219", "26", "248")


def test_the_order_is_what_the_record_says_it_is() -> None:
    """Anybody can do it with a checksum program: method, seed, entry, a line each."""
    frame = ["1", "2", "3", "青石村4组"]
    keys = {one: hashlib.sha256(f"sha256-order-1\nabcd\n{one}".encode()).hexdigest() for one in frame}
    assert sampling.ordered("abcd", frame) == tuple(sorted(frame, key=lambda one: keys[one]))


@given(FRAMES, st.randoms(), st.integers(1, 30))
def test_the_typed_order_does_not_matter(frame: list[str], shuffle: object, size: int) -> None:
    size = min(size, len(frame))
    mixed = list(reversed(frame))
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    drawn = sampling.draw("seed", frame, size)
    assert sampling.draw("seed", mixed, size) == drawn
    assert len(set(drawn)) == size
    assert set(drawn) <= set(frame)


def test_every_entry_has_the_same_chance() -> None:
    """2,000 seeds, 3 of 12: each is drawn about 500 times; six standard deviations are 116."""
    frame = [str(number) for number in range(12)]
    counted = Counter(one for seed in range(2000) for one in sampling.draw(f"s{seed}", frame, 3))
    assert all(abs(counted[one] - 500) < 116 for one in frame)


@pytest.mark.parametrize("size", [0, -1, 5])
def test_a_size_out_of_range_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="can't be drawn"):
        sampling.draw("seed", ["a", "b", "c", "d"], size)
    assert len(sampling.draw("seed", ["a", "b", "c", "d"], 4)) == 4


def test_a_repeated_entry_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        sampling.draw("seed", ["a", "a"], 1)


def test_replacements_follow_the_order_and_may_be_replaced_themselves() -> None:
    frame = [str(number) for number in range(9)]
    order = sampling.ordered("seed", frame)
    drawn = sampling.draw("seed", frame, 4)
    first, second = (sampling.reserve("seed", frame, 4, used) for used in (0, 1))
    assert (first, second) == order[4:6]
    after = sampling.with_replacements(drawn, [(drawn[2], first), (first, second)])
    assert after == (drawn[0], drawn[1], second, drawn[3])
    with pytest.raises(ValueError, match="no entry is left"):
        sampling.reserve("seed", frame, 4, 5)
    with pytest.raises(ValueError):  # noqa: PT011  (list.index says it)
        sampling.with_replacements(drawn, [("nobody", first)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1至4", ("1", "2", "3", "4")),
        ("7~9, 12", ("7", "8", "9", "12")),
        ("９～１０", ("9", "10")),
        ("2026-0102\n2026-0103", ("2026-0102", "2026-0103")),
        (" 青石村  1组 \n\n张家湾；李家湾、王家湾", ("青石村 1组", "张家湾", "李家湾", "王家湾")),
        ("", ()),
    ],
)
def test_a_typed_frame_is_read(text: str, expected: tuple[str, ...]) -> None:
    assert sampling.read_frame(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("9至1", "起止号"),
        ("1至6000", "起止号"),
        ("甲\n甲", "两次"),
        ("１\n1", "两次"),
        ("长" * 61, "超过 60 字"),
        ("1至3000,3001至6000", "超过 5000 项"),
    ],
)
def test_a_faulty_frame_says_what_is_wrong(text: str, fault: str) -> None:
    _entries, faults = sampling.read_frame(text)
    assert fault in faults[0].zh
    assert faults[0].en


def test_limits_are_reached_and_not_exceeded() -> None:
    assert len(sampling.read_frame("1至5000")[0]) == 5000
    assert sampling.read_frame("长" * 60)[1] == []
