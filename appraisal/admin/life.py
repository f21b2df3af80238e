"""A round's later life in the admin: to look at; the county's own working days are kept here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from appraisal.actions import calendar
from appraisal.admin.rounds import RoundScreen
from appraisal.models import (
    Appeal,
    AppealItem,
    Extension,
    OwnDay,
    RoundStep,
    SelfAssessment,
    SelfScore,
    SheetReturn,
    TakeOver,
)
from records.admin_base import OfficeModelAdmin, ReadOnlyInline


@admin.register(RoundStep)
class RoundStepAdmin(RoundScreen):
    list_display = ["round", "act", "by", "at", "document", "document_on"]
    list_filter = ["act", "round__year"]
    list_select_related = ["round", "by"]
    search_fields = ["document"]


@admin.register(Extension)
class ExtensionAdmin(RoundScreen):
    list_display = ["round", "stage", "old_on", "new_on", "reason", "by", "at"]
    list_filter = ["stage", "round__year"]
    list_select_related = ["round", "by"]
    search_fields = ["reason"]


class SheetScreen(RoundScreen):
    """Rows of a sheet."""

    view_capability = "score.read"
    county = "assessment__round__county__"


@admin.register(SheetReturn)
class SheetReturnAdmin(SheetScreen):
    list_display = ["assessment", "remark", "by", "at", "answered_at"]
    list_filter = ["assessment__round__year", "assessment__round__kind"]
    list_select_related = ["assessment__centre", "assessment__staff", "assessment__round", "by"]
    search_fields = ["remark", "assessment__centre__name"]


@admin.register(SelfAssessment)
class SelfAssessmentAdmin(SheetScreen):
    list_display = ["assessment", "handed_in_by", "handed_in_at"]
    list_filter = ["assessment__round__year", "assessment__round__kind"]
    list_select_related = ["assessment__centre", "assessment__staff", "assessment__round", "handed_in_by"]
    search_fields = ["assessment__centre__name"]


@admin.register(SelfScore)
class SelfScoreAdmin(RoundScreen):
    """What is handed in alone: a draft is the centre's own."""

    view_capability = "score.read"
    county = "sheet__assessment__round__county__"
    list_display = ["sheet", "indicator", "points", "not_applicable", "reason", "updated_by", "updated_at"]
    list_filter = ["sheet__assessment__round__year", "sheet__assessment__round__kind"]
    list_select_related = [
        "sheet__assessment__centre", "sheet__assessment__staff", "sheet__assessment__round", "indicator", "updated_by"
    ]  # fmt: skip
    search_fields = ["sheet__assessment__centre__name", "indicator__code", "indicator__name"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return super().in_scope(queryset, user).filter(sheet__handed_in_at__isnull=False)


@admin.register(TakeOver)
class TakeOverAdmin(RoundScreen):
    view_capability = "score.read"
    county = "score__assessment__round__county__"
    list_display = ["score", "version", "by", "at"]
    list_select_related = ["score", "by"]


class AppealItemInline(ReadOnlyInline):
    model = AppealItem
    fields = ("score", "claim", "old_points", "proposed", "new_points")


@admin.register(Appeal)
class AppealAdmin(SheetScreen):
    list_display = ["assessment", "state", "made_by", "made_at", "proposed_by", "decided_by", "decided_at"]
    list_filter = ["state", "assessment__round__year", "assessment__round__kind"]
    list_select_related = [
        "assessment__centre", "assessment__staff", "assessment__round", "made_by", "proposed_by", "decided_by"
    ]  # fmt: skip
    search_fields = ["reason", "decision", "assessment__centre__name"]
    inlines = [AppealItemInline]


@admin.register(AppealItem)
class AppealItemAdmin(RoundScreen):
    view_capability = "score.read"
    county = "appeal__assessment__round__county__"
    list_display = ["appeal", "score", "claim", "old_points", "new_points"]
    list_select_related = [
        "appeal__assessment__centre", "appeal__assessment__staff", "appeal__assessment__round", "score"
    ]  # fmt: skip
    search_fields = ["claim"]


@admin.register(OwnDay)
class OwnDayAdmin(OfficeModelAdmin):
    view_capability = "round.read"
    add_capability = change_capability = delete_capability = "round.extend"
    list_display = ["day", "works", "name", "county", "by", "at"]
    list_filter = ["works", "county"]
    list_select_related = ["county", "by"]
    search_fields = ["name"]
    fields = ["county", "day", "works", "name"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.county_scope("county__"))

    def perform_save(self, request: HttpRequest, obj: Any, form: Any, *, version: int | None) -> Any:
        return calendar.set_day(
            actor=request.user,  # type: ignore[arg-type]
            county=obj.county,
            day=obj.day,
            works=obj.works,
            name=obj.name,
            now=timezone.now(),
            pk=obj.pk,
        )

    def perform_delete(self, request: HttpRequest, obj: Any) -> None:
        calendar.remove_day(actor=request.user, day_id=obj.pk)  # type: ignore[arg-type]
