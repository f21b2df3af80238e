"""What every page's frame needs: the sections this account may open."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Sections of the side bar; each app says in its own `navigation.py` which it offers to a user."""
    return {"navigation": []}
