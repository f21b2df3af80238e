"""`manage.py import_budgets FILE --county CODE --year Y --as USERNAME [--dry-run] [--json]`."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from records.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import the budgets of a county's year from a workbook or CSV file; see docs/workbooks.md."
    kind = "budgets"

    def declare_more(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, type=int)

    def params(self, options: Mapping[str, Any]) -> Mapping[str, str]:
        return {"county": options["county"], "year": str(options["year"])}
