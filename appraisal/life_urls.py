"""Addresses of a round's later life: extensions, review, notice, appeals, self-assessment."""

from django.urls import path

from appraisal.views import evidence, notices, review, self_assessment, stages

urlpatterns = [
    path("rounds/<int:round_id>/extend", stages.extend, name="round-extend"),
    path("rounds/<int:round_id>/report", stages.report, name="round-report"),
    path("rounds/<int:round_id>/file", stages.file, name="round-file"),
    path("rounds/<int:round_id>/review/", review.round_review, name="round-review"),
    path("rounds/<int:round_id>/review/send-back", review.send_back_sheets, name="round-review-back"),
    path("rounds/<int:round_id>/returns/<int:return_id>/answer", review.return_answer, name="return-answer"),
    path("notices/", notices.notice_list, name="notices"),
    path("rounds/<int:round_id>/notice/", notices.notice, name="notice"),
    path("rounds/<int:round_id>/notice/appeal", notices.appeal_make, name="appeal-make"),
    path("appeals/<int:appeal_id>/", notices.appeal, name="appeal"),
    path(
        "appeals/<int:appeal_id>/evidence/<int:indicator_id>/",
        evidence.appeal_cell,
        name="appeal-evidence",
    ),
    path("appeals/<int:appeal_id>/withdraw", notices.appeal_withdraw, name="appeal-withdraw"),
    path("appeals/<int:appeal_id>/investigate", notices.appeal_investigate, name="appeal-investigate"),
    path("appeals/<int:appeal_id>/accept", notices.appeal_decide, {"act": "accept"}, name="appeal-accept"),
    path("appeals/<int:appeal_id>/reject", notices.appeal_decide, {"act": "reject"}, name="appeal-reject"),
    path("rounds/<int:round_id>/self/", self_assessment.self_sheet, name="self-sheet"),
    path("rounds/<int:round_id>/self/cells", self_assessment.cells, name="self-cells"),
    path("rounds/<int:round_id>/self/changes", self_assessment.changes, name="self-changes"),
    path(
        "rounds/<int:round_id>/self/cells/<int:sheet_id>/<int:indicator_id>/",
        self_assessment.story,
        name="self-story",
    ),
    path("rounds/<int:round_id>/self/hand-in", self_assessment.hand_in, name="self-hand-in"),
    path("rounds/<int:round_id>/take-over", self_assessment.take_over, name="take-over"),
]
