"""Rounds, sheets and decisions in the admin: to look at, to search and to export; the pages of rounds write them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from appraisal.models import (
    Assessment,
    CategoryTotal,
    Duty,
    Exemption,
    ExternalFile,
    ReopenRequest,
    Round,
    Score,
    TieDecision,
    WarningTick,
)
from records.admin_base import OfficeModelAdmin, ReadOnlyInline
from records.admin_import import CountWidget, OfficeImportExport, OfficeMeta, OfficeResource, PointsWidget


class RoundScreen(OfficeModelAdmin):
    """A read-only screen whose rows belong to a round; `county` leads to its county."""

    view_capability = "round.read"
    county = "round__county__"

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.county_scope(self.county))


@admin.register(Round)
class RoundAdmin(RoundScreen):
    county = "county__"
    list_display = ["year", "kind", "version", "county", "state", "opened_at", "submitted_by", "finalised_at"]
    list_display_links = ["year", "kind"]
    list_filter = ["year", "kind", "state", "county"]
    list_select_related = ["county", "submitted_by"]
    search_fields = ["county__name", "fingerprint"]


class CategoryTotalInline(ReadOnlyInline):
    model = CategoryTotal
    fields = ("category", "points", "applicable_full", "entered")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("category")


class AssessmentResource(OfficeResource):
    """The totals of sheets; never imported."""

    year = Field("round__year", column_name=_("考核年度"), widget=CountWidget())
    code = Field("centre__code", column_name=_("机构代码"))
    name = Field("centre__name", column_name=_("卫生院"))
    entered = Field("entered", column_name=_("已评"), widget=CountWidget())
    cells = Field("cells", column_name=_("指标数"), widget=CountWidget())
    subtotal = Field("subtotal", column_name=_("已得分"), widget=PointsWidget())
    total = Field("total", column_name=_("总分"), widget=PointsWidget())

    class Meta(OfficeMeta):
        model = Assessment
        fields = ("year", "code", "name", "entered", "cells", "subtotal", "total")
        export_order = fields


@admin.register(Assessment)
class AssessmentAdmin(OfficeImportExport):
    resource_classes = [AssessmentResource]
    view_capability = "score.read"
    list_display = ["round", "centre", "entered", "cells", "subtotal", "total"]
    list_display_links = ["round", "centre"]
    list_filter = ["round__year", "round__kind", "round__state"]
    list_select_related = ["round", "centre"]
    search_fields = ["centre__code", "centre__name"]
    inlines = [CategoryTotalInline]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.county_scope("round__county__"))


@admin.register(CategoryTotal)
class CategoryTotalAdmin(RoundScreen):
    view_capability = "score.read"
    county = "assessment__round__county__"
    list_display = ["assessment", "category", "points", "applicable_full", "entered"]
    list_filter = ["assessment__round__year", "assessment__round__kind"]
    list_select_related = ["assessment__centre", "assessment__round", "category"]
    search_fields = ["assessment__centre__name", "category__name"]


@admin.register(Score)
class ScoreAdmin(RoundScreen):
    view_capability = "score.read"
    county = "assessment__round__county__"
    list_display = [
        "assessment",
        "indicator",
        "points",
        "not_applicable",
        "reason",
        "updated_by",
        "updated_at",
    ]
    list_filter = ["assessment__round__year", "assessment__round__kind", "not_applicable"]
    list_select_related = ["assessment__centre", "assessment__round", "indicator", "updated_by"]
    search_fields = ["assessment__centre__name", "indicator__code", "indicator__name", "reason"]


@admin.register(Exemption)
class ExemptionAdmin(RoundScreen):
    list_display = ["round", "centre", "reason", "decided_by", "decided_at"]
    list_select_related = ["round", "centre", "decided_by"]
    search_fields = ["centre__name", "reason"]


@admin.register(Duty)
class DutyAdmin(RoundScreen):
    county = "assessment__round__county__"
    list_display = ["assessment", "clerk", "assigned_by", "assigned_at"]
    list_filter = ["assessment__round__year", "assessment__round__kind"]
    list_select_related = [
        "assessment__round__centre",
        "assessment__centre",
        "assessment__staff",
        "clerk",
        "assigned_by",
    ]
    search_fields = ["assessment__centre__name", "clerk__display_name"]


@admin.register(ReopenRequest)
class ReopenRequestAdmin(RoundScreen):
    list_display = ["round", "state", "reason", "asked_by", "asked_at", "decided_by", "expires_at"]
    list_filter = ["state"]
    list_select_related = ["round", "asked_by", "decided_by"]
    search_fields = ["reason"]


@admin.register(TieDecision)
class TieDecisionAdmin(RoundScreen):
    county = "county__"
    list_display = ["county", "year", "kind", "reason", "decided_by", "decided_at"]
    list_filter = ["year", "kind"]
    list_select_related = ["county", "decided_by"]
    search_fields = ["reason"]


@admin.register(ExternalFile)
class ExternalFileAdmin(RoundScreen):
    list_display = ["round", "indicator", "file_name", "body", "dated", "uploaded_by", "uploaded_at"]
    list_filter = ["round__year", "round__kind"]
    list_select_related = ["round__centre", "indicator", "uploaded_by"]
    search_fields = ["file_name", "body", "sha256"]
    fields = [
        "round",
        "indicator",
        "body",
        "dated",
        "file_name",
        "sha256",
        "size",
        "uploaded_by",
        "uploaded_at",
    ]


@admin.register(WarningTick)
class WarningTickAdmin(RoundScreen):
    list_display = ["round", "kind", "place", "reason", "by", "at"]
    list_filter = ["kind", "round__year", "round__kind"]
    list_select_related = ["round", "by"]
    search_fields = ["place", "said", "reason"]
