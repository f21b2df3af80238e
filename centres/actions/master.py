"""Master data: regions, centres and their other names, posts, staff, directors' terms.

One door for the admin, the imports and the commands: `save` and `remove` check capability, scope, version and
the rules of the kind, and put old → new on the trail. A bank account is on the trail masked.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from centres import rules
from centres.access import require
from centres.models import (
    Centre,
    CentreAlias,
    DirectorTerm,
    Post,
    Region,
    Staff,
    SupportHospital,
    User,
    VillageClinic,
)
from records import audit
from records.errors import Conflict, Invalid, NotAllowed, Problem, Problems

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is common to the rows of one model."""

    capability: str
    county: Callable[[Any], Region | None]
    centre: Callable[[Any], Centre | None]
    problems: Callable[[Any], Iterable[Problem]]
    tidy: Callable[[Any], None] = lambda obj: None
    removable: bool = False


KINDS: dict[type[Model], Kind] = {
    Region: Kind("region.manage", lambda region: None, lambda region: None, rules.of_region),
    Centre: Kind(
        "centre.edit", lambda centre: centre.county, lambda c: c, rules.of_centre, rules.tidy_centre
    ),
    VillageClinic: Kind(
        "centre.edit", lambda clinic: clinic.county, lambda c: c, rules.of_clinic, rules.tidy_clinic
    ),
    SupportHospital: Kind(
        "centre.edit", lambda one: one.county, lambda one: one, rules.of_hospital, rules.tidy_hospital
    ),
    CentreAlias: Kind(
        "centre.edit",
        lambda alias: alias.centre.county,
        lambda alias: alias.centre,
        rules.of_alias,
        rules.tidy_alias,
        removable=True,
    ),
    Post: Kind("centre.edit", lambda post: post.county, lambda post: None, rules.of_post, removable=True),
    Staff: Kind("centre.edit", lambda staff: staff.centre.county, lambda s: s.centre, rules.of_staff),
    DirectorTerm: Kind(
        "centre.edit", lambda term: term.centre.county, lambda t: t.centre, rules.of_term, removable=True
    ),
}


def save(*, actor: User, obj: M, version: int | None = None, reason: str = "") -> M:
    """Save a new row, or a changed one over the kept one; return it.

    `version`, where given, is the one the change was based on: Conflict when somebody saved since. Raises
    NotAllowed for a missing capability or a county out of scope, Invalid with every fault of the values.
    """
    kind = KINDS[type(obj)]
    require(actor, kind.capability)
    kind.tidy(obj)
    with audit.act(actor, action=f"{obj._meta.model_name}.save", reason=reason) as trail:
        kept = _kept(obj)
        _check_fields(obj)
        _check_scope(actor, kind, [obj] if kept is None else [obj, kept])
        _check_version(kept, version)
        _check(obj, kind)
        before = snapshot(kept) if kept is not None else None
        if before is not None and hasattr(obj, "version"):
            obj.version = kept.version + (1 if before != snapshot(obj) else 0)  # type: ignore[union-attr]
        obj.save()
        county = kind.county(obj)
        trail.county_code = trail.county_code or (county.code if county else "")
        trail.add(obj, before, snapshot(obj), centre=kind.centre(obj))
    return obj


def remove(*, actor: User, obj: Model, reason: str = "") -> None:
    """Remove a row that nothing depends on; what history rests on is closed by its dates instead."""
    kind = KINDS[type(obj)]
    require(actor, kind.capability)
    if not kind.removable:
        raise Conflict(_("此类记录不能删除，请填写停用或离岗日期。"), code="not_removable")
    with audit.act(actor, action=f"{obj._meta.model_name}.remove", reason=reason) as trail:
        _check_scope(actor, kind, [obj])
        county = kind.county(obj)
        trail.county_code = trail.county_code or (county.code if county else "")
        trail.add(obj, snapshot(obj), None, centre=kind.centre(obj))
        try:
            obj.delete()
        except ProtectedError as error:
            raise Conflict(_("仍有其他记录在使用，不能删除。"), code="in_use") from error


def snapshot(obj: Model) -> dict[str, Any]:
    """The row as the trail keeps it: without the version counter, the bank account masked."""
    values = audit.snapshot(obj)
    values.pop("version", None)
    if values.get("bank_account"):
        values["bank_account"] = masked(values["bank_account"])
    return values


def masked(account: str) -> str:
    """A bank account by its last 4 digits, and a mark that differs when any digit does."""
    mark = hashlib.sha256(account.encode()).hexdigest()[:6]
    return f"****{account[-4:]} ({mark})"


def _kept(obj: M) -> M | None:
    if obj.pk is None:
        return None
    kept: M = type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    return kept


def _check_scope(actor: User, kind: Kind, rows: Iterable[Any]) -> None:
    for county in filter(None, map(kind.county, rows)):
        if not Region.objects.visible_to(actor).filter(pk=county.pk).exists():
            raise NotAllowed(_("该记录不在您的管辖范围内。"), code="scope")


def _check_version(kept: Any, version: int | None) -> None:
    if kept is not None and version is not None and getattr(kept, "version", version) != version:
        raise Conflict(_("此记录刚被他人修改，请核对后重新保存。"), code="version")


def _check_fields(obj: Model) -> None:
    """The model's own rules about each field, before anything follows a relation of it."""
    try:
        obj.clean_fields()
    except ValidationError as error:
        raise Invalid(_("没有保存，请改正后再试。"), problems=_problems(obj, error)) from error


def _check(obj: Model, kind: Kind) -> None:
    """The rules of the kind, then uniqueness and constraints."""
    found = Problems(kind.problems(obj))
    try:
        obj.validate_unique()
        obj.validate_constraints()
    except ValidationError as error:
        found.extend(_problems(obj, error))
    if found:
        raise Invalid(_("没有保存，请改正后再试。"), problems=found)


def _problems(obj: Model, error: ValidationError) -> list[Problem]:
    names: dict[str, Any] = {field.name: field.verbose_name for field in obj._meta.concrete_fields}
    return [
        Problem(message, place=str(names.get(name, "")))
        for name, messages in error.message_dict.items()
        for message in messages
    ]
