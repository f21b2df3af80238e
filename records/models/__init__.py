"""What is kept: the audit trail, jobs, staged imports, reminders, issued documents."""

from records.models.audit import AuditEntry, AuditHead
from records.models.documents import DocumentFile, DocumentSeries, IssuedDocument
from records.models.jobs import Job
from records.models.reminders import Reminder
from records.models.staging import StagedImport

__all__ = [
    "AuditEntry",
    "AuditHead",
    "DocumentFile",
    "DocumentSeries",
    "IssuedDocument",
    "Job",
    "Reminder",
    "StagedImport",
]
