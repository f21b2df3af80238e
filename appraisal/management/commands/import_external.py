"""`manage.py import_external FILE --round ID --indicator CODE --body NAME --dated DATE --as USERNAME [--dry-run]`."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from appraisal.models import Indicator
from records.import_command import ImportCommand


class Command(ImportCommand):
    help = "Take over a file of another body for one external indicator: kept as it came, all cells or none."
    kind = "external"

    def declare_more(self, parser: CommandParser) -> None:
        parser.add_argument("--round", type=int, required=True, metavar="ID")
        parser.add_argument("--indicator", required=True, metavar="CODE")
        parser.add_argument("--body", required=True, help="who supplies the data")
        parser.add_argument("--dated", required=True, metavar="YYYY-MM-DD", help="the day the data are about")
        parser.add_argument("--header", action="append", default=[], metavar="INPUT=HEADER")

    def params(self, options: Mapping[str, Any]) -> Mapping[str, str]:
        own = [one.partition("=") for one in options["header"]]
        return {
            "round": str(options["round"]),
            "indicator": str(_indicator(options["round"], options["indicator"])),
            "body": options["body"],
            "dated": options["dated"],
            **{f"header.{name}": header for name, _equals, header in own},
        }


def _indicator(round_id: int, code: str) -> int:
    found = Indicator.objects.filter(scheme__opened_rounds=round_id, code=code).first()
    if found is None:
        raise CommandError(f"round {round_id} has no indicator {code}")
    return found.pk
