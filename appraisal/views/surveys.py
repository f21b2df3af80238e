"""Surveys: the overview, one centre's results, the quick form for a phone, the workbook to fill in."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appraisal import field_access as access
from appraisal import papers
from appraisal.actions import surveys as actions
from appraisal.actions.surveys import Given
from appraisal.core.surveys import Form, read_form
from appraisal.models import Round, SurveyAnswer
from appraisal.queries import surveys as queries
from appraisal.rights import admit, may, require_on
from appraisal.sheets.surveys import template_workbook
from appraisal.views.rounds import signed_in
from appraisal.views.score_books import XLSX
from centres.models import User
from records.errors import Refused


def _may(user: User, current: Round) -> bool:
    return access.is_open(current) and may(user, "score.enter", current)


@login_required
@require_safe
def survey_detail(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Every centre with its counts and figures."""
    user = signed_in(request)
    admit(user, "score.read")
    survey = access.survey_for(user, survey_id)
    context = {
        "survey": survey,
        "round": survey.round,
        "rows": queries.survey_rows(survey),
        "kinds": SurveyAnswer.Who.labels,
        "form": read_form(survey.form),
        "may_enter": _may(user, survey.round),
    }
    return render(request, "appraisal/survey_detail.html", context)


@login_required
@require_safe
@never_cache
def results(request: HttpRequest, survey_id: int, code: str) -> HttpResponse:
    """One centre: counts by item and level, means, the drawing, and putting the figures into a cell."""
    user = signed_in(request)
    admit(user, "score.read")
    survey = access.survey_for(user, survey_id)
    sheet = access.survey_sheet_for(survey, code)
    who = request.GET.get("who", "")
    who = who if who in SurveyAnswer.Who.values else ""
    context = {
        "survey": survey,
        "round": survey.round,
        "sheet": sheet,
        "page": queries.survey_page(survey, sheet, who),
        "who": who,
        "kinds": [("", _("全部对象")), *SurveyAnswer.Who.choices],
        "may_enter": _may(user, survey.round),
        "offers": papers.offers(user, sheet, "survey_summary"),
    }
    return render(request, "appraisal/survey_centre.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, survey_id: int, code: str) -> HttpResponse:
    """The form to be tapped through on a phone; saved, it comes up empty for the next one."""
    user = signed_in(request)
    admit(user, "score.enter")
    survey = access.survey_for(user, survey_id)
    require_on(user, "score.enter", survey.round)
    sheet = access.survey_sheet_for(survey, code)
    form, given, refused = (
        read_form(survey.form),
        Given(code=code, who="household", number="", answers={}),
        None,
    )
    if request.method == "POST":
        given = replace(_given(form, request.POST), code=code)
        try:
            [row] = actions.take(actor=user, survey_id=survey.pk, given=[given], now=timezone.now())
            messages.success(request, _("已保存：%(answer)s") % {"answer": row})
            return redirect(f"{request.path}?who={row.who}")
        except Refused as error:
            refused = error
    who = given.who if refused else request.GET.get("who", "household")
    context = {
        "survey": survey,
        "round": survey.round,
        "sheet": sheet,
        "items": _items(form, given),
        "levels": form.levels,
        "who": who,
        "kinds": SurveyAnswer.Who.choices,
        "number": given.number,
        "taken": queries.numbers_of(survey, sheet),
        "refused": refused,
        "open": access.is_open(survey.round),
    }
    return render(request, "appraisal/survey_answer.html", context, status=422 if refused else 200)


def _given(form: Form, typed: QueryDict) -> Given:
    """The answer as it was tapped; an item without a level was left out."""
    levels = {str(level.value): level.value for level in form.levels}
    answers = {item.code: typed.get(f"item-{item.code}", "") for item in form.items}
    chosen = {code: levels.get(value, -1) for code, value in answers.items() if value}
    return Given(code="", who=typed.get("who", ""), number=typed.get("number", "").strip(), answers=chosen)


def _items(form: Form, given: Given) -> list[dict[str, object]]:
    """The items with the name of a dimension where a new one begins, and what was chosen before."""
    found, last = [], ""
    for number, item in enumerate(form.items, start=1):
        head = form.dimensions[item.dimension] if item.dimension != last else ""
        last = item.dimension
        chosen = given.answers.get(item.code)
        found.append({"number": number, "item": item, "head": head, "chosen": chosen})
    return found


@login_required
@require_POST
def void(request: HttpRequest, answer_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.enter")
    one = access.answer_for(user, answer_id)
    actions.void(actor=user, answer_id=one.pk, reason=request.POST.get("reason", ""), now=timezone.now())
    messages.success(request, _("答卷已作废，原件仍保留可查。"))
    return redirect("appraisal:survey-centre", one.survey_id, one.assessment.subject.code)


@login_required
@require_POST
def use(request: HttpRequest, survey_id: int, code: str) -> HttpResponse:
    """Put the figures into a cell: chosen by a person, who saw how many answers they rest on."""
    user = signed_in(request)
    admit(user, "score.enter")
    survey = access.survey_for(user, survey_id)
    typed = {name: request.POST.get(name, "") for name in ("indicator", "expected")}
    numbers = {name: int(one) if one.isascii() and one.isdigit() else 0 for name, one in typed.items()}
    actions.use(
        actor=user,
        survey_id=survey.pk,
        code=code,
        indicator_id=numbers["indicator"],
        who=request.POST.get("who", ""),
        expected=numbers["expected"],
        now=timezone.now(),
    )
    messages.success(request, _("调查结果已录入评分表，来源已注明。"))
    return redirect("appraisal:survey-centre", survey.pk, code)


@login_required
@require_safe
def template(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The workbook to fill in: a line for each answer."""
    user = signed_in(request)
    admit(user, "score.read")
    survey = access.survey_for(user, survey_id)
    name = _("%(survey)s答卷录入.xlsx") % {"survey": survey.name}
    header = content_disposition_header(True, name.replace("/", "-")) or "attachment"
    return HttpResponse(template_workbook(survey), content_type=XLSX, headers={"Content-Disposition": header})
