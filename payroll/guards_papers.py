"""What the database refuses around issued sheets and reconciliations: nothing of them changes or goes (invariant 13)."""

from payroll.models import BankFile, IssuedPaper, MoneySetting, Reconciliation, ReconciliationRow
from records import guards
from records.triggers import DELETE, UPDATE

USED = "EXISTS (SELECT 1 FROM payroll_reconciliation one WHERE one.file_id = OLD.id)"

guards.register(
    guards.AppendOnly(IssuedPaper, name="paper_append_only"),
    guards.AppendOnly(Reconciliation, name="reconciliation_append_only"),
    guards.AppendOnly(ReconciliationRow, name="bank_row_append_only"),
    guards.Refuse(BankFile, {UPDATE: "1 = 1", DELETE: USED}, name="bank_file_stays", reads=[Reconciliation]),
    guards.Forward(MoneySetting, "version", name="money_setting_version_forward"),
)
