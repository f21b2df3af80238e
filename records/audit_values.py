"""The values of the audit record for people: choices, yes and no, moments and names in place of what is stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from records import audit_words, documents
from records.models import AuditEntry

SYSTEM = "system"
NAMES = ("display_name", "name")
Names = Mapping[tuple[str, str], str]


def actor_words(name: str) -> str:
    """Who acted; what no person did is the system's."""
    return _("系统") if name == SYSTEM else name


def worded(object_type: str, name: str, value: Any, names: Names | None = None) -> Any:
    """A stored value as people call it; what has no words stays as it is, None and "" among them.

    `names` (of `names_in`) has the names behind the keys of other rows.
    """
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        return "；".join(
            f"{audit_words.detail_name(key.rpartition('.')[2])} {_inner(item)}" for key, item in value.items()
        )
    if isinstance(value, list):
        return "、".join(_inner(item) for item in value)
    field = audit_words.field_of(object_type, name)
    if value in (None, "") or field is None:
        return value
    return _by_field(object_type, field, value, names or {})


def _inner(value: Any) -> str:
    return str(worded("", "", value))


def _by_field(object_type: str, field: Any, value: Any, names: Names) -> Any:
    if isinstance(field, models.DateTimeField):
        at = parse_datetime(str(value))
        return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else value
    if field.is_relation:
        return names.get((field.related_model._meta.label_lower, str(value)), value)
    if field.name == "kind" and field.model._meta.label_lower == "records.issueddocument":
        return documents.kind_name(value)
    return audit_words.choice_name(object_type, field.name, value)


def names_in(entries: Iterable[AuditEntry]) -> Names:
    """The names behind the keys that these entries hold: a query for each kind of row that is named."""
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for entry in entries:
        for values in (entry.old, entry.new):
            for name, value in values.items():
                field = audit_words.field_of(entry.object_type, name)
                if field is not None and field.is_relation and isinstance(value, int):
                    wanted[field.related_model].add(str(value))
    return {key: name for model, keys in wanted.items() for key, name in _names(model, keys)}


def _names(model: type[models.Model], keys: set[str]) -> Iterable[tuple[tuple[str, str], str]]:
    fields = {field.name for field in model._meta.concrete_fields}
    column = next((name for name in NAMES if name in fields), None)
    if column is None:
        return []
    rows = model._base_manager.filter(pk__in=keys).values_list("pk", column)
    return [((model._meta.label_lower, str(pk)), str(name)) for pk, name in rows if name]
