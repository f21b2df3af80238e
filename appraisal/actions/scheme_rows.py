"""Writing the rows of a draft scheme: lock, clean, save, record. Used by every act on schemes.

The scheme row is taken first and alone by whoever changes anything of it, so an edit and an activation can't pass
each other (DESIGN, A write).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from appraisal.core.rules import RULES
from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme, SchemeRound
from appraisal.scheme_document import canonical_params, canonical_text
from appraisal.scheme_spec import as_problems
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid, Problem

Part = SchemeRound | GradeBand | Category | Indicator | Gate
AnyPart = TypeVar("AnyPart", bound=Part)
# Set by the action itself, from rows that it holds: asking the database for each would cost a query a row.
OWNERS = {"county", "scheme", "category"}
# Where a row stands; and how a fingerprint begins that leaves this out.
PLACE = {"ordinal", "category"}
CONTENT = "content:"
PARTS: tuple[type[Part], ...] = (SchemeRound, GradeBand, Category, Indicator, Gate)


def take_scheme(actor: User, scheme_id: int) -> Scheme:
    """Hold a scheme in the actor's scope for a change of it or of anything in it; 404 outside the scope."""
    rows = Scheme.objects.select_for_update(of=("self",)).select_related("county")
    return get_object_or_404(rows.filter(actor.county_scope("county__")), pk=scheme_id)


def take_draft(actor: User, scheme_id: int) -> Scheme:
    """The same for a draft only. Raises Conflict (409) for a frozen scheme."""
    scheme = take_scheme(actor, scheme_id)
    if scheme.state != Scheme.State.DRAFT:
        raise Conflict(_("方案已启用，不能修改；请复制为新版本后再改。"), code="scheme_frozen")
    return scheme


def take_row(part: type[AnyPart], scheme: Scheme, pk: int) -> AnyPart:
    """A row of a scheme that is held. Raises Conflict (409) where somebody removed it meanwhile."""
    rows: Any = part._default_manager
    row: AnyPart | None = rows.filter(scheme=scheme, pk=pk).first()
    if row is None:
        raise Conflict(_("该条目已被删除，请刷新页面。"), code="row_gone")
    return row


def write_row(
    trail: audit.Trail, row: Scheme | Part, values: Mapping[str, Any], *, whole: bool = True
) -> bool:
    """Set, clean and save a row and record old → new. False when nothing changed.

    `whole` also asks the database whether the row is unique (a document's rows were compared among themselves).
    """
    before = audit.snapshot(row) if row.pk else {}
    for name, value in values.items():
        setattr(row, name, canonical_text(value) if isinstance(value, str) else value)
    if isinstance(row, Indicator):
        row.params = canonical_params(row.rule, row.params)
    clean_row(row, whole=whole)
    if row.pk and audit.snapshot(row) == before:
        return False
    row.save()
    trail.add(row, before, audit.snapshot(row))
    return True


def remove_row(trail: audit.Trail, row: Scheme | Part) -> None:
    trail.add(row, audit.snapshot(row), {})
    row.delete()


def clean_row(row: Scheme | Part, *, whole: bool) -> None:
    """Raise Invalid with every fault of the row: its fields, then its rule where it is an indicator."""
    problems = []
    try:
        row.full_clean() if whole else row.clean_fields(exclude=OWNERS)
    except ValidationError as error:
        problems = list(field_problems(row, error))
    if isinstance(row, Indicator) and not problems:
        problems = rule_problems(row)
    if problems:
        raise Invalid(_("填写有误，没有保存。"), code="invalid", problems=problems)


def field_problems(row: models.Model, error: ValidationError) -> Iterator[Problem]:
    """What Django found, with the field's own name as place and what was typed as value."""
    for name, messages in error.message_dict.items():
        if name == NON_FIELD_ERRORS:
            yield from (Problem(message, place=str(row)) for message in messages)
            continue
        field = row._meta.get_field(name)
        value = row.__dict__.get(getattr(field, "attname", name), "")
        label = getattr(field, "verbose_name", name)
        yield from (Problem(message, value=_shown(value), place=f"{row} {label}") for message in messages)


def rule_problems(row: Indicator) -> list[Problem]:
    """What the core finds in an indicator's rule and parameters, blamed on its own field where there is one."""
    rule = RULES.get(row.rule)
    if rule is None:
        return [Problem(_("没有这种评分规则。"), row.rule, str(row))]
    return as_problems(rule.check(row.params, row.full_marks))


def fingerprint(row: Scheme | Part) -> str:
    """What a form carries of the row it shows, to notice that somebody else changed it meanwhile."""
    text = json.dumps(audit.snapshot(row), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def content_print(row: Scheme | Part) -> str:
    """The same for a form that leaves the row's place alone: that others move rows doesn't make it stale."""
    kept = {name: value for name, value in audit.snapshot(row).items() if name not in PLACE}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return CONTENT + hashlib.sha256(text.encode()).hexdigest()[:16]


def must_be_as_seen(row: Scheme | Part, seen: str) -> None:
    """Raise Conflict where a form shows another state of the row than the database holds."""
    now = content_print(row) if seen.startswith(CONTENT) else fingerprint(row)
    if seen and seen != now:
        raise Conflict(
            _("“%(row)s”已被他人修改，请刷新页面，核对后再保存。") % {"row": row}, code="row_changed"
        )


def _shown(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str("" if value is None else value)[:60]
