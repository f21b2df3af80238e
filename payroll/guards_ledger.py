"""What the database itself refuses around the ledger (invariants 1, 4): an unbalanced entry, a second reversal, a
change of anything posted, and any write into a closed year.
"""

from django.db.models import Model

from payroll.core.ledger import CASH_BOOK, FUND_BOOK
from payroll.guards import sum_of
from payroll.models import (
    AwardLine,
    AwardSheet,
    Budget,
    BudgetRevision,
    Correction,
    CorrectionLine,
    LedgerEntry,
    LedgerPosting,
    Receipt,
    ReleaseSheet,
    Remittance,
    SubsidyYear,
)
from records import guards
from records.triggers import DELETE, INSERT, UPDATE


def listed(names: frozenset[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


# Each book is balanced by itself, that of releases for each centre (core/ledger.faults says the same).
BOOK = (
    f"CASE WHEN one.account IN ({listed(FUND_BOOK)}) THEN -1 "
    f"WHEN one.account IN ({listed(CASH_BOOK)}) THEN -2 ELSE one.centre_id END"
)
POSTED = "payroll_ledgerposting one WHERE one.entry_id = NEW.id"
UNBALANCED = (
    f"((SELECT COUNT(*) FROM {POSTED}) < 2 OR EXISTS (SELECT 1 FROM {POSTED} "  # noqa: S608 – names of our own
    f"GROUP BY one.source, {BOOK} HAVING SUM(one.amount) <> 0) "
    f"OR EXISTS (SELECT 1 FROM {POSTED} AND {BOOK} IS NULL))"
)
NEXT_ENTRY = (
    "(SELECT COALESCE(MAX(one.number), 0) + 1 FROM payroll_ledgerentry one "
    "WHERE one.county_id = NEW.county_id AND one.year = NEW.year)"
)
# What can be undone: a closing and an opening can't, and a reversal neither.
REVERSIBLE = "('payment', 'receipt', 'remittance', 'award')"
REVERSES_ANOTHER = (
    "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payroll_ledgerentry one "  # noqa: S608
    f"WHERE one.id = NEW.reverses_id AND one.sealed AND one.kind IN {REVERSIBLE} "
    "AND one.county_id = NEW.county_id AND one.year = NEW.year AND one.made_by_id <> NEW.made_by_id)"
)
SEALED_ENTRY = "EXISTS (SELECT 1 FROM payroll_ledgerentry one WHERE one.id = NEW.entry_id AND one.sealed)"
UNSEALED = "NOT EXISTS (SELECT 1 FROM payroll_ledgerentry kept WHERE kept.id = NEW.id AND kept.sealed)"


def closed(row: str, year: str = "{row}.year", county: str = "{row}.county_id") -> str:
    """SQL: the year of that row is closed."""
    return (
        "EXISTS (SELECT 1 FROM payroll_subsidyyear ended WHERE ended.closed_at IS NOT NULL "  # noqa: S608
        f"AND ended.year = {year.format(row=row)} AND ended.county_id = {county.format(row=row)})"
    )


def closed_by(table: str, key: str, row: str) -> str:
    """SQL: the year of the row's parent is closed."""
    return (
        f"EXISTS (SELECT 1 FROM {table} above JOIN payroll_subsidyyear ended ON ended.year = above.year "  # noqa: S608
        f"AND ended.county_id = above.county_id WHERE ended.closed_at IS NOT NULL AND above.id = {row}.{key})"
    )


def read_only(model: type[Model], name: str) -> guards.Guard:
    """No row of a closed year is added, changed or removed."""
    when = {
        INSERT: closed("NEW"),
        UPDATE: f"{closed('OLD')} OR {closed('NEW')}",
        DELETE: closed("OLD"),
    }
    return guards.Refuse(model, when, name=name, reads=[SubsidyYear])


def withdrawn(table: str, column: str) -> str:
    """SQL: the row is marked withdrawn without a reversal, or the mark is taken off."""
    return (
        "OLD.withdrawn OR NOT NEW.withdrawn OR NOT EXISTS (SELECT 1 FROM payroll_ledgerentry one JOIN "  # noqa: S608
        f"payroll_ledgerentry back ON back.reverses_id = one.id WHERE one.{column} = NEW.id "
        f"AND one.kind = '{table}')"
    )


PASSED_ON = (
    "(SELECT COALESCE(SUM(one.amount), 0) FROM payroll_remittance one "
    "WHERE one.receipt_id = NEW.receipt_id AND NOT one.withdrawn)"
)
BEYOND_RECEIPT = (
    f"NEW.amount + {PASSED_ON} > (SELECT one.amount FROM payroll_receipt one "  # noqa: S608
    "WHERE one.id = NEW.receipt_id) OR EXISTS (SELECT 1 FROM payroll_receipt one "
    "WHERE one.id = NEW.receipt_id AND (one.withdrawn OR one.received_on > NEW.passed_on))"
)
OPEN_SHEETS = (
    "EXISTS (SELECT 1 FROM payroll_releasesheet one WHERE one.county_id = NEW.county_id AND one.year = NEW.year "
    "AND one.state IN ('draft', 'reviewed')) OR EXISTS (SELECT 1 FROM payroll_awardsheet one WHERE "
    "one.county_id = NEW.county_id AND one.year = NEW.year AND one.state IN ('proposed', 'approved'))"
)
LEFT_OVER = (
    "EXISTS (SELECT 1 FROM payroll_ledgerposting line JOIN payroll_ledgerentry one ON one.id = line.entry_id "
    "WHERE one.county_id = NEW.county_id AND one.year = NEW.year AND line.account IN "
    "('due', 'held', 'carry', 'fund', 'treasury', 'bank') "
    "GROUP BY line.account, line.source, line.centre_id HAVING SUM(line.amount) <> 0)"
)

guards.register(
    guards.Refuse(
        LedgerEntry,
        {
            INSERT: f"NEW.sealed OR NEW.number IS DISTINCT FROM {NEXT_ENTRY} OR ({REVERSES_ANOTHER})",
            UPDATE: f"OLD.sealed OR NOT NEW.sealed OR {UNBALANCED}",
            DELETE: "1 = 1",
        },
        name="ledger_entry_sealed_balanced",
        reads=[LedgerPosting],
    ),
    guards.Frozen(LedgerEntry, when="1 = 1", allow=("sealed",), operations=(UPDATE,), name="ledger_frozen"),
    guards.AtCommit(
        LedgerEntry, f"{UNSEALED} OR {UNBALANCED}", name="ledger_balanced", reads=[LedgerPosting]
    ),
    guards.AppendOnly(LedgerPosting, name="posting_append_only"),
    guards.Refuse(LedgerPosting, {INSERT: SEALED_ENTRY}, name="posting_before_the_seal", reads=[LedgerEntry]),
    guards.Refuse(
        Receipt,
        {UPDATE: withdrawn("receipt", "receipt_id"), DELETE: "1 = 1"},
        name="receipt_withdrawn_by_reversal",
        reads=[LedgerEntry],
    ),
    guards.Frozen(Receipt, when="1 = 1", allow=("withdrawn",), operations=(UPDATE,), name="receipt_frozen"),
    guards.Refuse(
        Remittance,
        {
            INSERT: BEYOND_RECEIPT,
            UPDATE: withdrawn("remittance", "remittance_id"),
            DELETE: "1 = 1",
        },
        name="remittance_within_its_receipt",
        reads=[Receipt, LedgerEntry],
    ),
    guards.Frozen(
        Remittance, when="1 = 1", allow=("withdrawn",), operations=(UPDATE,), name="remittance_frozen"
    ),
    guards.AppendOnly(Correction, name="correction_append_only"),
    guards.AppendOnly(CorrectionLine, name="correction_line_append_only"),
    guards.Refuse(
        CorrectionLine,
        {
            INSERT: "EXISTS (SELECT 1 FROM payroll_ledgerentry one "
            "WHERE one.correction_id = NEW.correction_id)"
        },
        name="correction_line_before_posting",
        reads=[LedgerEntry],
    ),
    guards.Transitions(
        AwardSheet,
        "state",
        [("proposed", "approved"), ("approved", "paid"), ("paid", "reversed")],
        initial=("proposed",),
        name="award_state_steps",
    ),
    guards.Frozen(
        AwardSheet,
        when="{row}.state <> 'proposed'",
        allow=(
            *("state", "version", "sequence", "number", "fingerprint", "paid_by", "paid_at", "paid_key"),
            *("reversed_by", "reversed_at", "reversal_reason"),
        ),
        name="award_frozen",
    ),
    guards.Refuse(
        AwardSheet,
        {
            UPDATE: "OLD.state = NEW.state AND OLD.state IN ('approved', 'paid', 'reversed') OR OLD.state = "
            "'reversed' OR (OLD.state = 'paid' AND (NEW.number <> OLD.number OR NEW.fingerprint <> "
            "OLD.fingerprint OR NEW.paid_by_id <> OLD.paid_by_id OR NEW.sequence <> OLD.sequence "
            "OR NEW.paid_key <> OLD.paid_key)) OR (NEW.state <> 'proposed' AND NEW.total <> "
            f"{sum_of('amount').replace('payroll_releaseline', 'payroll_awardline')})",
        },
        name="award_sums_and_steps",
        reads=[AwardLine],
    ),
    guards.FrozenBy(
        AwardLine, path=[("sheet", AwardSheet)], when="{row}.state <> 'proposed'", name="award_line_frozen"
    ),
    guards.Refuse(
        SubsidyYear,
        {UPDATE: f"NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL AND ({OPEN_SHEETS} OR {LEFT_OVER})"},
        name="year_closed_when_settled",
        reads=[ReleaseSheet, AwardSheet, LedgerEntry, LedgerPosting],
    ),
    read_only(LedgerEntry, "ledger_closed_year"),
    read_only(ReleaseSheet, "release_closed_year"),
    read_only(Budget, "budget_closed_year"),
    read_only(Receipt, "receipt_closed_year"),
    read_only(AwardSheet, "award_closed_year"),
    read_only(Correction, "correction_closed_year"),
    guards.Refuse(
        BudgetRevision,
        {INSERT: closed_by("payroll_budget", "budget_id", "NEW")},
        name="revision_closed_year",
        reads=[Budget, SubsidyYear],
    ),
    guards.Refuse(
        Remittance,
        {INSERT: closed_by("payroll_receipt", "receipt_id", "NEW")},
        name="remittance_closed_year",
        reads=[Receipt, SubsidyYear],
    ),
)
