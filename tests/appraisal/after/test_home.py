"""What of rectifications, checks and filings waits for whom, on the home page's list."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from appraisal import after_home
from centres.roles import Role
from tests.appraisal.after.world import NOW, After

pytestmark = pytest.mark.django_db
LATE = datetime(2027, 5, 1, 2, 0, tzinfo=UTC)


def titles(after: After, role: str, now: datetime = NOW) -> list[tuple[str, str]]:
    return [(str(one.title), one.tone) for one in after_home.todos(after.user(role), now)]


def said(after: After, role: str, words: str, now: datetime = NOW) -> str | None:
    """The tone of the line with these words; None where there is none."""
    return next((tone for title, tone in titles(after, role, now) if words in title), None)


def test_what_waits_for_whom() -> None:
    after = After()
    assert said(after, Role.LEADER, "待下达限期整改") == "warn"
    case = after.order()
    assert said(after, Role.LEADER, "待下达限期整改") is None
    assert said(after, Role.DIRECTOR, "报送") == "warn"
    assert said(after, Role.DIRECTOR, "报送", LATE) == "bad"
    assert said(after, Role.LEADER, "逾期未报", LATE) == "bad"
    after.report(case)
    assert said(after, Role.LEADER, "复查") == "warn"
    assert titles(after, Role.DIRECTOR) == []


def test_checks_and_filings_wait_for_the_right_side() -> None:
    after = After()
    assert said(after, Role.LEADER, "2026年度结果备案") == ""
    assert said(after, Role.LEADER, "2026年度结果备案", LATE) == "bad"
    after.filing()
    assert said(after, Role.LEADER, "2026年度结果备案") is None
    assert said(after, Role.PROVINCE, "受理备案") == "warn"
    after.demanded()
    assert said(after, Role.LEADER, "答复上级抽查") == "warn"
    assert said(after, Role.LEADER, "答复上级抽查", LATE) == "bad"
    assert said(after, Role.PREFECTURE, "县级逾期未答复", LATE) == "bad"
    after.check()
    assert said(after, Role.PREFECTURE, "完成抽查复核") == "warn"
    for role in (Role.FINANCE, Role.STAFF, Role.SYSADMIN, Role.AUDITADMIN):
        assert titles(after, role) == []


def test_removal_is_put_to_the_leader_and_the_pages_say_so(client: Client) -> None:
    after = After({2025: ["90", "50"], 2026: ["90", "50"]})
    after.term("院长甲", datetime(2020, 1, 1, tzinfo=UTC).date())
    case = after.order()
    assert said(after, Role.LEADER, "研究院长甲的免职事项") == "bad"
    client.force_login(after.county.leader)
    page = client.get(reverse("appraisal:rectification", args=[case.pk])).content.decode()
    assert "免职研究事项" in page
    assert "2025年度不合格，年末院长为院长甲，计入。" in page
    answer = client.post(
        reverse("appraisal:removal-decide", args=[case.pk]), {"remove": "no", "reason": "刚接任"}
    )
    assert answer.status_code == 302
    assert said(after, Role.LEADER, "免职事项") is None
    page = client.get(reverse("appraisal:director", args=[case.director_id])).content.decode()
    assert "不予免职" in page
