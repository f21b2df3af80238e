"""The acts of a scheme's life: make, edit, activate, retire, copy (RULES 2)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from appraisal.actions.scheme_documents import create_draft
from appraisal.actions.scheme_rows import (
    PARTS,
    Part,
    fingerprint,
    must_be_as_seen,
    remove_row,
    take_draft,
    take_row,
    take_scheme,
    write_row,
)
from appraisal.models import Category, Indicator, Scheme
from appraisal.queries.scheme_years import next_code
from appraisal.queries.schemes import document_of
from appraisal.scheme_document import BandPart, RoundPart, SchemeDocument
from appraisal.scheme_spec import as_problems, faults_of
from centres.access import require
from centres.models import Region, User
from records import audit
from records.errors import Conflict, Invalid, NotAllowed

__all__ = [
    "activate",
    "copy_next_year",
    "copy_version",
    "create",
    "create_blank",
    "discard",
    "edit",
    "fingerprint",
    "remove_part",
    "retire",
    "save_part",
]

State = Scheme.State
STEPS = {"activate": (State.DRAFT, State.ACTIVE), "retire": (State.ACTIVE, State.RETIRED)}
USUAL_ROUNDS = (
    RoundPart(kind="june", weight_percent=Decimal(40)),
    RoundPart(kind="december", weight_percent=Decimal(60)),
)
USUAL_BANDS = (
    BandPart(code="excellent", name="优秀", floor=Decimal(85), award_weight=Decimal(2)),
    BandPart(code="good", name="良好", floor=Decimal(70), award_weight=Decimal(1)),
    BandPart(code="pass", name="合格", floor=Decimal(60)),
    BandPart(code="fail", name="不合格", floor=Decimal(0), forfeit_percent=Decimal(50)),
)
HEAD = frozenset(
    {"code", "name", "year", "level", "full_marks", "top_cap_percent", "tie_breaks"}
    | {"monthly_percent", "june_part_percent", "award_percent", "source", "note"}
)


def create(*, actor: User, county: Region, document: SchemeDocument) -> Scheme:
    """Make a draft, version 1, of a code that the county doesn't have yet."""
    require(actor, "scheme.edit")
    with audit.act(actor, action="scheme.create", county=county) as trail:
        county = Region.objects.select_for_update().get(pk=county.pk)
        _must_be_new(county, document.code)
        return create_draft(trail, county, document, version=1)


def create_blank(*, actor: User, values: Mapping[str, Any]) -> Scheme:
    """Make a draft from the fields of a form, with the rounds and grades of 篇1 五(四) and 七 to begin with."""
    require(actor, "scheme.edit")
    _only(values, HEAD)
    county = Region.objects.filter(actor.county_scope(), level=Region.Level.COUNTY).first()
    if county is None:
        raise NotAllowed(_("该账号没有管辖的县。"), code="no_county")
    head = {**values, "tie_breaks": tuple(values.get("tie_breaks", ()))}
    document = SchemeDocument(**head, rounds=USUAL_ROUNDS, bands=USUAL_BANDS)
    return create(actor=actor, county=county, document=document)


def edit(*, actor: User, scheme_id: int, values: Mapping[str, Any], seen: str = "") -> Scheme:
    """Change fields of a draft itself; `seen` is the fingerprint that the form was made from."""
    require(actor, "scheme.edit")
    _only(values, HEAD)
    with audit.act(actor, action="scheme.edit") as trail:
        scheme = take_draft(actor, scheme_id)
        trail.county_code = scheme.county.code
        must_be_as_seen(scheme, seen)
        write_row(trail, scheme, values)
    return scheme


def save_part(
    *,
    actor: User,
    scheme_id: int,
    part: type[Part],
    pk: int | None,
    values: Mapping[str, Any],
    seen: str = "",
) -> Part:
    """Add (pk None) or change a round, band, category or indicator of a draft."""
    require(actor, "scheme.edit")
    name = str(part._meta.model_name)
    with audit.act(actor, action=f"{name}.{'create' if pk is None else 'edit'}") as trail:
        scheme = take_draft(actor, scheme_id)
        trail.county_code = scheme.county.code
        row = part(scheme=scheme) if pk is None else take_row(part, scheme, pk)
        must_be_as_seen(row, seen)
        _must_be_own(scheme, values.get("category"))
        write_row(trail, row, values)
    return row


def remove_part(*, actor: User, scheme_id: int, part: type[Part], pk: int) -> None:
    """Take a round, band, indicator, or a category with its indicators out of a draft."""
    require(actor, "scheme.edit")
    with audit.act(actor, action=f"{part._meta.model_name}.delete") as trail:
        scheme = take_draft(actor, scheme_id)
        trail.county_code = scheme.county.code
        row = take_row(part, scheme, pk)
        if isinstance(row, Category):
            for indicator in Indicator.objects.filter(category=row):
                remove_row(trail, indicator)
        remove_row(trail, row)


