"""Between a request and every page: the session's limits, and what an account owes before it may go on."""

from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.passwords import must_change
from config import limits
from records.middleware import wants_json

Respond = Callable[[HttpRequest], HttpResponse]
# Reached whatever an account owes: its own pages, the ways out, language and theme, the probe.
ALWAYS = ("account_logout", "set_language", "set_theme", "healthz")
SECOND_FACTOR = (
    "mfa_index",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "account_reauthenticate",
)


class SessionLimitsMiddleware:
    """Ends a session that rested or lasted too long; keeps personal pages out of every cache."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._over(request) or self.get_response(request)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    def _over(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        now = timezone.now()
        if limits.is_over(request.session, now):
            logout(request)
            return _turned_away(request, _("登录已超时，请重新登录。"), _sign_in(request), status=401)
        limits.touch(request.session, now)
        return None


class NoNulMiddleware:
    """Refuses a form or an address that carries a NUL: no keyboard types one, and PostgreSQL can't keep it (400)."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        typed = (value for values in request.POST.lists() for value in (values[0], *values[1]))
        if "%00" in request.META.get("QUERY_STRING", "") or any("\0" in value for value in typed):
            raise BadRequest("a NUL in what was typed")
        return self.get_response(request)


class AccountDutiesMiddleware:
    """Leads an account that owes a new password or a second factor to that page, and to no other."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if must_change(user, timezone.now()):
            words = _("请先修改密码，再继续使用。")
            return _led_to("account_change_password", request, words, unless=name in ALWAYS)
        if limits.owes_second_factor(user, request.session):
            words = _("您的角色须启用两步验证，请先完成设置。")
            return _led_to("mfa_activate_totp", request, words, unless=name in {*ALWAYS, *SECOND_FACTOR})
        return None


def _led_to(name: str, request: HttpRequest, words: str, *, unless: bool) -> HttpResponse | None:
    page = reverse(name)
    return None if unless or request.path == page else _turned_away(request, words, page, status=403)


def _turned_away(request: HttpRequest, words: str, page: str, *, status: int) -> HttpResponse:
    """A page goes to `page` with the words; a script gets them as JSON with the address."""
    if wants_json(request):
        return JsonResponse({"error": words, "code": "turned_away", "page": page}, status=status)
    messages.warning(request, words)
    return HttpResponseRedirect(page)


def _sign_in(request: HttpRequest) -> str:
    page = reverse("account_login")
    return f"{page}?next={quote(request.get_full_path())}" if request.method == "GET" else page
