"""Addresses of published results."""

from django.urls import path

from appraisal.views import papers, result_files, results

urlpatterns = [
    path("", results.result_list, name="results"),
    path("own/", results.own, name="own"),
    path("<key:publication_id>/", results.publication_detail, name="publication"),
    path("<key:publication_id>/summary.pdf", result_files.summary_pdf, name="summary-pdf"),
    path("<key:publication_id>/results.<slug:kind>", result_files.export, name="results-export"),
    path("<key:publication_id>/bundle", result_files.start_bundle, name="bundle-start"),
    path("<key:publication_id>/issue-notices", papers.issue_notices, name="issue-notices"),
    path("centre/<key:result_id>/", results.result_detail, name="result"),
    path("centre/<key:result_id>/notice.pdf", result_files.notice_pdf, name="notice-pdf"),
    path("centre/<key:result_id>/report.pdf", result_files.report_pdf, name="report-pdf"),
    path("centre/<key:result_id>/explain/", results.result_explain, name="result-explain"),
    path(
        "centre/<key:result_id>/explain/<slug:kind>/<str:code>/",
        results.category_explain,
        name="category-explain",
    ),
]
