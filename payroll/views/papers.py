"""Sheets of money as files: handed out with a fingerprint on record, and the page where one is checked."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from centres.access import county_for, require, require_any
from payroll.access import OWN, account_for, award_for, reconciliation_for, sheet_for
from payroll.actions.issuing import issue, record_bank_list
from payroll.actions.settings import set_unit
from payroll.forms import UnitForm
from payroll.papers.award import award_bank_csv, award_bank_paper, award_paper
from payroll.papers.bank import ENCODINGS, bank_csv, bank_paper
from payroll.papers.fund import fund_paper
from payroll.papers.paper import Paper
from payroll.papers.reconciliation import reconciliation_paper
from payroll.papers.release import release_paper
from payroll.papers.statement import statement_paper
from payroll.papers.summary import summary_paper
from payroll.queries.checking import answers, asked
from payroll.queries.plain_checking import plain_answers
from payroll.queries.reconciling import reconciled
from payroll.queries.settings import setting_of
from payroll.queries.sheets import sheet_view
from payroll.reports import paper_pdf
from payroll.views.common import PDF, XLSX, attachment, signed_in
from payroll.workbooks.paper import paper_xlsx

CSV = "text/csv"


def handed_out(request: HttpRequest, paper: Paper, ending: str) -> HttpResponse:
    """The file, its fingerprint on record. A sheet that can't be written is not put on record."""
    address = request.build_absolute_uri(f"{reverse('payroll:check')}?{urlencode({'q': paper.fingerprint})}")
    data = paper_pdf(paper, address) if ending == "pdf" else paper_xlsx(paper, address)
    issue(actor=signed_in(request), paper=paper, now=timezone.now())
    return attachment(data, f"{paper.file}.{ending}", PDF if ending == "pdf" else XLSX)


@login_required
@require_safe
def release(request: HttpRequest, sheet_id: int, ending: str) -> HttpResponse:
    sheet = sheet_for(signed_in(request), sheet_id)
    return handed_out(request, release_paper(sheet_view(sheet)), ending)


@login_required
@require_safe
def bank(request: HttpRequest, sheet_id: int, ending: str) -> HttpResponse:
    """The payment list, for whoever pays; each export is on record."""
    user = signed_in(request)
    view = sheet_view(sheet_for(user, sheet_id))
    require(user, "release.pay")
    return _bank_list(request, bank_paper(view), ending, lambda form: bank_csv(view, form))


def _bank_list(
    request: HttpRequest, paper: Paper, ending: str, write_csv: Callable[[str], bytes]
) -> HttpResponse:
    """The list in the form that was asked for; that it went out is on record first."""
    user = signed_in(request)
    form = request.GET.get("encoding", "utf-8") if ending == "csv" else ending
    if ending == "csv" and form not in ENCODINGS:
        raise Http404
    record_bank_list(actor=user, paper=paper, form=form)
    if ending != "csv":
        return handed_out(request, paper, ending)
    data = write_csv(form)
    issue(actor=user, paper=paper, now=timezone.now())
    return attachment(data, f"{paper.file}.csv", f"{CSV}; charset={form}")


@login_required
@require_safe
def award(request: HttpRequest, sheet_id: int, ending: str) -> HttpResponse:
    sheet = award_for(signed_in(request), sheet_id)
    return handed_out(request, award_paper(sheet), ending)


@login_required
@require_safe
def award_bank(request: HttpRequest, sheet_id: int, ending: str) -> HttpResponse:
    """The payment list of an award sheet, for whoever pays; each export is on record."""
    user = signed_in(request)
    sheet = award_for(user, sheet_id)
    require(user, "award.pay")
    return _bank_list(request, award_bank_paper(sheet), ending, lambda form: award_bank_csv(sheet, form))


@login_required
@require_safe
def statement(request: HttpRequest, code: str, year: int, ending: str) -> HttpResponse:
    centre = account_for(signed_in(request), code)
    return handed_out(request, statement_paper(centre, year), ending)


@login_required
@require_safe
def summary(request: HttpRequest, county: str, year: int, ending: str) -> HttpResponse:
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "release.read")
    return handed_out(request, summary_paper(region, year), ending)


@login_required
@require_safe
def fund(request: HttpRequest, county: str, year: int, ending: str) -> HttpResponse:
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "release.read")
    return handed_out(request, fund_paper(region, year), ending)


@login_required
@require_safe
def reconciliation(request: HttpRequest, reconciliation_id: int, ending: str) -> HttpResponse:
    kept = reconciliation_for(signed_in(request), reconciliation_id)
    return handed_out(request, reconciliation_paper(reconciled(kept)), ending)


@login_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Is this sheet the system's, and what has become of it? Asked by number, fingerprint or QR code."""
    user = signed_in(request)
    require_any(user, "release.read", OWN)
    typed = request.GET.get("q", "")[:500]
    found = answers(user, typed)
    context = {
        "typed": typed,
        "asked": asked(typed),
        "answers": found,
        "plain": [] if found else plain_answers(user, typed),
    }
    return render(request, "payroll/check.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, county: str) -> HttpResponse:
    """The unit in which the county reads its money."""
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "budget.edit" if request.method == "POST" else "budget.read")
    setting = setting_of(region)
    form = UnitForm(request.POST or None, initial={"unit": setting.unit, "version": setting.version})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        set_unit(actor=user, county=region, unit=cleaned["unit"], expected_version=cleaned["version"])
        messages.success(request, _("已保存金额单位。"))
        return redirect("payroll:unit", region.code)
    context = {"county": region, "form": form, "setting": setting, "may_edit": user.can("budget.edit")}
    return render(request, "payroll/unit.html", context, status=422 if form.errors else 200)
