"""Whom a sheet, an exemption or a result is about: an institution, or one of its staff (RULES 2, 10, 11)."""

from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce

from appraisal.models.schemes import OWNED_LEVELS
from centres.models import Centre, Staff


class OfSubject(models.Model):
    """A row about `staff` where that is set, else about the institution in `centre`."""

    class Meta:
        abstract = True

    @property
    def subject(self) -> Centre | Staff:
        """The institution or the member of staff; read both by `select_related` where there are many."""
        found: Centre | Staff = getattr(self, "staff") or getattr(self, "centre")  # noqa: B009
        return found

    @property
    def subject_key(self) -> str:
        """What tells subjects apart for good: an institution's code, a member of staff by id (numbers are corrected)."""
        staff_id = getattr(self, "staff_id")  # noqa: B009
        return str(staff_id) if staff_id else str(self.subject.code)


def same_field(prefix: str = "") -> dict[str, object]:
    """Filters of a subquery over `with_owner` rows: of the same county, year, level and owner as the outer row."""
    return {
        "county": OuterRef(f"{prefix}county"),
        "year": OuterRef(f"{prefix}year"),
        "level": OuterRef(f"{prefix}level"),
        "owner": Coalesce(OuterRef(f"{prefix}centre_id"), 0),
    }


OWNER = Coalesce(F("centre_id"), 0)


def subject_code(prefix: str = "") -> Coalesce:
    """The subject's code or number, for a query; `prefix` leads to the row, e.g. "assessment__"."""
    return Coalesce(F(f"{prefix}staff__number"), F(f"{prefix}centre__code"))


def subject_name(prefix: str = "") -> Coalesce:
    return Coalesce(F(f"{prefix}staff__name"), F(f"{prefix}centre__name"))


def owner_fits_level() -> Q:
    """A centre's own rounds and results name it; the county's name none."""
    owned = [str(level) for level in OWNED_LEVELS]
    return Q(level__in=owned, centre__isnull=False) | (~Q(level__in=owned) & Q(centre__isnull=True))


def once(name: str, fields: list[str], who: str, condition: Q | None = None) -> list[models.UniqueConstraint]:
    """Unique over `fields`, and with `who` (nullable, part of the key) where that is set."""
    condition = condition or Q()
    return [
        models.UniqueConstraint(
            name=name, fields=fields, condition=Q(**{f"{who}__isnull": True}) & condition
        ),
        models.UniqueConstraint(
            name=f"{name}_{who}", fields=[who, *fields], condition=Q(**{f"{who}__isnull": False}) & condition
        ),
    ]
