"""Dividing a round among the clerks: who may, what it refuses, who is late, who is reminded."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal import home
from appraisal.actions import duties, rounds
from appraisal.models import Assessment, Duty, Round
from appraisal.queries.duties import load_of
from centres.models import User
from centres.roles import Role
from records import reminding
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.factories import NOW, CentreFactory, County, UserFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def county() -> County:
    return County(4)


@kept
def current(county: County) -> Round:
    return rounds.open_round(
        actor=county.leader, scheme=county.scheme, kind="june", now=NOW, due_on=date(2026, 6, 28)
    )


@kept
def second(county: County) -> User:
    return UserFactory(county=county.region, display_name="李二")


def ids(current: Round) -> list[int]:
    return list(
        Assessment.objects.filter(round=current).order_by("centre__code").values_list("pk", flat=True)
    )


def give(county: County, current: Round, sheets: list[int], clerk: User | None) -> int:
    return duties.assign(
        actor=county.leader, round_id=current.pk, sheet_ids=sheets, clerk_id=clerk and clerk.pk, now=NOW
    )


def remind(county: County, current: Round, clerk: User | None = None) -> int:
    return duties.remind_late(actor=county.leader, round_id=current.pk, clerk_id=clerk and clerk.pk, now=NOW)


def shares(current: Round) -> list[tuple[str, int, int, int]]:
    return [(str(one.clerk or ""), one.sheets, one.open_sheets, one.missing) for one in load_of(current)]


def test_sheets_are_given_moved_and_taken_back(county: County, current: Round, second: User) -> None:
    sheets = ids(current)
    assert give(county, current, sheets[:3], county.clerk) == 3
    assert give(county, current, sheets[2:3], second) == 1
    assert give(county, current, sheets[2:3], second) == 0
    assert give(county, current, sheets[:1], None) == 1
    named = dict(Duty.objects.values_list("assessment", "clerk"))
    assert named == {sheets[1]: county.clerk.pk, sheets[2]: second.pk}
    last = AuditEntry.objects.latest("sequence")
    assert (last.action, last.before, last.after) == (
        "duty.assign",
        f'{{"clerk":"{county.clerk.username}"}}',
        '{"clerk":null}',
    )


def test_each_share_counts_what_is_missing(county: County, current: Round, second: User) -> None:
    sheets = ids(current)
    give(county, current, sheets[:2], county.clerk)
    give(county, current, sheets[2:3], second)
    assert shares(current) == [(str(county.clerk), 2, 2, 4), ("李二", 1, 1, 2), ("", 1, 1, 2)]
    county.score(current, ["90", "80", "70", "60"])
    assert [one[2:] for one in shares(current)] == [(0, 0)] * 3
    assert all(one.latest == NOW for one in load_of(current))


def test_who_is_no_clerk_of_the_county_is_refused(county: County, current: Round) -> None:
    closed = UserFactory(county=county.region, is_active=False)
    for stranger in (UserFactory(), county.leader, closed):
        with pytest.raises(Invalid):
            give(county, current, ids(current)[:1], stranger)
    assert not Duty.objects.exists()


def test_sheets_of_another_round_and_none_are_refused(county: County, current: Round) -> None:
    other = County(1)
    elsewhere = other.open()
    for sheets in ([], [*ids(current), *ids(elsewhere)]):
        with pytest.raises(Invalid):
            give(county, current, sheets, county.clerk)
    with pytest.raises(Http404):
        give(county, elsewhere, ids(elsewhere), county.clerk)


def test_a_round_handed_in_is_divided_no_more(county: County, current: Round) -> None:
    county.score(current, ["90", "80", "70", "60"])
    give(county, current, ids(current)[:1], county.clerk)
    rounds.submit(actor=county.clerk, round_id=current.pk, now=NOW)
    with pytest.raises(Conflict):
        give(county, current, ids(current)[1:2], county.clerk)
    with pytest.raises(Conflict):
        remind(county, current)
    duty = Duty.objects.filter(assessment__round=current)
    for change in (lambda: duty.update(assigned_at=NOW.replace(year=2027)), lambda: duty.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.CLERK, Role.LEADER}])
def test_others_divide_nothing(county: County, current: Round, role: Role) -> None:
    scope = {} if role in {Role.SYSADMIN, Role.AUDITADMIN} else {"county": county.region}
    user = UserFactory(role=role, **scope)
    with pytest.raises(NotAllowed):
        duties.assign(actor=user, round_id=current.pk, sheet_ids=ids(current), clerk_id=None, now=NOW)
    with pytest.raises(NotAllowed):
        duties.remind_late(actor=user, round_id=current.pk, clerk_id=None, now=NOW)


def test_who_has_open_cells_is_reminded_once(county: County, current: Round, second: User) -> None:
    with pytest.raises(Conflict):
        remind(county, current)
    give(county, current, ids(current)[:1], county.clerk)
    give(county, current, ids(current)[1:3], second)
    assert remind(county, current) == 2
    (reminder,) = reminding.waiting_for(second)
    assert str(reminder) == "2026年6月考核：您负责的 2 张评分表还有 4 格未评"
    with pytest.raises(Conflict):
        remind(county, current, second)
    reminding.seen(user=second, reminder_id=reminder.pk, now=NOW)
    assert remind(county, current, second) == 1


def test_the_home_page_says_what_is_mine_and_who_is_late(
    county: County, current: Round, second: User
) -> None:
    give(county, current, ids(current)[:3], second)
    mine = [(todo.title, todo.tone) for todo in home.todos(second, NOW)]
    assert mine[0] == ("2026年6月考核：您负责的 3 张评分表还有 6 格未评", "warn")
    (late,) = [todo for todo in home.todos(county.leader, NOW) if todo.icon == "clock"]
    assert late.title == "2026年6月考核评分已迟 3 天，还有 8 格未评"
    assert late.hint == "李二 6"
    assert [todo for todo in home.todos(county.leader, NOW.replace(month=6)) if todo.icon == "clock"] == []


def test_the_page_offers_it_and_shows_the_shares(client: Client, county: County, current: Round) -> None:
    client.force_login(county.leader)
    address = reverse("appraisal:round", args=[current.pk])
    assert "按责任人" not in client.get(address).content.decode()
    sheets = [str(pk) for pk in ids(current)[:2]]
    values = {"sheet": sheets, "clerk": str(county.clerk.pk)}
    assert client.post(reverse("appraisal:round-assign", args=[current.pk]), values).status_code == 302
    page = client.get(address).content.decode()
    assert "按责任人" in page
    assert "已分派 2 张评分表。" in page
    assert client.post(reverse("appraisal:round-remind", args=[current.pk])).status_code == 302
    assert client.post(reverse("appraisal:round-remind", args=[current.pk])).status_code == 409
    for wrong in ({}, {"sheet": ["x"]}, {"sheet": sheets, "clerk": "0"}):
        assert client.post(reverse("appraisal:round-assign", args=[current.pk]), wrong).status_code == 422


def test_an_auditor_sees_the_shares_and_no_buttons(client: Client, county: County, current: Round) -> None:
    give(county, current, ids(current)[:1], county.clerk)
    client.force_login(UserFactory(role=Role.PREFECTURE, county=county.region))
    page = client.get(reverse("appraisal:round", args=[current.pk])).content.decode()
    assert "按责任人" in page
    assert "勾选后分派给" not in page
    assert "提醒未完成的人" not in page


def test_the_shares_take_as_many_queries_for_many_centres(county: County, current: Round) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            load_of(current)
            home.todos(county.clerk, NOW)
        return len(asked)

    give(county, current, ids(current), county.clerk)
    few = queries()
    for _number in range(4):
        CentreFactory(county=county.region)
    rounds.add_missing_sheets(actor=county.leader, round_id=current.pk, now=NOW)
    give(county, current, ids(current), UserFactory(county=county.region))
    assert queries() <= few
