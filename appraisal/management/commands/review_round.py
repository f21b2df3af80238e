"""`manage.py review_round ID --as USERNAME`."""

from typing import Any

from django.utils import timezone

from appraisal.actions import rounds
from appraisal.management.round_command import RoundCommand
from appraisal.models import Round


class Command(RoundCommand):
    help = "Sign a submitted round; the reviewer isn't the submitter."

    def act(self, actor: Any, current: Round) -> dict[str, Any]:
        rounds.review(actor=actor, round_id=current.pk, now=timezone.now())
        return {}
