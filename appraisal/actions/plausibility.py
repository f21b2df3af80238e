"""Ticking a warning: the value was looked at, and why it stands (never a change of the value)."""

from collections.abc import Sequence
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
    """Record that one open warning was looked at; see `tick_all`."""
    return tick_all(actor=actor, round_id=round_id, keys=[key], reason=reason, now=now)[0]


def tick_all(
    *, actor: User, round_id: int, keys: Sequence[str], reason: str, now: datetime
) -> list[WarningTick]:
    """Record that these open warnings were looked at, with one reason: all or none.

    Raises Invalid without a reason, Conflict where the round isn't open for scoring or a warning isn't there any
    more (its values changed, or a colleague ticked it).
    """
    admit(actor, "score.enter")
    if not keys:
        raise Invalid(_("请先勾选要核查的提示。"), code="nothing_chosen")
    said = reason.strip()
    if not said or len(said) > MAX_REASON:
        raise Invalid(_("请写明核查说明，不超过%(limit)d字。") % {"limit": MAX_REASON}, code="reason_missing")
    with audit.act(actor, action="round.tick_warning", reason=said) as trail:
        current = take_round(actor, round_id)
        require_on(actor, "score.enter", current)
        must_be(current, Round.State.SCORING)
        trail.county_code = current.county.code
        rows = [_row(current, look, said, actor, now) for look in _open(current, keys)]
        for row in WarningTick.objects.bulk_create(rows):
            after = {"kind": row.kind, "key": row.key, "said": row.said}
            trail.add(row, None, after, label=f"{current} {row.place}"[:200])
    return rows


def _row(current: Round, look: Look, said: str, actor: User, now: datetime) -> WarningTick:
    return WarningTick(
        round=current,
        key=look.key,
        kind=look.kind,
        place=look.place[:MAX_PLACE],
        said=look.text[:MAX_SAID],
        reason=said,
        by=actor,
        at=now,
    )


def _open(current: Round, keys: Sequence[str]) -> list[Look]:
    known = {one.key: one for one in open_looks(current)}
    if not set(keys) <= set(known):
        raise Conflict(_("这条提示已不存在或已核查，请刷新页面。"), code="no_such_warning")
    return [known[key] for key in keys]
