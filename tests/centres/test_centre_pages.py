"""The pages of the centres: who sees which, what is masked, as many queries for many as for few."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centres.models import Centre, CentreAlias, DirectorTerm, Region, Staff, User
from centres.roles import Role
from records.models import AuditEntry, StagedImport
from tests.factories import CentreFactory, UserFactory
from tests.records.books import book

LIST = reverse("centres:list")
READERS = [Role.CLERK, Role.LEADER, Role.FINANCE, Role.PREFECTURE, Role.PROVINCE]
OTHERS = [role for role in Role if role not in READERS]
Person, Signed = Callable[..., User], Callable[[User], Client]


def address(centre: Centre) -> str:
    return reverse("centres:centre", args=[centre.code])


def export_of(county: Region) -> str:
    return f"{reverse('centres:export')}?county={county.code}"


def import_of(county: Region) -> str:
    return f"{reverse('records:import_upload', args=['centres'])}?county={county.code}"


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("role", READERS)
def test_readers_see_their_own_scope(
    person: Person, signed: Signed, centre: Centre, foreign: Centre, role: str
) -> None:
    client = signed(person(role))
    page = text(client, LIST)
    assert centre.name in page
    assert address(centre) in page
    assert client.get(address(centre)).status_code == 200
    # Both counties of the tests lie in one prefecture and province.
    sees_foreign = role in (Role.PREFECTURE, Role.PROVINCE)
    assert (address(foreign) in page) == sees_foreign
    assert client.get(address(foreign)).status_code == (200 if sees_foreign else 404)
    assert client.get(export_of(foreign.county)).status_code == (200 if sees_foreign else 404)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_reads_the_list(person: Person, signed: Signed, centre: Centre, role: str) -> None:
    client = signed(person(role))
    assert client.get(LIST).status_code == 403
    assert client.get(export_of(centre.county)).status_code == 403
    assert client.get(address(centre)).status_code == (200 if role == Role.DIRECTOR else 403)


def test_a_director_sees_no_other_centre(person: Person, signed: Signed, county: Region) -> None:
    neighbour = CentreFactory(county=county)
    assert signed(person(Role.DIRECTOR)).get(address(neighbour)).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client, centre: Centre) -> None:
    for path in (LIST, address(centre), export_of(centre.county), import_of(centre.county)):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("role", Role)
def test_only_clerks_import(
    person: Person, signed: Signed, county: Region, foreign: Centre, role: str
) -> None:
    client = signed(person(role))
    assert client.get(import_of(county)).status_code == (200 if role == Role.CLERK else 403)
    assert client.get(import_of(foreign.county)).status_code == (404 if role == Role.CLERK else 403)
    if role in READERS:
        assert (import_of(county) in text(client, LIST)) == (role == Role.CLERK)


def test_the_admin_hands_the_import_on(person: Person, signed: Signed, county: Region) -> None:
    answer = signed(person(Role.CLERK)).get(reverse("admin:centres_centre_import"), follow=True)
    assert answer.status_code == 200
    assert export_of(county) in answer.content.decode()


def test_the_account_is_masked_but_for_finance(person: Person, signed: Signed, centre: Centre) -> None:
    Centre.objects.filter(pk=centre.pk).update(bank_account="6222000011112345")
    for role in (Role.CLERK, Role.LEADER, Role.PREFECTURE, Role.DIRECTOR):
        page = text(signed(person(role)), address(centre))
        assert "**** 2345" in page
        assert "6222000011112345" not in page
    assert "6222000011112345" in text(signed(person(Role.FINANCE)), address(centre))


@pytest.mark.parametrize(("role", "shown"), [(Role.CLERK, True), (Role.FINANCE, True), (Role.LEADER, False)])
def test_the_workbook_has_accounts_for_who_needs_them_and_is_on_record(
    person: Person, signed: Signed, centre: Centre, role: str, shown: bool
) -> None:
    Centre.objects.filter(pk=centre.pk).update(bank_account="6222000011112345")
    answer = signed(person(role)).get(export_of(centre.county))
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content))["卫生院"].values)
    cells = [cell for row in rows for cell in row]
    assert ("6222000011112345" in cells) == shown
    assert centre.code in cells
    entry = AuditEntry.objects.get(action="centre.export")
    assert entry.new == {"centres": 1, "bank_accounts": shown}


def test_the_list_is_searched_by_name_code_and_alias(person: Person, signed: Signed, county: Region) -> None:
    east = CentreFactory(county=county, name="东乡镇卫生院", code="E01", kind="central")
    west = CentreFactory(county=county, name="西乡镇卫生院", code="W01", closed_on=date(2026, 1, 1))
    CentreAlias.objects.create(centre=west, county=county, name="老西院")
    CentreAlias.objects.create(centre=west, county=county, name="老西门诊")
    client = signed(person(Role.CLERK))

    def found(query: str) -> list[str]:
        page = text(client, f"{LIST}?{query}")
        return [one.code for one in (east, west) for _hit in range(page.count(address(one)))]

    assert found("q=东乡") == ["E01"]
    assert found("q=w01") == ["W01"]
    assert found("q=老西") == ["W01"]
    assert found("kind=central") == ["E01"]
    assert found("state=closed") == ["W01"]
    assert found("state=open") == ["E01"]
    assert found("kind=x&state=x") == ["E01", "W01"]
    assert found("q=nothing") == []
    assert "没有符合条件" in text(client, f"{LIST}?q=nothing")


def test_an_empty_county_is_told_what_to_do(signed: Signed, db: None) -> None:
    clerk = UserFactory(role=Role.CLERK)
    page = text(signed(clerk), LIST)
    assert "还没有卫生院" in page
    assert import_of(clerk.region) in page


def test_the_page_of_a_centre(person: Person, signed: Signed, centre: Centre) -> None:
    head = Staff.objects.create(centre=centre, number="1", name="周院长")
    Staff.objects.create(centre=centre, number="2", name="离岗", ended_on=date(2026, 1, 1))
    DirectorTerm.objects.create(centre=centre, staff=head, started_on=date(2020, 1, 1))
    CentreAlias.objects.create(centre=centre, county=centre.county, name="老院")
    page = text(signed(person(Role.CLERK)), address(centre))
    for said in (
        "周院长",
        "在任",
        "2020-01-01",
        "老院",
        reverse("admin:centres_centre_change", args=[centre.pk]),
    ):
        assert said in page
    assert "离岗" not in page
    assert "在任" in text(signed(person(Role.LEADER)), address(centre))
    assert "周院长" in text(signed(person(Role.CLERK)), LIST)


def many(county: Region, count: int) -> None:
    for _number in range(count):
        centre = CentreFactory(county=county)
        staff = Staff.objects.create(centre=centre, number="1", name="甲")
        DirectorTerm.objects.create(centre=centre, staff=staff, started_on=date(2020, 1, 1))


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", [Role.CLERK, Role.PROVINCE])
def test_as_many_queries_for_many_as_for_few(
    person: Person, signed: Signed, county: Region, role: str
) -> None:
    client = signed(person(role))
    paths = [LIST, f"{LIST}?q=院", export_of(county)]
    queries(client, LIST)  # the first page of a session asks more
    many(county, 3)
    few = [queries(client, path) for path in paths]
    many(county, 10)
    assert [queries(client, path) for path in paths] == few


def test_from_the_upload_to_the_list(person: Person, signed: Signed, county: Region) -> None:
    client = signed(person(Role.CLERK))
    data = book([["机构代码", "名称"], ["B01", "新设卫生院"]])
    file = SimpleUploadedFile("名录.xlsx", data)
    preview = client.post(import_of(county), {"file": file})
    assert "新设卫生院" in text(client, preview["Location"])
    key = StagedImport.objects.get().key
    done = client.post(reverse("records:import_confirm", args=[key]))
    assert done["Location"] == f"{LIST}?county={county.code}"
    assert "新设卫生院" in text(client, done["Location"])
