"""Addresses of what follows a year: papers, rectifications, spot checks, filings."""

from django.urls import path

from appraisal.views import filings, papers, rectifications, spot_checks

CASE = "rectifications/<key:case_id>/"
CHECK = "checks/<key:check_id>/"
FILING = "filings/<key:filing_id>/"
PAPER = "papers/<slug:kind>/<key:row_id>/"
urlpatterns = [
    path(f"{PAPER}paper.pdf", papers.paper_pdf, name="paper-pdf"),
    path(f"{PAPER}paper.docx", papers.paper_docx, name="paper-docx"),
    path(f"{PAPER}paper.xlsx", papers.paper_xlsx, name="paper-xlsx"),
    path(f"{PAPER}issue", papers.paper_issue, name="paper-issue"),
    path("rectifications/", rectifications.rectification_list, name="rectifications"),
    path(
        "rectifications/order/<key:result_id>", rectifications.rectification_order, name="rectification-order"
    ),
    path(CASE, rectifications.rectification_detail, name="rectification"),
    path(f"{CASE}report", rectifications.rectification_report, name="rectification-report"),
    path(f"{CASE}inspect", rectifications.rectification_inspect, name="rectification-inspect"),
    path(f"{CASE}extend", rectifications.rectification_extend, name="rectification-extend"),
    path(f"{CASE}withdraw", rectifications.rectification_withdraw, name="rectification-withdraw"),
    path(f"{CASE}removal", rectifications.removal_put, name="removal-put"),
    path(f"{CASE}removal/decide", rectifications.removal_decide, name="removal-decide"),
    path("directors/<key:staff_id>/", rectifications.director_file, name="director"),
    path("checks/", spot_checks.check_list, name="checks"),
    path("checks/new/", spot_checks.check_new, name="check-new"),
    path(CHECK, spot_checks.check_detail, name="check"),
    path(f"{CHECK}score", spot_checks.check_score, name="check-score"),
    path(f"{CHECK}cancel", spot_checks.check_cancel, name="check-cancel"),
    path(f"{CHECK}demand", spot_checks.check_demand, name="check-demand"),
    path(f"{CHECK}answer", spot_checks.check_answer, name="check-answer"),
    path(f"{CHECK}reopen", spot_checks.check_reopen, name="check-reopen"),
    path(f"{CHECK}close", spot_checks.check_close, name="check-close"),
    path("filings/", filings.filing_list, name="filings"),
    path("filings/<str:code>/<key:year>/send", filings.filing_send, name="filing-send"),
    path(FILING, filings.filing_detail, name="filing"),
    path(f"{FILING}receive", filings.filing_receive, name="filing-receive"),
    path(f"{FILING}paper", filings.filing_paper, name="filing-paper"),
    path(f"{FILING}return", filings.filing_return, name="filing-return"),
    path("counties/", filings.county_compare, name="counties"),
]
