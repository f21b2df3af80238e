"""Let deadlines that have passed take effect: `manage.py deadlines`, from a timer, as often as one likes.

Nothing waits for it: a page and an action reckon every deadline from the present moment. It moves rounds whose
self-assessment is over on to scoring, and says what else is late.
"""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.actions.stages import begin_due
from appraisal.deadlines import is_over
from appraisal.models import SEALED, Round


class Command(BaseCommand):
    help = "Let deadlines that have passed take effect, and list rounds that wait or are late."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", default="", help="Reckon from this moment (ISO, with its zone) instead of now."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.fromisoformat(options["now"]) if options["now"] else timezone.now()
        rounds = Round.objects.exclude(state__in=SEALED).select_related("county", "centre").order_by("pk")
        for current in rounds:
            if begin_due(round_id=current.pk, now=now):
                self._say(current, _("自评期限届满，已转入评分"))
            elif is_over(current, current.state, now):
                ended = current.state == Round.State.NOTICE
                self._say(current, _("公示期满，等待定稿") if ended else _("已超过计划日期"))

    def _say(self, current: Round, what: str) -> None:
        self.stdout.write(f"{current.county} {current}: {what}")
