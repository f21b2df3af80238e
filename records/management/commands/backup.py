"""`manage.py backup FOLDER`: database, files and a manifest with hashes, while the application runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from records import backups
from records.commands import ActionCommand, Answer


class Command(ActionCommand):
    help = "Back up the database and the kept files into a new folder below FOLDER; safe while in use."

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def run(self, options: Mapping[str, Any]) -> Answer:
        made = backups.backup(options["folder"], timezone.localtime())
        size = sum(path.stat().st_size for path in backups.files_of(made))
        words = {"folder": made, "size": size}
        return Answer(
            {"folder": str(made), "bytes": size}, [_("已备份到 %(folder)s（%(size)d 字节）。") % words]
        )
