"""What the database itself refuses around money (RULES 9, invariants 3, 4, 13).

A budget says what its newest decision says, and decisions only add up. A sheet moves along its steps, its lines
change only while it is a draft, its sums are those of its lines, its number follows the last one, and once paid
nothing of it changes.
"""

from payroll.models import (
    Budget,
    BudgetPortion,
    BudgetRevision,
    LedgerEntry,
    ReleaseLine,
    ReleaseSheet,
    SubsidyYear,
)
from records import guards
from records.triggers import DELETE, INSERT, UPDATE

DECIDED = (
    "EXISTS (SELECT 1 FROM payroll_budgetrevision one WHERE one.budget_id = NEW.id "
    "AND one.number = NEW.version AND one.amount = NEW.amount AND one.amount = (SELECT "
    "COALESCE(SUM(part.amount), 0) FROM payroll_budgetportion part WHERE part.revision_id = one.id))"
)
BUDGET_MOVED = "NEW.id <> OLD.id OR NEW.county_id <> OLD.county_id OR NEW.centre_id <> OLD.centre_id"
BUDGET_CHANGED = "NEW.version <> OLD.version OR NEW.amount <> OLD.amount"
NEXT_DECISION = "(SELECT version + 1 FROM payroll_budget WHERE id = NEW.budget_id)"

SIGNED = (
    "EXISTS (SELECT 1 FROM payroll_releasesheet one WHERE one.county_id = OLD.county_id "
    "AND one.year = OLD.year AND one.state <> 'draft')"
)


def sum_of(column: str) -> str:
    """SQL: the sum of a column over the lines of the sheet in NEW."""
    return f"(SELECT COALESCE(SUM(one.{column}), 0) FROM payroll_releaseline one WHERE one.sheet_id = NEW.id)"  # noqa: S608


NEXT_NUMBER = (
    "(SELECT COALESCE(MAX(one.sequence), 0) + 1 FROM payroll_releasesheet one "
    "WHERE one.county_id = NEW.county_id AND one.year = NEW.year)"
)
SHEET_MOVED = (
    "NEW.id <> OLD.id OR NEW.county_id <> OLD.county_id OR NEW.year <> OLD.year "
    "OR NEW.kind <> OLD.kind OR NEW.month <> OLD.month"
)
SIGNING = ("state", "remark", "version", "reviewed_by", "reviewed_at", "early_reason", "early_by")
PAYING = ("sequence", "number", "fingerprint", "paid_by", "paid_at", "paid_key")
REVERSING = ("state", "version", "reversed_by", "reversed_at", "reversal_reason", "reversal_key")
STATES = [("draft", "reviewed"), ("reviewed", "draft"), ("reviewed", "paid"), ("paid", "reversed")]
REVERSED = (
    "EXISTS (SELECT 1 FROM payroll_ledgerentry one JOIN payroll_ledgerentry back ON back.reverses_id = one.id "
    "WHERE one.sheet_id = NEW.id AND one.kind = 'payment')"
)

guards.register(
    guards.Refuse(
        SubsidyYear,
        {
            UPDATE: "OLD.closed_at IS NOT NULL OR NEW.id <> OLD.id "
            "OR NEW.county_id <> OLD.county_id OR NEW.year <> OLD.year "
            f"OR (NEW.scheme_id IS DISTINCT FROM OLD.scheme_id AND {SIGNED})",
            DELETE: "1 = 1",
        },
        name="subsidy_year_stays",
        reads=[ReleaseSheet],
    ),
    guards.Refuse(
        Budget,
        {
            INSERT: "NEW.version <> 0 OR NEW.amount <> 0",
            UPDATE: f"{BUDGET_MOVED} OR NEW.year <> OLD.year "
            f"OR (({BUDGET_CHANGED}) AND NOT (NEW.version = OLD.version + 1 AND {DECIDED}))",
            DELETE: "1 = 1",
        },
        name="budget_rests_on_decisions",
        reads=[BudgetRevision, BudgetPortion],
    ),
    guards.AppendOnly(BudgetPortion, name="budget_portion_append_only"),
    guards.Refuse(
        BudgetPortion,
        {
            INSERT: "EXISTS (SELECT 1 FROM payroll_budgetrevision one JOIN payroll_budget budget "
            "ON budget.id = one.budget_id WHERE one.id = NEW.revision_id AND budget.version >= one.number)"
        },
        name="budget_portion_with_decision",
        reads=[Budget, BudgetRevision],
    ),
    guards.AppendOnly(BudgetRevision, name="budget_revision_append_only"),
    guards.Refuse(
        BudgetRevision,
        {INSERT: f"NEW.number IS DISTINCT FROM {NEXT_DECISION}"},
        name="budget_revision_in_order",
        reads=[Budget],
    ),
    guards.Transitions(ReleaseSheet, "state", STATES, initial=("draft",), name="release_state_steps"),
    guards.Frozen(ReleaseSheet, when="{row}.state = 'paid'", allow=REVERSING, name="release_paid_frozen"),
    guards.Refuse(
        ReleaseSheet,
        {UPDATE: f"OLD.state = 'paid' AND (NEW.state = 'paid' OR NOT {REVERSED})"},
        name="release_paid_is_only_reversed",
        reads=[LedgerEntry],
    ),
    guards.Frozen(ReleaseSheet, when="{row}.state = 'reversed'", name="release_reversed_frozen"),
    guards.Frozen(
        ReleaseSheet,
        when="{row}.state = 'reviewed'",
        allow=(*SIGNING, *PAYING),
        name="release_reviewed_frozen",
    ),
    guards.Refuse(
        ReleaseSheet,
        {
            UPDATE: f"{SHEET_MOVED} OR (NEW.state <> 'draft' AND "
            f"(NEW.total <> {sum_of('amount')} OR NEW.forfeited <> {sum_of('forfeited')}))",
        },
        name="release_sums_of_lines",
        reads=[ReleaseLine],
    ),
    guards.Refuse(
        ReleaseSheet,
        {
            UPDATE: "NEW.state = 'paid' AND OLD.state <> 'paid' "
            f"AND NEW.sequence IS DISTINCT FROM {NEXT_NUMBER}"
        },
        name="release_number_follows",
    ),
    guards.FrozenBy(
        ReleaseLine, path=[("sheet", ReleaseSheet)], when="{row}.state <> 'draft'", name="release_line_frozen"
    ),
)
