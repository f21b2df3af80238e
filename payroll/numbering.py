"""Numbers and fingerprints of paid sheets.

A number is given with the payment, from the county's name, the year and a count without gaps: 临卫拨〔2026〕7号.
"""

import hashlib
import json
from collections.abc import Iterable

from django.db.models import Max

from payroll.models import AwardSheet, ReleaseLine, ReleaseSheet

LINE_FIELDS = (
    "ordinal",
    "centre_code",
    "centre_name",
    "budget",
    "budget_version",
    "monthly_paid",
    "holdback",
    "score",
    "grade_name",
    "due",
    "forfeit_percent",
    "forfeited",
    "adjustment",
    "settled",
    "carried",
    "amount",
    "remark",
)


def next_sequence(sheet: ReleaseSheet) -> int:
    """The count after the last paid sheet of the county's year. Call while the year is held."""
    paid = ReleaseSheet.objects.filter(county_id=sheet.county_id, year=sheet.year)
    return int(paid.aggregate(last=Max("sequence"))["last"] or 0) + 1


def number_of(sheet: ReleaseSheet, sequence: int) -> str:
    """The written number; the county is named by the first character of its name, as bureaus do."""
    return f"{sheet.county.name[:1]}卫拨〔{sheet.year}〕{sequence}号"


def fingerprint(sheet: ReleaseSheet, lines: Iterable[ReleaseLine]) -> str:
    """SHA-256 over what the sheet says: number, period, basis, sums, every line and every centre left out."""
    digest = hashlib.sha256()
    for row in _content(sheet, lines):
        digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _content(sheet: ReleaseSheet, lines: Iterable[ReleaseLine]) -> Iterable[object]:
    basis = sheet.publication.fingerprint if sheet.publication else ""
    yield [sheet.county.code, sheet.year, sheet.kind, sheet.month, sheet.number, basis]
    yield [sheet.scheme.code, sheet.scheme.version, sheet.total, sheet.forfeited]
    yield [sheet.advance_percent, sheet.reason, sheet.early_reason]
    yield [sheet.made_by_id, sheet.reviewed_by_id, sheet.paid_by_id]
    for line in lines:
        yield [*(getattr(line, name) for name in LINE_FIELDS), line.steps]
    yield sheet.left_out


def award_fingerprint(sheet: AwardSheet) -> str:
    """SHA-256 over what an award sheet says."""
    digest = hashlib.sha256()
    for row in _awarded(sheet):
        digest.update(json.dumps(row, ensure_ascii=False, default=str).encode() + b"\n")
    return digest.hexdigest()


def _awarded(sheet: AwardSheet) -> Iterable[object]:
    yield [sheet.county.code, sheet.year, sheet.number, sheet.publication.fingerprint]
    yield [sheet.percent, sheet.fund, sheet.total, sheet.made_by_id, sheet.approved_by_id, sheet.paid_by_id]
    for line in sheet.lines.select_related("centre").order_by("ordinal"):
        yield [
            *(line.ordinal, line.centre.code, line.director, line.grade_name),
            *(line.score, line.weight, line.amount, line.steps),
        ]
