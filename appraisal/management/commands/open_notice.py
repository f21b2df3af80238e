"""`manage.py open_notice ID --as USERNAME`."""

from typing import Any

from django.utils import timezone

from appraisal.actions import stages
from appraisal.management.round_command import RoundCommand
from appraisal.models import Round


class Command(RoundCommand):
    help = "Open the public notice of a reviewed round for its working days."

    def act(self, actor: Any, current: Round) -> dict[str, Any]:
        opened = stages.open_notice(actor=actor, round_id=current.pk, now=timezone.now())
        assert opened.notice_ends_at is not None  # noqa: S101  (the act set it)
        return {"notice_ends_at": opened.notice_ends_at.isoformat()}
