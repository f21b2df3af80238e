"""The shared shape of the commands that act on one round."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from appraisal.access import round_for
from appraisal.models import Round
from records.commands import ActionCommand, Answer


class RoundCommand(ActionCommand):
    """A command with a round's number; the round must be in the account's scope."""

    writes = True

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("round", type=int, metavar="ID", help="the round's number")

    def run(self, options: Mapping[str, Any]) -> Answer:
        current = round_for(options["actor"], options["round"])
        data = self.act(options["actor"], current)
        current.refresh_from_db()
        words = {"round": current, "state": current.get_state_display()}
        line = _("%(round)s：%(state)s") % words
        return Answer({"round": current.pk, "state": current.state, **data}, [line])

    def act(self, actor: Any, current: Round) -> dict[str, Any]:
        """Do the act; return what --json adds."""
        raise NotImplementedError
