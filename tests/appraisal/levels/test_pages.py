"""Pages of staff, clinic and hospital rounds and results: who sees them, in which words, with how many queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.models import Assessment, Result, Round
from centres.models import User
from centres.roles import Role
from tests.appraisal.levels.world import Levels
from tests.factories import UserFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@kept
def world() -> Levels:
    return Levels()


def addresses(opened: Round) -> list[str]:
    sheet = Assessment.objects.filter(round=opened).order_by("pk")[0]
    return [
        reverse("appraisal:round", args=[opened.pk]),
        reverse("appraisal:matrix", args=[opened.pk]),
        reverse("appraisal:sheet", args=[opened.pk, sheet.subject.code]),
        reverse("appraisal:score-book", args=[opened.pk]),
        reverse("appraisal:centre-book", args=[opened.pk, sheet.subject.code]),
    ]


def test_a_centres_round_is_its_directors_and_the_countys_to_read(world: Levels) -> None:
    opened = world.staff_round()
    member = UserFactory(role=Role.STAFF, centre=world.centre, staff=world.staff[0])
    foreign = Levels()
    expected = {
        world.director: 200,
        world.clerk: 200,
        world.leader: 200,
        world.neighbour: 404,
        foreign.director: 404,
        foreign.clerk: 404,
        member: 403,
    }
    for user, status in expected.items():
        client = browser(user)
        assert {client.get(one).status_code for one in addresses(opened)} == {status}, user.role


def test_the_words_are_those_of_the_level(world: Levels) -> None:
    opened = world.staff_round()
    text = browser(world.director).get(reverse("appraisal:round", args=[opened.pk])).content.decode()
    assert f"{world.centre.name}职工3月月度考核" in text
    assert "职工0" in text
    assert "院长甲" in text
    assert "不在职工中另行评定" in text
    assert "录入总表" in text
    theirs = browser(world.clerk).get(reverse("appraisal:round", args=[opened.pk])).content.decode()
    assert "查看总表" in theirs


def test_the_county_cannot_write_cells_of_a_centres_round(world: Levels) -> None:
    opened = world.staff_round()
    sheet = Assessment.objects.get(round=opened, staff=world.staff[0])
    cell = sheet.scores.get()
    change = {
        "sheet": sheet.pk, "indicator": cell.indicator_id, "version": 1, "inputs": {"points": "1"},
        "na": False, "reason": "", "source": "", "date": "",
    }  # fmt: skip
    body = {"user": world.clerk.pk, "changes": [change]}
    answer = browser(world.clerk).post(
        reverse("appraisal:cells", args=[opened.pk]), body, content_type="application/json"
    )
    assert answer.status_code == 403
    cell.refresh_from_db()
    assert str(cell.points) == "90.00"


def test_a_director_opens_a_round_by_the_form_and_hands_it_in(world: Levels) -> None:
    scheme = world.staff_scheme({"annual": "100"})
    client = browser(world.director)
    answer = client.post(reverse("appraisal:round-open"), {"scheme": scheme.pk, "kind": "annual"})
    opened = Round.objects.get(level="staff")
    assert answer.status_code == 302
    world.score(world.director, opened, {one.number: 80 for one in world.staff})
    assert client.post(reverse("appraisal:round-act", args=[opened.pk, "submit"])).status_code == 302
    assert client.post(reverse("appraisal:round-act", args=[opened.pk, "review"])).status_code == 403
    assert browser(world.leader).post(
        reverse("appraisal:round-act", args=[opened.pk, "review"])
    ).status_code == 302  # fmt: skip


def test_a_member_of_staff_reads_the_own_result_only(world: Levels) -> None:
    [month] = world.publish(world.director, world.staff_round())
    mine, others = (Result.objects.get(publication=month, staff=one) for one in world.staff[:2])
    client = browser(UserFactory(role=Role.STAFF, centre=world.centre, staff=world.staff[0]))
    page = client.get(reverse("appraisal:own")).content.decode()
    assert "本人考核结果" in page
    assert client.get(reverse("appraisal:result", args=[mine.pk])).status_code == 200
    assert client.get(reverse("appraisal:result", args=[others.pk])).status_code == 404
    assert client.get(reverse("appraisal:publication", args=[month.pk])).status_code == 403
    unlinked = browser(UserFactory(role=Role.STAFF, centre=world.centre))
    assert unlinked.get(reverse("appraisal:result", args=[mine.pk])).status_code == 404


def test_results_are_read_by_county_and_director_and_leave_as_a_table(world: Levels) -> None:
    [month] = world.publish(world.director, world.staff_round())
    page, table = (
        reverse("appraisal:publication", args=[month.pk]),
        reverse("appraisal:results-export", args=[month.pk, "csv"]),
    )
    for user, status in ((world.director, 200), (world.leader, 200), (world.neighbour, 404)):
        assert browser(user).get(page).status_code == status
        assert browser(user).get(table).status_code == status
    text = b"".join(browser(world.director).get(table)).decode("utf-8-sig")
    assert text.splitlines()[0] == "名次,工号,姓名,总分,等次,备注,状态"


def test_a_directors_own_page_stays_the_centres(world: Levels) -> None:
    world.publish(world.director, world.staff_round())
    text = browser(world.director).get(reverse("appraisal:own")).content.decode()
    assert "还没有发布的考核结果" in text


@pytest.mark.parametrize("page", ["round", "matrix"])
def test_as_many_queries_for_many_people_as_for_few(page: str) -> None:
    counts = []
    for size in (3, 6):
        world = Levels(staff=size)
        opened = world.staff_round()
        client, address = browser(world.director), reverse(f"appraisal:{page}", args=[opened.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
