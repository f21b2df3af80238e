"""`manage.py import_centres FILE --county CODE --as USERNAME [--dry-run] [--json]`."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from records.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import the health centres of a county from a workbook or CSV file; see docs/workbooks.md."
    kind = "centres"

    def declare_more(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, metavar="CODE")

    def params(self, options: Mapping[str, Any]) -> Mapping[str, str]:
        return {"county": options["county"]}
