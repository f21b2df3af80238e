"""The frame of a command that imports a file: the same reading, checks and action as the pages.

    class Command(ImportCommand):
        help, kind = "…", "budgets"

        def declare_more(self, parser): parser.add_argument("--county", required=True)
        def params(self, options): return {"county": options["county"]}

With --dry-run nothing is written. A faulty file ends the command with status 1 and lists its problems.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from records import imports
from records.commands import ActionCommand, Answer
from records.errors import Invalid, Problem, Problems
from records.reading.limits import DEFAULT, Limits

SHOWN_LINES = 200


class ImportCommand(ActionCommand):
    """A command over one registered kind of import."""

    writes = tries = True
    kind = ""
    limits: Limits = DEFAULT

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="an .xlsx or .csv file")
        self.declare_more(parser)

    def declare_more(self, parser: CommandParser) -> None:
        """Add what tells where the file belongs."""

    def params(self, options: Mapping[str, Any]) -> Mapping[str, str]:
        """What the importer's `authorise` asks for, as in the address of its page."""
        return {}

    def run(self, options: Mapping[str, Any]) -> Answer:
        importer = imports.importer_of(self.kind)
        if importer is None:
            raise CommandError(f"no importer is called {self.kind}")
        context = importer.authorise(options["actor"], self.params(options))
        report = imports.run(
            importer,
            options["file"],
            options["actor"],
            context,
            dry_run=options["dry_run"],
            limits=self.limits,
        )
        if report["problem_count"]:
            raise Invalid(_("文件有错误，没有导入。"), code="import:problems", problems=_problems(report))
        return Answer(report, list(_lines(report)))


def _problems(report: Mapping[str, Any]) -> Problems:
    kept = [
        Problem(
            one["message"],
            value=one["value"],
            place="" if one["sheet"] or one["row"] else one["where"],
            sheet=one["sheet"],
            row=one["row"],
            column=one["column"],
            header=one["header"],
        )
        for one in report["problems"]
    ]
    problems = Problems(kept)
    problems.total = report["problem_count"]
    return problems


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    diff = report["diff"]
    yield from report["notes"]
    yield from (f"{name}：{value}" for name, value in diff["sums"])
    shown: Sequence[Mapping[str, str]] = diff["lines"][:SHOWN_LINES]
    for line in shown:
        yield f"  {line['label']} {line['name']}：{line['old'] or '—'} → {line['new'] or '—'}"
    if len(diff["lines"]) > SHOWN_LINES:
        yield _("  另有 %(count)d 处差异未列出。") % {"count": len(diff["lines"]) - SHOWN_LINES}
    told = _("已导入：") if report["applied"] else _("试读，没有写入：")
    yield told + _("新增 %(new)d，修改 %(changed)d，未变 %(unchanged)d。") % diff
