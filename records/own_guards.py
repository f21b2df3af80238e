"""The guards of this app: the audit trail only grows, its head only moves forward; an issued document stays."""

from records import guards
from records.models import AuditEntry, AuditHead, DocumentFile, DocumentSeries, IssuedDocument
from records.triggers import INSERT

# A number follows the last one of its issuer's year and kind: no gap, no second.
GAP = """NEW.serial <> 1 + (
    SELECT COALESCE(MAX(one.serial), 0) FROM records_issueddocument AS one
    WHERE one.issuer_code = NEW.issuer_code AND one.year = NEW.year AND one.kind = NEW.kind)"""
ENDING = ("state", "replaced_by", "ended_at", "ended_by", "reason")

guards.register(
    guards.AppendOnly(AuditEntry, name="audit_append_only"),
    guards.Forward(AuditHead, "sequence", name="audit_head_forward"),
    guards.Forward(DocumentSeries, "last", name="document_series_forward"),
    guards.AppendOnly(DocumentFile, name="document_file_append_only"),
    guards.Frozen(IssuedDocument, when="1 = 1", allow=ENDING, name="document_frozen"),
    guards.Frozen(IssuedDocument, when="{row}.state <> 'in_force'", name="document_ended"),
    guards.Transitions(
        IssuedDocument,
        "state",
        [("in_force", "replaced"), ("in_force", "withdrawn")],
        initial=("in_force",),
        name="document_steps",
    ),
    guards.Refuse(IssuedDocument, {INSERT: GAP}, name="document_without_gap"),
)
