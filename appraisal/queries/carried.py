"""What `verify` asks of carried rows: each says what the row it comes from says."""

from collections.abc import Iterator

from appraisal.guards_carried import CARRIED
from appraisal.models.carried import Carried

# What is a copy's own: whose it is, and of evidence its place in the chain of versions.
OWN = {"id", "origin", "from_version", "round", "assessment", "survey", "replaces", "version"}


def carried_otherwise() -> Iterator[str]:
    """Every carried row that differs from the row first recorded."""
    for model in CARRIED:
        names = [one.attname for one in model._meta.concrete_fields if one.name not in OWN]
        rows = model._default_manager.filter(origin__isnull=False).select_related("origin").order_by("pk")
        for row in rows.iterator(chunk_size=500):
            if row.origin is None or _content(row, names) != _content(row.origin, names):
                yield f"{model._meta.verbose_name} #{row.pk}: {row}"


def _content(row: Carried, names: list[str]) -> list[object]:
    return [getattr(row, name) for name in names]
