"""Addresses of what is gathered on site: evidence, draws, surveys, minima."""

from django.urls import path

from appraisal.views import draws, evidence, fieldwork, survey_forms, surveys

urlpatterns = [
    path("evidence/", evidence.sheet_list, name="evidence"),
    path("evidence/<key:evidence_id>/file", evidence.download, name="evidence-file"),
    path("evidence/<key:evidence_id>/view", evidence.view, name="evidence-view"),
    path("evidence/<key:evidence_id>/preview.jpg", evidence.preview, name="evidence-preview"),
    path("evidence/<key:evidence_id>/withdraw", evidence.withdraw, name="evidence-withdraw"),
    path("rounds/<key:round_id>/centres/<str:code>/evidence/", evidence.sheet, name="evidence-sheet"),
    path(
        "rounds/<key:round_id>/centres/<str:code>/evidence/<key:indicator_id>/",
        evidence.cell,
        name="evidence-cell",
    ),
    path("rounds/<key:round_id>/draws/", draws.draw_list, name="draws"),
    path("rounds/<key:round_id>/draws/new/", draws.draw_new, name="draw-new"),
    path("draws/<key:draw_id>/", draws.draw_detail, name="draw"),
    path("draws/<key:draw_id>/replace", draws.replace, name="draw-replace"),
    path("rounds/<key:round_id>/fieldwork/", fieldwork.page, name="fieldwork"),
    path("rounds/<key:round_id>/fieldwork/minima", fieldwork.minima, name="fieldwork-minima"),
    path("rounds/<key:round_id>/fieldwork/symposium", fieldwork.symposium, name="fieldwork-symposium"),
    path("rounds/<key:round_id>/fieldwork/waive", fieldwork.waive, name="fieldwork-waive"),
    path("rounds/<key:round_id>/fieldwork/survey", fieldwork.start_survey, name="survey-start"),
    path("rounds/<key:round_id>/fieldwork/form", fieldwork.choose_form, name="survey-choose"),
    path("surveys/forms/", survey_forms.form_list, name="survey-forms"),
    path("surveys/forms/new", survey_forms.form_new, name="survey-form-new"),
    path("surveys/forms/<key:form_id>/", survey_forms.form_detail, name="survey-form"),
    path("surveys/forms/<key:form_id>/version", survey_forms.form_version, name="survey-form-version"),
    path("surveys/forms/<key:form_id>/delete", survey_forms.form_delete, name="survey-form-delete"),
    path("surveys/<key:survey_id>/", surveys.survey_detail, name="survey"),
    path("surveys/<key:survey_id>/template.xlsx", surveys.template, name="survey-template"),
    path("surveys/<key:survey_id>/<str:code>/", surveys.results, name="survey-centre"),
    path("surveys/<key:survey_id>/<str:code>/answer/", surveys.answer, name="survey-answer"),
    path("surveys/<key:survey_id>/<str:code>/use", surveys.use, name="survey-use"),
    path("surveys/answers/<key:answer_id>/void", surveys.void, name="survey-void"),
]
