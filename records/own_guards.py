"""The guards of this app: the audit trail only grows, its head only moves forward,
a reminder only gains the marks of having been seen and mailed."""

from records import guards
from records.models import AuditEntry, AuditHead, Reminder
from records.triggers import DELETE, UPDATE

guards.register(
    guards.AppendOnly(AuditEntry, name="audit_append_only"),
    guards.Forward(AuditHead, "sequence", name="audit_head_forward"),
    guards.Frozen(Reminder, when="1 = 1", allow=("seen_at", "mailed_at"), operations=(UPDATE, DELETE)),
)
