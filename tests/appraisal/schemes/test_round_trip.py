"""read(export(x)) = x (invariant 21), for the shipped scheme and for random ones."""

import os

from hypothesis import HealthCheck, example, given, settings

from appraisal.scheme_document import SchemeDocument
from appraisal.scheme_json import from_json, to_json
from appraisal.sheets.scheme_export import write_scheme
from appraisal.sheets.scheme_import import read_scheme
from records.reading.files import read_workbook
from tests.appraisal.schemes.shelf import ROOT, SHIPPED, shipped, small
from tests.appraisal.schemes.strategies import schemes

EXAMPLES = int(os.environ.get("SCHEME_EXAMPLES", "40"))


def back(document: SchemeDocument) -> SchemeDocument | None:
    reading = read_scheme(read_workbook(write_scheme(document)))
    assert [str(problem) for problem in reading.problems] == []
    assert reading.notes == []
    return reading.document


def test_the_shipped_scheme_comes_back_from_its_workbook() -> None:
    assert back(shipped()) == shipped()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@example(small(name="=1+1", note="_x0041_ +1 @SUM\n第二行"))
@given(schemes())
def test_any_scheme_comes_back_from_its_workbook(document: SchemeDocument) -> None:
    assert back(document) == document


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(schemes())
def test_any_scheme_comes_back_from_json(document: SchemeDocument) -> None:
    assert from_json(to_json(document)) == document


def test_the_shipped_workbook_is_the_shipped_json() -> None:
    reading = read_scheme(read_workbook(ROOT / "fixtures" / "schemes" / "wsy-2026.xlsx"))
    assert reading.document == shipped()
    assert to_json(shipped()) == SHIPPED.read_text(encoding="utf-8")
