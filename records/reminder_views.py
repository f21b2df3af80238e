"""Acknowledging a reminder: the one thing its recipient does with it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from records import reminding


@login_required
@require_POST
def reminder_seen(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """Take it off the own list; anybody else's is not there (404)."""
    if not reminding.seen(user=request.user, reminder_id=reminder_id, now=timezone.now()):
        raise Http404
    return redirect("home")
