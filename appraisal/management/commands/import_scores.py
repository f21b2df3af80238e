"""`manage.py import_scores FILE --round ID --as USERNAME [--dry-run]`."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from appraisal.score_importer import ScoreImporter
from records.commands import Answer, ImportCommand


class Command(ImportCommand):
    help = "Import a filled score workbook into a round: all cells or none."

    def declare(self, parser: CommandParser) -> None:
        super().declare(parser)
        parser.add_argument("--round", type=int, required=True, metavar="ID")

    def run(self, options: Mapping[str, Any]) -> Answer:
        return self.import_file(ScoreImporter(), {"round": str(options["round"])}, options)
