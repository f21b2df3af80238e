"""`manage.py restore FOLDER [--replace]`: put a backup back, then prove it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from records import backups, guards, verification
from records.commands import ActionCommand, Answer


class Command(ActionCommand):
    help = "Restore a backup with the application stopped; checks hashes before, guards and invariants after."
    requires_system_checks = ()

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="overwrite a database that holds records")

    def run(self, options: Mapping[str, Any]) -> Answer:
        manifest = backups.restore(options["folder"], replace=options["replace"])
        guards.install()
        faulty = [one.check.name for one in verification.run() if not one.ok]
        lines = [_("已恢复 %(created)s 的备份。") % manifest]
        lines.append(
            _("校验未通过：%(names)s") % {"names": "、".join(faulty)} if faulty else _("全部校验通过。")
        )
        return Answer({"created": manifest["created"], "faults": faulty}, lines, failed=bool(faulty))
