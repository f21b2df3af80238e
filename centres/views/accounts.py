"""The system administrator's pages: accounts, roles, scope, passwords, second factors."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centres import accounts
from centres.access import require
from centres.actions import accounts as actions
from centres.forms import AccountForm, ReasonForm
from centres.models import Centre, User
from centres.roles import Role
from records.errors import Refused
from records.models import AuditEntry

PAGE = 50
HISTORY = 20


def _administrator(request: HttpRequest) -> User:
    user = cast(User, request.user)
    require(user, actions.MANAGE)
    return user


@login_required
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    _administrator(request)
    now = timezone.now()
    found = accounts.listed(request.GET, now)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    locked = accounts.locked_names(now)
    rows = [(account, account.username.lower() in locked) for account in page]
    context = {"page": page, "rows": rows, "roles": Role.choices, "filters": request.GET}
    return render(request, "centres/account_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is on the answering page and nowhere else."""
    actor = _administrator(request)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            account, password = actions.create(
                actor=actor,
                username=data["username"],
                display_name=data["display_name"],
                scope=form.scope(),
            )
        except Refused as refused:
            _say(form, refused)
        else:
            return _first_password(request, account, password)
    return _form_page(request, form, None)


@login_required
@require_safe
def account_detail(request: HttpRequest, account_id: int) -> HttpResponse:
    actor = _administrator(request)
    now = timezone.now()
    account = get_object_or_404(accounts.listed({}, now), pk=account_id)
    entries = AuditEntry.objects.filter(object_type="centres.user", object_id=str(account.pk))
    context = {
        "account": account,
        "is_self": account.pk == actor.pk,
        "locked": account.username.lower() in accounts.locked_names(now),
        "owes_password": accounts.owes_password(account, now),
        "sessions": accounts.signed_in_since(account, now),
        "sign_ins": accounts.recent_sign_ins(account),
        "entries": entries[:HISTORY],
        "reason_form": ReasonForm(),
    }
    return render(request, "centres/account_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_edit(request: HttpRequest, account_id: int) -> HttpResponse:
    actor = _administrator(request)
    account = get_object_or_404(User.objects.select_related("centre", "staff"), pk=account_id)
    form = AccountForm(request.POST, account=account) if request.method == "POST" else AccountForm.of(account)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                actor=actor,
                user_id=account.pk,
                display_name=form.cleaned_data["display_name"],
                scope=form.scope(),
            )
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("账号已保存。"))
            return redirect("centres:account", account_id=account.pk)
    return _form_page(request, form, account)


@login_required
@require_POST
def account_deactivate(request: HttpRequest, account_id: int) -> HttpResponse:
    account = get_object_or_404(User, pk=account_id)
    actions.deactivate(
        actor=_administrator(request), user_id=account.pk, reason=request.POST.get("reason", "")
    )
    messages.success(request, _("账号已停用，其所有登录已退出。"))
    return redirect("centres:account", account_id=account.pk)


@login_required
@require_POST
def account_reactivate(request: HttpRequest, account_id: int) -> HttpResponse:
    account = get_object_or_404(User, pk=account_id)
    actions.reactivate(actor=_administrator(request), user_id=account.pk)
    messages.success(request, _("账号已恢复。"))
    return redirect("centres:account", account_id=account.pk)


@login_required
@require_POST
def account_reset_password(request: HttpRequest, account_id: int) -> HttpResponse:
    account = get_object_or_404(User, pk=account_id)
    password = actions.reset_password(actor=_administrator(request), user_id=account.pk)
    return _first_password(request, account, password)


@login_required
@require_POST
def account_reset_second_factor(request: HttpRequest, account_id: int) -> HttpResponse:
    account = get_object_or_404(User, pk=account_id)
    actions.reset_second_factor(actor=_administrator(request), user_id=account.pk)
    messages.success(request, _("两步验证已重置。"))
    return redirect("centres:account", account_id=account.pk)


@login_required
@require_POST
def account_unlock(request: HttpRequest, account_id: int) -> HttpResponse:
    account = get_object_or_404(User, pk=account_id)
    actions.unlock(actor=_administrator(request), user_id=account.pk)
    messages.success(request, _("登录暂停已解除。"))
    return redirect("centres:account", account_id=account.pk)


def _first_password(request: HttpRequest, account: User, password: str) -> HttpResponse:
    context = {"account": account, "password": password}
    return render(request, "centres/account_password.html", context)


def _form_page(request: HttpRequest, form: AccountForm, account: User | None) -> HttpResponse:
    centres = Centre.objects.filter(closed_on__isnull=True).values_list("code", "name")
    context: dict[str, Any] = {"form": form, "account": account, "centres": centres}
    status = 422 if form.is_bound else 200
    return render(request, "centres/account_form.html", context, status=status)


def _say(form: AccountForm, refused: Refused) -> None:
    """What the action refused, in the form: what was typed stays."""
    form.add_error(None, str(refused))
    for problem in refused.problems:
        form.add_error(None, str(problem))
