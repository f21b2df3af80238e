"""Who is appraised in a round: institutions of the county, a centre's clinics, or its staff (RULES 2, 10, 11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from appraisal.models import Assessment, Exemption, Level, Round
from appraisal.standings import Field
from centres.models import Centre, Region, Staff, SupportHospital, VillageClinic
from centres.queries import director_staff_on, employed_on, open_on, working_on


@dataclass(frozen=True, slots=True)
class Subject:
    """An institution, or with `staff` one of its people."""

    centre: Centre
    staff: Staff | None = None

    @property
    def key(self) -> str:
        return str(self.staff.pk) if self.staff else self.centre.code

    @property
    def code(self) -> str:
        return (self.staff or self.centre).code

    @property
    def name(self) -> str:
        return (self.staff or self.centre).name


def subjects_on(current: Round, day: date) -> list[Subject]:
    """Whom a round is about on that day, by code.

    The director isn't among the staff: the centre's grade is the director's (篇1 五(一)).
    """
    if current.level == Level.STAFF and current.centre is not None:
        director = director_staff_on(current.centre, day)
        staff = employed_on(current.centre, day).exclude(pk__in=[director] if director else [])
        return [Subject(current.centre, one) for one in staff]
    return [Subject(one) for one in _institutions(current, day)]


def _institutions(current: Round, day: date) -> Iterable[Centre]:
    if current.level == Level.HOSPITAL:
        return SupportHospital.objects.filter(open_on(day), county=current.county).order_by("code")
    if current.level == Level.CLINIC:
        return VillageClinic.objects.filter(open_on(day), parent=current.centre).order_by("code")
    return working_on(current.county, day)


def lacking_on(current: Round, day: date) -> list[Subject]:
    """Those that have no sheet in the round yet (2 queries; 3 of staff)."""
    rows = Assessment.objects.filter(round=current).values_list("centre_id", "staff_id")
    have = set(rows)
    return [
        one
        for one in subjects_on(current, day)
        if (one.centre.pk, one.staff.pk if one.staff else None) not in have
    ]


def known_keys(county: Region, field: Field) -> set[str]:
    """The keys of all that a decision about this field may name (1 query)."""
    if field.level == Level.STAFF:
        return {str(pk) for pk in Staff.objects.filter(centre=field.centre).values_list("pk", flat=True)}
    types = {Level.CENTRE: Centre.objects, Level.HOSPITAL: SupportHospital.objects}
    if field.level == Level.CLINIC:
        found = VillageClinic.objects.filter(parent=field.centre)
    else:
        found = types[Level(field.level)].filter(county=county)
    return set(found.values_list("code", flat=True))


def exemptable(current: Round) -> list[Subject]:
    """Those that may still be exempted: nothing entered, not exempt yet (3 queries)."""
    started = Assessment.objects.filter(round=current, entered__gt=0).values_list("centre_id", "staff_id")
    done = {*started, *Exemption.objects.filter(round=current).values_list("centre_id", "staff_id")}
    field = Field.of(current)
    if field.level == Level.STAFF:
        rows = [
            Subject(one.centre, one)
            for one in Staff.objects.filter(centre=field.centre).select_related("centre")
        ]
    else:
        everyone = Centre.everyone.filter(county=current.county, code__in=known_keys(current.county, field))
        rows = [Subject(one) for one in everyone.order_by("code")]
    return [one for one in rows if (one.centre.pk, one.staff.pk if one.staff else None) not in done]
