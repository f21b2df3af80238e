"""Minima of an appraisal on site, the symposium, and a leader's word where they weren't reached (RULES 7)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from appraisal.core.fieldwork import Minima
from appraisal.field_access import is_open
from appraisal.locks import take_round
from appraisal.models import (
    MAX_REASON,
    Assessment,
    CountyMinima,
    FieldMinima,
    FieldWaiver,
    Level,
    Round,
    Symposium,
)
from appraisal.rights import admit, require_on
from centres.access import require
from centres.models import Region, User
from records import audit
from records.errors import Conflict, Invalid


def set_minima(
    *, actor: User, round_id: int, minima: Minima, now: datetime, for_new: bool = False
) -> FieldMinima:
    """Set what a round must at least see of each centre; `for_new` also of every round the county opens from now on."""
    require(actor, "round.open")
    if not 0 <= minima.staff_percent <= 100 or min(minima.households, minima.patients) < 0:
        raise Invalid(_("比例应在 0–100 之间，数量不小于 0。"), code="minima")
    with audit.act(actor, action="minima.set") as trail:
        current = _hold(actor, round_id)
        before = FieldMinima.objects.filter(round=current).order_by("-pk").first()
        row = FieldMinima.objects.create(round=current, **_columns(minima, actor, now))
        trail.county_code = current.county.code
        trail.add(row, _values(before), _values(row), label=str(current))
        if for_new:
            _set_for_new(trail, current.county, minima, actor, now)
    return row


def _set_for_new(trail: audit.Trail, county: Region, minima: Minima, actor: User, now: datetime) -> None:
    Region.objects.select_for_update().get(pk=county.pk)
    before = _of_county(county)
    row = CountyMinima.objects.create(county=county, **_columns(minima, actor, now))
    trail.add(row, _values(before), _values(row), label=county.name)


def _columns(minima: Minima, actor: User, now: datetime) -> dict[str, Any]:
    return {
        "households": minima.households,
        "staff_percent": Decimal(minima.staff_percent),
        "patients": minima.patients,
        "set_by": actor,
        "set_at": now,
    }


def _of_county(county: Region) -> CountyMinima | None:
    return CountyMinima.objects.filter(county=county).order_by("-pk").first()


def begin_with_minima(new: Round, trail: audit.Trail) -> None:
    """Give a new round of centres what its county asks of every round; it names who set that. Of the caller's act."""
    held = _of_county(new.county) if new.level == Level.CENTRE else None
    if held is None:
        return
    row = FieldMinima.objects.create(round=new, **_values(held), set_by=held.set_by, set_at=held.set_at)
    trail.add(row, {}, _values(row), label=str(new))


def _values(row: FieldMinima | CountyMinima | None) -> dict[str, Any]:
    names = ("households", "staff_percent", "patients")
    return {name: getattr(row, name) for name in names} if row else {}


def waive(*, actor: User, round_id: int, sheet_id: int, reason: str, now: datetime) -> FieldWaiver:
    """A leader says why a centre's minima weren't reached; with it the round may be handed in."""
    require(actor, "round.exempt")
    said = reason.strip()
    if not said or len(said) > MAX_REASON:
        raise Invalid(_("请写明理由，不超过%(limit)d字。") % {"limit": MAX_REASON}, code="reason_missing")
    with audit.act(actor, action="minima.waive", reason=said) as trail:
        current = _hold(actor, round_id)
        sheet = _sheet(current, sheet_id)
        if FieldWaiver.objects.filter(assessment=sheet).exists():
            raise Conflict(_("已经记录过说明。"), code="waived")
        row = FieldWaiver.objects.create(assessment=sheet, reason=said, by=actor, at=now)
        trail.county_code = current.county.code
        trail.add(row, None, {"reason": said}, label=str(sheet), centre=sheet.centre)
    return row


def hold_symposium(
    *,
    actor: User,
    round_id: int,
    sheet_id: int,
    held_on: date,
    staff: int,
    patients: int,
    note: str = "",
    now: datetime,
) -> Symposium:
    """Record who came to a centre's symposium; recording again corrects it, the earlier row stays."""
    admit(actor, "score.enter")
    if min(staff, patients) < 0 or staff + patients == 0:
        raise Invalid(_("请填写参会人数。"), code="nobody")
    with audit.act(actor, action="symposium.record") as trail:
        current = _hold(actor, round_id)
        require_on(actor, "score.enter", current)
        sheet = _sheet(current, sheet_id)
        row = Symposium.objects.create(
            assessment=sheet,
            held_on=held_on,
            staff=staff,
            patients=patients,
            note=note.strip()[:200],
            by=actor,
            at=now,
        )
        trail.county_code = current.county.code
        after = {"held_on": held_on, "staff": staff, "patients": patients}
        trail.add(row, None, after, label=str(sheet), centre=sheet.centre)
    return row


def _hold(actor: User, round_id: int) -> Round:
    current = take_round(actor, round_id)
    if current.level != Level.CENTRE:
        raise Conflict(_("只有乡镇卫生院的考核有走访和座谈会的要求。"), code="no_fieldwork")
    if not is_open(current):
        raise Conflict(_("轮次已提交，不能再改动。"), code="round_closed")
    return current


def _sheet(current: Round, sheet_id: int) -> Assessment:
    sheets = Assessment.objects.filter(round=current).select_related("centre", "staff")
    return get_object_or_404(sheets, pk=sheet_id)
