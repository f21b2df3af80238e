"""Which acts an account may do on a round: what its page offers. The actions check the same again."""

from dataclasses import dataclass
from datetime import datetime

from appraisal.models import ReopenRequest, Round
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
    final = state == Round.State.FINAL and newest
    asked = request is not None and request.state == ReopenRequest.State.ASKED
    others = asked and request is not None and request.asked_by_id != user.pk
    live = request is not None and request.expires_at is not None and request.expires_at > now
    return Rights(
        enter=scoring and user.can("score.enter"),
        import_scores=scoring and user.can("score.import"),
        submit=scoring and user.can("round.submit"),
        review=state == "submitted" and user.can("round.review") and current.submitted_by_id != user.pk,
        send_back=state in {"submitted", "reviewed"} and user.can("round.send_back"),
        finalise=state == "reviewed" and user.can("round.finalise"),
        add_sheets=scoring and user.can("round.open"),
        exempt=scoring and user.can("round.exempt"),
        decide_tie=state in {"submitted", "reviewed"} and user.can("round.decide_tie"),
        ask_reopen=final and request is None and user.can("round.reopen_ask"),
        decide_reopen=others and user.can("round.reopen_permit"),
        use_reopen=final and live and not asked and user.can("round.reopen_ask"),
    )
