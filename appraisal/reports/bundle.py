"""All notices and reports of a publication in one archive, made by a worker (RULES 12)."""

import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from appraisal.access import publications_for
from appraisal.reports import names
from appraisal.reports.documents import Press
from records import audit, jobs
from records.errors import Refused

KIND = "reports.bundle"


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the archive: its name, the words of the progress bar, and how it is made."""

    name: str
    said: str
    make: Callable[[], bytes]


def make_bundle(run: jobs.Run) -> jobs.Produced:
    """The handler of the job. Parameters: `publication` (its key) and `language`."""
    publication = publications_for(run.actor).filter(pk=run.params["publication"]).first()
    if publication is None:
        raise Refused(_("该考核结果不在您的管辖范围内。"), code="out_of_scope")
    # Imported late: see Press.
    from records.pdf import many

    with override(run.params["language"]), many():
        pages = list(contents(Press(publication, anchor=audit.head())))
        path = archived(run, pages, publication.published_at)
        return jobs.Produced(names.bundle_name(publication), path)


def archived(run: jobs.Run, pages: Sequence[Page], at: datetime) -> Path:
    """Write the archive beside the final place; nothing is left when the job is cancelled or fails.

    Its entries are dated `at`, so that the same pages give the same archive.
    """
    with tempfile.NamedTemporaryFile(suffix=".zip", delete=False) as file:
        path = Path(file.name)
        try:
            _fill(run, pages, at, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED))
        except BaseException:
            path.unlink()
            raise
    return path


def _fill(run: jobs.Run, pages: Sequence[Page], at: datetime, archive: zipfile.ZipFile) -> None:
    run.total(len(pages))
    with archive:
        for page in pages:
            archive.writestr(_entry(page.name, at), page.make())
            run.step(page.said)


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    local = timezone.localtime(at)
    date = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    entry = zipfile.ZipInfo(name, date)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def contents(press: Press) -> Iterator[Page]:
    """The county's summary, then each centre's notice and report."""
    summary = names.summary_name(press.publication)
    yield Page(summary, summary, press.summary_pdf)
    for result in press.results():
        notice, report = names.notice_name(result), names.report_name(result)
        yield Page(f"{_('通知书')}/{notice}", notice, partial(press.notice_pdf, result))
        yield Page(f"{_('考核报告')}/{report}", report, partial(press.centre_report_pdf, result))


jobs.register(KIND, make_bundle, gettext_lazy("全部通知书和考核报告"))
