"""What is kept, in the admin: read-only. The audit record has pages of its own; here it is a table like the others."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from records.admin_base import OfficeModelAdmin
from records.models import AuditEntry, IssuedDocument, Job, StagedImport


@admin.register(AuditEntry)
class AuditEntryAdmin(OfficeModelAdmin):
    view_capability = "audit.read"
    list_display = ["sequence", "at", "actor_name", "action", "object_label", "county_code"]
    list_filter = ["action"]
    search_fields = ["actor_name", "object_label", "object_id", "reason"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset


class OwnScreen(OfficeModelAdmin):
    """Rows of the account itself; `owner` names the field that says whose they are."""

    view_capability = ("score.import", "report.make", "budget.edit")
    owner = ""

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(**{self.owner: user})


@admin.register(Job)
class JobAdmin(OwnScreen):
    owner = "requested_by"
    list_display = ["kind", "state", "progress", "total", "created_at", "finished_at"]
    list_filter = ["state", "kind"]
    fields = [
        *("kind", "state", "progress", "total", "message", "error", "attempts", "result_name", "result_size"),
        *("created_at", "started_at", "finished_at"),
    ]


@admin.register(StagedImport)
class StagedImportAdmin(OwnScreen):
    owner = "actor"
    list_display = ["kind", "file_name", "state", "problem_count", "created_at", "applied_at"]
    list_filter = ["state", "kind"]
    fields = ["kind", "file_name", "sha256", "state", "problem_count", "created_at", "applied_at"]


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(OfficeModelAdmin):
    view_capability = "document.read"
    list_display = ["number", "kind", "title", "subject", "issued_at", "state"]
    list_filter = ["year", "kind", "state"]
    search_fields = ["number", "title", "subject", "sha256"]
    fields = [
        *("number", "kind", "title", "subject", "issuer_name", "county_code", "centre_code", "code"),
        *(
            "issued_by",
            "issued_at",
            "sha256",
            "size",
            "state",
            "replaced_by",
            "ended_by",
            "ended_at",
            "reason",
        ),
    ]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.document_scope())
