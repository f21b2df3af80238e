"""Evidence of sheets and of appeals: the lists, a sheet's page, one cell's piece of a page, the files themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appraisal import field_access as access
from appraisal.actions import evidence as actions
from appraisal.field_access import Holder
from appraisal.models import Evidence, Indicator
from appraisal.queries import evidence as queries
from appraisal.rights import admit
from appraisal.views.notices import appeal_page
from appraisal.views.rounds import signed_in
from centres.access import require_any
from centres.models import User
from records.attached import files
from records.attached.kinds import ATTACHED
from records.errors import Invalid, Refused

# A PDF in a tab of its own: nothing but the browser's own viewer, whatever the file asks for.
VIEWER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@login_required
@require_safe
def sheet_list(request: HttpRequest) -> HttpResponse:
    """The sheets of the open rounds; a director's are those of the own centre."""
    user = signed_in(request)
    admit(user, "score.read")
    sheets = access.evidence_sheets_for(user).filter(round__state__in=access.OPEN)
    lines = queries.sheet_lines(list(sheets.order_by("-round__year", "round", "centre__code")[:300]))
    return render(request, "appraisal/evidence_list.html", {"lines": lines})


@login_required
@require_safe
@never_cache
def sheet(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """Every indicator of a sheet with its files."""
    user = signed_in(request)
    admit(user, "score.read")
    return _sheet_page(request, user, Holder(access.evidence_sheet_for(user, round_id, code)))


def _sheet_page(
    request: HttpRequest, user: User, holder: Holder, wrong: int = 0, refused: Refused | None = None
) -> HttpResponse:
    current, now = holder.sheet, timezone.now()
    groups = queries.sheet_evidence(user, holder, now)
    context = {
        "sheet": current,
        "round": current.round,
        "groups": groups,
        "lacking": sum(cell.lacks for group in groups for cell in group.cells),
        "may_add": access.may_add_evidence(user, holder, now),
        "may_score": user.can("score.read") or current.round.centre_id is not None,
        "accept": files.ACCEPT,
        "wrong": wrong,
        "refused": refused,
    }
    return render(request, "appraisal/evidence_sheet.html", context, status=422 if refused else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cell(request: HttpRequest, round_id: int, code: str, indicator_id: int) -> HttpResponse:
    """One indicator's files; by POST a file is added, or replaces an older one."""
    user = signed_in(request)
    admit(user, "score.read")
    holder = Holder(access.evidence_sheet_for(user, round_id, code))
    return _files(request, user, holder, indicator_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def appeal_cell(request: HttpRequest, appeal_id: int, indicator_id: int) -> HttpResponse:
    """The same of an indicator that an appeal names."""
    user = signed_in(request)
    require_any(user, "score.read", "own.appeal")
    return _files(request, user, access.appeal_holder_for(user, appeal_id), indicator_id)


def _files(request: HttpRequest, user: User, holder: Holder, indicator_id: int) -> HttpResponse:
    indicator = access.indicator_for(holder, indicator_id)
    if request.method != "POST":
        return _piece(request, user, holder, indicator)
    in_page = bool(request.headers.get("HX-Request"))
    try:
        _add(request, user, holder, indicator)
    except Refused as refused:
        if refused.status == 403:
            raise
        whole = _piece if in_page else _whole_page
        return whole(request, user, holder, indicator, refused)
    if in_page:
        return _piece(request, user, holder, indicator)
    messages.success(request, _("佐证材料已保存。"))
    return redirect(_place(holder, indicator.pk))


def _whole_page(
    request: HttpRequest, user: User, holder: Holder, indicator: Indicator, refused: Refused
) -> HttpResponse:
    """The page around a file that wasn't taken, without scripts."""
    if holder.appeal is not None:
        return appeal_page(request, user, holder.appeal, wrong=indicator.pk, refused=refused)
    return _sheet_page(request, user, holder, indicator.pk, refused)


def _add(request: HttpRequest, user: User, holder: Holder, indicator: Indicator) -> None:
    now, replaces = timezone.now(), request.POST.get("replaces", "")
    actions.require_may_add(user, holder, now)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Invalid(_("请先选择文件或拍照。"), code="file")
    actions.add_to(
        holder,
        actor=user,
        indicator=indicator,
        source=file.read(ATTACHED.size + 1),
        name=file.name or "",
        note=request.POST.get("note", ""),
        replaces_id=int(replaces) if replaces.isascii() and replaces.isdigit() else None,
        now=now,
    )


def _piece(
    request: HttpRequest,
    user: User,
    holder: Holder,
    indicator: Indicator,
    refused: Refused | None = None,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "cell": queries.cell_evidence(user, holder, indicator, now),
        "may_add": access.may_add_evidence(user, holder, now),
        "accept": files.ACCEPT,
        "refused": refused,
        "wrong": indicator.pk,
    }
    return render(request, "appraisal/_evidence_cell.html", context, status=422 if refused else 200)


def _place(holder: Holder, indicator_id: int) -> str:
    sheet = holder.sheet
    if holder.appeal is not None:
        address = reverse("appraisal:appeal", args=[holder.appeal.pk])
    else:
        address = reverse("appraisal:evidence-sheet", args=[sheet.round_id, sheet.subject.code])
    return f"{address}#indicator-{indicator_id}"


@login_required
@require_POST
def withdraw(request: HttpRequest, evidence_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.read")
    one = access.evidence_for(user, evidence_id)
    reason = request.POST.get("reason", "")
    actions.withdraw(actor=user, evidence_id=one.pk, reason=reason, now=timezone.now())
    if request.headers.get("HX-Request"):
        return _piece(request, user, Holder.of(one), one.indicator)
    messages.success(request, _("材料已撤回，原件仍保留可查。"))
    return redirect(_place(Holder.of(one), one.indicator_id))


def _kept(request: HttpRequest, evidence_id: int) -> Evidence:
    user = signed_in(request)
    admit(user, "score.read")
    return access.evidence_for(user, evidence_id)


def _answer(path: str, name: str, content_type: str, *, inline: bool) -> FileResponse:
    try:
        file = files.place(path).open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=not inline, filename=name, content_type=content_type)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_safe
def download(request: HttpRequest, evidence_id: int) -> FileResponse:
    """The file as it was sent, always to be saved, never shown by the browser."""
    one = _kept(request, evidence_id)
    return _answer(one.path, one.name, files.CONTENT_TYPES[one.kind], inline=False)


@login_required
@require_safe
def view(request: HttpRequest, evidence_id: int) -> FileResponse:
    """A PDF in the browser's own viewer, under a policy that lets it load nothing; other kinds have no view."""
    one = _kept(request, evidence_id)
    if one.kind != Evidence.Kind.PDF:
        raise Http404
    response = _answer(one.path, one.name, files.CONTENT_TYPES[one.kind], inline=True)
    response.headers["Content-Security-Policy"] = VIEWER_POLICY
    return response


@login_required
@require_safe
def preview(request: HttpRequest, evidence_id: int) -> FileResponse:
    """The small picture that was drawn anew when the photo came."""
    one = _kept(request, evidence_id)
    if not one.preview:
        raise Http404
    return _answer(one.preview, "preview.jpg", "image/jpeg", inline=True)
