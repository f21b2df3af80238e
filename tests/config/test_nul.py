"""A NUL in a form or an address is a bad request on either database; PostgreSQL would make it a server's fault."""

import pytest
from django.test import Client
from django.urls import reverse

from records.models import AuditEntry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("data", [{"text": "a\0b"}, {"a\0b": "text"}, {"text": ["a", "\0"]}])
def test_a_nul_in_a_form_is_refused(client: Client, data: dict[str, object]) -> None:
    client.force_login(UserFactory(role="clerk"))
    before = AuditEntry.objects.count()
    answer = client.post(reverse("appraisal:survey-form-new"), data)
    assert (answer.status_code, AuditEntry.objects.count()) == (400, before)
    assert "请求有误" in answer.content.decode()


def test_a_nul_in_an_address_is_refused(client: Client) -> None:
    client.force_login(UserFactory(role="clerk"))
    page = reverse("appraisal:evidence")
    assert client.get(f"{page}?q=a%00b").status_code == 400
    assert client.get(f"{page}?q=%2500").status_code == 200  # the words "%00"
