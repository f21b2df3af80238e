"""`manage.py report --county CODE --year Y [--round june|december] [--centre CODE] --pdf FILE`."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from appraisal.management.publication_command import PublicationCommand, publication_of
from appraisal.models import Result, subject_code
from appraisal.reports.documents import Press
from records.commands import Answer
from records.errors import Invalid


class Command(PublicationCommand):
    help = (
        "Write a document of published results as PDF: the county's summary, or with --centre that centre's report, "
        "or with --notice as well its result notice."
    )

    def declare(self, parser: CommandParser) -> None:
        super().declare(parser)
        parser.add_argument("--centre", metavar="CODE")
        parser.add_argument(
            "--notice", action="store_true", help="the notice in place of the centre's report"
        )
        parser.add_argument("--pdf", required=True, metavar="FILE")

    def run(self, options: Mapping[str, Any]) -> Answer:
        press = Press(publication_of(options))
        data = _document(press, options["centre"], notice=options["notice"])
        Path(options["pdf"]).write_bytes(data)
        answer = {
            "file": options["pdf"],
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "version": press.publication.version,
            "fingerprint": press.publication.fingerprint,
            "anchor": press.seal.anchor,
        }
        return Answer(answer, [_("已生成：%(file)s") % {"file": options["pdf"]}])


def _document(press: Press, centre: str | None, *, notice: bool) -> bytes:
    if centre is None:
        if notice:
            raise Invalid(_("通知书须用 --centre 指明机构代码或工号。"), code="centre_missing")
        return press.summary_pdf()
    rows = Result.objects.filter(publication=press.publication).annotate(code=subject_code())
    result = rows.filter(code=centre).select_related("centre", "staff").first()
    if result is None:
        raise Invalid(_("该考核结果中没有“%(code)s”。") % {"code": centre}, code="no_centre")
    return press.notice_pdf(result) if notice else press.centre_report_pdf(result)
