"""Where the rows of a draft stand: move, add at a place, duplicate. The editor's acts beside those of `schemes`.

A place is named by the row that comes next, not by a number: two people who move different rows at once both get
what they asked for. Ordinals are written anew from 1, and only where they differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from appraisal.actions.scheme_rows import Part, take_draft, take_row, write_row
from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme
from centres.access import require
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid

Placed = TypeVar("Placed", Category, Indicator, GradeBand, Gate)
# Ordinals of bands are unique within a scheme: they move aside by this much before they change places.
ASIDE = 1000
CODE_LENGTH = 24


def move(
    *,
    actor: User,
    scheme_id: int,
    part: type[Placed],
    pk: int,
    category: int | None = None,
    before: int | None = None,
) -> Placed:
    """Put a row of a draft before another one (None: at the end), an indicator also into another category.

    Raises Conflict where the row, the category or the row to come next isn't there any more.
    """
    require(actor, "scheme.edit")
    with audit.act(actor, action=f"{part._meta.model_name}.move") as trail:
        scheme = take_draft(actor, scheme_id)
        trail.county_code = scheme.county.code
        row = take_row(part, scheme, pk)
        home = take_row(Category, scheme, category) if category is not None and part is Indicator else None
        _place(trail, scheme, row, home, before)
    return row


def add(
    *,
    actor: User,
    scheme_id: int,
    part: type[Part],
    values: Mapping[str, Any],
    before: int | None = None,
    indicators: Sequence[Mapping[str, Any]] = (),
) -> Part:
    """Add a row at a place (before None: at the end), a category also with indicators of its own.

    `values` as for `save_part` without the ordinal; an indicator's `category` is a Category.
    """
    require(actor, "scheme.edit")
    with audit.act(actor, action=f"{part._meta.model_name}.create") as trail:
        scheme = take_draft(actor, scheme_id)
        trail.county_code = scheme.county.code
        made: Part = _add(trail, scheme, part, values, before, indicators)
    return made


def duplicate(*, actor: User, scheme_id: int, part: type[Placed], pk: int) -> Placed:
    """Add a copy of a row right after it, under a code that is free; a category is copied with its indicators."""
    require(actor, "scheme.edit")
    with audit.act(actor, action=f"{part._meta.model_name}.create") as trail:
        scheme = take_draft(actor, scheme_id)
        trail.county_code = scheme.county.code
        row = take_row(part, scheme, pk)
        rows = _siblings(scheme, row)
        after = [one.pk for one in rows[[one.pk for one in rows].index(pk) + 1 :]]
        inner = row.indicators.order_by("ordinal", "pk") if isinstance(row, Category) else ()
        copies = list(_copied(scheme, inner))
        values = next(iter(_copied(scheme, [row])))
        made: Placed = _add(trail, scheme, part, values, next(iter(after), None), copies)
        return made


def _add(
    trail: audit.Trail,
    scheme: Scheme,
    part: type[Any],
    values: Mapping[str, Any],
    before: int | None,
    indicators: Sequence[Mapping[str, Any]] = (),
) -> Any:
    row = part(scheme=scheme)
    if (category := values.get("category")) is not None:
        take_row(Category, scheme, category.pk)
        row.category = category
    if hasattr(row, "ordinal"):
        others = [one.ordinal for one in _siblings(scheme, row)]
        row.ordinal = max(others, default=0) + 1
    write_row(trail, row, values)
    if before is not None and hasattr(row, "ordinal"):
        _place(trail, scheme, row, None, before)
    for one in indicators:
        _add(trail, scheme, Indicator, {**one, "category": row}, None)
    return row


def _siblings(scheme: Scheme, row: Any) -> list[Any]:
    """The rows among which a row stands, in order."""
    rows = type(row)._default_manager.filter(scheme=scheme).order_by("ordinal", "pk")
    return list(rows.filter(category=row.category_id) if isinstance(row, Indicator) else rows)


def _place(trail: audit.Trail, scheme: Scheme, row: Any, home: Category | None, before: int | None) -> None:
    old = audit.snapshot(row)
    if home is not None:
        row.category = home
    rows = [one for one in _siblings(scheme, row) if one.pk != row.pk]
    numbers = [one.pk for one in rows]
    if before is not None and before not in numbers:
        raise Conflict(_("目标位置已变动，请刷新页面。"), code="place_gone")
    rows.insert(len(rows) if before is None else numbers.index(before), row)
    known = {one.pk: audit.snapshot(one) for one in rows} | {row.pk: old}
    moved = [(one, number) for number, one in enumerate(rows, start=1) if one.ordinal != number or one is row]
    _number(trail, moved, known)


def _number(trail: audit.Trail, moved: Sequence[tuple[Any, int]], known: Mapping[int, Any]) -> None:
    """Write new ordinals with one audit row for each row that moves."""
    if moved and isinstance(moved[0][0], GradeBand):
        for row, number in moved:
            type(row).objects.filter(pk=row.pk).update(ordinal=number + ASIDE)
    for row, number in moved:
        row.ordinal = number
        now = audit.snapshot(row)
        if isinstance(row, GradeBand) or now != known[row.pk]:
            row.save(update_fields=["ordinal", *(["category"] if isinstance(row, Indicator) else [])])
            trail.add(row, known[row.pk], now)


def _copied(scheme: Scheme, rows: Iterable[Any]) -> Iterable[dict[str, Any]]:
    """The values of copies, each under a free code, or a free name where there is no code."""
    for row in rows:
        left_out = {"id", "scheme", "ordinal", *(["category"] if isinstance(row, Category) else [])}
        names = [field.name for field in row._meta.concrete_fields if field.name not in left_out]
        values = {name: getattr(row, name) for name in names}
        key = "code" if "code" in values else "name"
        taken = set(type(row)._default_manager.filter(scheme=scheme).values_list(key, flat=True))
        yield values | {key: _free(values[key], taken, CODE_LENGTH if key == "code" else 80)}


def _free(text: str, taken: set[str], most: int) -> str:
    for number in range(2, 1000):
        tail = f"-{number}"
        if (tried := text[: most - len(tail)] + tail) not in taken:
            return tried
    raise Invalid(_("没有可用的编码，请先整理编码。"), code="no_free_code")
