"""Schemes in the admin: to look at for all who read them, to change while draft, through the actions only."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from appraisal import access
from appraisal.actions import schemes as actions
from appraisal.core.rules import RULES
from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme, SchemeRound
from appraisal.queries.schemes import indicator_part
from appraisal.rule_fields import field_name, spoken
from appraisal.scheme_changes import sentence
from appraisal.scheme_forms import BandForm, CategoryForm, GateForm, IndicatorForm, RoundForm, SchemeForm
from records.admin_base import OfficeModelAdmin, ReadOnlyInline


class RoundInline(ReadOnlyInline):
    model = SchemeRound
    fields = ["kind", "weight_percent"]
    show_change_link = True


class BandInline(ReadOnlyInline):
    model = GradeBand
    fields = ["ordinal", "code", "name", "floor", "forfeit_percent", "award_weight"]
    show_change_link = True


class GateInline(ReadOnlyInline):
    model = Gate
    fields = ["ordinal", "name", "percent", "indicator_codes"]
    show_change_link = True


class CategoryInline(ReadOnlyInline):
    model = Category
    fields = ["ordinal", "code", "name", "full_marks", "weight_percent", "tie_break", "clause"]
    show_change_link = True


class IndicatorInline(ReadOnlyInline):
    model = Indicator
    fields = ["ordinal", "code", "name", "full_marks", "rule", "method"]
    show_change_link = True


@admin.register(Scheme)
class SchemeAdmin(OfficeModelAdmin):
    view_capability = "scheme.read"
    add_capability = change_capability = delete_capability = "scheme.edit"
    form = SchemeForm
    list_display = ["code", "version", "name", "year", "level", "full_marks", "state", "county"]
    list_display_links = ["code", "name"]
    list_filter = ["state", "year", "level"]
    list_select_related = ["county"]
    search_fields = ["code", "name"]
    inlines = [RoundInline, BandInline, GateInline, CategoryInline]
    fieldsets = [
        (
            None,
            {"fields": ["county", "code", "name", "year", "level", "full_marks", "source", "note", "seen"]},
        ),
        (_("等次"), {"fields": ["top_cap_percent", "tie_breaks"]}),
        (_("补助"), {"fields": ["monthly_percent", "june_part_percent", "award_percent"]}),
        (_("状态"), {"fields": ["version", "state", "created_at", "activated_at"]}),
    ]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.county_scope("county__"))

    def may_change(self, user: Any, obj: Scheme) -> bool:
        return obj.state == Scheme.State.DRAFT

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["county", "version", "state", "created_at", "activated_at"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new scheme has no state yet, and whoever only looks needs no fingerprint."""
        shown = super().get_fieldsets(request, obj)
        if obj is None:
            first = [name for name in shown[0][1]["fields"] if name not in {"county", "seen"}]
            return [(None, {"fields": first}), *shown[1:3]]
        return shown if self.has_change_permission(request, obj) else without_seen(shown)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [] if obj is None else self.inlines

    def perform_save(self, request: HttpRequest, obj: Any, form: Any, *, version: int | None) -> Any:
        user: Any = request.user
        if obj.pk is None:
            return actions.create_blank(actor=user, values=form.values())
        seen = form.cleaned_data.get("seen", "")
        return actions.edit(actor=user, scheme_id=obj.pk, values=form.values(), seen=seen)

    def perform_delete(self, request: HttpRequest, obj: Any) -> None:
        user: Any = request.user
        actions.discard(actor=user, scheme_id=obj.pk)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """A draft goes with everything in it; the actions ask for the rights."""
        return [str(one) for one in objs], {str(self.opts.verbose_name_plural): len(objs)}, set(), []


def without_seen(fieldsets: Any) -> Any:
    return [
        (title, options | {"fields": [name for name in options["fields"] if name != "seen"]})
        for title, options in fieldsets
    ]


