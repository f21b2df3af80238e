"""Turns what an action refused, and what the database guarded, into a clear answer; says who is acting."""

import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from records import context
from records.errors import Conflict, Refused

logger = logging.getLogger("records")

GUARD_PREFIX = "guard:"
BUSY_SQLSTATES = {"40P01", "40001", "55P03"}


class Busy(Refused):
    """Somebody else holds what is needed; trying again helps (503)."""

    status = 503


class RecordsMiddleware:
    """Sets the origin of every write and answers what was refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        where = context.Origin(
            user=lambda: getattr(request, "user", None),
            request_id=uuid.uuid4().hex[:16],
            ip=client_ip(request),
        )
        with context.acting(where):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = where.request_id
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refused = as_refused(exception)
        return None if refused is None else answer(request, refused)


def client_ip(request: HttpRequest) -> str | None:
    """The peer's address; behind our proxy the one the proxy saw (the last of X-Forwarded-For)."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()[:45]
    return request.META.get("REMOTE_ADDR") or None


def as_refused(exception: Exception) -> Refused | None:
    """A refusal, a guard's or constraint's violation, or a busy database; None for anything else."""
    if isinstance(exception, Refused):
        return exception
    if isinstance(exception, IntegrityError):
        return _violation(exception)
    if isinstance(exception, OperationalError) and _is_busy(exception):
        logger.warning("database busy: %s", exception)
        return Busy(_("系统正忙，您的修改没有保存，请稍后再试。"), code="busy")
    return None


def guard_name(exception: BaseException) -> str:
    """The name of the database guard that refused, or ""."""
    text = str(exception)
    return text.splitlines()[0][len(GUARD_PREFIX) :].strip() if text.startswith(GUARD_PREFIX) else ""


def _violation(exception: IntegrityError) -> Refused:
    if name := guard_name(exception):
        logger.warning("guard %s refused a write", name)
        return Conflict(_("该记录已锁定，不能修改或删除，数据没有变动。"), code=f"guard:{name}")
    logger.error("a constraint refused a write", exc_info=exception)
    return Conflict(_("与已有的数据冲突，修改没有保存，请刷新页面后重试。"), code="constraint")


def _is_busy(exception: OperationalError) -> bool:
    state = getattr(exception.__cause__, "sqlstate", None)
    return state in BUSY_SQLSTATES or "is locked" in str(exception)


def wants_json(request: HttpRequest) -> bool:
    """A fetch that asks for JSON, or htmx: neither can show a page."""
    return "application/json" in request.headers.get("Accept", "") or "HX-Request" in request.headers


def answer(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as JSON or as a page, with its status."""
    if wants_json(request):
        body = {
            "error": str(refused.message),
            "code": refused.code,
            "problems": [problem.as_dict() for problem in refused.problems],
            "problem_count": refused.problem_count,
        }
        return JsonResponse(body, status=refused.status)
    page = {"refused": refused, "back": _back(request)}
    return render(request, "errors/refused.html", page, status=refused.status)


def _back(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return "/"
