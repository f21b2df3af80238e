"""Addresses of payroll."""

from django.urls import path

from payroll.views import (
    accounts,
    allocation,
    budgets,
    explain,
    fund,
    papers,
    receipts,
    reconciliations,
    sheets,
    year,
)

app_name = "payroll"
BOTH = ("xlsx", "pdf")
FILES = (
    ("sheets/<key:sheet_id>/bank", papers.bank, "bank", ("xlsx", "pdf", "csv")),
    ("awards/<key:sheet_id>/award", papers.award, "award", BOTH),
    ("awards/<key:sheet_id>/bank", papers.award_bank, "award-bank", ("xlsx", "pdf", "csv")),
    ("centre/<slug:code>/<year:year>/statement", papers.statement, "statement", BOTH),
    ("county/<slug:county>/<year:year>/summary", papers.summary, "summary", BOTH),
    ("county/<slug:county>/<year:year>/fund", papers.fund, "fund", BOTH),
    ("reconciliations/<key:reconciliation_id>/result", papers.reconciliation, "reconciliation", BOTH),
)
urlpatterns = [
    path("", year.index, name="index"),
    path("county/<slug:county>/<year:year>/", year.year_detail, name="year"),
    path("county/<slug:county>/<year:year>/accounts/", year.year_accounts, name="accounts"),
    path("county/<slug:county>/<year:year>/draft", year.draft, name="draft"),
    path("county/<slug:county>/<year:year>/budgets/", budgets.table, name="budgets"),
    path("county/<slug:county>/<year:year>/budgets.xlsx", budgets.xlsx, name="budgets-xlsx"),
    path("county/<slug:county>/<year:year>/budgets/<slug:code>/", budgets.one, name="budget"),
    path("county/<slug:county>/<year:year>/allocation/", allocation.page, name="allocation"),
    path("county/<slug:county>/<year:year>/receipts/", receipts.table, name="receipts"),
    path("county/<slug:county>/<year:year>/fund/", fund.fund, name="fund"),
    path("county/<slug:county>/<year:year>/advance", fund.advance, name="advance"),
    path("county/<slug:county>/<year:year>/closing/", fund.closing_page, name="closing"),
    path("county/<slug:county>/<year:year>/close", fund.close, name="close"),
    path("receipts/<key:receipt_id>/pass-on", receipts.pass_on, name="pass-on"),
    path("receipts/<key:receipt_id>/withdraw", receipts.withdraw, name="receipt-withdraw"),
    path(
        "remittances/<key:remittance_id>/withdraw", receipts.withdraw_remittance, name="remittance-withdraw"
    ),
    path("awards/<key:sheet_id>/", fund.award, name="award"),
    path("awards/<key:sheet_id>/act/<slug:act>", fund.award_act, name="award-act"),
    path("centre/<slug:code>/<year:year>/", accounts.detail, name="account"),
    path("centre/<slug:code>/<year:year>/balance/<slug:name>/", explain.balance, name="balance"),
    path(
        "county/<slug:county>/<year:year>/balance/<slug:name>/", explain.county_balance, name="county-balance"
    ),
    path("vouchers/<key:entry_id>/", explain.voucher, name="voucher"),
    path("sheets/<key:sheet_id>/", sheets.detail, name="sheet"),
    path("sheets/<key:sheet_id>/act/<slug:act>", sheets.act, name="sheet-act"),
    path("sheets/<key:sheet_id>/sheet.xlsx", papers.release, {"ending": "xlsx"}, name="sheet-xlsx"),
    path("sheets/<key:sheet_id>/sheet.pdf", papers.release, {"ending": "pdf"}, name="sheet-pdf"),
    path("lines/<key:line_id>/", sheets.line, name="line"),
    path("check/", papers.check, name="check"),
    path("county/<slug:county>/unit/", papers.unit, name="unit"),
    path("county/<slug:county>/<year:year>/reconciliations/", reconciliations.table, name="reconciliations"),
    path("reconciliations/<key:reconciliation_id>/", reconciliations.detail, name="reconciliation"),
    path("reconciliations/<key:reconciliation_id>/file", reconciliations.file, name="reconciliation-file"),
    *(
        path(f"{address}.{ending}", view, {"ending": ending}, name=f"{name}-{ending}")
        for address, view, name, endings in FILES
        for ending in endings
    ),
]
