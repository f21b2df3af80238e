"""A small county as a base: two judged indicators of 60 and 40 marks, four grades, a gate that holds nobody back."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from appraisal.core.cells import CellInput
from appraisal.core.gates import GateSpec
from appraisal.core.schemes import RoundSpec, SchemeSpec
from appraisal.core.whatif.base import Base, RoundSheets
from tests.appraisal.core.build import BANDS, category, indicator

Points = Mapping[str, tuple[str, str]]


def scheme(step: str = "0.01") -> SchemeSpec:
    return SchemeSpec(
        code="T",
        name="测算方案",
        year=2026,
        level="centre",
        full_marks=Decimal(100),
        rounds=(RoundSpec("june", "6月考核", Decimal(40)), RoundSpec("december", "12月考核", Decimal(60))),
        categories=(
            category("1", "60", indicator("1.1", "60", params={"step": step}), tie_break="public_health"),
            category("2", "40", indicator("2.1", "40"), tie_break="satisfaction"),
        ),
        bands=BANDS,
        cap_percent=Decimal(20),
        tie_breaks=("public_health",),
        gates=(GateSpec("必查", ("1.1",), Decimal(1)),),
    )


def points(awarded: str) -> CellInput:
    return CellInput({"points": awarded}, reason="x")


def _sheets(code: str, given: Points, spec: SchemeSpec) -> RoundSheets:
    cells = {key: {"1.1": points(one), "2.1": points(two)} for key, (one, two) in given.items()}
    return RoundSheets(code, spec, cells)


def base(june: Points, december: Points | None = None, *, step: str = "0.01") -> Base:
    """June alone, or the year of both rounds."""
    spec = scheme(step)
    first = _sheets("june", june, spec)
    if december is None:
        return Base("june", (first,))
    return Base("year", (first, _sheets("december", december, spec)))


def weighted() -> Base:
    """One centre with 60 of 60 and 20 of 40, in parts of 80 and 20 per cent."""
    spec = scheme()
    parts = tuple(
        replace(one, weight_percent=Decimal(weight))
        for one, weight in zip(spec.categories, (80, 20), strict=True)
    )
    return Base("june", (_sheets("june", {"A": ("60", "20")}, replace(spec, categories=parts)),))
