"""A release sheet as a workbook and for programs."""

from decimal import Decimal

from payroll.papers.release import columns, release_paper, values
from payroll.queries.sheets import SheetView
from payroll.workbooks.paper import paper_xlsx


def release_xlsx(view: SheetView, address: str = "") -> bytes:
    """The workbook of a sheet; equal contents give equal bytes."""
    return paper_xlsx(release_paper(view), address)


def as_json(view: SheetView) -> dict[str, object]:
    """The sheet for programs: exact amounts as strings."""
    sheet = view.sheet
    header = columns(sheet)
    keys = [
        "ordinal", "centre_code", "centre_name", "budget", "monthly_paid", "holdback", "score", "grade",
        "due", "forfeited", "adjustment", "amount", "remark",
    ]  # fmt: skip
    return {
        "county": sheet.county.code,
        "year": sheet.year,
        "kind": sheet.kind,
        "month": sheet.month,
        "state": sheet.state,
        "number": sheet.number,
        "fingerprint": sheet.fingerprint,
        "unit": "元",
        "total": _plain(sheet.total),
        "total_in_words": view.words,
        "forfeited": _plain(sheet.forfeited),
        "columns": dict(zip(keys, (column.name for column in header), strict=True)),
        "lines": [
            {**dict(zip(keys, map(_plain, values(line)), strict=True)), "steps": line.steps}
            for line in view.lines
        ],
        "left_out": sheet.left_out,
    }


def _plain(value: object) -> object:
    return f"{value:f}" if isinstance(value, Decimal) else value
