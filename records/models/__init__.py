"""What is kept: the audit trail, jobs, staged imports."""

from records.models.audit import AuditEntry, AuditHead
from records.models.jobs import Job
from records.models.staging import StagedImport

__all__ = ["AuditEntry", "AuditHead", "Job", "StagedImport"]
