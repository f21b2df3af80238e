"""`manage.py export_scheme CODE FILE [--version N] [--county CODE] [--json]`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from appraisal.models import Scheme
from appraisal.queries.schemes import document_of
from appraisal.scheme_json import to_json
from appraisal.sheets.scheme_export import write_scheme
from records.commands import ActionCommand, Answer
from records.errors import Invalid


class Command(ActionCommand):
    help = "Write a scheme to FILE: a workbook, or JSON where the name ends in .json."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's own --version, which would print Django's, gives way to ours."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--county", default="", metavar="CODE", help="needed where several have the code")
        what = "by default the version in force, else the newest"
        parser.add_argument("--version", type=int, default=0, dest="scheme_version", metavar="N", help=what)

    def run(self, options: Mapping[str, Any]) -> Answer:
        scheme = the_scheme(options["code"], options["county"], options["scheme_version"])
        document, path = document_of(scheme), Path(options["file"])
        data = to_json(document).encode() if path.suffix == ".json" else write_scheme(document)
        path.write_bytes(data)
        indicators = sum(len(part.indicators) for part in document.categories)
        facts = {
            "code": scheme.code,
            "version": scheme.version,
            "county": scheme.county.code,
            "state": scheme.state,
            "indicators": indicators,
            "file": str(path),
            "bytes": len(data),
        }
        line = _("已导出：%(scheme)s，%(indicators)d 项指标 → %(file)s")
        return Answer(facts, [line % {"scheme": scheme, "indicators": indicators, "file": path}])


def the_scheme(code: str, county: str, version: int) -> Scheme:
    """The scheme asked for. Raises Invalid where there is none, or where several counties have one."""
    rows = Scheme.objects.filter(code=code).select_related("county").order_by("-version")
    if county:
        rows = rows.filter(county__code=county)
    found = [row for row in rows if version in {0, row.version}]
    if not found:
        raise Invalid(
            _("没有编码为“%(code)s”的方案，或没有这一版本。") % {"code": code}, code="no_such_scheme"
        )
    counties = sorted({row.county.code for row in found})
    if len(counties) > 1:
        words = {"code": code, "counties": "、".join(counties)}
        raise Invalid(
            _("多个县有编码为“%(code)s”的方案，请用 --county 指明：%(counties)s。") % words,
            code="which_county",
        )
    return next((row for row in found if row.state == Scheme.State.ACTIVE), found[0])
