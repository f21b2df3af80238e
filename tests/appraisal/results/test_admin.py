"""Published results in the admin: seen in scope, exported, never written."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from appraisal.models import Result
from centres.roles import Role
from records.models import AuditEntry
from tests.appraisal.results.world import Published, client_of
from tests.factories import County, UserFactory

pytestmark = pytest.mark.django_db
RESULTS, PUBLICATIONS = "/admin/appraisal/result/", "/admin/appraisal/publication/"
READERS = {Role.CLERK, Role.LEADER, Role.FINANCE, Role.PREFECTURE, Role.PROVINCE}


@pytest.mark.parametrize("role", Role.values)
def test_only_readers_of_results_see_them(published: Published, role: str) -> None:
    client = client_of(published.user(role))
    for address in (
        RESULTS,
        PUBLICATIONS,
        f"{RESULTS}{published.result(0).pk}/change/",
        f"{PUBLICATIONS}{published.year.pk}/change/",
    ):
        assert client.get(address).status_code == (200 if role in READERS else 403), address


def test_another_county_is_not_there(published: Published) -> None:
    client = client_of(UserFactory(role=Role.LEADER, county=County(1).region))
    assert published.centres[0].name not in client.get(RESULTS).content.decode()
    assert client.get(f"{RESULTS}{published.result(0).pk}/change/").status_code in {302, 404}


def test_nobody_writes(published: Published) -> None:
    result = published.result(0)
    client = client_of(published.county.leader)
    for address in (f"{RESULTS}add/", f"{RESULTS}{result.pk}/delete/", f"{RESULTS}import/"):
        assert client.post(address, {"post": "yes"}).status_code in {403, 404}
    client.post(f"{RESULTS}{result.pk}/change/", {"rank": 99, "grade_name": "优秀"})
    assert Result.objects.get(pk=result.pk).rank == result.rank


def test_the_export_holds_the_results(published: Published) -> None:
    client = client_of(published.county.clerk)
    response = client.post(f"{RESULTS}export/", {"format": "0", "resource": "", "export_items": []})
    assert response.status_code == 200, response.content.decode()[:500]
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    header, *rows = list(sheet.iter_rows(values_only=True))
    found = {
        (row[header.index("机构代码")], row[header.index("类别")]): Decimal(str(row[header.index("总分")]))
        for row in rows
    }
    assert found == {
        (row.centre.code, row.publication.get_kind_display()): row.total
        for row in Result.objects.select_related("centre", "publication")
    }
    assert AuditEntry.objects.filter(action__startswith="export.").exists()