class PartAdmin(OfficeModelAdmin):
    """A part of a scheme: changed while the scheme is a draft."""

    view_capability = "scheme.read"
    add_capability = change_capability = delete_capability = "scheme.edit"
    list_select_related: ClassVar[Any] = ["scheme"]
    list_filter: ClassVar[Any] = ["scheme"]

    def in_scope(self, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(user.county_scope("scheme__county__"))

    def may_change(self, user: Any, obj: Any) -> bool:
        return bool(obj.scheme.state == Scheme.State.DRAFT)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = super().get_fieldsets(request, obj)
        return shown if obj is None or self.has_change_permission(request, obj) else without_seen(shown)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A part stays in the scheme it was made in."""
        return ["scheme"] if obj is not None else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only drafts in scope can get a new part."""
        user: Any = request.user
        drafts = access.schemes_for(user).filter(state=Scheme.State.DRAFT)
        if db_field.name == "scheme":
            kwargs["queryset"] = drafts
        elif db_field.name == "category":
            kwargs["queryset"] = Category.objects.filter(scheme__in=drafts).select_related("scheme")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def perform_save(self, request: HttpRequest, obj: Any, form: Any, *, version: int | None) -> Any:
        user: Any = request.user
        scheme_id = obj.scheme_id = obj.category.scheme_id if isinstance(obj, Indicator) else obj.scheme_id
        return actions.save_part(
            actor=user,
            scheme_id=scheme_id,
            part=self.model,
            pk=obj.pk,
            values=form.values(),
            seen=form.cleaned_data.get("seen", ""),
        )

    def perform_delete(self, request: HttpRequest, obj: Any) -> None:
        user: Any = request.user
        actions.remove_part(actor=user, scheme_id=obj.scheme_id, part=self.model, pk=obj.pk)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        return [str(one) for one in objs], {str(self.opts.verbose_name_plural): len(objs)}, set(), []


@admin.register(SchemeRound)
class SchemeRoundAdmin(PartAdmin):
    form = RoundForm
    list_display = ["kind", "weight_percent", "scheme"]
    fields = ["scheme", "kind", "weight_percent", "seen"]


@admin.register(GradeBand)
class GradeBandAdmin(PartAdmin):
    form = BandForm
    list_display = ["name", "code", "floor", "forfeit_percent", "award_weight", "scheme"]
    fields = ["scheme", "ordinal", "code", "name", "floor", "forfeit_percent", "award_weight", "seen"]


@admin.register(Gate)
class GateAdmin(PartAdmin):
    form = GateForm
    list_display = ["name", "percent", "indicators", "scheme"]
    search_fields = ["name"]
    fields = ["scheme", "ordinal", "name", "percent", "indicator_codes", "seen"]

    @admin.display(description=_("所含指标"))
    def indicators(self, row: Gate) -> str:
        return "、".join(row.indicator_codes)


@admin.register(Category)
class CategoryAdmin(PartAdmin):
    form = CategoryForm
    list_display = ["code", "name", "full_marks", "weight_percent", "tie_break", "clause", "scheme"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name"]
    fields = [
        *("scheme", "ordinal", "code", "name", "full_marks", "weight_percent", "tie_break", "clause", "seen"),
    ]
    inlines = [IndicatorInline]


@admin.register(Indicator)
class IndicatorAdmin(PartAdmin):
    form = IndicatorForm
    list_display = [
        "code",
        "name",
        "full_marks",
        "rule_name",
        "not_applicable",
        "method",
        "is_default",
        "scheme",
    ]
    list_display_links = ["code", "name"]
    list_filter = ["scheme", "category", "rule", "method", "not_applicable", "is_default"]
    list_select_related = ["scheme", "category"]
    search_fields = ["code", "name"]
    readonly_fields = ["rule_sentence"]

    class Media:
        js = [Script("js/rule-form.js", type="module")]

    @admin.display(description=_("评分规则"), ordering="rule")
    def rule_name(self, row: Indicator) -> str:
        rule = RULES.get(row.rule)
        return row.rule if rule is None else str(spoken(rule.name))

    @admin.display(description=_("评分标准"))
    def rule_sentence(self, row: Indicator) -> str:
        return sentence(indicator_part(row)) if row.pk else "—"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["rule_sentence", *(["scheme"] if obj is not None else [])]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The basics, then a group of parameters for each kind of rule; a reader sees the sentence instead."""
        basics = [
            "category",
            "ordinal",
            "code",
            "name",
            "full_marks",
            "clause",
            "method",
            "not_applicable",
            "needs_evidence",
            "unit",
        ]
        groups = [
            (None, {"fields": basics}),
            (_("备注"), {"fields": ["revenue_basis", "is_default", "note"]}),
            (_("评分规则"), {"fields": ["rule", "rule_sentence", "seen"]}),
        ]
        if obj is not None and not self.has_change_permission(request, obj):
            return without_seen(groups)
        for kind, rule in RULES.items():
            names = [field_name(kind, one) for one in rule.parameters]
            groups.append((spoken(rule.name), {"fields": names, "classes": ["rule-group", f"rule-{kind}"]}))
        return groups
