"""A sheet is of a subject of its round's level, a round of its scheme's; the database refuses anything else."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from appraisal.models import Assessment, Publication, PublicationPart, Round
from centres.models import Centre, Staff
from tests.appraisal.levels.world import Levels
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object], guard: str = "guard:") -> None:
    with pytest.raises(IntegrityError, match=guard), transaction.atomic():
        act()


@kept
def world() -> Levels:
    return Levels()


def test_a_sheet_is_about_a_subject_of_its_round(world: Levels) -> None:
    staff = world.staff_round()
    hospitals = world.open(world.leader, world.hospital_scheme(), "annual")
    clinics = world.open(world.director, world.clinic_scheme(), "annual")
    stranger = Staff.objects.create(centre=world.other, number="9", name="邻院")
    wrong: list[tuple[Round, Centre, Staff | None]] = [
        (staff, world.centre, None),
        (staff, world.other, stranger),
        (staff, world.centre, stranger),
        (hospitals, world.centre, None),
        (hospitals, world.hospitals[0], stranger),
        (hospitals, world.clinics[0], None),
        (clinics, world.centre, None),
        (clinics, world.hospitals[0], None),
    ]
    for opened, centre, person in wrong:
        refused(
            lambda opened=opened, centre=centre, person=person: Assessment.objects.create(
                round=opened, centre=centre, staff=person
            ),
            "guard:sheet_subject",
        )


def test_a_sheet_stays_whose_it_is(world: Levels) -> None:
    opened = world.staff_round()
    newcomer = Staff.objects.create(centre=world.centre, number="9", name="新来")
    sheet = Assessment.objects.filter(round=opened)
    refused(lambda: sheet.filter(staff=world.staff[0]).update(staff=newcomer), "guard:sheet_subject")
    refused(lambda: sheet.filter(staff=world.staff[0]).update(staff=None), "guard:sheet_subject")


def test_a_round_stays_of_its_level_and_centre(world: Levels) -> None:
    opened = world.staff_round()
    row = Round.objects.filter(pk=opened.pk)
    refused(lambda: row.update(level="clinic"), "guard:round_level")
    refused(lambda: row.update(centre=world.other), "guard:round_level")
    refused(lambda: row.update(level="hospital", centre=None), "guard:round_level")


def test_nobody_has_two_sheets_in_a_round(world: Levels) -> None:
    opened = world.staff_round()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(round=opened, centre=world.centre, staff=world.staff[0])


def test_the_rounds_behind_a_publication_stay(world: Levels) -> None:
    opened = world.staff_round()
    [month] = world.publish(world.director, opened)
    part = PublicationPart.objects.get(publication=month)
    refused(lambda: PublicationPart.objects.filter(pk=part.pk).update(round=opened.pk))
    refused(lambda: PublicationPart.objects.filter(pk=part.pk)._raw_delete("default"))
    other = world.open(world.leader, world.hospital_scheme(), "annual")
    refused(
        lambda: PublicationPart.objects.create(publication=month, round=other), "guard:part_after_results"
    )
    refused(lambda: Publication.objects.filter(pk=month.pk).update(level="clinic"))


@pytest.mark.parametrize("level", ["staff", "clinic"])
def test_a_centres_own_round_names_the_centre(world: Levels, level: str) -> None:
    scheme = world.staff_scheme({"annual": "100"}) if level == "staff" else world.clinic_scheme()
    values = {"county": world.region, "scheme": scheme, "year": 2026, "kind": "annual", "level": level}
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(**values, opened_by=world.director, opened_at="2026-01-01T00:00Z")
