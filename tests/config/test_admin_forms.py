"""The tables of rows within the admin's pages can be made, whether or not a row is there to open one for."""

import pytest
from django.test import RequestFactory

from centres.roles import Role
from tests.config.test_admin_walk import screens
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.LEADER])
def test_rows_within_every_screen(role: str) -> None:
    request, made = RequestFactory().get("/admin/"), 0
    request.user = UserFactory(role=role)
    for _model, screen in screens():
        for inline in screen.get_inline_instances(request):
            inline.get_formset(request)
            made += 1
    assert made > 10
