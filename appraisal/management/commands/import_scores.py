"""`manage.py import_scores FILE --round ID --as USERNAME [--dry-run]`."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from records.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import a filled score workbook into a round: all cells or none."
    kind = "scores"

    def declare_more(self, parser: CommandParser) -> None:
        parser.add_argument("--round", type=int, required=True, metavar="ID")

    def params(self, options: Mapping[str, Any]) -> Mapping[str, str]:
        return {"round": str(options["round"])}
