"""`manage.py import_scheme FILE --as USERNAME [--county CODE] [--activate] [--dry-run] [--json]`."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from records.commands import Answer
from records.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import a scheme workbook as a draft, or with --activate put it in force: all of it or nothing."
    kind = "scheme"

    def declare_more(self, parser: CommandParser) -> None:
        parser.add_argument("--county", default="", metavar="CODE", help="by default the account's own")
        parser.add_argument("--activate", action="store_true", help="put the scheme in force at once")

    def params(self, options: Mapping[str, Any]) -> Mapping[str, str]:
        given = {"county": options["county"], "activate": "1" if options["activate"] else ""}
        return {name: value for name, value in given.items() if value}

    def run(self, options: Mapping[str, Any]) -> Answer:
        answer = super().run(options)
        summary = answer.data["result"].get("summary")
        return Answer(answer.data, [*answer.lines, *([summary] if summary else [])])
