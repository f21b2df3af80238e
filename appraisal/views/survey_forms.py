"""Survey forms of the county's own: the list, one form to read or to write, a copy to begin with."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appraisal import field_access as access
from appraisal import survey_form_forms as boxes
from appraisal.actions import survey_forms as actions
from appraisal.models import SurveyForm
from appraisal.queries import survey_forms as queries
from appraisal.survey_forms import shipped
from appraisal.views.rounds import signed_in
from centres.access import require
from centres.models import User
from records.errors import Refused


@login_required
@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    rows = queries.form_rows(user)
    context = {
        "rows": rows,
        "several_counties": len({one.row.county_id for one in rows}) > 1,
        "shipped": [(code, form["name"]) for code, form in shipped().items()],
        "may_edit": user.can("scheme.edit"),
    }
    return render(request, "appraisal/survey_form_list.html", context)


@login_required
@require_POST
def form_new(request: HttpRequest) -> HttpResponse:
    """A copy of a shipped form, to be changed."""
    user = signed_in(request)
    require(user, "scheme.edit")
    county = user.region.code if user.region is not None else ""
    code = request.POST.get("form", "")
    made = actions.copy_shipped(actor=user, county_code=county, form_code=code, now=timezone.now())
    messages.success(request, _("已复制，请修改名称、项目和等级后保存。"))
    return redirect("appraisal:survey-form", made.pk)


@login_required
@require_POST
def form_version(request: HttpRequest, form_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "scheme.edit")
    made = actions.copy_version(actor=user, form_id=form_id, now=timezone.now())
    messages.success(request, _("已建立新版本，用过的版本保持不变。"))
    return redirect("appraisal:survey-form", made.pk)


@login_required
@require_POST
def form_delete(request: HttpRequest, form_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "scheme.edit")
    name = actions.delete(actor=user, form_id=form_id)
    messages.success(request, _("已删除调查表草稿：%(name)s") % {"name": name})
    return redirect("appraisal:survey-forms")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form_detail(request: HttpRequest, form_id: int) -> HttpResponse:
    """A form as people will see it; a draft is written on the same page."""
    user = signed_in(request)
    row = access.survey_form_for(user, form_id)
    if request.method == "POST":
        require(user, "scheme.edit")
        filled = boxes.typed(request.POST)
        try:
            actions.save(actor=user, form_id=row.pk, draft=boxes.read(filled), now=timezone.now())
        except Refused as refused:
            return _page(request, user, row, filled, refused)
        messages.success(request, _("调查表已保存。"))
        return redirect("appraisal:survey-form", row.pk)
    return _page(request, user, row, None, None)


def _page(
    request: HttpRequest, user: User, row: SurveyForm, filled: boxes.Typed | None, refused: Refused | None
) -> HttpResponse:
    page = queries.form_page(row)
    context = {
        "row": row,
        "page": page,
        "boxes": filled or boxes.shown(page.draft),
        "refused": refused,
        "may_edit": user.can("scheme.edit") and not page.used,
        "may_delete": user.can("scheme.edit") and not page.used and not page.chosen,
        "may_copy": user.can("scheme.edit") and page.used and page.versions[0] == row,
    }
    status = refused.status if refused else 200
    return render(request, "appraisal/survey_form.html", context, status=status)
