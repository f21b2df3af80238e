"""What of the rounds waits for somebody: the home page's list."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal import after_home
from appraisal.access import rounds_for, schemes_for
from appraisal.deadlines import due_on, is_over
from appraisal.home_duties import lagging, own_shares
from appraisal.home_life import appeal_todos, own_todos, return_todos
from appraisal.models import ReopenRequest, Round, Scheme
from appraisal.queries.rounds import RoundRow, round_rows
from appraisal.result_cards import result_cards
from appraisal.rights import has, may
from centres.models import User
from records.navigation import HomeCard, Todo

State = Round.State


def todos(user: User, now: datetime) -> list[Todo]:
    """Rounds, appeals, requests and what follows a year, as far as they wait for this account."""
    own = list(own_todos(user, now))
    if not has(user, "round.read"):
        return own
    rows = round_rows(rounds_for(user).exclude(state=Round.State.FILED))
    scoring = [row for row in rows if row.round.state == State.SCORING and row.missing]
    found = [todo for row in rows if row.round.state in WAITING for todo in _of_round(user, row, now)]
    shares = [*own_shares(user, scoring), *lagging(user, scoring, now)]
    return [
        *own,
        *shares,
        *found,
        *return_todos(user),
        *appeal_todos(user),
        *_of_requests(user),
        *_of_drafts(user),
        *after_home.todos(user, now),
    ]


# Who acts next, by state; a stage's last day is shown with it.
WAITING: Mapping[str, tuple[str, object, str, str]] = {
    State.DRAFT: ("round.open", gettext_lazy("%(round)s在筹备中，等待开始"), "", "rounds"),
    State.SELF_ASSESSMENT: ("round.begin_scoring", gettext_lazy("%(round)s自评中"), "", "clock"),
    State.SCORING: ("score.enter", gettext_lazy("录入%(round)s：还有 %(missing)d 格"), "", "grid"),
    State.SUBMITTED: ("round.review", gettext_lazy("审核%(round)s"), "warn", "check"),
    State.REVIEWED: ("round.finalise", gettext_lazy("%(round)s已审核，等待定稿"), "warn", "lock"),
    State.NOTICE: ("round.finalise", gettext_lazy("%(round)s公示期满，等待定稿"), "warn", "lock"),
    State.FINAL: ("round.report", gettext_lazy("%(round)s已定稿，等待上报市级"), "", "send"),
}


def _of_round(user: User, row: RoundRow, now: datetime) -> Iterator[Todo]:
    current = row.round
    capability, words, tone, icon = WAITING[current.state]
    if not may(user, capability, current) or _too_early(current, now):
        return
    due, late = due_on(current, current.state), is_over(current, current.state, now)
    if current.state == State.SCORING and not row.missing:
        words = _("%(round)s已评完，可以提交审核")
    if current.state == State.REVIEWED and current.notice_days:
        words = _("%(round)s已审核，等待公示")
    yield Todo(
        str(words) % {"round": current, "missing": row.missing},
        reverse("appraisal:round", args=[current.pk]),
        due=_("%(day)s 截止") % {"day": due.strftime("%m-%d")} if due else "",
        tone="bad" if late and current.state != State.NOTICE else tone,
        icon=icon,
        order=5 if tone else 10,
    )


def _too_early(current: Round, now: datetime) -> bool:
    """A notice that still lasts waits for nobody; a final round waits for its report only where one was planned."""
    if current.state == State.NOTICE:
        return not is_over(current, State.NOTICE, now)
    return current.state == State.FINAL and (
        current.report_due_on is None or hasattr(current, "superseded_by")
    )


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
