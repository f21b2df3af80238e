"""Mail every account what waits for it: run by a timer on working mornings (docs/operators.md)."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from records import audit, reminding
from records.navigation import todos_for


class Command(BaseCommand):
    help = "Mail each account with an e-mail address what waits for it; --dry-run only counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what waits, mail nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        dry = options["dry_run"]
        if not dry and not reminding.mail_works():
            raise CommandError("No mail server is set: EMAIL_HOST is empty. Nothing was sent.")
        now, sent, waiting = timezone.now(), 0, 0
        for user in get_user_model().objects.filter(is_active=True).order_by("pk").iterator(chunk_size=200):
            todos = todos_for(user, now)
            waiting += len(todos)
            if not dry and reminding.mail_digest(user, todos):
                sent += 1
        if not dry:
            with audit.act(None, action="reminder.digest") as trail:
                trail.note({"mails": sent, "waiting": waiting})
        self.stdout.write(f"{waiting} things wait; {sent} mails sent")
