"""Who may do what to which round: capabilities of a role, held against whose round it is (RULES 6, 13).

The county's rounds are its own business. A centre's rounds, of its staff and its clinics, are opened, entered and
handed in by its director; the county reads them, and its leader reviews, sends back, decides and finalises.
"""

from django.http import Http404

from appraisal.models import Round
from centres.access import require
from centres.models import User

# What a director may do to the own centre's rounds, under the names that the bureau's capabilities have.
OWN = frozenset(
    {
        "round.read",
        "round.open",
        "round.submit",
        "round.reopen_ask",
        "score.read",
        "score.enter",
        "score.import",
        "result.read",
        "report.read",
        "report.make",
        "scenario.save",
    }
)
# What makes a centre's round: nobody of the county does it in the director's place.
MAKING = frozenset({"round.open", "round.assign", "round.submit", "score.enter", "score.import"})


def has(user: User, capability: str) -> bool:
    """Whether there may be any round that the account can do this to."""
    return user.can(capability) or (capability in OWN and user.can("own.appraise"))


def admit(user: User, capability: str) -> None:
    """NotAllowed (403) for a role that may do this to no round at all."""
    if not has(user, capability):
        require(user, capability)


def may(user: User, capability: str, current: Round) -> bool:
    """Whether the account may do this to this very round."""
    if user.can("own.appraise"):
        return capability in OWN and current.centre_id is not None and current.centre_id == user.centre_id
    return user.can(capability) and (current.centre_id is None or capability not in MAKING)


def require_on(user: User, capability: str, current: Round) -> None:
    """NotAllowed (403) unless the account may do this to this very round; 404 where it isn't the account's to see."""
    if user.can("own.appraise") and current.centre_id != user.centre_id:
        raise Http404
    if not may(user, capability, current):
        # The role has it for other rounds, perhaps: a name of its own says that this one is somebody else's.
        require(user, capability if not user.can(capability) else "own.appraise")
