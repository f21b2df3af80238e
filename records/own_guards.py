"""The guards of this app: the audit trail only grows, its head only moves forward."""

from records import guards
from records.models import AuditEntry, AuditHead

guards.register(
    guards.AppendOnly(AuditEntry, name="audit_append_only"),
    guards.Forward(AuditHead, "sequence", name="audit_head_forward"),
)
