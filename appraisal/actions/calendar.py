"""The county's own days: where its calendar differs from the national one, or that one doesn't know the year yet."""

from datetime import date, datetime

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from appraisal.models import OwnDay
from centres.access import counties_for, require
from centres.models import Region, User
from records import audit
from records.errors import Conflict, Invalid


def set_day(
    *, actor: User, county: Region, day: date, works: bool, name: str, now: datetime, pk: int | None = None
) -> OwnDay:
    """Say whether a day is worked; notices opened before keep their end."""
    require(actor, "round.extend")
    get_object_or_404(counties_for(actor), pk=county.pk)
    if not name.strip():
        raise Invalid(_("请写明说明，例如“县庆放假”。"), code="name_missing")
    with audit.act(actor, action="calendar.set", county=county) as trail:
        Region.objects.select_for_update().get(pk=county.pk)
        if OwnDay.objects.filter(county=county, day=day).exclude(pk=pk or 0).exists():
            raise Conflict(_("该日期已经设置。"), code="day_exists")
        row = OwnDay.objects.filter(county=county, pk=pk or 0).first() or OwnDay(county=county)
        before = _record(row) if row.pk else {}
        row.day, row.works, row.name, row.by, row.at = day, works, name.strip(), actor, now
        row.save()
        trail.add(row, before, _record(row), label=str(row))
    return row


def remove_day(*, actor: User, day_id: int) -> None:
    require(actor, "round.extend")
    rows = OwnDay.objects.filter(county__in=counties_for(actor)).select_related("county")
    row = get_object_or_404(rows, pk=day_id)
    with audit.act(actor, action="calendar.remove", county=row.county) as trail:
        trail.add(row, _record(row), {}, label=str(row))
        row.delete()


def _record(row: OwnDay) -> dict[str, object]:
    return {"day": row.day, "works": row.works, "name": row.name}
