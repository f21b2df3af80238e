"""Addresses of a round's later life: extensions, review, notice, appeals, self-assessment."""

from django.urls import path

from appraisal.views import evidence, notices, review, self_assessment, stages

urlpatterns = [
    path("rounds/<key:round_id>/extend", stages.extend, name="round-extend"),
    path("rounds/<key:round_id>/report", stages.report, name="round-report"),
    path("rounds/<key:round_id>/file", stages.file, name="round-file"),
    path("rounds/<key:round_id>/review/", review.round_review, name="round-review"),
    path("rounds/<key:round_id>/review/send-back", review.send_back_sheets, name="round-review-back"),
    path("rounds/<key:round_id>/returns/<key:return_id>/answer", review.return_answer, name="return-answer"),
    path("notices/", notices.notice_list, name="notices"),
    path("rounds/<key:round_id>/notice/", notices.notice, name="notice"),
    path("rounds/<key:round_id>/notice/appeal", notices.appeal_make, name="appeal-make"),
    path("appeals/<key:appeal_id>/", notices.appeal, name="appeal"),
    path(
        "appeals/<key:appeal_id>/evidence/<key:indicator_id>/",
        evidence.appeal_cell,
        name="appeal-evidence",
    ),
    path("appeals/<key:appeal_id>/withdraw", notices.appeal_withdraw, name="appeal-withdraw"),
    path("appeals/<key:appeal_id>/investigate", notices.appeal_investigate, name="appeal-investigate"),
    path("appeals/<key:appeal_id>/accept", notices.appeal_decide, {"act": "accept"}, name="appeal-accept"),
    path("appeals/<key:appeal_id>/reject", notices.appeal_decide, {"act": "reject"}, name="appeal-reject"),
    path("rounds/<key:round_id>/self/", self_assessment.self_sheet, name="self-sheet"),
    path("rounds/<key:round_id>/self/cells", self_assessment.cells, name="self-cells"),
    path("rounds/<key:round_id>/self/changes", self_assessment.changes, name="self-changes"),
    path(
        "rounds/<key:round_id>/self/cells/<key:sheet_id>/<key:indicator_id>/",
        self_assessment.story,
        name="self-story",
    ),
    path("rounds/<key:round_id>/self/hand-in", self_assessment.hand_in, name="self-hand-in"),
    path("rounds/<key:round_id>/take-over", self_assessment.take_over, name="take-over"),
]
