"""A scheme with everything that acts beyond a cell, and cells filled at random from a seed."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from appraisal.actions import schemes, scores
from appraisal.actions.scheme_documents import create_draft
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Indicator, Round, Scheme
from appraisal.scheme_document import CategoryPart, GatePart, IndicatorPart, SchemeDocument
from records import audit
from tests.factories import KINDS, NOW, County

BONUS = [{"code": "news", "name": "刊物", "earn": "0.5", "cap": "2"}]
# Beside one indicator of each leaf kind: code, full marks, kind, parameters.
ACTING: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("rank", "10", "rank", {"measure": "value", "per_place": "1.5"}),
    ("bonus", "0", "bonus", {"kinds": BONUS, "placement": "on_top", "cap": "3"}),
    ("zero", "0", "veto", {"event": "弄虚作假", "effect": "zero", "targets": "step、tier"}),
    ("fail", "0", "veto", {"event": "医疗事故", "effect": "fail"}),
    ("factor", "0", "factor", {"measure": "ratio", "least": "0.8", "most": "1"}),
)
ANSWERS: dict[str, list[dict[str, str]]] = {
    "points": [{"points": str(Decimal(n) / 2)} for n in range(1, 41, 3)],
    "yes_no": [{"answer": "yes"}, {"answer": "no"}],
    "linear": [{"numerator": str(n), "denominator": "100"} for n in (95, 90, 80, 47, 100)],
    "step": [{"value": n} for n in ("18", "20", "22.42", "25", "31")],
    "count": [{"count.late": str(n), "count.missed": str(n % 2)} for n in range(5)],
    "tier": [{"value": n} for n in ("70", "60", "59.99", "41", "10")],
    "rank": [{"value": str(n)} for n in (3, 5, 5, 8, 13)],
    "bonus": [{"case.news": str(n)} for n in (0, 0, 1, 7)],
    "zero": [{"answer": "no"}] * 4 + [{"answer": "yes", "document": "临卫〔2026〕1号"}],
    "fail": [{"answer": "no"}] * 6 + [{"answer": "yes", "document": "临卫〔2026〕2号"}],
    "factor": [{"numerator": str(n), "denominator": "100"} for n in (100, 97, 60)],
}


def acting_scheme(county: Any) -> Scheme:
    """Three categories, 110 marks: the leaf kinds, and a rank, a bonus on top, vetoes, a factor; a gate."""
    own = [(*row[:4], row[4]) for row in KINDS] + [(*row, "exclude") for row in ACTING]
    groups = [("points", "yes_no", "linear"), ("step", "count", "tier"), tuple(row[0] for row in ACTING)]
    categories = tuple(
        _category(str(n), [row for row in own if row[0] in codes], n) for n, codes in enumerate(groups, 1)
    )
    document = SchemeDocument(
        code="A",
        name="全规则方案",
        year=2026,
        full_marks=Decimal(110),
        top_cap_percent=Decimal(50),
        tie_breaks=("december", "public_health", "satisfaction"),
        categories=categories,
        gates=(GatePart(name="必查内容", codes=("points", "linear"), percent=Decimal(80)),),
        rounds=schemes.USUAL_ROUNDS,
        bands=schemes.USUAL_BANDS,
    )
    with audit.act(None, action="scheme.create", county=county) as trail:
        scheme = create_draft(trail, county, document, version=1)
        before = audit.snapshot(scheme)
        scheme.state, scheme.activated_at = Scheme.State.ACTIVE, datetime.now(UTC)
        scheme.save(update_fields=["state", "activated_at"])
        trail.add(scheme, before, audit.snapshot(scheme), action="scheme.activate")
    return scheme


def _category(code: str, rows: list[Any], number: int) -> CategoryPart:
    parts = tuple(
        IndicatorPart(
            code=one,
            name=f"{one}指标",
            full_marks=Decimal(full),
            rule=kind,
            params=params,
            not_applicable=na,
            needs_evidence=one in {"count", "rank"},
        )
        for one, full, kind, params, na in rows
    )
    roles = {1: "public_health", 2: "satisfaction"}
    full = sum((part.full_marks for part in parts), Decimal(0))
    return CategoryPart(
        code=code, name=f"类别{code}", full_marks=full, tie_break=roles.get(number, ""), indicators=parts
    )


def filled_cells(county: County, opened: Round, seed: int, *, holes: bool = False) -> None:
    """Fill every cell of a round; with `holes` one of the sheets stays incomplete."""
    rng = random.Random(seed)
    indicators = list(Indicator.objects.filter(scheme=opened.scheme))
    sheets = list(Assessment.objects.filter(round=opened).order_by("centre__code"))
    changes = [_cell(rng, sheet, one) for sheet in sheets for one in indicators]
    if holes:
        changes = changes[:-1]
    scores.save_cells(actor=county.clerk, round_id=opened.pk, changes=changes, now=NOW, all_or_nothing=True)


def _cell(rng: random.Random, sheet: Assessment, one: Indicator) -> CellChange:
    dice = rng.random()
    na = one.not_applicable != "forbidden" and dice < 0.08
    ne = not na and one.needs_evidence and dice > 0.9
    return CellChange(
        sheet.pk,
        one.pk,
        rng.choice(ANSWERS[one.code]),
        not_applicable=na,
        no_evidence=ne,
        reason="按评分标准",
        source="报表",
        source_date=date(2026, 6, 30),
    )
