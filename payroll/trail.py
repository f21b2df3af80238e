"""What the audit trail keeps of money's rows."""

from decimal import Decimal

from payroll.models import (
    AwardSheet,
    Budget,
    Correction,
    IssuedPaper,
    LedgerEntry,
    MoneySetting,
    Receipt,
    Reconciliation,
    ReleaseSheet,
    Remittance,
    SubsidyYear,
)


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
        "advance_percent": sheet.advance_percent,
        "reason": sheet.reason,
        "early_reason": sheet.early_reason,
        "early_by": sheet.early_by_id,
        "reversed_by": sheet.reversed_by_id,
        "reversal_reason": sheet.reversal_reason,
        "remark": sheet.remark,
    }
    if with_lines:
        record["lines"] = dict(sheet.lines.order_by("ordinal").values_list("centre_code", "amount"))
    return record


def entry_record(entry: LedgerEntry) -> dict[str, object]:
    """An entry: what it is, by which document, and the digest of its postings."""
    return {
        "number": entry.number,
        "kind": entry.kind,
        "year": entry.year,
        "day": entry.day,
        "sheet": entry.sheet_id,
        "receipt": entry.receipt_id,
        "remittance": entry.remittance_id,
        "award": entry.award_id,
        "correction": entry.correction_id,
        "reverses": entry.reverses_id,
        "digest": entry.digest,
        "sealed": entry.sealed,
    }


def receipt_record(receipt: Receipt) -> dict[str, object]:
    return {
        "year": receipt.year,
        "source": receipt.source,
        "document": receipt.document,
        "received_on": receipt.received_on,
        "amount": receipt.amount,
        "withdrawn": receipt.withdrawn,
    }


def remittance_record(one: Remittance) -> dict[str, object]:
    return {
        "receipt": one.receipt_id,
        "passed_on": one.passed_on,
        "amount": one.amount,
        "withdrawn": one.withdrawn,
    }


def correction_record(one: Correction) -> dict[str, object]:
    """A correction with the change of each centre."""
    lines = one.lines.select_related("centre").order_by("pk")
    return {
        "sheet": one.sheet_id,
        "publication": one.publication_id,
        "cause": one.cause,
        "lines": {line.centre.code: line.change for line in lines},
    }


def award_record(sheet: AwardSheet) -> dict[str, object]:
    return {
        "year": sheet.year,
        "state": sheet.state,
        "percent": sheet.percent,
        "fund": sheet.fund,
        "total": sheet.total,
        "number": sheet.number,
        "fingerprint": sheet.fingerprint,
        "made_by": sheet.made_by_id,
        "approved_by": sheet.approved_by_id,
        "paid_by": sheet.paid_by_id,
        "reversed_by": sheet.reversed_by_id,
        "reversal_reason": sheet.reversal_reason,
        "version": sheet.version,
    }


def year_record(year: SubsidyYear) -> dict[str, object]:
    return {"scheme": year.scheme_id, "closed": year.closed_at is not None, "reason": year.close_reason}


def setting_record(setting: MoneySetting) -> dict[str, object]:
    return {"unit": setting.unit, "version": setting.version}


def paper_record(paper: IssuedPaper) -> dict[str, object]:
    return {
        "kind": paper.kind,
        "params": paper.params,
        "number": paper.number,
        "total": paper.total,
        "fingerprint": paper.fingerprint,
    }


def reconciliation_record(one: Reconciliation) -> dict[str, object]:
    """What was held against what: the file by its hash, its rows and their sum; no account number."""
    amounts = list(one.rows.values_list("amount", flat=True))
    return {
        "year": one.year,
        "sheet": one.sheet_id,
        "first": one.first,
        "last": one.last,
        "sha256": one.file.sha256,
        "rows": len(amounts),
        "total": sum(amounts, Decimal("0.00")),
    }
