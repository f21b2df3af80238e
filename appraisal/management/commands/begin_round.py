"""`manage.py begin_round ID --as USERNAME`: begin a round in preparation, or its scoring after the self-assessment."""

from typing import Any

from django.utils import timezone

from appraisal.actions import stages
from appraisal.management.round_command import RoundCommand
from appraisal.models import Round


class Command(RoundCommand):
    help = "Begin a round in preparation; of one in self-assessment, begin the county's scoring."

    def act(self, actor: Any, current: Round) -> dict[str, Any]:
        draft = current.state == Round.State.DRAFT
        begin = stages.begin if draft else stages.begin_scoring
        begin(actor=actor, round_id=current.pk, now=timezone.now())
        return {}
