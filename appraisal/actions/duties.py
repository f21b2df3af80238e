"""Dividing a round's sheets among the clerks, and reminding those who still have cells to fill."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from appraisal.actions.rounds import must_be
from appraisal.locks import take_round
from appraisal.models import Assessment, Duty, Round
from appraisal.queries.duties import clerks_of, load_of
from appraisal.rights import require_on
from centres.access import require
from centres.models import User
from records import audit, reminding
from records.errors import Conflict, Invalid


def assign(
    *, actor: User, round_id: int, sheet_ids: Sequence[int], clerk_id: int | None, now: datetime
) -> int:
    """Make one clerk of the county answer for these sheets, or nobody (None); return how many changed.

    Raises Invalid for an account that is no active clerk of the county and for sheets of another round, Conflict
    when the round isn't being scored any more.
    """
    require(actor, "round.assign")
    with audit.act(actor, action="duty.assign") as trail:
        current = take_round(actor, round_id)
        trail.county_code = current.county.code
        require_on(actor, "round.assign", current)
        must_be(current, Round.State.SCORING)
        clerk = _clerk(current, clerk_id)
        sheets = _sheets(current, sheet_ids)
        return sum(_give(sheet, clerk, actor, now, trail) for sheet in sheets)


def _clerk(current: Round, clerk_id: int | None) -> User | None:
    if clerk_id is None:
        return None
    found = clerks_of(current.county).filter(pk=clerk_id).first()
    if found is None:
        raise Invalid(_("请选择本县在用的考核员账号。"), code="no_clerk")
    return found


def _sheets(current: Round, sheet_ids: Sequence[int]) -> list[Assessment]:
    found = Assessment.objects.filter(round=current, pk__in=sheet_ids)
    sheets = list(found.select_related("centre", "staff", "duty__clerk").order_by("pk"))
    if not sheets or len(sheets) != len(set(sheet_ids)):
        raise Invalid(_("请先勾选本轮次的评分表。"), code="no_sheets")
    return sheets


def _give(sheet: Assessment, clerk: User | None, actor: User, now: datetime, trail: audit.Trail) -> bool:
    known = getattr(sheet, "duty", None)
    old = known.clerk.username if known else None
    new = clerk.username if clerk else None
    if old == new:
        return False
    label = _("%(sheet)s责任人") % {"sheet": sheet}
    if known is not None and clerk is None:
        trail.add(known, {"clerk": old}, {"clerk": None}, label=label, centre=sheet.centre)
        known.delete()
        return True
    values = {"clerk": clerk, "assigned_by": actor, "assigned_at": now}
    duty, _made = Duty.objects.update_or_create(assessment=sheet, defaults=values)
    trail.add(duty, {"clerk": old}, {"clerk": new}, label=label, centre=sheet.centre)
    return True


def remind_late(*, actor: User, round_id: int, clerk_id: int | None, now: datetime) -> int:
    """Remind one clerk, or (None) every clerk with open cells, of what is missing; return how many were reminded.

    Raises Conflict when nobody named has open cells, or all of them have been reminded and haven't looked yet.
    """
    require(actor, "round.assign")
    with audit.act(actor, action="duty.remind") as trail:
        current = take_round(actor, round_id)
        trail.county_code = current.county.code
        require_on(actor, "round.assign", current)
        must_be(current, Round.State.SCORING)
        late = [one for one in load_of(current) if one.clerk and one.missing]
        wanted = [one for one in late if clerk_id in (None, one.clerk_id)]
        sent = 0
        for one in wanted:
            words = {"round": current, "sheets": one.open_sheets, "missing": one.missing}
            title = _("%(round)s：您负责的 %(sheets)d 张评分表还有 %(missing)d 格未评") % words
            url = f"{reverse('appraisal:round', args=[current.pk])}?clerk={one.clerk_id}"
            sent += len(reminding.remind(
                actor=actor, to=[one.clerk], title=title, url=url, now=now, county_code=current.county.code
            ))  # fmt: skip
    if not sent:
        raise Conflict(_("没有需要提醒的人：都已评完，或已提醒而尚未查看。"), code="nobody_to_remind")
    return sent
