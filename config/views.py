"""The home page, the readiness probe, the theme switch, and (in DEBUG) the page of components."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from config import context, navigation

YEAR_SECONDS = 31_536_000


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 once the database answers and its guards are in place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = {
        "todos": navigation.todos_for(request.user, now),
        "cards": navigation.cards_for(request.user, now),
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


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build pages."""
    from config.styleguide import sample

    return render(request, "styleguide.html", sample())
