"""Money in the admin: to look at, to search and to export. What changes it has its own pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payroll.access import budgets_for, lines_for, sheets_for
from payroll.models import Budget, BudgetRevision, ReleaseLine, ReleaseSheet, SubsidyYear
from payroll.queries.sheets import steps_of
from payroll.resources import BudgetResource, LineResource, RevisionResource, SheetResource
from records.admin_base import OfficeModelAdmin, ReadOnlyInline, may
from records.admin_import import OfficeImportExport


@admin.register(SubsidyYear)
class SubsidyYearAdmin(OfficeModelAdmin):
    view_capability = "budget.read"
    list_display = ["year", "county", "scheme"]
    list_filter = ["year", "county"]
    list_select_related = ["county", "scheme"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.county_scope("county__"))


class RevisionInline(ReadOnlyInline):
    model = BudgetRevision
    fields = ("number", "amount", "from_month", "document", "reason", "entered_by", "entered_at")
    ordering = ("number",)


@admin.register(Budget)
class BudgetAdmin(OfficeImportExport):
    """A budget is decided on its own page, where month, document and reason are asked for."""

    resource_classes = [BudgetResource]
    view_capability = "budget.read"
    list_display = ["year", "centre", "amount", "version"]
    list_display_links = ["year", "centre"]
    list_filter = ["year", "county"]
    list_select_related = ["centre"]
    search_fields = ["centre__code", "centre__name"]
    inlines = [RevisionInline]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=budgets_for(user).values("pk"))

    def has_import_permission(self, request: HttpRequest) -> bool:
        return may(request, "budget.edit")

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The one import of budgets, with its own preview."""
        user: Any = request.user
        if not self.has_import_permission(request) or user.region is None:
            return redirect("payroll:index")
        return redirect("payroll:budgets", user.region.code, timezone.localdate().year)


@admin.register(BudgetRevision)
class BudgetRevisionAdmin(OfficeImportExport):
    resource_classes = [RevisionResource]
    view_capability = "budget.read"
    list_display = [
        "budget",
        "number",
        "amount",
        "from_month",
        "document",
        "reason",
        "entered_by",
        "entered_at",
    ]
    list_filter = ["budget__year"]
    list_select_related = ["budget__centre", "entered_by"]
    search_fields = ["budget__centre__code", "budget__centre__name", "document", "reason"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(budget__in=budgets_for(user))


class LineInline(ReadOnlyInline):
    model = ReleaseLine
    fields = ("ordinal", "centre_code", "centre_name", "due", "forfeited", "adjustment", "amount", "remark")
    ordering = ("ordinal",)


@admin.register(ReleaseSheet)
class ReleaseSheetAdmin(OfficeImportExport):
    resource_classes = [SheetResource]
    view_capability = "release.read"
    list_display = [
        "title",
        "county",
        "state",
        "number",
        "total",
        "forfeited",
        "made_by",
        "reviewed_by",
        "paid_by",
    ]
    list_filter = ["year", "kind", "state", "county"]
    list_select_related = ["county", "made_by", "reviewed_by", "paid_by"]
    search_fields = ["number", "fingerprint"]
    exclude = ["left_out"]
    inlines = [LineInline]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=sheets_for(user).values("pk"))

    @admin.display(description=_("拨付单"))
    def title(self, obj: ReleaseSheet) -> str:
        return obj.title


@admin.register(ReleaseLine)
class ReleaseLineAdmin(OfficeImportExport):
    resource_classes = [LineResource]
    view_capability = "release.read"
    list_display = ["sheet", "centre_code", "centre_name", "due", "forfeited", "adjustment", "amount"]
    list_filter = ["sheet__year", "sheet__kind", "sheet__state"]
    list_select_related = ["sheet"]
    search_fields = ["centre_code", "centre_name", "sheet__number"]
    exclude = ["steps"]
    readonly_fields = ["shown_steps"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=lines_for(user).values("pk"))

    @admin.display(description=_("计算过程"))
    def shown_steps(self, obj: ReleaseLine) -> str:
        return "；".join(steps_of(obj))
