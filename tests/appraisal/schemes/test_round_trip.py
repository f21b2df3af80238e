"""read(export(x)) = x (invariant 21), for the shipped scheme and for random ones."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from appraisal import library
from appraisal.core.rules import RULES
from appraisal.core.schemes import check_scheme
from appraisal.scheme_document import CategoryPart, SchemeDocument, canonical_number, canonical_params
from appraisal.scheme_json import from_json, to_json
from appraisal.scheme_spec import spec_of
from appraisal.sheets.scheme_examples import EXAMPLES
from appraisal.sheets.scheme_export import write_scheme
from appraisal.sheets.scheme_import import read_scheme
from records.reading.files import read_workbook
from tests.appraisal.core.rules.appendix_first import FIRST
from tests.appraisal.core.rules.appendix_second import SECOND
from tests.appraisal.core.rules.test_appendix_composites import COMPOSITES
from tests.appraisal.schemes.rule_strategies import MARKED, PARAMS, UNMARKED
from tests.appraisal.schemes.shelf import SHIPPED, every, every_written, indicator, shipped, small
from tests.appraisal.schemes.strategies import schemes

PREVIOUS = Path(__file__).with_name("previous-layout.xlsx")
# A workbook takes the better part of a second: a failing one is shown as it was found.
ONCE = (Phase.explicit, Phase.reuse, Phase.generate)
TIMES = int(os.environ.get("SCHEME_EXAMPLES", "8"))


def back(document: SchemeDocument) -> SchemeDocument | None:
    reading = read_scheme(read_workbook(write_scheme(document)))
    assert [str(problem) for problem in reading.problems] == []
    assert reading.notes == []
    return reading.document


def test_the_shipped_scheme_comes_back_from_its_workbook() -> None:
    assert back(shipped()) == shipped()


@settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck), phases=ONCE)
@example(small(name="=1+1", note="_x0041_ +1 @SUM\n第二行"))
@given(schemes())
def test_any_scheme_comes_back_from_its_workbook(document: SchemeDocument) -> None:
    assert back(document) == document


@settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(schemes())
def test_any_scheme_comes_back_from_json(document: SchemeDocument) -> None:
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize("name", library.NAMES)
def test_each_shipped_workbook_is_its_json(name: str) -> None:
    document = library.shipped(name)
    reading = read_scheme(read_workbook(library.FOLDER / f"{name}.xlsx"))
    assert reading.document == document
    assert to_json(document) == (library.FOLDER / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", library.NAMES)
def test_each_shipped_scheme_is_sound(name: str) -> None:
    assert check_scheme(spec_of(library.shipped(name))) == []


@pytest.mark.parametrize("name", library.NAMES)
def test_each_figure_has_a_clause_or_is_a_default(name: str) -> None:
    for _category, part in library.shipped(name).indicators():
        assert part.clause
        assert part.is_default or "篇" in part.clause


def of_kinds(lines: list[tuple[str, Decimal, list[dict]]]) -> SchemeDocument:
    """A scheme with a category for each kind, whose indicators are all of it."""
    categories = []
    for place, (kind, full, some) in enumerate(lines):
        code = f"{kind}-{place}"
        parts = tuple(
            indicator(f"{code}-{row:02d}", full_marks=full, rule=kind, params=canonical_params(kind, params))
            for row, params in enumerate(some)
        )
        parts = (*parts, indicator(f"{code}-99", full_marks=Decimal(5)))
        marks = canonical_number(full * len(some) + 5)
        categories.append(CategoryPart(code=code, name=code, full_marks=marks, indicators=parts))
    whole = sum((category.full_marks for category in categories), Decimal(0))
    return small(full_marks=canonical_number(whole), categories=tuple(categories))


def test_the_strategies_know_every_kind() -> None:
    assert set(PARAMS) == set(RULES) == set(EXAMPLES)


KINDS = [*((kind, Decimal("12.5")) for kind in MARKED), *((kind, Decimal(0)) for kind in UNMARKED)]
TOGETHER = [KINDS[first : first + 5] for first in range(0, len(KINDS), 5)]


@pytest.mark.parametrize("kinds", TOGETHER, ids=lambda kinds: ",".join(kind for kind, _full in kinds))
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=ONCE)
@given(data=st.data())
def test_every_kind_comes_back_from_its_sheet(kinds: list[tuple[str, Decimal]], data: st.DataObject) -> None:
    """Some kinds share a workbook, which is what takes the time; each has a category of its own name."""
    document = of_kinds(
        [
            (kind, full, data.draw(st.lists(PARAMS[kind](full), min_size=3, max_size=5), kind))
            for kind, full in kinds
        ]
    )
    for _category, part in document.indicators():
        assert part.code.endswith("-99") or RULES[part.rule].check(part.params, part.full_marks) == []
    again = back(document)
    assert again is not None
    came_back = {category.code: category for category in again.categories}
    assert [one.code for one in document.categories if came_back.get(one.code) != one] == []
    assert again == document


@pytest.mark.parametrize("kind", sorted(RULES))
def test_the_example_of_every_kind_is_sound(kind: str) -> None:
    example_ = EXAMPLES[kind]
    assert RULES[kind].check(example_.params, example_.full_marks) == []


def test_the_examples_of_all_kinds_come_back() -> None:
    reading = read_scheme(read_workbook(every_written()))
    assert ([str(problem) for problem in reading.problems], reading.notes) == ([], [])
    assert reading.document == every()


def test_a_workbook_of_the_previous_layout_is_still_read() -> None:
    """Parameters beside the indicators, all tables on one sheet, no sheet of gates."""
    reading = read_scheme(read_workbook(PREVIOUS))
    assert [str(problem) for problem in reading.problems] == []
    assert reading.notes == []
    # What the scheme has come to say since that workbook was written.
    then = SHIPPED.read_text(encoding="utf-8").replace('"over_hundred": "usual",', "")
    assert reading.document == from_json(then)


def test_every_rule_of_the_appendix_comes_back_from_the_workbook() -> None:
    """The county's own lines, those that join several rules included."""
    alone = [(rule[2], Decimal(rule[3]), rule[4]) for rule in [*FIRST, *SECOND]]
    joined = [("composite", Decimal(full), params) for _words, full, params, _cells in COMPOSITES]
    parts = tuple(
        indicator(f"A-{row:02d}", full_marks=full, rule=kind, params=canonical_params(kind, params))
        for row, (kind, full, params) in enumerate(alone + joined)
    )
    whole = canonical_number(sum((part.full_marks for part in parts), Decimal(0)))
    category = CategoryPart(code="A", name="甲", full_marks=whole, indicators=parts)
    document = small(full_marks=whole, categories=(category,))
    assert back(document) == document