def discard(*, actor: User, scheme_id: int) -> None:
    """Remove a draft altogether; the audit trail keeps every row of it."""
    require(actor, "scheme.edit")
    with audit.act(actor, action="scheme.discard") as trail:
        scheme = take_draft(actor, scheme_id)
        trail.county_code = scheme.county.code
        for part in reversed(PARTS):
            for row in part._default_manager.filter(scheme=scheme):
                remove_row(trail, row)
        remove_row(trail, scheme)


def activate(*, actor: User, scheme_id: int, now: datetime) -> Scheme:
    """Freeze a draft and put it in force; the version in force until now is retired by the same act.

    Raises Invalid with every fault and its place while the scheme isn't complete (RULES 2).
    """
    require(actor, "scheme.activate")
    with audit.act(actor, action="scheme.activate") as trail:
        scheme = take_scheme(actor, scheme_id)
        trail.county_code = scheme.county.code
        _must_step(scheme, "activate")
        if faults := faults_of(scheme):
            problems = as_problems(faults)
            raise Invalid(_("方案还不完整，不能启用。"), code="scheme_faults", problems=problems)
        for other in _active_versions(scheme):
            _move(trail, other, State.RETIRED)
        scheme.activated_at = now
        _move(trail, scheme, State.ACTIVE)
    return scheme


def retire(*, actor: User, scheme_id: int) -> Scheme:
    """Take a scheme out of force: no round opens with it any more; rounds already open go on."""
    require(actor, "scheme.activate")
    with audit.act(actor, action="scheme.retire") as trail:
        scheme = take_scheme(actor, scheme_id)
        trail.county_code = scheme.county.code
        _must_step(scheme, "retire")
        _move(trail, scheme, State.RETIRED)
    return scheme


def copy_version(*, actor: User, scheme_id: int) -> Scheme:
    """Copy a frozen scheme to a draft of the next version. Raises Conflict while the code has a draft."""
    require(actor, "scheme.edit")
    with audit.act(actor, action="scheme.copy_version") as trail:
        source = take_scheme(actor, scheme_id)
        trail.county_code = source.county.code
        versions = Scheme.objects.filter(county=source.county, code=source.code)
        draft = versions.filter(state=State.DRAFT).first()
        if draft is not None:
            words = {"version": draft.version}
            raise Conflict(_("该方案已有第%(version)d版草稿，请直接修改。") % words, code="draft_exists")
        newest = versions.order_by("-version").values_list("version", flat=True)[0]
        return create_draft(trail, source.county, document_of(source), version=newest + 1)


def copy_next_year(*, actor: User, scheme_id: int) -> Scheme:
    """Copy a scheme to a draft for the next year, under a code of its own (WSY-2026 → WSY-2027)."""
    require(actor, "scheme.edit")
    with audit.act(actor, action="scheme.copy_year") as trail:
        source = take_scheme(actor, scheme_id)
        trail.county_code = source.county.code
        document = for_next_year(document_of(source))
        _must_be_new(source.county, document.code)
        return create_draft(trail, source.county, document, version=1)


def for_next_year(document: SchemeDocument) -> SchemeDocument:
    """The same scheme a year on: the year is moved in code and name, or added to the code."""
    old, new = str(document.year), str(document.year + 1)
    code = next_code(document.code, document.year)
    return replace(document, code=code, year=document.year + 1, name=document.name.replace(old, new))


def _must_be_new(county: Region, code: str) -> None:
    if Scheme.objects.filter(county=county, code=code).exists():
        raise Conflict(_("本县已有编码为“%(code)s”的方案。") % {"code": code}, code="scheme_exists")


def _must_be_own(scheme: Scheme, category: Category | None) -> None:
    if category is not None and category.scheme_id != scheme.pk:
        raise Invalid(_("类别不属于该方案。"), code="foreign_category")


def _must_step(scheme: Scheme, act: str) -> None:
    source, _target = STEPS[act]
    if scheme.state != source:
        words = {"state": scheme.get_state_display()}
        raise Conflict(_("方案当前状态为“%(state)s”，不能进行此操作。") % words, code="wrong_state")


def _active_versions(scheme: Scheme) -> list[Scheme]:
    rows = Scheme.objects.select_for_update().filter(
        county=scheme.county, code=scheme.code, state=State.ACTIVE
    )
    return list(rows)


def _move(trail: audit.Trail, scheme: Scheme, state: str) -> None:
    before = audit.snapshot(Scheme.objects.get(pk=scheme.pk))
    scheme.state = state
    scheme.save(update_fields=["state", "activated_at"])
    trail.add(scheme, before, audit.snapshot(scheme))


def _only(values: Mapping[str, Any], names: frozenset[str]) -> None:
    if unknown := set(values) - names:
        raise TypeError(f"not fields of a scheme: {sorted(unknown)}")
