"""What of the rounds waits for somebody: the home page's list."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal import after_home
from appraisal.access import rounds_for, schemes_for
from appraisal.models import ReopenRequest, Round, Scheme
from appraisal.queries.rounds import RoundRow, round_rows
from appraisal.result_cards import result_cards
from appraisal.rights import has, may
from centres.models import User
from records.navigation import HomeCard, Todo


def todos(user: User, now: datetime) -> list[Todo]:
    """Rounds, requests and what follows a year, as far as they wait for this account."""
    if not has(user, "round.read"):
        return []
    rows = round_rows(rounds_for(user).exclude(state=Round.State.FINAL))
    found = [todo for row in rows for todo in _of_round(user, row, now)]
    return [*found, *_of_requests(user), *_of_drafts(user), *after_home.todos(user, now)]


def _of_round(user: User, row: RoundRow, now: datetime) -> Iterator[Todo]:
    address = reverse("appraisal:round", args=[row.round.pk])
    names = {"round": row.round, "missing": row.missing}
    due = row.round.due_on
    late = due is not None and due < timezone.localdate(now)
    shown = _("%(day)s 截止") % {"day": due.strftime("%m-%d")} if due else ""
    if row.round.state == Round.State.SCORING and may(user, "score.enter", row.round):
        title = _("录入%(round)s：还有 %(missing)d 格") if row.missing else _("%(round)s已评完，可以提交审核")
        yield Todo(title % names, address, due=shown, tone="bad" if late else "", icon="grid", order=10)
    if row.round.state == Round.State.SUBMITTED and user.can("round.review"):
        yield Todo(_("审核%(round)s") % names, address, tone="warn", icon="check", order=5)
    if row.round.state == Round.State.REVIEWED and user.can("round.finalise"):
        yield Todo(_("%(round)s已审核，等待定稿") % names, address, tone="warn", icon="lock", order=5)


def _of_requests(user: User) -> Iterator[Todo]:
    if not user.can("round.reopen_permit"):
        return
    asked = ReopenRequest.objects.filter(
        user.county_scope("round__county__"), state=ReopenRequest.State.ASKED
    ).exclude(asked_by=user)
    for one in asked.select_related("round", "asked_by"):
        title = _("%(who)s申请重开%(round)s") % {"who": one.asked_by, "round": one.round}
        yield Todo(
            title,
            reverse("appraisal:round", args=[one.round_id]),
            hint=one.reason,
            tone="warn",
            icon="unlock",
        )


def _of_drafts(user: User) -> Iterator[Todo]:
    """Drafts of schemes that wait for whoever puts them in force."""
    if not user.can("scheme.activate"):
        return
    for scheme in schemes_for(user).filter(state=Scheme.State.DRAFT):
        address = reverse("appraisal:scheme", args=[scheme.pk])
        yield Todo(
            _("考核方案草稿等待启用：%(scheme)s") % {"scheme": scheme}, address, icon="scheme", order=40
        )


def cards(user: User, now: datetime) -> list[HomeCard]:
    """The open rounds with their progress, the newest results, and a centre's own."""
    return [*_rounds(user), *result_cards(user)]


def _rounds(user: User) -> list[HomeCard]:
    if not has(user, "round.read"):
        return []
    rows = round_rows(rounds_for(user))[:6]
    if not rows and user.can("own.appraise"):
        return []
    context = {"rows": rows, "may_open": has(user, "round.open")}
    return [HomeCard("appraisal/_home_rounds.html", context, size="full", order=20)]
