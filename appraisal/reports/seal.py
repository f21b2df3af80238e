"""What every document says about itself: which results it prints, and where they are anchored (RULES 6, 12)."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appraisal.models import Publication
from records import audit


@dataclass(frozen=True, slots=True)
class Seal:
    """`version` of the results, the fingerprint that seals them, and the head of the audit trail at printing."""

    version: str
    fingerprint: str
    anchor: str
    date: str


def seal_of(publication: Publication, anchor: str | None = None) -> Seal:
    """The seal of a publication. `anchor` is given where many documents are made at once."""
    day = timezone.localdate(publication.published_at)
    return Seal(
        version=_("结果第%(version)s版") % {"version": publication.version},
        fingerprint=publication.fingerprint,
        anchor=audit.head() if anchor is None else anchor,
        date=date_format(day, "DATE_FORMAT"),
    )
