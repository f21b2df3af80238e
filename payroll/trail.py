"""What the audit trail keeps of money's rows."""

from payroll.models import Budget, ReleaseSheet


def budget_record(budget: Budget) -> dict[str, object]:
    return {"year": budget.year, "amount": budget.amount, "version": budget.version}


def sheet_record(sheet: ReleaseSheet, *, with_lines: bool = False) -> dict[str, object]:
    """A sheet's state, people and sums; `with_lines` adds each centre's amount where the lines change."""
    record: dict[str, object] = {
        "kind": sheet.kind,
        "year": sheet.year,
        "month": sheet.month,
        "state": sheet.state,
        "version": sheet.version,
        "publication": sheet.publication_id,
        "total": sheet.total,
        "forfeited": sheet.forfeited,
        "made_by": sheet.made_by_id,
        "reviewed_by": sheet.reviewed_by_id,
        "paid_by": sheet.paid_by_id,
        "number": sheet.number,
        "fingerprint": sheet.fingerprint,
        "remark": sheet.remark,
    }
    if with_lines:
        record["lines"] = {line.centre_code: line.amount for line in sheet.lines.order_by("ordinal")}
    return record
