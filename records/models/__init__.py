"""What is kept: the audit trail, jobs, staged imports, reminders."""

from records.models.audit import AuditEntry, AuditHead
from records.models.jobs import Job
from records.models.reminders import Reminder
from records.models.staging import StagedImport

__all__ = ["AuditEntry", "AuditHead", "Job", "Reminder", "StagedImport"]
