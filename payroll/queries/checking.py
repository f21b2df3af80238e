"""Whether a printed sheet is the system's, and what has become of it. Nobody learns of what is out of their reach."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centres.models import User
from payroll.access import awards_for, papers_for, sheets_for
from payroll.models import AwardSheet, IssuedPaper, ReleaseLine, ReleaseSheet
from payroll.numbering import award_fingerprint, fingerprint
from payroll.papers.kinds import made_anew

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = object

HEX = re.compile(r"[0-9a-f]{12,64}")
MOST = 20
# What is printed on paper: 全角 brackets and blanks may be typed otherwise.
BRACKETS = str.maketrans({"[": "〔", "]": "〕", "【": "〔", "】": "〕", "(": "〔", ")": "〕"})
# What is a draft as long as it has no number.
NUMBERED = {"release", "bank", "award", "award_bank"}
PAID, REVERSED, ISSUED, DRAFT = "paid", "reversed", "issued", "draft"
LABELS: dict[str, StrOrPromise] = {
    PAID: _("已拨付"),
    REVERSED: _("已冲销，作废"),
    ISSUED: _("系统已签发"),
    DRAFT: _("未审核或未拨付，不能作为付款依据"),
}
TONES = {PAID: "ok", REVERSED: "bad", ISSUED: "ok", DRAFT: "warn"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One sheet that the number or fingerprint belongs to. `holds`: its figures are those of the system today."""

    status: str
    title: str
    number: str
    fingerprint: str
    total: Decimal
    person: str
    at: datetime | None
    holds: bool
    url: str = ""

    @property
    def label(self) -> StrOrPromise:
        return LABELS[self.status]

    @property
    def tone(self) -> str:
        return TONES[self.status]


def asked(typed: str) -> str:
    """The number or fingerprint in what was typed: by hand, or the address that a QR code holds."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if "://" in text:
        text = parse_qs(urlsplit(text).query).get("q", [""])[0]
    text = "".join(text.split())
    return text.lower() if HEX.fullmatch(text.lower()) else text.translate(BRACKETS)


def answers(user: User, typed: str) -> list[Answer]:
    """Every sheet in the account's reach that it is the number, the fingerprint, or the fingerprint's beginning of."""
    text = asked(typed)
    if not text:
        return []
    wanted = Q(fingerprint__startswith=text) if HEX.fullmatch(text) else Q(number=text)
    sheets = list(sheets_for(user).filter(wanted).exclude(fingerprint="")[:MOST])
    awards = list(awards_for(user).filter(wanted).exclude(fingerprint="")[:MOST])
    known = {one.fingerprint for one in [*sheets, *awards]}
    found = [of_sheet(one) for one in sheets] + [of_award(one) for one in awards]
    if HEX.fullmatch(text):
        papers = papers_for(user).filter(wanted)
        found += _of_papers(one for one in papers[:MOST] if one.fingerprint not in known)
    return found


def of_sheet(sheet: ReleaseSheet) -> Answer:
    lines = list(ReleaseLine.objects.filter(sheet=sheet).order_by("ordinal"))
    status = REVERSED if sheet.state == ReleaseSheet.State.REVERSED else PAID
    holds = fingerprint(sheet, lines) == sheet.fingerprint
    address = reverse("payroll:sheet", args=[sheet.pk])
    return Answer(
        *(status, sheet.title, sheet.number, sheet.fingerprint, sheet.total),
        *(str(sheet.paid_by), sheet.paid_at, holds, address),
    )


def of_award(sheet: AwardSheet) -> Answer:
    status = REVERSED if sheet.state == AwardSheet.State.REVERSED else PAID
    if sheet.state not in {AwardSheet.State.REVERSED, AwardSheet.State.PAID}:
        status = DRAFT
    holds = award_fingerprint(sheet) == sheet.fingerprint
    address = reverse("payroll:award", args=[sheet.pk])
    return Answer(
        *(status, str(sheet), sheet.number, sheet.fingerprint, sheet.total),
        *(str(sheet.paid_by or sheet.made_by), sheet.paid_at, holds, address),
    )


def _of_papers(papers: Iterator[IssuedPaper]) -> list[Answer]:
    return [of_paper(one) for one in papers]


def of_paper(one: IssuedPaper) -> Answer:
    """An issued sheet: made anew, to see whether it says the same today."""
    today = made_anew(one.kind, one.params)
    holds = today is not None and today.fingerprint == one.fingerprint
    unpaid = one.kind in NUMBERED and (today is None or not today.number)
    status = REVERSED if today is None and one.number else DRAFT if unpaid and not one.number else ISSUED
    return Answer(
        *(status, one.title, one.number, one.fingerprint, one.total),
        *(str(one.issued_by), one.issued_at, holds),
    )
