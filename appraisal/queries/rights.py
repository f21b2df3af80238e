"""Which acts an account may do on a round: what its page offers. The actions check the same again."""

from dataclasses import dataclass
from datetime import datetime

from appraisal.models import ReopenRequest, Round
from appraisal.rights import may
from centres.models import User


@dataclass(frozen=True, slots=True)
class Rights:
    """Acts that this account may do on this round in its present state."""

    enter: bool
    import_scores: bool
    submit: bool
    review: bool
    send_back: bool
    finalise: bool
    add_sheets: bool
    exempt: bool
    decide_tie: bool
    ask_reopen: bool
    decide_reopen: bool
    use_reopen: bool


def rights(user: User, current: Round, request: ReopenRequest | None, now: datetime) -> Rights:
    """The rights of an account on a round, whose live request to be reopened is `request`."""
    state, newest = current.state, not hasattr(current, "superseded_by")
    scoring = state == Round.State.SCORING
    final = current.sealed and newest
    asked = request is not None and request.state == ReopenRequest.State.ASKED
    others = asked and request is not None and request.asked_by_id != user.pk
    live = request is not None and request.expires_at is not None and request.expires_at > now
    return Rights(
        enter=scoring and may(user, "score.enter", current),
        import_scores=scoring and may(user, "score.import", current),
        submit=scoring and may(user, "round.submit", current),
        review=state == "submitted"
        and may(user, "round.review", current)
        and current.submitted_by_id != user.pk,
        send_back=state in {"submitted", "reviewed"} and may(user, "round.send_back", current),
        finalise=state == "reviewed" and may(user, "round.finalise", current),
        add_sheets=scoring and may(user, "round.open", current),
        exempt=scoring and may(user, "round.exempt", current),
        decide_tie=state in {"submitted", "reviewed"} and may(user, "round.decide_tie", current),
        ask_reopen=final and request is None and may(user, "round.reopen_ask", current),
        decide_reopen=others and may(user, "round.reopen_permit", current),
        use_reopen=final and live and not asked and may(user, "round.reopen_ask", current),
    )
