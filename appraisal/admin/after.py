"""Rectifications, removals, spot checks and filings in the admin: to look at; their acts have pages of their own."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from appraisal.after_access import checks_for, filings_for
from appraisal.models import Filing, Rectification, RectificationStep, RemovalCase, SpotCell, SpotCheck
from records.admin_base import OfficeModelAdmin, ReadOnlyInline


class StepInline(ReadOnlyInline):
    model = RectificationStep
    fields = ("act", "text", "due_on", "by", "at")


class CellInline(ReadOnlyInline):
    model = SpotCell
    fields = ("centre", "indicator", "full_marks", "county_points", "points", "reason", "scored_by")


@admin.register(Rectification)
class RectificationAdmin(OfficeModelAdmin):
    view_capability = "rectification.read"
    list_display = ["centre", "year", "director_name", "failing_years", "due_on", "state"]
    list_filter = ["year", "state"]
    list_select_related = ["centre"]
    search_fields = ["centre__name", "centre__code", "director_name"]
    fields = [
        *("county", "centre", "year", "result", "director_name", "failing_years", "state", "due_on"),
        *("ordered_by", "ordered_at"),
    ]
    inlines = [StepInline]


@admin.register(RemovalCase)
class RemovalCaseAdmin(OfficeModelAdmin):
    view_capability = "rectification.read"
    list_display = ["rectification", "state", "put_at", "decided_by", "decided_at"]
    list_filter = ["state"]
    list_select_related = ["rectification__centre", "decided_by"]
    fields = ["rectification", "state", "years", "put_at", "decision", "decided_by", "decided_at"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.county_scope("rectification__county__"))


@admin.register(SpotCheck)
class SpotCheckAdmin(OfficeModelAdmin):
    view_capability = "check.read"
    list_display = ["county", "round", "body", "tolerance", "made_by", "made_at", "state"]
    list_display_links = ["county", "round"]
    list_filter = ["body", "state"]
    list_select_related = ["county", "made_by", "round__centre"]
    fields = [
        *("body", "region", "county", "round", "state", "seed", "centre_frame", "centre_codes"),
        *("indicator_frame", "indicator_codes", "tolerance", "made_by", "made_at", "reported_at", "wanted"),
        *("demand", "due_on", "answer", "corrected_round", "outcome"),
    ]
    inlines = [CellInline]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=checks_for(user).values("pk"))


@admin.register(Filing)
class FilingAdmin(OfficeModelAdmin):
    view_capability = "filing.read"
    list_display = ["county", "year", "version", "state", "sent_by", "sent_at", "decided_at"]
    list_display_links = ["county", "year"]
    list_filter = ["year", "state"]
    list_select_related = ["county", "sent_by"]
    fields = [
        *("county", "year", "version", "publication", "sha256", "state", "sent_by", "sent_at"),
        *("decided_by", "decided_at", "note"),
    ]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(pk__in=filings_for(user).values("pk"))
