"""Scenarios in the admin: to look at and to remove; they are made on the page that works them out."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from appraisal.actions import scenarios as actions
from appraisal.models import Scenario
from records.admin_base import OfficeModelAdmin


@admin.register(Scenario)
class ScenarioAdmin(OfficeModelAdmin):
    view_capability = "score.read"
    delete_capability = "scenario.save"
    list_display = ["name", "county", "level", "centre", "year", "base", "created_by", "updated_at"]
    list_filter = ["level", "year", "base", "county"]
    list_select_related = ["county", "centre", "created_by"]
    search_fields = ["name", "note"]
    fields = [
        *("county", "level", "centre", "year", "base", "name", "note", "changes"),
        *("created_by", "created_at", "updated_at"),
    ]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.county_scope("county__"))

    def perform_delete(self, request: HttpRequest, obj: Any) -> None:
        actions.delete(actor=request.user, scenario_id=obj.pk)  # type: ignore[arg-type]
