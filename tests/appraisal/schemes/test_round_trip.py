"""read(export(x)) = x (invariant 21), for the shipped scheme and for random ones."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from appraisal.core.rules import RULES
from appraisal.core.schemes import check_scheme
from appraisal.scheme_document import CategoryPart, SchemeDocument, canonical_params
from appraisal.scheme_json import from_json, to_json
from appraisal.scheme_spec import spec_of
from appraisal.sheets.scheme_examples import EXAMPLES
from appraisal.sheets.scheme_export import write_scheme
from appraisal.sheets.scheme_import import read_scheme
from records.reading.files import read_workbook
from tests.appraisal.schemes.rule_strategies import PARAMS
from tests.appraisal.schemes.shelf import ROOT, SHIPPED, indicator, shipped, small
from tests.appraisal.schemes.strategies import schemes

PREVIOUS = Path(__file__).with_name("previous-layout.xlsx")
TIMES = int(os.environ.get("SCHEME_EXAMPLES", "30"))


def back(document: SchemeDocument) -> SchemeDocument | None:
    reading = read_scheme(read_workbook(write_scheme(document)))
    assert [str(problem) for problem in reading.problems] == []
    assert reading.notes == []
    return reading.document


def test_the_shipped_scheme_comes_back_from_its_workbook() -> None:
    assert back(shipped()) == shipped()


@settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@example(small(name="=1+1", note="_x0041_ +1 @SUM\n第二行"))
@given(schemes())
def test_any_scheme_comes_back_from_its_workbook(document: SchemeDocument) -> None:
    assert back(document) == document


@settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(schemes())
def test_any_scheme_comes_back_from_json(document: SchemeDocument) -> None:
    assert from_json(to_json(document)) == document


def test_the_shipped_workbook_is_the_shipped_json() -> None:
    reading = read_scheme(read_workbook(ROOT / "fixtures" / "schemes" / "wsy-2026.xlsx"))
    assert reading.document == shipped()
    assert to_json(shipped()) == SHIPPED.read_text(encoding="utf-8")


def of_one_kind(kind: str, full: Decimal, some: list[dict]) -> SchemeDocument:
    """A scheme whose indicators are all of one kind."""
    parts = tuple(
        indicator(f"A-{row:02d}", full_marks=full, rule=kind, params=canonical_params(kind, params))
        for row, params in enumerate(some)
    )
    whole = full * len(parts)
    return small(
        full_marks=whole, categories=(CategoryPart(code="A", name="甲", full_marks=whole, indicators=parts),)
    )


@pytest.mark.parametrize("full", ["12.5", "0"])
@pytest.mark.parametrize("kind", sorted(RULES))
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_kind_comes_back_from_its_sheet(kind: str, full: str, data: st.DataObject) -> None:
    marks = Decimal(full) if kind not in {"veto", "factor"} else Decimal(0)
    if marks == 0 and kind not in {"veto", "factor", "bonus"}:
        return
    document = of_one_kind(kind, marks, data.draw(st.lists(PARAMS[kind](marks), min_size=3, max_size=5)))
    assert [one.path for one in check_scheme(spec_of(document)) if ".params" in one.path] == []
    assert back(document) == document


@pytest.mark.parametrize("kind", sorted(RULES))
def test_the_example_of_every_kind_is_sound_and_comes_back(kind: str) -> None:
    example_ = EXAMPLES[kind]
    assert RULES[kind].check(example_.params, example_.full_marks) == []
    document = of_one_kind(kind, example_.full_marks, [dict(example_.params)])
    assert back(document) == document


def test_a_workbook_of_the_previous_layout_is_still_read() -> None:
    """Parameters beside the indicators, all tables on one sheet, no sheet of gates."""
    reading = read_scheme(read_workbook(PREVIOUS))
    assert [str(problem) for problem in reading.problems] == []
    assert reading.notes == []
    assert reading.document == shipped()
