"""A survey form as it is written: faults with their place, and back and forth without loss."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.survey_drafts import (
    LONGEST_ITEM,
    MOST_DIMENSIONS,
    MOST_ITEMS,
    MOST_LEVELS,
    MOST_POINTS,
    SurveyDraft,
    as_data,
    as_draft,
    draft_faults,
)
from appraisal.core.surveys import read_form
from appraisal.survey_forms import shipped

GOOD = SurveyDraft(
    name="满意度", dimensions=("环境", "态度"), levels=((5, "满意"), (3, "一般"), (1, "不满意")),
    items=((0, "干净"), (1, "耐心")), satisfied_from=3, least_items=2,
)  # fmt: skip


def test_a_good_form_has_no_fault_and_is_read_again() -> None:
    assert draft_faults(GOOD) == []
    form = read_form(as_data(GOOD, "OWN1"))
    assert [level.value for level in form.levels] == [5, 3, 1]
    assert [(item.code, form.dimensions[item.dimension]) for item in form.items] == [
        ("q01", "环境"),
        ("q02", "态度"),
    ]
    assert as_draft(as_data(GOOD, "OWN1")) == GOOD


FAULTY: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "名称"),
    ({"name": "长" * 81}, "名称"),
    ({"dimensions": ()}, "维度"),
    ({"dimensions": ("环境", "环境")}, "维度"),
    ({"dimensions": ("环境", "长" * 41)}, "维度"),
    ({"dimensions": tuple(f"维{n}" for n in range(MOST_DIMENSIONS + 1))}, "维度"),
    ({"levels": ((5, "满意"),)}, "等级"),
    ({"levels": ((5, "满意"), (5, "一般"))}, "等级"),
    ({"levels": ((5, "满意"), (0, "一般"))}, "等级"),
    ({"levels": ((MOST_POINTS + 1, "满意"), (1, "一般"))}, "等级"),
    ({"levels": ((5, "满意"), (1, "满意"))}, "等级"),
    ({"levels": tuple((n + 1, f"级{n}") for n in range(MOST_LEVELS + 1))}, "等级"),
    ({"satisfied_from": 6}, "等级"),
    ({"satisfied_from": 0}, "等级"),
    ({"items": ()}, "项目"),
    ({"items": ((0, "干净"), (1, "干净"))}, "项目"),
    ({"items": ((0, "干净"), (2, "耐心"))}, "项目"),
    ({"items": ((0, "干净"), (-1, "耐心"))}, "项目"),
    ({"items": ((0, "长" * (LONGEST_ITEM + 1)), (1, "耐心"))}, "项目"),
    ({"items": tuple((0, f"项{n}") for n in range(MOST_ITEMS + 1))}, "项目"),
    ({"least_items": 3}, "项目"),
    ({"least_items": 0}, "项目"),
]


@pytest.mark.parametrize(("change", "place"), FAULTY)
def test_each_fault_is_named_with_its_place(change: dict[str, Any], place: str) -> None:
    draft = replace(GOOD, **change)
    assert place in {where.zh for where, _words in draft_faults(draft)}
    with pytest.raises(ValueError, match="faults"):
        as_data(draft, "OWN1")


def test_at_the_limits_there_is_none() -> None:
    wide = replace(
        GOOD,
        name="长" * 80,
        dimensions=tuple(f"维{n}" for n in range(MOST_DIMENSIONS)),
        levels=tuple((MOST_POINTS - n, f"级{n}") for n in range(MOST_LEVELS)),
        items=tuple((n % MOST_DIMENSIONS, f"项{n}".ljust(LONGEST_ITEM, "长")) for n in range(MOST_ITEMS)),
        satisfied_from=MOST_POINTS,
        least_items=MOST_ITEMS,
    )
    assert draft_faults(wide) == []


def test_the_shipped_form_can_be_copied() -> None:
    for data in shipped().values():
        draft = as_draft(data)
        assert draft_faults(draft) == []
        assert len(draft.items) == len(data["items"])


def test_half_points_to_be_satisfied_are_rounded_up() -> None:
    data = as_data(GOOD, "OWN1") | {"satisfied_from": "3.5"}
    assert as_draft(data).satisfied_from == 4


NAMES = st.lists(st.text("甲乙丙丁戊", min_size=1, max_size=6), min_size=2, max_size=6, unique=True)


@given(NAMES, NAMES, NAMES, st.data())
def test_what_is_written_is_read_back(
    dimensions: list[str], names: list[str], items: list[str], data: st.DataObject
) -> None:
    points = data.draw(
        st.lists(st.integers(1, MOST_POINTS), min_size=len(names), max_size=len(names), unique=True)
    )
    draft = SurveyDraft(
        name="表",
        dimensions=tuple(dimensions),
        levels=tuple(zip(sorted(points, reverse=True), names, strict=True)),
        items=tuple((data.draw(st.integers(0, len(dimensions) - 1)), text) for text in items),
        satisfied_from=data.draw(st.integers(min(points), max(points))),
        least_items=data.draw(st.integers(1, len(items))),
    )
    assert draft_faults(draft) == []
    assert as_draft(as_data(draft, "OWN1")) == draft
