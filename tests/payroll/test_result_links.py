"""From money back to the result it rests on."""

import pytest
from django.test import Client
from django.urls import reverse

from centres.roles import Role
from tests.factories import UserFactory
from tests.payroll.test_pages import account_of
from tests.payroll.world import Money

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.FINANCE, Role.LEADER, Role.PREFECTURE, Role.DIRECTOR])
def test_score_and_grade_lead_to_the_published_result(client: Client, role: Role) -> None:
    """For whoever may open it: a director the own centre's result, but not the county's ranking."""
    money = Money(2)
    money.budget("1200000", "600000")
    money.months(1, 6)
    publication = money.results("june", "95", "85")
    line = money.release("june").lines.get(centre=money.centres[0])
    user = account_of(role, money)
    if role == Role.PREFECTURE:
        user = UserFactory(role=role, region=money.region.parent)
    client.force_login(user)
    result = reverse("appraisal:result", args=[line.result_id])
    ranking = reverse("appraisal:publication", args=[publication.pk])
    page = client.get(reverse("payroll:line", args=[line.pk])).content.decode()
    assert page.count(f'href="{result}"') == 2
    assert (f'href="{ranking}"' in page) == (role != Role.DIRECTOR)
    if role != Role.DIRECTOR:
        sheet = client.get(reverse("payroll:sheet", args=[line.sheet_id])).content.decode()
        assert sheet.count(f'href="{result}"') == 2
        assert f'href="{ranking}"' in sheet
        assert client.get(ranking).status_code == 200
    assert client.get(result).status_code == 200
