"""`manage.py results --county CODE --year Y [--round june|december] --format json|csv|xlsx --output FILE`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from appraisal.management.publication_command import PublicationCommand, publication_of
from appraisal.queries.results import overview
from appraisal.sheets.results import WRITERS, document
from records.commands import Answer


class Command(PublicationCommand):
    help = "Write a county's published results to a file."

    def declare(self, parser: CommandParser) -> None:
        super().declare(parser)
        parser.add_argument("--format", choices=sorted(WRITERS), default="json")
        parser.add_argument("--output", required=True, metavar="FILE")

    def run(self, options: Mapping[str, Any]) -> Answer:
        page = overview(publication_of(options))
        data = WRITERS[options["format"]].write(page)
        Path(options["output"]).write_bytes(data)
        words = {"count": len(page.lines), "file": options["output"]}
        answer = {
            "file": options["output"],
            "format": options["format"],
            "bytes": len(data),
            **document(page),
        }
        return Answer(answer, [_("已写出%(count)d家的考核结果：%(file)s") % words])
