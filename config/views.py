"""The home page, the readiness probe, the theme switch."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from centres.models import User
from config import context, navigation
from records import guards
from records.navigation import todos_for

YEAR_SECONDS = 31_536_000


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 once the database answers and its guards are in place, else 503 with what is missing."""
    try:
        missing = guards.missing()
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    if missing:
        return JsonResponse({"status": "guards missing", "guards": missing}, status=503)
    return JsonResponse({"status": "ok"})


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now, user = timezone.now(), cast(User, request.user)
    page = {
        "todos": todos_for(user, now),
        "cards": navigation.cards_for(user, now),
        "today": timezone.localdate(now),
    }
    return render(request, "home.html", page)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie; the script of the frame does the same without a request."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    theme = request.POST.get("theme", "auto")
    if theme in context.THEMES:
        response.set_cookie("theme", theme, max_age=YEAR_SECONDS, secure=request.is_secure(), samesite="Lax")
    return response
