"""The plain answer for a sheet out of one's reach: that the system issued it, and whether it stands.

As the public check of documents does, it takes the whole fingerprint, which only who holds the sheet has, or a number
of the asker's own county; it names neither a centre nor an amount nor a person. A director is told the own centre's
amount on a county's sheet beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.models import Region, User
from payroll.access import OWN, lines_for
from payroll.models import AwardLine, AwardSheet, IssuedPaper, ReleaseSheet
from payroll.queries.checking import HEX, LABELS, TONES, Answer, asked, of_award, of_paper, of_sheet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = object

WHOLE = 64
KINDS: dict[str, StrOrPromise] = {
    "release": _("拨付单"),
    "bank": _("银行付款清单"),
    "award": _("院长奖励单"),
    "award_bank": _("院长奖励银行付款清单"),
    "statement": _("补助经费对账单"),
    "summary": _("补助经费汇总表"),
    "fund": _("奖励基金收支表"),
    "reconciliation": _("付款对账表"),
}


@dataclass(frozen=True, slots=True)
class Own:
    """What a director's centre has on a county's sheet, in yuan, and where that is explained."""

    amount: Decimal
    url: str = ""


@dataclass(frozen=True, slots=True)
class Plain:
    """One sheet, without what it says."""

    status: str
    kind: StrOrPromise
    number: str
    issuer: Region
    day: date | None
    own: Own | None = None

    @property
    def label(self) -> StrOrPromise:
        return LABELS[self.status]

    @property
    def tone(self) -> str:
        return TONES[self.status]


def plain_answers(user: User, typed: str) -> list[Plain]:
    """Every sheet of any county that it is the whole fingerprint of, or of the own county that it is the number of."""
    text = asked(typed)
    if HEX.fullmatch(text):
        wanted = Q(fingerprint=text) if len(text) == WHOLE else Q(pk__in=[])
    else:
        wanted = Q(number=text, county=_county(user)) & ~Q(number="")
    found = [*_sheets(user, wanted), *_awards(user, wanted)]
    if found or not HEX.fullmatch(text):
        return found
    papers = IssuedPaper.objects.filter(wanted).select_related("county", "issued_by")
    return [_plain(of_paper(one), one.kind, one.county) for one in papers]


def _county(user: User) -> Region | None:
    """The county of a director's centre; everybody else reads the sheets of their own county in full."""
    return user.centre.county if user.centre else None


def _sheets(user: User, wanted: Q) -> Iterator[Plain]:
    rows = ReleaseSheet.objects.filter(wanted).exclude(fingerprint="")
    for sheet in rows.select_related("county", "scheme", "publication", "paid_by"):
        line = lines_for(user).filter(sheet=sheet).first() if user.can(OWN) else None
        own = Own(line.amount, reverse("payroll:line", args=[line.pk])) if line else None
        yield _plain(of_sheet(sheet), "release", sheet.county, own)


def _awards(user: User, wanted: Q) -> Iterator[Plain]:
    rows = AwardSheet.objects.filter(wanted).exclude(fingerprint="")
    for sheet in rows.select_related("county", "publication", "made_by", "paid_by"):
        line = AwardLine.objects.filter(sheet=sheet, centre=user.centre_id).first() if user.can(OWN) else None
        yield _plain(of_award(sheet), "award", sheet.county, Own(line.amount) if line else None)


def _plain(one: Answer, kind: str, county: Region, own: Own | None = None) -> Plain:
    day = timezone.localdate(one.at) if one.at else None
    return Plain(one.status, KINDS[kind], one.number, county, day, own)
