"""What of a divided round waits for its clerks, and who of them is late: lines of the home page's list."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.queries.duties import late_words, missing_of
from appraisal.queries.rounds import RoundRow
from centres.models import User
from records.navigation import Todo

NAMED = 5


def own_shares(user: User, rows: Sequence[RoundRow]) -> Iterator[Todo]:
    """What of the open rounds this clerk was given and hasn't filled."""
    shares = missing_of(user, [row.round.pk for row in rows]) if user.can("score.enter") and rows else {}
    for row in rows:
        sheets, missing = shares.get(row.round.pk, (0, 0))
        if missing:
            words = {"round": row.round, "sheets": sheets, "missing": missing}
            title = _("%(round)s：您负责的 %(sheets)d 张评分表还有 %(missing)d 格未评") % words
            yield Todo(
                title, reverse("appraisal:round", args=[row.round.pk]), icon="user", tone="warn", order=8
            )


def lagging(user: User, rows: Sequence[RoundRow], now: datetime) -> Iterator[Todo]:
    """For whoever opens rounds: those past their date, with the names of who is late."""
    late = [row for row in rows if row.round.due_on and row.round.due_on < timezone.localdate(now)]
    if not late or not user.can("round.review"):
        return
    names = late_words([row.round.pk for row in late])
    for row in late:
        shares = [f"{name} {missing}" for name, missing in names.get(row.round.pk, [])[:NAMED]]
        days = (timezone.localdate(now) - row.round.due_on).days if row.round.due_on else 0
        words = {"round": row.round, "days": days, "missing": row.missing}
        yield Todo(
            _("%(round)s评分已迟 %(days)d 天，还有 %(missing)d 格未评") % words,
            reverse("appraisal:round", args=[row.round.pk]),
            hint="、".join(shares),
            icon="clock",
            tone="bad",
            order=7,
        )
