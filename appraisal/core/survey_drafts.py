"""A survey form as somebody writes it, its faults with their place, and the data that `core.surveys` reads. Source: RULES 7.

Dimensions, levels and items are lines in their order; an item names its dimension by that line's number, from 0. Codes
are given when the form is written down: a form that nobody has answered needs none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from appraisal.core.surveys import Form, read_form
from appraisal.core.text import Text

MOST_ITEMS, MOST_LEVELS, MOST_DIMENSIONS = 60, 10, 12
LONGEST_ITEM, LONGEST_NAME, MOST_POINTS = 120, 40, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyDraft:
    """`levels` are (points, name), `items` (number of the dimension, text); `satisfied_from` is points on their scale."""

    name: str
    dimensions: tuple[str, ...]
    levels: tuple[tuple[int, str], ...]
    items: tuple[tuple[int, str], ...]
    satisfied_from: int
    least_items: int


# A fault: where it stands, and what is expected.
Fault = tuple[Text, Text]
NAME, DIMENSION, LEVEL, ITEM = (
    Text("名称", "name"), Text("维度", "dimensions"), Text("等级", "levels"), Text("项目", "items"),
)  # fmt: skip


def draft_faults(draft: SurveyDraft) -> list[Fault]:
    """Every fault of a form; empty where it can be used."""
    found: list[Fault] = []
    if not 0 < len(draft.name) <= 80:
        found.append((NAME, Text("请填写，不超过80字", "give one of at most 80 characters")))
    found += _named(DIMENSION, draft.dimensions, MOST_DIMENSIONS, LONGEST_NAME, 1)
    found += _named(LEVEL, [name for _points, name in draft.levels], MOST_LEVELS, LONGEST_NAME, 2)
    found += _named(ITEM, [text for _place, text in draft.items], MOST_ITEMS, LONGEST_ITEM, 1)
    found += _of_points(draft)
    if any(not 0 <= place < len(draft.dimensions) for place, _text in draft.items):
        found.append((ITEM, Text("请为每个项目选择维度", "choose a dimension for each item")))
    if not 1 <= draft.least_items <= max(1, len(draft.items)):
        zh = f"至少回答的项数应为 1 至 {len(draft.items)}"
        found.append((ITEM, Text(zh, f"the least items to be answered are 1 to {len(draft.items)}")))
    return found


def _named(place: Text, names: Any, most: int, longest: int, least: int) -> list[Fault]:
    """Faults of a list of names: how many, each with words, none twice."""
    found: list[Fault] = []
    if not least <= len(names) <= most:
        found.append((place, Text(f"应有 {least} 至 {most} 个", f"{least} to {most} are needed")))
    if any(not 0 < len(name) <= longest for name in names):
        zh = f"每个都要填写，不超过{longest}字"
        found.append((place, Text(zh, f"each needs words, at most {longest} characters")))
    if len(set(names)) < len(names):
        found.append((place, Text("有重复的内容", "one stands there twice")))
    return found


def _of_points(draft: SurveyDraft) -> list[Fault]:
    """Points are whole, from 1 up, each once; what counts as satisfied lies between the worst and the best."""
    points = [value for value, _name in draft.levels]
    if not points or any(not 1 <= value <= MOST_POINTS for value in points) or len(set(points)) < len(points):
        zh = f"分值应为 1 至 {MOST_POINTS} 的整数，各不相同"
        return [(LEVEL, Text(zh, f"points are whole numbers from 1 to {MOST_POINTS}, each once"))]
    if not min(points) <= draft.satisfied_from <= max(points):
        zh = f"满意的起点应在 {min(points)} 至 {max(points)} 之间"
        return [(LEVEL, Text(zh, f"satisfied begins between {min(points)} and {max(points)}"))]
    return []


def as_data(draft: SurveyDraft, code: str) -> dict[str, Any]:
    """The data of a form without faults, levels from best to worst. Raises ValueError where it has some."""
    if draft_faults(draft):
        raise ValueError("the form has faults")
    data = {
        "code": code,
        "name": draft.name,
        "satisfied_from": str(draft.satisfied_from),
        "least_items": draft.least_items,
        "dimensions": [{"code": f"d{n}", "name": one} for n, one in enumerate(draft.dimensions, start=1)],
        "levels": [{"value": value, "label": name} for value, name in sorted(draft.levels, reverse=True)],
        "items": [
            {"code": f"q{n:02d}", "dimension": f"d{place + 1}", "text": text}
            for n, (place, text) in enumerate(draft.items, start=1)
        ],
    }
    read_form(data)
    return data


def as_draft(data: Mapping[str, Any]) -> SurveyDraft:
    """The form as it would be written, to be changed: of a shipped form or of one's own."""
    form: Form = read_form(data)
    codes = list(form.dimensions)
    return SurveyDraft(
        name=form.name,
        dimensions=tuple(form.dimensions.values()),
        levels=tuple((level.value, level.label) for level in form.levels),
        items=tuple((codes.index(item.dimension), item.text) for item in form.items),
        satisfied_from=_whole(form.satisfied_from),
        least_items=form.least_items,
    )


def _whole(points: Fraction) -> int:
    """What counts as satisfied as whole points, rounded up: a draft is never milder than what it was copied from."""
    return -(-points.numerator // points.denominator)
