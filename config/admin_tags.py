"""The admin's list of objects as one of our tables: numbers to the right, a card a row on a phone."""

from typing import Any

from django.contrib.admin.templatetags.admin_list import result_headers, results
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.template import Library

register = Library()
NUMBERS = (models.IntegerField, models.DecimalField)


@register.inclusion_tag("admin/_office_results.html")
def office_results(cl: ChangeList) -> dict[str, Any]:
    """Headers and rows of a list, and a class for each column of numbers (n2 for the second)."""
    columns = [f"n{place}" for place, name in enumerate(cl.list_display, start=1) if is_number(cl, name)]
    return {"headers": list(result_headers(cl)), "rows": list(results(cl)), "columns": " ".join(columns)}


def is_number(cl: ChangeList, name: str | Any) -> bool:
    """A numeric field, or a method of the admin with the attribute `numeric`."""
    try:
        field = cl.lookup_opts.get_field(str(name))
    except FieldDoesNotExist:
        return bool(getattr(getattr(cl.model_admin, str(name), None), "numeric", False))
    return isinstance(field, NUMBERS) and not field.choices and not field.is_relation
