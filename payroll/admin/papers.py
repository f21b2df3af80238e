"""Issued sheets, settings and reconciliations in the admin: to look at; account numbers and files stay out of it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from payroll.access import papers_for, reconciliations_for, settings_for
from payroll.admin.ledger import MoneyAdmin
from payroll.models import BankFile, IssuedPaper, MoneySetting, Reconciliation, ReconciliationRow
from payroll.resources_papers import (
    FileResource,
    PaperResource,
    ReconciliationResource,
    RowResource,
    SettingResource,
)


@admin.register(MoneySetting)
class SettingAdmin(MoneyAdmin):
    resource_classes = [SettingResource]
    view_capability = "budget.read"
    list_display = ["county", "unit"]
    list_select_related = ["county"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=settings_for(user).values("pk"))


@admin.register(IssuedPaper)
class PaperAdmin(MoneyAdmin):
    resource_classes = [PaperResource]
    list_display = ["title", "number", "total", "issued_by", "issued_at"]
    list_filter = ["kind", "county"]
    list_select_related = ["county", "issued_by"]
    search_fields = ["title", "number", "fingerprint"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=papers_for(user).values("pk"))


@admin.register(BankFile)
class FileAdmin(MoneyAdmin):
    resource_classes = [FileResource]
    list_display = ["name", "county", "sha256", "kept_at"]
    list_filter = ["county"]
    list_select_related = ["county"]
    search_fields = ["name", "sha256"]
    exclude = ["content"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=reconciliations_for(user).values("file")).defer("content")


@admin.register(Reconciliation)
class ReconciliationAdmin(MoneyAdmin):
    resource_classes = [ReconciliationResource]
    list_display = ["file", "year", "sheet", "first", "last", "made_by", "made_at"]
    list_filter = ["year", "county"]
    list_select_related = ["county", "file", "sheet__county", "made_by"]
    search_fields = ["file__name", "file__sha256", "sheet__number"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=reconciliations_for(user).values("pk"))


@admin.register(ReconciliationRow)
class RowAdmin(MoneyAdmin):
    resource_classes = [RowResource]
    list_display = ["reconciliation", "number", "payee", "amount", "day", "text"]
    list_filter = ["reconciliation__year"]
    list_select_related = ["reconciliation__county", "reconciliation__file"]
    search_fields = ["payee", "text"]
    exclude = ["account"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(reconciliation__in=reconciliations_for(user).values("pk"))
