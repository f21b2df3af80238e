"""Evidence, draws, minima and surveys in the admin: to look at and to search; their own pages write them."""

from django.contrib import admin

from appraisal.admin.rounds import RoundScreen
from appraisal.models import (
    CountyMinima,
    Draw,
    DrawReplacement,
    Evidence,
    EvidenceWithdrawal,
    FieldMinima,
    FieldWaiver,
    Survey,
    SurveyAnswer,
    SurveyForm,
    SurveyUse,
    SurveyVoid,
    Symposium,
)

OF_SHEET = "assessment__round__county__"
SHEET = ("assessment__centre", "assessment__round", "assessment__staff")


@admin.register(Evidence)
class EvidenceAdmin(RoundScreen):
    view_capability = "score.read"
    county = OF_SHEET
    list_display = [
        "assessment", "indicator", "appeal", "name", "kind", "version", "sha256", "added_by", "added_at"
    ]  # fmt: skip
    list_filter = ["kind", "assessment__round__year", "assessment__round__kind"]
    list_select_related = [*SHEET, "indicator", "added_by", *(f"appeal__{name}" for name in SHEET)]
    search_fields = ["assessment__centre__name", "indicator__code", "name", "sha256"]


@admin.register(EvidenceWithdrawal)
class EvidenceWithdrawalAdmin(RoundScreen):
    view_capability = "score.read"
    county = f"evidence__{OF_SHEET}"
    list_display = ["evidence", "reason", "by", "at"]
    list_select_related = ["evidence", "by"]
    search_fields = ["evidence__name", "reason"]


@admin.register(Draw)
class DrawAdmin(RoundScreen):
    list_display = ["round", "kind", "about", "assessment", "size", "seed", "drawn_by", "drawn_at"]
    list_filter = ["kind", "round__year", "round__kind"]
    list_select_related = ["round__centre", *SHEET, "drawn_by"]
    search_fields = ["about", "seed", "assessment__centre__name"]


@admin.register(DrawReplacement)
class DrawReplacementAdmin(RoundScreen):
    county = "draw__round__county__"
    list_display = ["draw", "ordinal", "out", "new", "reason", "by", "at"]
    list_select_related = ["draw", "by"]
    search_fields = ["out", "new", "reason"]


@admin.register(CountyMinima)
class CountyMinimaAdmin(RoundScreen):
    county = "county__"
    list_display = ["county", "households", "staff_percent", "patients", "set_by", "set_at"]
    list_select_related = ["county", "set_by"]


@admin.register(FieldMinima)
class FieldMinimaAdmin(RoundScreen):
    list_display = ["round", "households", "staff_percent", "patients", "set_by", "set_at"]
    list_select_related = ["round__centre", "set_by"]


@admin.register(FieldWaiver)
class FieldWaiverAdmin(RoundScreen):
    county = OF_SHEET
    list_display = ["assessment", "reason", "by", "at"]
    list_select_related = [*SHEET, "by"]
    search_fields = ["assessment__centre__name", "reason"]


@admin.register(Symposium)
class SymposiumAdmin(RoundScreen):
    county = OF_SHEET
    list_display = ["assessment", "held_on", "staff", "patients", "by", "at"]
    list_select_related = [*SHEET, "by"]
    search_fields = ["assessment__centre__name", "note"]


@admin.register(Survey)
class SurveyAdmin(RoundScreen):
    list_display = ["round", "name", "form_code", "least_answers", "started_by", "started_at"]
    list_select_related = ["round__centre", "started_by"]
    search_fields = ["name", "form_code"]


@admin.register(SurveyForm)
class SurveyFormAdmin(RoundScreen):
    view_capability = "scheme.read"
    county = "county__"
    list_display = ["county", "name", "code", "version", "changed_by", "changed_at"]
    list_filter = ["county"]
    list_select_related = ["county", "changed_by"]
    search_fields = ["name", "code"]


@admin.register(SurveyAnswer)
class SurveyAnswerAdmin(RoundScreen):
    view_capability = "score.read"
    county = OF_SHEET
    list_display = ["survey", "assessment", "who", "number", "version", "way", "by", "at"]
    list_filter = ["who", "way"]
    list_select_related = ["survey", *SHEET, "by"]
    search_fields = ["assessment__centre__name", "number"]


@admin.register(SurveyVoid)
class SurveyVoidAdmin(RoundScreen):
    view_capability = "score.read"
    county = f"answer__{OF_SHEET}"
    list_display = ["answer", "reason", "by", "at"]
    list_select_related = ["answer", "by"]
    search_fields = ["answer__number", "reason"]


@admin.register(SurveyUse)
class SurveyUseAdmin(RoundScreen):
    view_capability = "score.read"
    county = OF_SHEET
    list_display = ["survey", "assessment", "indicator", "who", "answers", "satisfied", "mean", "by", "at"]
    list_select_related = ["survey", *SHEET, "indicator", "by"]
    search_fields = ["assessment__centre__name", "indicator__code"]
