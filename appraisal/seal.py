"""Seals: a hash over scheme, inputs and points of a final round, and over what was published (RULES 6, invariant 12)."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from appraisal.models import Category, Gate, Indicator, Round, Score

if TYPE_CHECKING:
    from appraisal.grading import Standings


def round_fingerprint(current: Round) -> str:
    """SHA-256 over the round's scheme version and every cell of every sheet, in a fixed order (6 queries)."""
    return _digest(_round_lines(current))


def publication_fingerprint(standings: "Standings") -> str:
    """SHA-256 over the seals of the rounds behind a result and every line of it."""
    return _digest(_result_lines(standings))


def _digest(lines: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(CANONICAL.encode(line).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


# One for all lines: `json.dumps` with options makes an encoder for each.
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_plain)


def _round_lines(current: Round) -> Iterable[object]:
    scheme = current.scheme
    yield [current.county.code, current.year, current.kind, current.version, scheme.code, scheme.version]
    categories = Category.objects.filter(scheme=scheme).order_by("ordinal", "pk")
    yield from categories.values_list("code", "name", "full_marks", "tie_break")
    indicators = Indicator.objects.filter(scheme=scheme).order_by("category__ordinal", "ordinal", "pk")
    yield from indicators.values_list("code", "name", "full_marks", "rule", "params", "not_applicable")
    cells = Score.objects.filter(assessment__round=current).order_by(
        "assessment__centre__code", "indicator__category__ordinal", "indicator__ordinal", "indicator_id"
    )
    yield from cells.values_list(
        "assessment__centre__code", "indicator__code", "inputs", "not_applicable", "reason", "points"
    ).iterator(chunk_size=5000)
    yield from _later_lines(current)


def _later_lines(current: Round) -> Iterable[object]:
    """What schemes could not hold at first: only where it is used, so that older seals stay what they are."""
    scheme = current.scheme
    weights = Category.objects.filter(scheme=scheme, weight_percent__isnull=False).order_by("ordinal", "pk")
    yield from (["weight", *row] for row in weights.values_list("code", "weight_percent"))
    gates = Gate.objects.filter(scheme=scheme).order_by("ordinal", "pk")
    yield from (["gate", *row] for row in gates.values_list("name", "indicator_codes", "percent"))
    without = Score.objects.filter(assessment__round=current, no_evidence=True)
    named = without.order_by("assessment__centre__code", "indicator_id")
    yield from (
        ["no evidence", *row] for row in named.values_list("assessment__centre__code", "indicator__code")
    )


def _result_lines(standings: "Standings") -> Iterable[object]:
    yield [
        standings.county.code,
        standings.year,
        standings.kind,
        standings.scheme.code,
        standings.scheme.version,
    ]
    yield [standings.scheme.top_cap_percent, standings.scheme.tie_breaks]
    yield from ([band.code, band.name, band.floor] for band in standings.bands)
    yield from ([kind, row.version, row.fingerprint] for kind, row in sorted(standings.rounds.items()))
    gradings = {grading.key: grading for grading in standings.grades.graded}
    for row in standings.rows:
        grading = gradings.get(row.centre.code)
        outcome = [grading.rank, grading.grade, [one.code for one in grading.remarks]] if grading else None
        yield [row.centre.code, row.standing, row.june, row.december, row.total, outcome]
