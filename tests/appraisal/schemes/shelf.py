"""Schemes for tests: the shipped one, and a small one that is quick to write."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from appraisal.actions import schemes
from appraisal.models import Scheme
from appraisal.scheme_document import (
    BandPart,
    CategoryPart,
    GatePart,
    IndicatorPart,
    RoundPart,
    SchemeDocument,
    canonical_params,
)
from appraisal.scheme_json import from_json
from appraisal.sheets.scheme_examples import EXAMPLES
from appraisal.sheets.scheme_export import write_scheme
from centres.models import User
from tests.records.people import county, user

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "fixtures" / "schemes" / "wsy-2026.json"
NOW = datetime(2026, 5, 11, 2, 0, tzinfo=UTC)
RATE = {"measure": "ratio", "numerator_label": "合格（份）", "denominator_label": "抽查（份）"}


@cache
def shipped() -> SchemeDocument:
    return from_json(SHIPPED.read_text(encoding="utf-8"))


def indicator(code: str = "A-01", **values) -> IndicatorPart:
    values = {
        "name": f"指标{code}",
        "full_marks": Decimal(60),
        "rule": "points",
        "params": {"step": "1"},
    } | values
    return IndicatorPart(code=code, **values)


def small(**values) -> SchemeDocument:
    """Two categories, three indicators, complete: it can be activated as it is."""
    rate = indicator("B-01", full_marks=Decimal(30), rule="linear", params={**RATE, "target": "95"})
    yes = indicator("B-02", full_marks=Decimal(10), rule="yes_no", params={}, not_applicable="exclude")
    defaults = {
        "code": "S-2026",
        "name": "2026年考核方案",
        "year": 2026,
        "rounds": (
            RoundPart(kind="june", weight_percent=Decimal(40)),
            RoundPart(kind="december", weight_percent=Decimal(60)),
        ),
        "bands": (
            BandPart(code="good", name="良好", floor=Decimal(70)),
            BandPart(code="fail", name="不合格", floor=Decimal(0), forfeit_percent=Decimal(50)),
        ),
        "categories": (
            CategoryPart(code="A", name="公共卫生", full_marks=Decimal(60), indicators=(indicator(),)),
            CategoryPart(code="B", name="基本医疗", full_marks=Decimal(40), indicators=(rate, yes)),
        ),
    }
    return SchemeDocument(**(defaults | values))


def every() -> SchemeDocument:
    """A scheme with the instructions' example of every kind, each under the code "A-kind"."""
    parts = tuple(
        indicator(
            f"A-{kind}",
            name=one.name,
            full_marks=one.full_marks,
            rule=kind,
            params=canonical_params(kind, one.params),
            note=one.line,
        )
        for kind, one in EXAMPLES.items()
    )
    marks = sum((part.full_marks for part in parts), Decimal(0))
    return small(
        full_marks=marks,
        categories=(CategoryPart(code="A", name="全部规则", full_marks=marks, indicators=parts),),
        gates=(GatePart(name="必查内容", codes=("A-linear", "A-step"), percent=Decimal(90)),),
    )


def clerk(**values) -> User:
    return User.objects.filter(username="clerk").first() or user("clerk", **values)


def leader() -> User:
    return User.objects.filter(username="leader").first() or user("leader")


def draft(document: SchemeDocument | None = None) -> Scheme:
    return schemes.create(actor=clerk(), county=county(), document=document or small())


def active(document: SchemeDocument | None = None) -> Scheme:
    return schemes.activate(actor=leader(), scheme_id=draft(document).pk, now=NOW)


@cache
def every_written() -> bytes:
    """The workbook of `every`: written once, for it takes a second and is always the same."""
    return write_scheme(every())


@cache
def shipped_written() -> bytes:
    return write_scheme(shipped())
