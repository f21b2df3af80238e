"""Pages of published results: the list, a ranking, one centre's result, and how it came about."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from appraisal import access, figures, papers, rights
from appraisal.models import Level, Result
from appraisal.queries import explain, published, results
from appraisal.queries.inherited import inherited_grade
from appraisal.reports import wording
from appraisal.views.rounds import signed_in
from centres.access import require
from centres.models import User

PAGE = 50


@login_required
@require_safe
def result_list(request: HttpRequest) -> HttpResponse:
    """Every publication in scope: a director's are of the own staff and clinics. Staff have a page of their own."""
    user = signed_in(request)
    if user.can("self.read"):
        return redirect("appraisal:own")
    rights.admit(user, "result.read")
    found = results.newest_versions(access.publications_for(user))
    if year := request.GET.get("year", ""):
        found = found.filter(year=year) if year.isascii() and year.isdigit() else found.none()
    page = Paginator(found.order_by("-year", "county__code", "-kind"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": published.publication_rows(list(page)),
        "years": access.publications_for(user).order_by("-year").values_list("year", flat=True).distinct(),
        "year": year,
    }
    return render(request, "appraisal/result_list.html", context)


@login_required
@require_safe
def publication_detail(request: HttpRequest, publication_id: int) -> HttpResponse:
    user = signed_in(request)
    rights.admit(user, "result.read")
    publication = access.publication_for(user, publication_id)
    page = results.overview(publication)
    context = {
        "publication": publication,
        "period": wording.period(publication),
        "overview": page,
        "versions": results.versions_of(publication),
        "ranking": figures.ranking(page),
        "ranking_narrow": figures.ranking(page, name="ranking-narrow", narrow=True),
        "spread": figures.spread(page),
        "spread_narrow": figures.spread(page, name="spread-narrow", narrow=True),
        "may_read_reports": rights.has(user, "report.read"),
        "may_make_reports": rights.has(user, "report.make"),
        "inherited": inherited_grade(publication.level, publication.centre, publication.year),
        "may_issue": user.can("document.issue") and publication.level == Level.CENTRE and page.is_newest,
        "offers": papers.offers(user, publication, "bulletin_scores", "bulletin", "prefecture_report")
        if user.can("report.read") and publication.level == Level.CENTRE
        else [],
    }
    return render(request, "appraisal/publication_detail.html", context)


@login_required
@require_safe
def result_detail(request: HttpRequest, result_id: int) -> HttpResponse:
    user = signed_in(request)
    result = readable_result(user, result_id)
    return render(request, "appraisal/result_detail.html", result_page(user, result))


@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """A director's own centre, or what a member of staff may see of it."""
    user = signed_in(request)
    if not reads_own(user):
        return redirect("appraisal:results")
    mine = access.results_for(user)
    rows = published.history(mine.filter(staff__isnull=True, centre=user.centre))
    if user.can("self.read"):
        own = published.history(mine.filter(staff__isnull=False))
        context = {"rows": rows, "own": own, "staff": user.staff}
        return render(request, "appraisal/own_staff.html", context)
    if not rows:
        return render(request, "appraisal/own_nothing.html", {"centre": user.centre})
    return render(request, "appraisal/result_detail.html", result_page(user, rows[0].result))


@login_required
@require_safe
def result_explain(request: HttpRequest, result_id: int) -> HttpResponse:
    """How a total, rank and grade came about: the partial under a line of the ranking."""
    user = signed_in(request)
    result = readable_result(user, result_id)
    behind = explain.background(result.publication)
    shown = explain.explain(result, behind, cells=False)
    context = {"explanation": shown, "result": result, "may_read_scores": may_read_scores(user, result)}
    return render(request, "appraisal/_explain.html", context)


@login_required
@require_safe
def category_explain(request: HttpRequest, result_id: int, kind: str, code: str) -> HttpResponse:
    """The cells of one category of one round of a result: the partial under a category."""
    user = signed_in(request)
    result = readable_result(user, result_id)
    if not may_read_scores(user, result):
        require(user, "score.read")
    cells = explain.category_cells(result, kind, code)
    if cells is None:
        raise Http404
    context = {"cells": cells, "may_open_files": may_open_files(user, result)}
    return render(request, "appraisal/_explain_cells.html", context)


def reads_own(user: User) -> bool:
    return user.can("own.read") or user.can("self.read")


def may_read_scores(user: User, result: Result) -> bool:
    """Points of single indicators: the bureau's and the auditors' business, a director's, and whose result it is."""
    return user.can("score.read") or user.can("own.read") or is_mine(user, result)


def may_open_files(user: User, result: Result) -> bool:
    """Files of other bodies hold the values of all: they are open to whoever may see the round itself."""
    return (
        rights.has(user, "score.read")
        and access.publications_for(user).filter(pk=result.publication_id).exists()
    )


def is_mine(user: User, result: Result) -> bool:
    return user.staff_id is not None and result.staff_id == user.staff_id


def readable_result(user: User, result_id: int) -> Result:
    """For the bureau, finance, the auditors, the director; of its staff each reads the own result only."""
    if not (user.can("own.read") or user.can("self.read")):
        require(user, "result.read")
    result = access.result_for(user, result_id)
    if user.can("self.read") and not is_mine(user, result):
        require(user, "result.read")
    return result


def result_page(user: User, result: Result) -> dict[str, Any]:
    """Everything on the page of one centre's result."""
    publication = result.publication
    behind = explain.background(publication)
    seen = may_read_scores(user, result)
    shown = explain.explain(result, behind, cells=seen)
    bands = results.bands_of(publication)
    own_results = access.results_for(user).filter(centre=result.centre, staff=result.staff)
    bulletin = reads_own(user) and publication.level == Level.CENTRE
    reports = publication.level == Level.CENTRE and (user.can("report.read") or user.can("own.read"))
    return {
        "result": result,
        "publication": publication,
        "period": wording.period(publication),
        "grade_ordinal": {band.code: band.ordinal for band in bands}.get(result.grade_code, 0),
        "remark": results.remark_text(result.remark_code),
        "mean": behind.mean,
        "sections": [
            (part, figures.comparison(part), figures.comparison(part, narrow=True))
            if part.categories
            else (part, "", "")
            for part in shown.rounds
        ],
        "explanation": shown,
        "history": published.history(own_results),
        "versions": published.versions(own_results, publication),
        "bulletin": results.grade_counts(results.lines_of(publication, bands), bands) if bulletin else [],
        "parts": results.shown_parts(result),
        "is_own": reads_own(user),
        "may_read_scores": seen,
        "may_open_files": seen and may_open_files(user, result),
        "may_read_reports": user.can("report.read") or user.can("own.read") or is_mine(user, result),
        "offers": papers.offers(user, result, "result_notice") if reports else [],
    }
