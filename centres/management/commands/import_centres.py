"""Import the centres of a county from a workbook."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from centres.importing import CentreImporter
from records import imports
from records.commands import ActionCommand, Answer
from records.errors import Invalid, Problem


class Command(ActionCommand):
    help = "Import a county's health centres from an XLSX or CSV file; all rows or none."
    writes = True
    tries = True

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--county", required=True, metavar="CODE")

    def run(self, options: Mapping[str, Any]) -> Answer:
        importer, actor = CentreImporter(), options["actor"]
        context = importer.authorise(actor, {"county": options["county"]})
        report = imports.run(importer, options["file"], actor, context, dry_run=options["dry_run"])
        if report["problem_count"]:
            raise Invalid(_("没有导入，请改正后再试。"), problems=[_problem(p) for p in report["problems"]])
        return Answer(report, _lines(report))


def _lines(report: Mapping[str, Any]) -> list[str]:
    diff = report["diff"]
    done = _("已导入") if report["applied"] else _("仅检查，没有写入")
    counts = _("新增 %(new)d，修改 %(changed)d，未变 %(unchanged)d") % diff
    return [f"{done}：{counts}", *report["notes"]]


def _problem(kept: Mapping[str, Any]) -> Problem:
    return Problem(
        kept["message"],
        kept["value"],
        sheet=kept["sheet"],
        row=kept["row"],
        column=kept["column"],
        header=kept["header"],
    )
