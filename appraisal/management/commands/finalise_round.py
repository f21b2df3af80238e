"""`manage.py finalise_round ID --as USERNAME`."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from appraisal.actions import publishing, rounds
from appraisal.management.round_command import RoundCommand
from appraisal.models import Round


class Command(RoundCommand):
    help = (
        "Make a reviewed round final and publish its results. A round that is only submitted is reviewed first, "
        "by the same account, which must not be the submitter; both acts are recorded."
    )

    def act(self, actor: Any, current: Round) -> dict[str, Any]:
        now = timezone.now()
        with transaction.atomic():
            if current.state == Round.State.SUBMITTED:
                rounds.review(actor=actor, round_id=current.pk, now=now)
            made = publishing.finalise(actor=actor, round_id=current.pk, now=now)
        return {
            "publications": [
                {"id": one.pk, "kind": one.kind, "version": one.version, "graded": one.graded} for one in made
            ]
        }
