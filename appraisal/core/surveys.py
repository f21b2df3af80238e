"""A satisfaction survey: the form, one answer, and what many answers come to. Source: RULES 7; 篇1 五(三)3.

A form is data: dimensions, items, levels with whole values from best to worst. An item may be left out ("not known");
an answer with fewer items than `least_items` isn't one. The figure of an answer is the mean of its items as per cent
of the best level; it is satisfied where the mean of its items reaches `satisfied_from`. All exact, rounded last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from appraisal.core.points import round_points

Answer = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Level:
    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    text: str
    dimension: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was read: names of the dimensions by code, items and levels in their order."""

    name: str
    dimensions: Mapping[str, str]
    items: tuple[Item, ...]
    levels: tuple[Level, ...]
    satisfied_from: Fraction
    least_items: int

    @property
    def top(self) -> int:
        return max(level.value for level in self.levels)


def read_form(data: Mapping[str, Any]) -> Form:
    """Read a form's data. Raises ValueError where it isn't one."""
    try:
        dimensions = {str(one["code"]): str(one["name"]) for one in data["dimensions"]}
        items = tuple(
            Item(str(one["code"]), str(one["text"]), str(one["dimension"])) for one in data["items"]
        )
        levels = tuple(Level(int(one["value"]), str(one["label"])) for one in data["levels"])
        satisfied, least = Fraction(str(data["satisfied_from"])), int(data["least_items"])
        form = Form(str(data["name"]), dimensions, items, levels, satisfied, least)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a survey form: {error}") from error
    _check(form)
    return form


def _check(form: Form) -> None:
    codes, values = [item.code for item in form.items], [level.value for level in form.levels]
    if (
        not codes
        or len(set(codes)) < len(codes)
        or any(i.dimension not in form.dimensions for i in form.items)
    ):
        raise ValueError("items need codes of their own and a dimension of the form")
    if len(values) < 2 or values != sorted(set(values), reverse=True) or values[-1] < 1:
        raise ValueError("levels go from best to worst, each with a whole value from 1 up")
    if not 1 <= form.least_items <= len(codes) or not values[-1] <= form.satisfied_from <= values[0]:
        raise ValueError("least_items or satisfied_from is out of range")


def answer_faults(form: Form, answer: Mapping[str, Any]) -> list[str]:
    """Codes of the items that are unknown or hold no level; ["*"] where too few are answered."""
    known, values = {item.code for item in form.items}, {level.value for level in form.levels}
    wrong = [
        code for code, value in answer.items()
        if code not in known or isinstance(value, bool) or not isinstance(value, int) or value not in values
    ]  # fmt: skip
    return wrong or (["*"] if len(answer) < form.least_items else [])


@dataclass(frozen=True, slots=True)
class Line:
    """Of one item: how many gave each level (in the form's order), how many answered, the mean of 100 or None."""

    item: Item
    counts: tuple[int, ...]
    answered: int
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers come to. `mean` is of 100, None without answers; `satisfied` counts answers."""

    answers: int
    satisfied: int
    mean: Decimal | None
    lines: tuple[Line, ...]
    dimensions: tuple[tuple[str, Decimal | None], ...]

    @property
    def rate(self) -> Decimal | None:
        """Satisfied answers in per cent."""
        return round_points(Fraction(100 * self.satisfied, self.answers)) if self.answers else None


def outcome(form: Form, answers: Sequence[Answer]) -> Outcome:
    """Count and average the answers; every answer counts the same, however many items it has."""
    means = [Fraction(sum(one.values()), len(one)) for one in answers]
    lines = tuple(_line(form, item, answers) for item in form.items)
    return Outcome(
        answers=len(answers),
        satisfied=sum(mean >= form.satisfied_from for mean in means),
        mean=_of_hundred(form, means),
        lines=lines,
        dimensions=tuple(
            (name, _of_hundred(form, _of_dimension(form, code, answers)))
            for code, name in form.dimensions.items()
        ),
    )


def _line(form: Form, item: Item, answers: Sequence[Answer]) -> Line:
    given = [one[item.code] for one in answers if item.code in one]
    counts = tuple(given.count(level.value) for level in form.levels)
    return Line(item, counts, len(given), _of_hundred(form, [Fraction(value) for value in given]))


def _of_dimension(form: Form, code: str, answers: Sequence[Answer]) -> list[Fraction]:
    own = {item.code for item in form.items if item.dimension == code}
    return [Fraction(value) for one in answers for key, value in one.items() if key in own]


def _of_hundred(form: Form, means: Sequence[Fraction]) -> Decimal | None:
    """The mean of these, as per cent of the best level, half up to 2 places."""
    if not means:
        return None
    return round_points(sum(means, Fraction(0)) / len(means) / form.top * 100)
