"""`manage.py submit_round ID --as USERNAME`."""

from typing import Any

from django.utils import timezone

from appraisal.actions import rounds
from appraisal.management.round_command import RoundCommand
from appraisal.models import Round


class Command(RoundCommand):
    help = "Hand a fully scored round in for review."

    def act(self, actor: Any, current: Round) -> dict[str, Any]:
        rounds.submit(actor=actor, round_id=current.pk, now=timezone.now())
        return {}
