"""Start-up checks: an installation whose guards are missing serves nobody."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from records import guards


@checks.register(checks.Tags.database)
def guards_present(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A warning, not an error: `migrate` runs this check first and is the very thing that heals it."""
    return [
        checks.Warning(
            f"database guards are missing or altered: {', '.join(names)}",
            hint="run migrate",
            id="records.W001",
        )
        for alias in databases or ()
        if (names := guards.missing(alias))
    ]


def require_guards() -> None:
    """Called by wsgi.py before the first request: refuse to start while a guard is missing."""
    if names := guards.missing():
        raise ImproperlyConfigured(
            f"database guards are missing or altered, run `manage.py migrate`: {', '.join(names)}"
        )
