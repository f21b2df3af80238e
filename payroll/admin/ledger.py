"""The ledger and its documents in the admin: to look at, to search and to export; written by actions only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from payroll.access import awards_for, budgets_for, corrections_for, entries_for, receipts_for
from payroll.models import (
    AwardLine,
    AwardSheet,
    BudgetPortion,
    Correction,
    CorrectionLine,
    LedgerEntry,
    LedgerPosting,
    Receipt,
    Remittance,
)
from payroll.resources_ledger import (
    AwardLineResource,
    AwardResource,
    CorrectionLineResource,
    CorrectionResource,
    EntryResource,
    PortionResource,
    PostingResource,
    ReceiptResource,
    RemittanceResource,
)
from records.admin_base import ReadOnlyInline
from records.admin_import import OfficeImportExport


class MoneyAdmin(OfficeImportExport):
    """Seen and exported by those who read releases; the scope is the access door's."""

    view_capability = "release.read"


@admin.register(BudgetPortion)
class PortionAdmin(MoneyAdmin):
    resource_classes = [PortionResource]
    view_capability = "budget.read"
    list_display = ["revision", "source", "amount", "document", "dated"]
    list_filter = ["source", "revision__budget__year"]
    list_select_related = ["revision__budget__centre"]
    search_fields = ["document", "revision__budget__centre__code", "revision__budget__centre__name"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(revision__budget__in=budgets_for(user))


class RemittanceInline(ReadOnlyInline):
    model = Remittance
    fields = ("passed_on", "amount", "withdrawn", "entered_by", "entered_at")
    ordering = ("passed_on",)


@admin.register(Receipt)
class ReceiptAdmin(MoneyAdmin):
    resource_classes = [ReceiptResource]
    view_capability = "budget.read"
    list_display = ["year", "source", "document", "dated", "received_on", "amount", "withdrawn"]
    list_filter = ["year", "source", "withdrawn", "county"]
    list_select_related = ["county"]
    search_fields = ["document"]
    inlines = [RemittanceInline]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=receipts_for(user).values("pk"))


@admin.register(Remittance)
class RemittanceAdmin(MoneyAdmin):
    resource_classes = [RemittanceResource]
    view_capability = "budget.read"
    list_display = ["receipt", "passed_on", "amount", "withdrawn", "entered_by"]
    list_filter = ["receipt__year", "receipt__source", "withdrawn"]
    list_select_related = ["receipt", "entered_by"]
    search_fields = ["receipt__document"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(receipt__in=receipts_for(user))


class CorrectionInline(ReadOnlyInline):
    model = CorrectionLine
    fields = ("centre", "grade_name", "before", "after", "change")
    ordering = ("pk",)


@admin.register(Correction)
class CorrectionAdmin(MoneyAdmin):
    resource_classes = [CorrectionResource]
    list_display = ["sheet", "publication", "cause", "made_by", "made_at"]
    list_filter = ["year", "county"]
    list_select_related = ["sheet__county", "publication__county", "made_by"]
    search_fields = ["cause", "sheet__number"]
    inlines = [CorrectionInline]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=corrections_for(user).values("pk"))


@admin.register(CorrectionLine)
class CorrectionLineAdmin(MoneyAdmin):
    resource_classes = [CorrectionLineResource]
    list_display = ["correction", "centre", "grade_name", "before", "after", "change"]
    list_filter = ["correction__year"]
    list_select_related = [
        "correction__sheet__county",
        "correction__publication__county",
        "centre",
    ]
    search_fields = ["centre__code", "centre__name"]
    exclude = ["steps"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(correction__in=corrections_for(user))


class AwardInline(ReadOnlyInline):
    model = AwardLine
    fields = ("ordinal", "centre", "director", "grade_name", "weight", "amount")
    ordering = ("ordinal",)


@admin.register(AwardSheet)
class AwardAdmin(MoneyAdmin):
    resource_classes = [AwardResource]
    list_display = ["year", "county", "state", "number", "fund", "total", "made_by", "approved_by", "paid_by"]
    list_filter = ["year", "state", "county"]
    list_select_related = ["county", "made_by", "approved_by", "paid_by"]
    search_fields = ["number", "fingerprint"]
    inlines = [AwardInline]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=awards_for(user).values("pk"))


@admin.register(AwardLine)
class AwardLineAdmin(MoneyAdmin):
    resource_classes = [AwardLineResource]
    list_display = ["sheet", "centre", "director", "grade_name", "weight", "amount"]
    list_filter = ["sheet__year", "sheet__state"]
    list_select_related = ["sheet__county", "centre"]
    search_fields = ["director", "centre__code", "centre__name"]
    exclude = ["steps"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(sheet__in=awards_for(user))


class PostingInline(ReadOnlyInline):
    model = LedgerPosting
    fields = ("ordinal", "account", "source", "centre", "amount")
    ordering = ("ordinal",)


@admin.register(LedgerEntry)
class EntryAdmin(MoneyAdmin):
    resource_classes = [EntryResource]
    list_display = ["year", "number", "day", "kind", "text", "made_by"]
    list_display_links = ["year", "number"]
    list_filter = ["year", "kind", "county"]
    list_select_related = ["county", "made_by"]
    search_fields = ["text", "reason", "sheet__number"]
    inlines = [PostingInline]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=entries_for(user).values("pk"))


@admin.register(LedgerPosting)
class PostingAdmin(MoneyAdmin):
    resource_classes = [PostingResource]
    list_display = ["entry", "ordinal", "account", "source", "centre", "amount"]
    list_filter = ["entry__year", "account", "source"]
    list_select_related = ["entry__county", "centre"]
    search_fields = ["centre__code", "centre__name", "entry__text"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(entry__in=entries_for(user))
