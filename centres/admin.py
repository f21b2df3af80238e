"""Regions, centres, people and accounts in the admin; written through `centres.actions.master`."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from centres import list_books, sheets
from centres.actions import master
from centres.lists import CLINICS, HOSPITALS, Listing
from centres.models import (
    Centre,
    CentreAlias,
    DirectorTerm,
    Post,
    Region,
    Staff,
    SupportHospital,
    User,
    VillageClinic,
)
from centres.resources import (
    CentreResource,
    ClinicResource,
    DirectorTermResource,
    HospitalResource,
    PostResource,
    StaffResource,
)
from records import audit
from records.admin_base import OfficeModelAdmin, ReadOnlyInline, may
from records.admin_import import OfficeImportExport

BANK = ("centre.edit", "budget.edit")


class MasterAdmin(OfficeModelAdmin):
    """Seen by whoever reads centres, written by whoever edits them."""

    view_capability: str | tuple[str, ...] = ("centre.read", "region.manage")
    add_capability: str | tuple[str, ...] = "centre.edit"
    change_capability: str | tuple[str, ...] = "centre.edit"

    def perform_save(self, request: HttpRequest, obj: Any, form: Any, *, version: int | None) -> Any:
        return master.save(actor=request.user, obj=obj, version=version)  # type: ignore[arg-type]

    def perform_delete(self, request: HttpRequest, obj: Any) -> None:
        master.remove(actor=request.user, obj=obj)  # type: ignore[arg-type]


class MasterSheetAdmin(OfficeImportExport, MasterAdmin):
    """Master data that also comes and goes as workbooks."""


@admin.register(Region)
class RegionAdmin(MasterAdmin):
    view_capability = add_capability = change_capability = "region.manage"
    list_display = ["code", "name", "level", "parent", "bureau_name"]
    list_display_links = ["code", "name"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]


class AliasInline(ReadOnlyInline):
    model = CentreAlias
    fk_name = "centre"
    fields = ["name"]


class TermInline(ReadOnlyInline):
    model = DirectorTerm
    fields = ["staff", "started_on", "ended_on"]


@admin.register(Centre)
class CentreAdmin(MasterSheetAdmin):
    """Imported with a preview of its own, because centres are matched by code and by name."""

    resource_classes = [CentreResource]
    view_capability = "centre.read"
    list_display = ["code", "name", "kind", "staffing_quota", "staff_count", "population", "closed_on"]
    list_display_links = ["code", "name"]
    list_filter = ["county", "kind"]
    list_select_related = ["county"]
    search_fields = ["code", "name"]
    inlines = [TermInline, AliasInline]
    fieldsets = [
        (None, {"fields": ["county", "code", "name", "kind"]}),
        (None, {"fields": ["staffing_quota", "staff_count", "population"]}),
        (None, {"fields": ["bank_name", "bank_account_name", "bank_account"]}),
        (None, {"fields": ["opened_on", "closed_on", "merged_into"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever only looks sees no bank account."""
        shown = super().get_fieldsets(request, obj)
        if may(request, BANK):
            return shown
        return [part for part in shown if "bank_account" not in part[1]["fields"]]

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("records:import_upload", kind="centres")

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> bytes:
        """The same workbook that the import reads."""
        user: Any = request.user
        with audit.act(user, action="export.centre") as trail:
            trail.note({"rows": queryset.count(), "bank": may(request, BANK)})
            return sheets.workbook(queryset.select_related("merged_into"), bank=may(request, BANK))


class ListedAdmin(MasterSheetAdmin):
    """Institutions beside the health centres: imported and exported as the plain lists of `centres.lists`."""

    listing: Listing
    view_capability = "centre.read"
    list_display_links = ["code", "name"]
    search_fields = ["code", "name"]

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("records:import_upload", kind=self.listing.kind)

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> bytes:
        """The same workbook that the import reads."""
        user: Any = request.user
        with audit.act(user, action=f"export.{self.opts.model_name}") as trail:
            trail.note({"rows": queryset.count()})
            rows = queryset.select_related("parent")
            return list_books.workbook(self.listing, rows, str(self.listing.title))


@admin.register(VillageClinic)
class VillageClinicAdmin(ListedAdmin):
    listing, resource_classes = CLINICS, [ClinicResource]
    list_display = ["code", "name", "parent", "staff_count", "population", "closed_on"]
    list_filter = ["parent"]
    list_select_related = ["parent"]
    fields = ["parent", "code", "name", "staff_count", "population", "opened_on", "closed_on"]


@admin.register(SupportHospital)
class SupportHospitalAdmin(ListedAdmin):
    listing, resource_classes = HOSPITALS, [HospitalResource]
    list_display = ["code", "name", "county", "staff_count", "closed_on"]
    list_filter = ["county"]
    list_select_related = ["county"]
    fields = ["county", "code", "name", "staff_count", "opened_on", "closed_on"]


@admin.register(CentreAlias)
class CentreAliasAdmin(MasterAdmin):
    view_capability, delete_capability = "centre.read", "centre.edit"
    list_display = ["name", "centre"]
    list_select_related = ["centre"]
    search_fields = ["name", "centre__name"]
    fields = ["centre", "name"]


@admin.register(Post)
class PostAdmin(MasterSheetAdmin):
    resource_classes = [PostResource]
    view_capability, delete_capability = "centre.read", "centre.edit"
    list_display = ["name", "position_coefficient", "county"]
    list_filter = ["county"]
    list_select_related = ["county"]
    search_fields = ["name"]


@admin.register(Staff)
class StaffAdmin(MasterSheetAdmin):
    resource_classes = [StaffResource]
    view_capability = "centre.read"
    list_display = ["number", "name", "centre", "post", "employment", "key_talent", "ended_on"]
    list_display_links = ["number", "name"]
    list_filter = ["centre", "employment", "key_talent"]
    list_select_related = ["centre", "post"]
    search_fields = ["number", "name"]
    inlines = [TermInline]


@admin.register(DirectorTerm)
class DirectorTermAdmin(MasterSheetAdmin):
    resource_classes = [DirectorTermResource]
    view_capability, delete_capability = "centre.read", "centre.edit"
    list_display = ["centre", "staff", "started_on", "ended_on"]
    list_filter = ["centre"]
    list_select_related = ["centre", "staff"]
    search_fields = ["centre__name", "staff__name"]
    date_hierarchy = "started_on"


@admin.register(User)
class UserAdmin(OfficeModelAdmin):
    """Accounts are listed here and managed on their own pages, where passwords and second factors are too."""

    view_capability = "account.manage"
    list_display = ["username", "display_name", "role", "region", "centre", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    list_select_related = ["region", "centre"]
    search_fields = ["username", "display_name"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset if user.can("account.manage") else queryset.none()

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        account = self.get_object(request, object_id)
        if account is None:
            raise Http404
        return redirect("centres:account", account_id=account.pk)
