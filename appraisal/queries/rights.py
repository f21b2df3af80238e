"""Which acts an account may do on a round: what its page offers. The actions check the same again."""

from dataclasses import dataclass
from datetime import datetime

from appraisal.core.deadlines import is_open
from appraisal.core.workflow import BEFORE_REVIEW
from appraisal.deadlines import AHEAD
from appraisal.models import Level, ReopenRequest, Round
from appraisal.queries.appeals import open_appeals
from appraisal.rights import may
from centres.models import User


@dataclass(frozen=True, slots=True)
class Rights:
    """Acts that this account may do on this round in its present state."""

    before_review: bool
    begin: bool
    begin_scoring: bool
    open_notice: bool
    extend: bool
    report: bool
    file: bool
    enter: bool
    import_scores: bool
    submit: bool
    review: bool
    send_back: bool
    finalise: bool
    assign: bool
    add_sheets: bool
    exempt: bool
    decide_tie: bool
    ask_reopen: bool
    decide_reopen: bool
    use_reopen: bool
    withdraw_reopen: bool
    print_sheets: bool


def rights(user: User, current: Round, request: ReopenRequest | None, now: datetime) -> Rights:
    """The rights of an account on a round, whose live request to be reopened is `request`."""
    state, newest = current.state, not hasattr(current, "superseded_by")
    scoring = state == Round.State.SCORING
    early = state in BEFORE_REVIEW
    final = current.sealed and newest
    county = current.centre_id is None and newest
    return Rights(
        before_review=early,
        begin=state == "draft" and may(user, "round.open", current),
        begin_scoring=state == "self_assessment" and may(user, "round.begin_scoring", current),
        open_notice=state == "reviewed"
        and current.notice_days > 0
        and may(user, "round.notice", current)
        and current.submitted_by_id != user.pk,
        extend=state in AHEAD and may(user, "round.extend", current),
        report=state == "final" and county and may(user, "round.report", current),
        file=state == "reported"
        and county
        and current.level != Level.CENTRE
        and may(user, "round.report", current),
        enter=scoring and may(user, "score.enter", current),
        import_scores=scoring and may(user, "score.import", current),
        submit=scoring and may(user, "round.submit", current),
        review=state == "submitted"
        and may(user, "round.review", current)
        and current.submitted_by_id != user.pk,
        send_back=state in {"submitted", "reviewed"} and may(user, "round.send_back", current),
        finalise=_finalisable(current, now) and may(user, "round.finalise", current),
        assign=scoring and may(user, "round.assign", current),
        add_sheets=early and may(user, "round.open", current),
        exempt=early and may(user, "round.exempt", current),
        decide_tie=state in {"submitted", "reviewed", "notice"} and may(user, "round.decide_tie", current),
        **_reopening(user, current, request, now, final=final),
        print_sheets=scoring and (may(user, "score.enter", current) or user.can("report.make")),
    )


def _reopening(
    user: User, current: Round, request: ReopenRequest | None, now: datetime, *, final: bool
) -> dict[str, bool]:
    """Whether the account may ask to reopen, decide on the request, use it, or take it back."""
    asked = request is not None and request.state == ReopenRequest.State.ASKED
    others = asked and request is not None and request.asked_by_id != user.pk
    live = request is not None and request.expires_at is not None and request.expires_at > now
    free = request is None or not (asked or live)
    own = request is not None and request.asked_by_id == user.pk
    return {
        "ask_reopen": final and free and may(user, "round.reopen_ask", current),
        "decide_reopen": others and may(user, "round.reopen_permit", current),
        "use_reopen": final and live and not asked and may(user, "round.reopen_ask", current),
        "withdraw_reopen": final and own and may(user, "round.reopen_ask", current),
    }


def _finalisable(current: Round, now: datetime) -> bool:
    """Reviewed where there is no notice; in notice when that is over and every appeal decided."""
    if current.state == Round.State.NOTICE:
        return not is_open(current.notice_ends_at, now) and not open_appeals(current)
    return current.state == Round.State.REVIEWED and current.notice_days == 0
