"""The editor of a draft scheme: one page, and the requests of its script. The actions write."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appraisal import access
from appraisal.actions import scheme_order, schemes
from appraisal.cell_requests import body_of
from appraisal.editing import forms
from appraisal.editing.kinds import groups, kinds
from appraisal.editing.preview import Draft, preview
from appraisal.editing.requests import Node, read_node
from appraisal.models import Category, Scheme
from appraisal.queries.scheme_editor import editor_data, standing
from appraisal.views.grid import signed_in, user_of
from appraisal.views.scheme_editor_words import words
from centres.access import require
from centres.models import User
from records.errors import Conflict, Invalid

Work = Callable[[User, Scheme, Node], str]


class FormFaults(Invalid):
    """What was typed is wrong; `errors` by field or path."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__(_("填写有误，没有保存。"), code="invalid")
        self.errors = errors


def _draft_for(request: HttpRequest, scheme_id: int) -> Scheme:
    """The draft, for whoever may edit it. Raises NotAllowed, 404, or Conflict for a scheme in force."""
    user = user_of(request)
    require(user, "scheme.edit")
    scheme = access.scheme_for(user, scheme_id)
    if scheme.state != Scheme.State.DRAFT:
        raise Conflict(_("方案已启用，不能修改；请复制为新版本后再改。"), code="scheme_frozen")
    return scheme


@login_required
@require_safe
@never_cache
def editor(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """The page; a scheme in force is led to where it is read."""
    try:
        scheme = _draft_for(request, scheme_id)
    except Conflict as refused:
        messages.warning(request, str(refused))
        return redirect("appraisal:scheme", scheme_id)
    page = {
        "scheme": scheme,
        "editor": editor_data(scheme),
        "rules": {"kinds": kinds(), "groups": groups()},
        "words": words(),
        "patterns": forms.patterns(),
    }
    return render(request, "appraisal/scheme_editor.html", page)


@signed_in
@require_safe
@never_cache
def state(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """The draft as it is now, with what others changed."""
    return JsonResponse({"editor": editor_data(_draft_for(request, scheme_id))})


@signed_in
@require_POST
def check(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """What is wrong with a row as typed, and how its rule reads and computes; nothing is saved."""
    scheme = _draft_for(request, scheme_id)
    node = read_node(body_of(request))
    read = forms.read(node.part, scheme, node.pk, node.values, node.params)
    answer: dict[str, Any] = {"errors": read.errors}
    if "rule" in read.values:
        marks = str(node.values.get("full_marks", ""))
        bands = dict(scheme.bands.values_list("code", "name"))
        draft = Draft(read.values["rule"], node.params, marks, node.inputs, node.others, bands)
        answer = preview(draft) | answer
    return JsonResponse(answer)


def _request(work: Work) -> Callable[..., HttpResponse]:
    """A write of the script: afterwards the whole draft comes back, so that its sums are right."""

    @signed_in
    @require_POST
    def answer(request: HttpRequest, scheme_id: int) -> HttpResponse:
        scheme, node = _draft_for(request, scheme_id), read_node(body_of(request))
        try:
            key = work(user_of(request), scheme, node)
        except FormFaults as refused:
            return JsonResponse(
                {"error": str(refused), "code": refused.code, "errors": refused.errors}, status=422
            )
        except Conflict as refused:
            if refused.code != "row_changed":
                raise
            return JsonResponse(_stale(scheme, node, refused), status=409)
        return JsonResponse(
            {"key": key, "editor": editor_data(access.scheme_for(user_of(request), scheme_id))}
        )

    return answer


def _stale(scheme: Scheme, node: Node, refused: Conflict) -> dict[str, Any]:
    """Somebody changed the row meanwhile: what it holds now, who did it and when."""
    return {"error": str(refused), "code": refused.code, "theirs": standing(scheme.pk, node.part, node.pk)}


@_request
def save(user: User, scheme: Scheme, node: Node) -> str:
    """Add or change a row."""
    values = _values(scheme, node)
    if node.pk is None:
        return _add(user, scheme, node, values)
    if node.part == "scheme":
        schemes.edit(actor=user, scheme_id=scheme.pk, values=values, seen=node.seen)
    else:
        part: Any = forms.MODELS[node.part]
        schemes.save_part(
            actor=user, scheme_id=scheme.pk, part=part, pk=node.pk, values=values, seen=node.seen
        )
    return f"{node.part}:{node.pk}"


def _values(scheme: Scheme, node: Node) -> dict[str, Any]:
    read = forms.read(node.part, scheme, node.pk, node.values, node.params)
    if read.errors:
        raise FormFaults(read.errors)
    return read.values


def _add(user: User, scheme: Scheme, node: Node, values: dict[str, Any]) -> str:
    if node.part == "indicator":
        values |= {"category": _category(scheme, node.category)}
    row = scheme_order.add(
        actor=user,
        scheme_id=scheme.pk,
        part=_part(node),
        values=values,
        before=node.before,
        indicators=[_values(scheme, one) for one in node.indicators],
    )
    return f"{node.part}:{row.pk}"


def _category(scheme: Scheme, pk: int | None) -> Category:
    row = Category.objects.filter(scheme=scheme, pk=pk or 0).first()
    if row is None:
        raise Conflict(_("该类别已被删除，请刷新页面。"), code="row_gone")
    return row


def _part(node: Node) -> Any:
    """The model of a row of a scheme; the scheme itself is none."""
    if node.part == "scheme":
        raise Invalid(_("方案本身不能这样操作。"), code="not_a_part")
    return forms.MODELS[node.part]


@_request
def move(user: User, scheme: Scheme, node: Node) -> str:
    """Put a row before another one, or at the end of a category."""
    part = _placed(node)
    scheme_order.move(
        actor=user,
        scheme_id=scheme.pk,
        part=part,
        pk=node.pk or 0,
        category=node.category,
        before=node.before,
    )
    return f"{node.part}:{node.pk}"


@_request
def duplicate(user: User, scheme: Scheme, node: Node) -> str:
    """Add a copy right behind a row."""
    row = scheme_order.duplicate(actor=user, scheme_id=scheme.pk, part=_placed(node), pk=node.pk or 0)
    return f"{node.part}:{row.pk}"


def _placed(node: Node) -> Any:
    """The model of a row that has a place; rounds have none: there is one of a kind."""
    if node.part == "round":
        raise Invalid(_("轮次不能这样操作。"), code="not_placed")
    return _part(node)


@_request
def remove(user: User, scheme: Scheme, node: Node) -> str:
    """Take a row out, a category with its indicators."""
    schemes.remove_part(actor=user, scheme_id=scheme.pk, part=_part(node), pk=node.pk or 0)
    return f"scheme:{scheme.pk}"
