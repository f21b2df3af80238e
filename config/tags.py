"""Template tags and filters of the house, available in every template without a load."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context, Library
from django.templatetags.static import static
from django.utils.html import format_html

from payroll.core.units import Unit, with_unit
from payroll.models.papers import UNITS
from records import audit_queries, audit_values, audit_words

register = Library()

NOTHING = "—"
NOTE_ICONS = {"ok": "ok", "warn": "warn", "bad": "bad", "info": "info"}
TONES = {"success": "ok", "warning": "warn", "error": "bad"}


@register.simple_tag
def icon(name: str, extra: str = "") -> str:
    """A drawing of icons.svg, hidden from screen readers: words stand beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        _icons(),
        name,
    )


@cache
def _icons() -> str:
    """The address of the drawings, found once: a page has dozens."""
    return static("icons.svg")


@register.filter
def tone(message: Any) -> str:
    """The tone (ok, warn, bad, info) of one of Django's messages."""
    return TONES.get(message.level_tag, "info")


@register.filter
def tone_icon(name: str) -> str:
    return NOTE_ICONS.get(name, "info")


@register.filter
def points(value: Decimal | None) -> str:
    """Points with their 2 places, or a dash for "not scored": never 0 for a missing value."""
    return NOTHING if value is None else f"{value:.2f}"


@register.filter
def money(value: Decimal | None, unit: str = Unit.YUAN) -> str:
    """Yuan in that unit with thousands commas: 2 places in 元, in 万元 as many as keep every fen; or a dash."""
    return NOTHING if value is None else with_unit(value, Unit(unit))


@register.filter
def unit_name(unit: str) -> str:
    """The unit of money in the language of the moment."""
    return str(dict(UNITS)[unit])


@register.filter
def whole(value: int | None) -> str:
    """A number of people or things with thousands commas, or a dash."""
    return NOTHING if value is None else f"{value:,}"


@register.filter
def or_dash(value: Any) -> Any:
    return NOTHING if value in (None, "") else value


@register.inclusion_tag("parts/_pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], key: str = "page") -> dict[str, Any]:
    """The pages of a list, keeping the filters of the address; `key` tells two lists of a page apart."""
    query: QueryDict = context["request"].GET.copy()
    query.pop(key, None)
    return {"page": page, "numbers": list(_numbers(page)), "query": query.urlencode(), "key": key}


def _numbers(page: Page[Any]) -> Iterator[int | None]:
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        yield number if isinstance(number, int) else None


@register.inclusion_tag("parts/_problems.html")
def problems(refused: Any) -> dict[str, Any]:
    """Every problem of a refusal in a table with its place; says how many more there are."""
    return {"refused": refused, "hidden": refused.problem_count - len(refused.problems)}


@register.inclusion_tag("parts/_changes.html")
def changes(entry: Any) -> dict[str, Any]:
    """Old → new of one row of the audit trail, field by field, under the fields' names."""
    lines = audit_queries.changes_of(entry, audit_values.names_in([entry]))
    return {"changes": [(line.name, line.old, line.new) for line in lines]}


@register.filter
def action_words(entry: Any) -> str:
    """What a row of the audit trail did, in words."""
    return audit_words.action_name(entry.action, entry.object_type)


@register.filter
def actor_words(entry: Any) -> str:
    """Who acted, in words."""
    return audit_values.actor_words(entry.actor_name)
