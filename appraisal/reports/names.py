"""Names of files that people get: Chinese as it is, nothing that a file system or an unpacker could misread."""

import re
import unicodedata

from django.utils.translation import gettext as _

from appraisal.models import Assessment, Level, Publication, Result, Round
from appraisal.reports.wording import field_title, period

UNSAFE = re.compile(r'[\\/:*?"<>|]')
LONGEST = 60


def safe(name: str) -> str:
    """One part of a file name: separators, reserved signs and every invisible character become a low line."""
    visible = "".join(
        "_" if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} else char for char in name
    )
    return UNSAFE.sub("_", unicodedata.normalize("NFC", visible)).strip(" .")[:LONGEST] or "_"


def notice_name(result: Result) -> str:
    return f"{_subject(result)}_{_('通知书')}.pdf"


def report_name(result: Result) -> str:
    return f"{_subject(result)}_{_('考核报告')}.pdf"


def summary_name(publication: Publication) -> str:
    return f"{_county(publication)}_{_('考核结果汇总')}.pdf"


def bundle_name(publication: Publication) -> str:
    return f"{_county(publication)}_{_('通知书和考核报告')}.zip"


def export_name(publication: Publication, suffix: str) -> str:
    return f"{_county(publication)}_{_('考核结果')}.{suffix}"


def score_sheet_name(sheet: Assessment) -> str:
    return f"{safe(sheet.subject.code)}_{safe(sheet.subject.name)}_{_('评分表')}.pdf"


def score_sheets_name(current: Round) -> str:
    return f"{safe(str(current.county))}_{safe(str(current))}_{_('评分表')}.zip"


def _subject(result: Result) -> str:
    return f"{safe(result.subject.code)}_{safe(result.subject.name)}"


def _county(publication: Publication) -> str:
    whose = "" if publication.level == Level.CENTRE else f"_{safe(field_title(publication))}"
    return f"{safe(publication.county.name)}_{safe(period(publication))}{whose}"
