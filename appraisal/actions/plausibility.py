"""Ticking a warning: the value was looked at, and why it stands (never a change of the value)."""

from datetime import datetime

from django.utils.translation import gettext as _

from appraisal.actions.rounds import must_be
from appraisal.locks import take_round
from appraisal.models import MAX_REASON, Round, WarningTick
from appraisal.queries.plausibility import Look, open_looks
from appraisal.rights import admit, require_on
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid

MAX_PLACE, MAX_SAID = 300, 500


def tick(*, actor: User, round_id: int, key: str, reason: str, now: datetime) -> WarningTick:
    """Record that an open warning was looked at.

    Raises Invalid without a reason, Conflict where the round isn't open for scoring or the warning isn't there any
    more (its values changed, or a colleague ticked it).
    """
    admit(actor, "score.enter")
    said = reason.strip()
    if not said or len(said) > MAX_REASON:
        raise Invalid(_("请写明核查说明，不超过%(limit)d字。") % {"limit": MAX_REASON}, code="reason_missing")
    with audit.act(actor, action="round.tick_warning", reason=said) as trail:
        current = take_round(actor, round_id)
        require_on(actor, "score.enter", current)
        must_be(current, Round.State.SCORING)
        look = _open(current, key)
        row = WarningTick.objects.create(
            round=current,
            key=look.key,
            kind=look.kind,
            place=look.place[:MAX_PLACE],
            said=look.text[:MAX_SAID],
            reason=said,
            by=actor,
            at=now,
        )
        trail.county_code = current.county.code
        after = {"kind": look.kind, "key": look.key, "said": look.text}
        trail.add(row, None, after, label=f"{current} {look.place}"[:200])
    return row


def _open(current: Round, key: str) -> Look:
    look = next((one for one in open_looks(current) if one.key == key), None)
    if look is None:
        raise Conflict(_("这条提示已不存在或已核查，请刷新页面。"), code="no_such_warning")
    return look
