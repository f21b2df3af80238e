"""What the home page says of money: to whom, and when."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from centres.models import User
from centres.roles import Role
from payroll import home
from payroll.actions import sheets
from tests.factories import UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import Money

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 10, tzinfo=UTC)


@kept
def money() -> Money:
    made = Money(2)
    made.budget("1200000", "600000")
    made.release("month", 1)
    return made


def titles(user: User) -> list[str]:
    return [str(todo.title) for todo in home.todos(user, MARCH)]


def test_a_due_month_waits_for_finance(money: Money) -> None:
    assert titles(money.finance) == ["生成2月按月拨付的拨付单"]
    assert home.todos(money.finance, MARCH)[0].tone == "bad"
    assert titles(money.leader) == []


def test_a_draft_waits_for_another_person(money: Money) -> None:
    sheet = money.draft("month", 2)
    assert titles(money.leader) == titles(money.payer) == ["复核2026年2月按月拨付"]
    assert titles(money.finance) == []
    money.review(sheet)
    assert titles(money.finance) == titles(money.payer) == ["拨付2026年2月按月拨付"]
    assert titles(money.leader) == []
    sheets.send_back_sheet(actor=money.leader, sheet_id=sheet.pk, remark="金额待核")
    assert titles(money.finance) == ["2026年2月按月拨付被退回"]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.FINANCE, Role.LEADER}])
def test_nothing_waits_for_others(money: Money, role: Role) -> None:
    money.draft("month", 2)
    scope = {} if role in {Role.SYSADMIN, Role.AUDITADMIN} else {"county": money.region}
    user = UserFactory(role=role, **scope)
    assert titles(user) == []
    assert home.cards(user, MARCH) == []


def test_cards_show_the_own_money(money: Money) -> None:
    director = UserFactory(role=Role.DIRECTOR, centre=money.centres[0])
    (own,), (county,) = home.cards(director, MARCH), home.cards(money.leader, MARCH)
    assert str(own.context["balance"].paid) == "80000.00"
    assert str(county.context["balance"].paid) == "120000.00"


def test_on_the_page(client: Client, money: Money) -> None:
    for user in (money.finance, UserFactory(role=Role.DIRECTOR, centre=money.centres[0])):
        client.force_login(user)
        assert "补助资金" in client.get("/").content.decode()
