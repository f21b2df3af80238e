"""Addresses of appraisal."""

from django.urls import include, path

from appraisal.views import (
    checks,
    duties,
    external_files,
    grid,
    onsite,
    rounds,
    scheme_compare,
    schemes,
    score_books,
    score_sheets,
)

app_name = "appraisal"
urlpatterns = [
    path("schemes/", schemes.scheme_list, name="schemes"),
    path("schemes/library/", schemes.scheme_library, name="scheme-library"),
    path("schemes/shipped/workbook", schemes.shipped_workbook, name="scheme-shipped"),
    path("schemes/shipped/load", schemes.load_shipped, name="scheme-load-shipped"),
    path("schemes/compare/", scheme_compare.scheme_compare, name="scheme-compare"),
    path("schemes/<key:scheme_id>/", schemes.scheme_detail, name="scheme"),
    path("schemes/<key:scheme_id>/edit/", include("appraisal.editor_urls")),
    path("schemes/<key:scheme_id>/workbook", schemes.scheme_workbook, name="scheme-workbook"),
    path("schemes/<key:scheme_id>/act/<slug:act>", schemes.scheme_act, name="scheme-act"),
    path("results/", include("appraisal.result_urls")),
    path("", include("appraisal.after_urls")),
    path("whatif/", include("appraisal.whatif_urls")),
    path("", include("appraisal.life_urls")),
    path("", include("appraisal.field_urls")),
    path("rounds/", rounds.round_list, name="rounds"),
    path("rounds/open/", rounds.round_open, name="round-open"),
    path("rounds/<key:round_id>/", rounds.round_detail, name="round"),
    path("rounds/<key:round_id>/compare/", rounds.round_compare, name="round-compare"),
    path("rounds/<key:round_id>/act/<slug:act>", rounds.round_act, name="round-act"),
    path("rounds/<key:round_id>/send-back", rounds.round_send_back, name="round-send-back"),
    path("rounds/<key:round_id>/duties", duties.round_assign, name="round-assign"),
    path("rounds/<key:round_id>/remind", duties.round_remind, name="round-remind"),
    path("rounds/<key:round_id>/exempt", rounds.round_exempt, name="round-exempt"),
    path("rounds/<key:round_id>/tie", rounds.round_tie, name="round-tie"),
    path("rounds/<key:round_id>/reopen", rounds.reopen_ask, name="reopen-ask"),
    path("rounds/<key:round_id>/reopen/<key:request_id>/decide", rounds.reopen_decide, name="reopen-decide"),
    path(
        "rounds/<key:round_id>/reopen/<key:request_id>/withdraw",
        rounds.reopen_withdraw,
        name="reopen-withdraw",
    ),
    path("rounds/<key:round_id>/reopen/<key:request_id>/use", rounds.reopen_use, name="reopen-use"),
    path("rounds/<key:round_id>/checks/", checks.round_checks, name="round-checks"),
    path("rounds/<key:round_id>/checks/tick", checks.tick_warning, name="round-checks-tick"),
    path("rounds/<key:round_id>/external/", external_files.round_externals, name="round-externals"),
    path(
        "rounds/<key:round_id>/external/<key:file_id>/file",
        external_files.external_file,
        name="external-file",
    ),
    path("rounds/<key:round_id>/matrix/", grid.matrix, name="matrix"),
    path("rounds/<key:round_id>/centres/<str:code>/", grid.sheet, name="sheet"),
    path("rounds/<key:round_id>/centres/<str:code>/worker.js", onsite.worker, name="sheet-worker"),
    path("rounds/<key:round_id>/centres/<str:code>/onsite/", onsite.page, name="sheet-onsite"),
    path("rounds/<key:round_id>/centres/<str:code>/package", onsite.package, name="sheet-package"),
    path(
        "rounds/<key:round_id>/centres/<str:code>/score-sheet.pdf", score_sheets.sheet_pdf, name="score-sheet"
    ),
    path("rounds/<key:round_id>/score-sheets", score_sheets.start_all, name="score-sheets"),
    path("rounds/<key:round_id>/cells", grid.cells, name="cells"),
    path("rounds/<key:round_id>/changes", grid.changes, name="changes"),
    path("rounds/<key:round_id>/cells/<key:sheet_id>/<key:indicator_id>/", grid.story, name="cell-story"),
    path("rounds/<key:round_id>/workbook.xlsx", score_books.matrix_book, name="score-book"),
    path(
        "rounds/<key:round_id>/centres/<str:code>/workbook.xlsx", score_books.centre_book, name="centre-book"
    ),
]
