"""Village clinics, support hospitals and staff: whose they are, what is refused, and their workbooks."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from centres.access import clinics_for, hospitals_for, staff_for
from centres.actions import master
from centres.list_books import workbook
from centres.list_importer import ListImporter
from centres.lists import CLINICS, HOSPITALS, LISTINGS, STAFF, Listing
from centres.models import Centre, Post, Region, Staff, SupportHospital, User, VillageClinic
from centres.roles import Role
from records.errors import Invalid, NotAllowed
from records.importers import Context, Reading
from records.reading.files import read_workbook
from tests.factories import CentreFactory, CountyFactory, UserFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


class World:
    def __init__(self) -> None:
        self.county: Region = CountyFactory()
        self.centre: Centre = CentreFactory(county=self.county)
        self.clerk: User = UserFactory(role=Role.CLERK, county=self.county)
        self.director: User = UserFactory(role=Role.DIRECTOR, centre=self.centre)
        self.context = Context(self.county.code, {"county": self.county.code})

    def clinic(self, code: str, name: str, parent: Centre | None = None) -> Centre:
        row = VillageClinic(parent=parent or self.centre, code=code, name=name)
        return master.save(actor=self.clerk, obj=row)

    def read(self, listing: Listing, rows: list[Any]) -> Reading:
        """What the importer reads of a workbook that holds these rows."""
        data = workbook(listing, rows, "名录")
        return ListImporter(listing).parse(read_workbook(data), self.context)


@kept
def world() -> World:
    return World()


def test_health_centres_are_told_apart_from_other_institutions(world: World) -> None:
    clinic = world.clinic("V01", "东村卫生室")
    hospital = master.save(
        actor=world.clerk, obj=SupportHospital(county=world.county, code="H01", name="县人民医院")
    )
    assert list(Centre.objects.filter(county=world.county)) == [world.centre]
    assert list(world.county.centres.all()) == [world.centre]
    assert Centre.everyone.filter(county=world.county).count() == 3
    assert (clinic.type, clinic.county, hospital.type) == ("clinic", world.county, "hospital")


def test_who_sees_which(world: World) -> None:
    clinic = world.clinic("V01", "东村卫生室")
    neighbour = UserFactory(role=Role.DIRECTOR, centre=CentreFactory(county=world.county))
    stranger = UserFactory(role=Role.CLERK)
    hospital = SupportHospital.objects.create(county=world.county, code="H01", name="县人民医院")
    person = Staff.objects.create(centre=world.centre, number="1", name="甲")
    for user, sees in ((world.clerk, True), (world.director, True), (neighbour, False), (stranger, False)):
        assert (clinic.pk in clinics_for(user).values_list("pk", flat=True)) == sees
        assert (person in staff_for(user)) == sees
    assert hospital.pk in hospitals_for(world.clerk).values_list("pk", flat=True)
    assert not hospitals_for(world.director).exists()


def test_names_are_unique_within_their_centre_and_codes_everywhere(world: World) -> None:
    other = CentreFactory(county=world.county)
    world.clinic("V01", "东村卫生室")
    world.clinic("V02", "东村卫生室", other)
    for code, name in (("V03", "东村 卫生室"), (world.centre.code, "西村卫生室")):
        with pytest.raises(Invalid):
            world.clinic(code, name)
    with pytest.raises(Invalid):
        master.save(actor=world.clerk, obj=Centre(county=world.county, code="V01", name="新院"))


def test_a_clinic_has_a_township_centre_of_its_county(world: World) -> None:
    clinic = world.clinic("V01", "东村卫生室")
    with pytest.raises(NotAllowed):
        world.clinic("V02", "外县卫生室", CentreFactory())
    with pytest.raises(Invalid):
        world.clinic("V03", "下级卫生室", clinic)
    with pytest.raises(Invalid):
        master.save(actor=world.clerk, obj=VillageClinic(county=world.county, code="V04", name="无主"))
    with pytest.raises(IntegrityError), transaction.atomic():
        VillageClinic.objects.create(county=world.county, code="V05", name="无主")
    with pytest.raises(NotAllowed):
        master.save(actor=world.director, obj=VillageClinic(parent=world.centre, code="V06", name="自建"))


def test_what_is_written_is_read_again_without_a_change(world: World) -> None:
    world.clinic("V01", "东村卫生室")
    SupportHospital.objects.create(county=world.county, code="H01", name="县人民医院")
    post = Post.objects.create(county=world.county, name="护理", position_coefficient="1.2")
    Staff.objects.create(
        centre=world.centre, number="001", name="𠅤珺", post=post, key_talent=True, started_on="2020-01-31"
    )
    for listing in LISTINGS.values():
        reading = world.read(listing, list(listing.rows(world.county)))
        assert not reading.problems
        assert len(reading.rows) == 1
        found = ListImporter(listing).diff(reading.rows, world.context)
        assert (found.new, found.changed, found.unchanged) == (0, 0, 1)


def test_new_and_changed_rows_are_shown_and_written(world: World) -> None:
    kept = Staff.objects.create(centre=world.centre, number="001", name="甲")
    rows = [
        Staff(centre=world.centre, number="001", name="甲", employment="contract"),
        Staff(centre=world.centre, number="002", name="乙"),
    ]
    reading, importer = world.read(STAFF, rows), ListImporter(STAFF)
    assert not reading.problems
    found = importer.diff(reading.rows, world.context)
    assert (found.new, found.changed) == (1, 1)
    assert next((line.name, line.old, line.new) for line in found.lines) == ("用工形式", "在编", "聘用")
    importer.apply(reading.rows, world.clerk, world.context)
    kept.refresh_from_db()
    assert kept.employment == "contract"
    assert Staff.objects.get(centre=world.centre, number="002").name == "乙"


def test_every_fault_is_at_its_cell(world: World) -> None:
    elsewhere = CentreFactory()
    rows = [
        VillageClinic(parent=world.centre, code="V01", name="东村卫生室"),
        VillageClinic(parent=world.centre, code="V02", name="东村 卫生室"),
        VillageClinic(parent=elsewhere, code="V03", name="外县卫生室"),
        VillageClinic(parent=world.centre, code=elsewhere.code, name="占用代码"),
        VillageClinic(parent=world.centre, code="V04", name=""),
        VillageClinic(parent=world.centre, code="V05", name="南村卫生室"),
        VillageClinic(parent=world.centre, code="V05", name="又一次"),
    ]
    reading = world.read(CLINICS, rows)
    assert len(list(reading.problems)) >= 5
    said = " ".join(str(one) for one in reading.problems)
    for words in ("重复", "本县没有这个代码", "已有别的机构使用", "必须填写", "出现了两次"):
        assert words in said


def test_only_clerks_import(world: World) -> None:
    for listing in LISTINGS.values():
        with pytest.raises(NotAllowed):
            ListImporter(listing).authorise(world.director, {"county": world.county.code})


def test_pages_filter_and_say_what_is_there(world: World) -> None:
    world.clinic("V01", "东村卫生室")
    world.clinic("V02", "西村卫生室")
    client = Client()
    client.force_login(world.director)
    text = client.get(reverse("centres:clinics"), {"q": "东"}).content.decode()
    assert "东村卫生室" in text
    assert "西村卫生室" not in text
    assert client.get(reverse("centres:hospitals")).status_code == 403
    assert client.get(reverse("centres:list-export", args=["hospitals"])).status_code == 403
    assert client.get(reverse("centres:list-export", args=["nothing"])).status_code == 404
    book = client.get(reverse("centres:list-export", args=[CLINICS.kind]))
    assert book.status_code == 200
    assert HOSPITALS.kind in LISTINGS
