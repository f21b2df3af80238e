"""Published results in the admin: to look at, to search and to export; nobody writes them here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from appraisal.models import Publication, Result
from appraisal.queries.results import said
from records.admin_base import OfficeModelAdmin, ReadOnlyInline
from records.admin_import import (
    ChoiceWidget,
    CountWidget,
    OfficeImportExport,
    OfficeMeta,
    OfficeResource,
    PointsWidget,
)


class ResultResource(OfficeResource):
    """The columns of the export; results are never imported."""

    year = Field("publication__year", column_name=_("考核年度"), widget=CountWidget())
    kind = Field("publication__kind", column_name=_("类别"), widget=ChoiceWidget(Publication.Kind.choices))
    version = Field("publication__version", column_name=_("版本"), widget=CountWidget())
    code = Field("centre__code", column_name=_("机构代码"))
    name = Field("centre__name", column_name=_("卫生院"))
    june_total = Field("june_total", column_name=_("6月得分"), widget=PointsWidget())
    december_total = Field("december_total", column_name=_("12月得分"), widget=PointsWidget())
    total = Field("total", column_name=_("总分"), widget=PointsWidget())
    rank = Field("rank", column_name=_("名次"), widget=CountWidget())
    grade_name = Field("grade_name", column_name=_("等次"))
    standing = Field("standing", column_name=_("状态"), widget=ChoiceWidget(Result.Standing.choices))
    director_name = Field("director_name", column_name=_("院长"))

    class Meta(OfficeMeta):
        model = Result
        fields = (
            *("year", "kind", "version", "code", "name", "june_total", "december_total", "total", "rank"),
            *("grade_name", "standing", "director_name"),
        )
        export_order = fields


class ResultInline(ReadOnlyInline):
    model = Result
    fields = ("rank", "centre", "june_total", "december_total", "total", "grade_name", "standing")
    ordering = ("rank", "centre__code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("centre")


@admin.register(Publication)
class PublicationAdmin(OfficeModelAdmin):
    view_capability = "result.read"
    list_display = [
        "year",
        "kind",
        "version",
        "county",
        "graded",
        "top_places",
        "published_by",
        "published_at",
    ]
    list_display_links = ["year", "kind"]
    list_filter = ["year", "kind", "county"]
    list_select_related = ["county", "published_by"]
    search_fields = ["county__name", "fingerprint"]
    inlines = [ResultInline]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.county_scope("county__"))


@admin.register(Result)
class ResultAdmin(OfficeImportExport):
    resource_classes = [ResultResource]
    view_capability = "result.read"
    list_display = ["publication", "rank", "centre", "total", "grade_name", "standing", "director_name"]
    list_display_links = ["publication", "centre"]
    list_filter = ["publication__year", "publication__kind", "grade_name", "standing"]
    list_select_related = ["publication", "centre"]
    search_fields = ["centre__code", "centre__name", "director_name"]
    fields = [
        *("publication", "centre", "standing", "june_total", "december_total", "total", "rank"),
        *("grade_name", "remark_code", "shown_steps", "director_name"),
    ]
    readonly_fields = ["shown_steps"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.centre_scope("centre__"))

    @admin.display(description=_("评定过程"))
    def shown_steps(self, obj: Result) -> str:
        return "；".join(said(step) for step in obj.steps)
