"""Seals: a hash over scheme, inputs and points of a final round, and over what was published (RULES 6, invariant 12)."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from appraisal.models import Category, Gate, Indicator, Level, Round, Score

if TYPE_CHECKING:
    from appraisal.standings import Standings


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
    head = [current.county.code, current.year, current.kind, current.version, scheme.code, scheme.version]
    yield head + ([current.centre.code] if current.centre else [])
    categories = Category.objects.filter(scheme=scheme).order_by("ordinal", "pk")
    yield from categories.values_list("code", "name", "full_marks", "tie_break")
    indicators = Indicator.objects.filter(scheme=scheme).order_by("category__ordinal", "ordinal", "pk")
    yield from indicators.values_list("code", "name", "full_marks", "rule", "params", "not_applicable")
    subject = _subject(current)
    cells = Score.objects.filter(assessment__round=current).order_by(
        subject, "indicator__category__ordinal", "indicator__ordinal", "indicator_id"
    )
    yield from cells.values_list(
        subject, "indicator__code", "inputs", "not_applicable", "reason", "points"
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
    subject = _subject(current)
    named = without.order_by(subject, "indicator_id")
    yield from (["no evidence", *row] for row in named.values_list(subject, "indicator__code"))


def _subject(current: Round) -> str:
    """What a sheet is sealed under: an institution's code; a member of staff's id, since numbers are corrected."""
    return "assessment__staff_id" if current.level == Level.STAFF else "assessment__centre__code"


def _result_lines(standings: "Standings") -> Iterable[object]:
    head = [
        standings.county.code,
        standings.year,
        standings.kind,
        standings.scheme.code,
        standings.scheme.version,
    ]
    owner = standings.field.centre
    yield head + ([owner.code] if owner else [])
    yield [standings.scheme.top_cap_percent, standings.scheme.tie_breaks]
    yield from ([band.code, band.name, band.floor] for band in standings.bands)
    yield from ([kind, row.version, row.fingerprint] for kind, row in sorted(standings.rounds.items()))
    gradings = {grading.key: grading for grading in standings.grades.graded}
    for row in standings.rows:
        grading = gradings.get(row.key)
        outcome = [grading.rank, grading.grade, [one.code for one in grading.remarks]] if grading else None
        line = [row.key, row.standing, row.june, row.december, row.total, outcome]
        yield line + [[kind, total] for kind, total in sorted(row.others.items())]
