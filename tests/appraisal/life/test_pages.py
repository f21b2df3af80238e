"""Pages of the later life: what each shows to whom, and that they ask the same of twice the centres."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from appraisal.actions import rounds
from appraisal.models import Appeal, Extension, OwnDay, Round, SheetReturn
from appraisal.plans import RoundPlan
from centres.models import User
from records.models import AuditEntry
from tests.appraisal.life.world import LifeWorld
from tests.factories import NOW
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
NOTICE = RoundPlan(notice_days=5)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' own now is the tests'."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@kept
def world() -> LifeWorld:
    return LifeWorld()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *args: Any) -> str:
    answer = browser(user).get(reverse(f"appraisal:{name}", args=args))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_line_says_what_is_next_and_by_whom(world: LifeWorld) -> None:
    current = world.in_state("notice", plan=NOTICE)
    shown = page(world.leader, "round", current.pk)
    assert "公示至2026-07-08。期内院长可以申诉" in shown
    assert "2026-07-08 截止" in shown
    assert "定稿并发布</button>" not in shown  # the notice still lasts
    assert "调整期限</button>" in shown


def test_a_round_opens_with_its_plan_in_preparation(world: LifeWorld) -> None:
    data = {
        "scheme": world.scheme.pk, "kind": "june", "self_assessment": "on", "self_due_on": "2026-07-10",
        "notice_days": "5", "draft": "on",
    }  # fmt: skip
    browser(world.leader).post(reverse("appraisal:round-open"), data)
    current = Round.objects.get()
    assert (current.state, current.self_assessed, current.notice_days, current.notice_scores) == (
        "draft", True, 5, False,
    )  # fmt: skip
    assert "开始本轮</button>" in page(world.leader, "round", current.pk)


def test_an_extension_by_the_form_stands_on_the_page(world: LifeWorld) -> None:
    current = world.in_state("scoring", plan=NOTICE)
    data = {"stage": "scoring", "new_on": "2026-08-01", "reason": "汛期"}
    browser(world.leader).post(reverse("appraisal:round-extend", args=[current.pk]), data)
    assert Extension.objects.get().reason == "汛期"
    assert "期限调整 1 次" in page(world.leader, "round", current.pk)


def test_the_review_lists_what_changed_since_it_was_sent_back(world: LifeWorld) -> None:
    current = world.in_state("submitted", plan=NOTICE)
    assert "第一次审核" in page(world.leader, "round-review", current.pk)
    sheet = world.sheet(current, 1)
    browser(world.leader).post(
        reverse("appraisal:round-review-back", args=[current.pk]), {f"sheet-{sheet.pk}": "第二项多计"}
    )
    current.refresh_from_db()
    assert (current.state, current.remark) == ("scoring", "见各评分表的退回意见。")
    assert "第二项多计" in page(world.clerk, "sheet", current.pk, world.centres[1].code)
    assert "第二项多计" in page(world.clerk, "round", current.pk)
    world.score(current, ["90", "75", "70"])
    row = SheetReturn.objects.get()
    answered = reverse("appraisal:return-answer", args=[current.pk, row.pk])
    browser(world.clerk).post(answered, {"text": "已核减一例"})
    assert "均已处理" in page(world.clerk, "round", current.pk)
    rounds.submit(actor=world.clerk, round_id=current.pk, now=NOW)
    shown = page(world.leader, "round-review", current.pk)
    assert "1 格有改动" in shown
    assert "没有被退回的评分表中" not in shown
    assert "已核减一例" in shown
    assert '<span class="was">30.00</span><span class="becomes">25.00</span>' in shown
    assert str(world.clerk) in shown
    assert SheetReturn.objects.get().answered_at == NOW


def test_the_notice_hides_points_where_it_has_none(world: LifeWorld) -> None:
    current = world.in_state("notice", plan=RoundPlan(notice_days=5, notice_scores=False))
    for person, shows in ((world.directors[0], False), (world.leader, True)):
        assert ('class="num strong"' in page(person, "notice", current.pk)) is shows


def test_a_director_appeals_and_sees_own_cells_only(world: LifeWorld) -> None:
    current = world.in_state("notice", plan=NOTICE)
    director, second = world.directors[0], world.indicators[1]
    shown = page(director, "notice", current.pk)
    assert "40.00" in shown  # the own second cell
    assert "本院得分" in shown
    assert "本院得分" not in page(world.people["staff"], "notice", current.pk)
    data = {"reason": "有会议记录", "appeal": [str(second.pk)], f"claim-{second.pk}": "应得满分"}
    answer = browser(director).post(reverse("appraisal:appeal-make", args=[current.pk]), data)
    made = Appeal.objects.get()
    assert answer.headers["Location"] == reverse("appraisal:appeal", args=[made.pk])
    assert "撤回申诉" in page(director, "appeal", made.pk)
    for other in (world.directors[1], world.people["staff"]):
        answer = browser(other).get(reverse("appraisal:appeal", args=[made.pk]))
        assert answer.status_code in (403, 404)


def test_a_clerk_proposes_and_the_leader_sees_everybody_before_accepting(world: LifeWorld) -> None:
    current = world.in_state("notice", plan=NOTICE)
    row = world.appeal(current, 1, indicator=1)
    item = row.items.get()
    assert "采纳并更正" not in page(world.leader, "appeal", row.pk)
    data = {
        f"change-{item.pk}": "on", f"value-{item.pk}-points": "45", f"reason-{item.pk}": "更正",
        "finding": "属实",
    }  # fmt: skip
    browser(world.clerk).post(reverse("appraisal:appeal-investigate", args=[row.pk]), data)
    shown = page(world.leader, "appeal", row.pk)
    assert "采纳后对各院的影响" in shown
    for centre in world.centres:
        assert centre.name in shown
    mark = re.search(r'name="seen" value="(\w+)"', shown)
    assert mark
    assert "采纳并更正" not in page(world.clerk, "appeal", row.pk)
    accept = reverse("appraisal:appeal-accept", args=[row.pk])
    assert browser(world.leader).post(accept, {"decision": "同意", "seen": "old"}).status_code == 409
    browser(world.leader).post(accept, {"decision": "同意", "seen": mark[1]})
    assert "采纳前所示的影响" in page(world.directors[1], "appeal", row.pk)


def test_the_self_assessment_page_and_the_countys_beside_it(world: LifeWorld) -> None:
    current = world.in_state("self_assessment", plan=RoundPlan(self_assessment=True))
    director = world.directors[0]
    world.say(current, "45")
    shown = page(director, "self-sheet", current.pk)
    assert '"points": "45"' in shown
    assert "提交自评</button>" in shown
    browser(director).post(reverse("appraisal:self-hand-in", args=[current.pk]))
    assert "提交自评</button>" not in page(director, "self-sheet", current.pk)
    for number in (1, 2):
        world.hand_in(current, number)
    browser(world.clerk).post(reverse("appraisal:round-act", args=[current.pk, "begin_scoring"]))
    beside = page(world.clerk, "sheet", current.pk, world.centres[0].code)
    assert '"self": {"cells"' in beside
    assert '"words": "45"' in beside


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"sheet": "1", "versions": {}}', '{"sheet": 1, "versions": {"x": 0}}']
)
def test_a_taking_over_that_no_page_sends_is_malformed(world: LifeWorld, body: str) -> None:
    current = world.in_state("scoring", plan=NOTICE)
    path = reverse("appraisal:take-over", args=[current.pk])
    assert browser(world.clerk).post(path, body, content_type="application/json").status_code == 400


def test_home_says_what_waits_for_whom(world: LifeWorld) -> None:
    current = world.in_state("notice", plan=NOTICE)
    row = world.appeal(current, 1)

    def home(user: User) -> str:
        return browser(user).get("/").content.decode()

    assert "核实" in home(world.clerk)
    assert "公示中，有异议可以申诉" in home(world.directors[0])
    world.looked_into(row, "45")
    assert f"决定{world.centres[1].name}的申诉" in home(world.leader)
    assert f"核实{world.centres[1].name}的申诉" not in home(world.clerk)


def test_the_leader_keeps_the_calendar(world: LifeWorld) -> None:
    add = reverse("admin:appraisal_ownday_add")
    data = {"county": world.region.pk, "day": "2026-07-02", "name": "县庆"}
    browser(world.leader).post(add, data)
    [row] = OwnDay.objects.all()
    assert (row.day.isoformat(), row.works, row.by) == ("2026-07-02", False, world.leader)
    assert AuditEntry.objects.filter(action="calendar.set").count() == 1
    assert browser(world.clerk).get(add).status_code == 403
    remove = reverse("admin:appraisal_ownday_delete", args=[row.pk])
    browser(world.leader).post(remove, {"post": "yes"})
    assert not OwnDay.objects.exists()


def test_pages_ask_the_same_of_twice_the_centres() -> None:
    counts: list[list[int]] = []
    for size in (2, 4):
        world = LifeWorld(size)
        world.totals = [str(90 - number) for number in range(size)]
        current = world.in_state("notice", plan=NOTICE)
        row = world.looked_into(world.appeal(current), "45")
        paths = [
            reverse("appraisal:notice", args=[current.pk]),
            reverse("appraisal:round-review", args=[current.pk]),
            reverse("appraisal:appeal", args=[row.pk]),
            reverse("appraisal:notices"),
            reverse("appraisal:round", args=[current.pk]),
        ]
        counts.append([])
        client = browser(world.leader)
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]


def test_a_year_without_a_known_calendar_says_so(world: LifeWorld) -> None:
    from appraisal.deadlines import notice_end

    current = world.in_state("reviewed", plan=NOTICE)
    end = notice_end(current, datetime.fromisoformat("2099-01-02T09:00:00+08:00"))
    assert (end.last_on.isoformat(), "2099年" in end.note) == ("2099-01-09", True)
    assert notice_end(current, NOW).note == ""


def test_a_self_assessment_names_who_has_not_handed_in(world: LifeWorld) -> None:
    current = world.open(plan=RoundPlan(self_assessment=True, notice_days=5))
    world.hand_in(current, 0)
    said = page(world.leader, "round", current.pk).partition("还没有提交自评")[2].partition("</p>")[0]
    names = [world.centres[number].name in said for number in range(3)]
    assert names == [False, True, True]
    assert "评完才能提交" not in page(world.leader, "round", current.pk)
