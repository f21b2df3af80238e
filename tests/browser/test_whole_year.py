"""A whole year as six people, in the browser (RULES 6–8): June with self-assessment, notice and one appeal; December
with one spot check and one reopening; rectification, filing; every paper issued; `verify` clean after each act.
"""

import pytest
from playwright.sync_api import Page, expect

from appraisal.models import Appeal, Filing, Publication, Rectification, Round, SpotCheck
from records.models import IssuedDocument
from tests.appraisal.life.world import LifeWorld
from tests.browser.years import Clock, Login, Walk

JUNE, NOTICE_OVER, DECEMBER, JANUARY = (
    "2026-07-01T09:00:00+08:00",
    "2026-07-09T00:00:00+08:00",
    "2026-12-21T09:00:00+08:00",
    "2027-01-11T09:00:00+08:00",
)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch, JUNE)


@pytest.fixture
def walk(transactional_db: None, clock: Clock, page: Page, login: Login) -> Walk:
    world = LifeWorld(3)
    world.totals = ["90", "80", "56"]
    return Walk(page, login, world)


def address(current: Round) -> str:
    return f"/appraisal/rounds/{current.pk}/"


def open_june(walk: Walk) -> Round:
    walk.go("leader", "/appraisal/rounds/open/").select_option('[name="kind"]', "june")
    walk.press("开启轮次")
    current = Round.objects.get(kind="june")
    assert current.state == "draft"
    walk.act("begin", "开始本轮")
    return current


def self_assessment(walk: Walk, current: Round) -> None:
    """The director says one figure and hands in; the other two centres did so before."""
    for number in (0, 1):
        walk.world.hand_in(current, number)
    page = walk.go("director", f"{address(current)}self/")
    box = page.locator(".sheet-row input").first
    box.fill("50")
    box.press("Enter")
    expect(page.locator("[data-total]")).to_contain_text("50")
    expect(page.locator(".row-state").first).to_contain_text("已保存")
    walk.act("hand-in", "提交自评")
    walk.go("clerk", address(current))
    walk.act("begin_scoring", "开始县级评分")


def scored_and_reviewed(walk: Walk, current: Round, totals: list[str]) -> None:
    walk.world.score(current, totals)
    walk.go("clerk", address(current))
    walk.act("submit", "提交审核")
    walk.go("leader", f"{address(current)}review/")
    walk.act("review", "审核通过")


def one_appeal(walk: Walk, current: Round) -> None:
    """The director appeals against one indicator; the clerk looks into it; the leader sees what it moves, and accepts."""
    page = walk.go("director", f"{address(current)}notice/")
    page.locator('[name="appeal"]').last.check()
    page.locator('.claims [name^="claim-"]').last.fill("应得 10 分，见台账")
    page.locator('[name="reason"]').fill("台账齐全")
    walk.press("提交申诉")
    appeal = Appeal.objects.get()
    page = walk.go("clerk", f"/appraisal/appeals/{appeal.pk}/")
    page.locator('[name^="change-"]').check()
    page.locator('.proposal-fields input[name*="points"]').first.fill("10")
    page.locator('[name="finding"]').fill("查看台账，属实")
    walk.press("记录核实情况")
    page = walk.go("leader", f"/appraisal/appeals/{appeal.pk}/")
    expect(page.locator("main")).to_contain_text("采纳后对各院的影响")
    page.locator('[name="decision"]').fill("同意更正")
    walk.press("采纳并更正")
    walk.issue("appeal_decision")


def june(walk: Walk, clock: Clock) -> Round:
    current = open_june(walk)
    self_assessment(walk, current)
    scored_and_reviewed(walk, current, ["90", "80", "56"])
    walk.go("leader", address(current))
    walk.act("open_notice", "开始公示")
    walk.go("leader", f"{address(current)}notice/")
    walk.issue("public_notice")
    one_appeal(walk, current)
    clock.set(NOTICE_OVER)
    walk.go("leader", address(current))
    walk.act("finalise", "定稿并发布")
    walk.go("leader", address(current))
    walk.act("report", "登记上报", document="安卫报〔2026〕1号", document_on="2026-07-10")
    assert walk.state(current) == "reported"
    return current


def december(walk: Walk, clock: Clock) -> Round:
    clock.set(DECEMBER)
    current = walk.world.open("december", now=clock.now)
    scored_and_reviewed(walk, current, ["88", "84", "55"])
    walk.go("leader", address(current))
    walk.act("finalise", "定稿并发布")
    return current


def spot_check(walk: Walk, current: Round) -> SpotCheck:
    """The prefecture draws, scores again, finds too much, and demands a correction."""
    page = walk.go("prefecture", "/appraisal/checks/new/")
    page.select_option('[name="round"]', str(current.pk))
    for name, value in {"centres": "3", "indicators": "2", "tolerance": "1", "seed": "20261221"}.items():
        page.locator(f'[name="{name}"]').fill(value)
    walk.press("抽取")
    check = SpotCheck.objects.get()
    for cell in check.cells.all():
        page.locator(f'[name="p{cell.pk}"]').fill("20")
        page.locator(f'[name="r{cell.pk}"]').fill("现场复核")
    walk.press("保存并出具报告")
    walk.issue("check_report")
    walk.go("prefecture", f"/appraisal/checks/{check.pk}/")
    walk.act("demand", "要求县级处理", wanted="correct", text="请更正", due_on="2027-01-31")
    return check


def reopened(walk: Walk, current: Round, check: SpotCheck) -> Round:
    """One asks because of the demand, another permits; the final new version answers it; the prefecture closes."""
    walk.go("leader", f"/appraisal/checks/{check.pk}/")
    walk.act("reopen", f"申请重开{current}", reason="市级抽查要求更正")
    page = walk.go("second", address(current))
    page.locator('[name="permit"][value="yes"]').check()
    walk.press("记录决定")
    walk.go("clerk", address(current))
    walk.press("重开：建立新版本")
    new = Round.objects.get(supersedes=current)
    scored_and_reviewed(walk, new, ["86", "84", "52"])
    walk.go("leader", address(new))
    walk.act("finalise", "定稿并发布")
    page = walk.go("leader", f"{address(new)}compare/")
    expect(page.locator("main")).to_contain_text("52.00")
    check.refresh_from_db()
    assert (check.state, check.corrected_round) == ("answered", new)
    walk.go("prefecture", f"/appraisal/checks/{check.pk}/")
    walk.act("close", "办结", text="更正属实")
    return new


def consequences(walk: Walk) -> None:
    """The failing centre is ordered to mend, reports, is inspected; notices and bulletins go out."""
    page = walk.go("leader", "/appraisal/rectifications/")
    page.locator('[name="due_on"]').fill("2027-04-30")
    walk.press("下达整改")
    case = Rectification.objects.get()
    for kind in ("criticism", "rectification"):
        walk.go("leader", f"/appraisal/rectifications/{case.pk}/")
        walk.issue(kind)
    walk.go("director", f"/appraisal/rectifications/{case.pk}/")
    walk.act("report", "报送整改报告", text="已整改")
    walk.go("leader", f"/appraisal/rectifications/{case.pk}/")
    walk.act("inspect", "登记复查", passed="yes", note="符合要求")
    year = Publication.objects.filter(kind="year").latest("version")
    for kind in ("bulletin_scores", "bulletin"):
        walk.go("leader", f"/appraisal/results/{year.pk}/")
        walk.issue(kind)
    failed = year.results.get(centre=walk.world.centres[2])
    walk.go("leader", f"/appraisal/results/centre/{failed.pk}/")
    walk.issue("result_notice")


def filing(walk: Walk) -> None:
    walk.go("leader", "/appraisal/filings/")
    walk.press("报送备案")
    sent = Filing.objects.get()
    walk.go("leader", f"/appraisal/filings/{sent.pk}/")
    walk.issue("filing")
    walk.go("province", f"/appraisal/filings/{sent.pk}/")
    walk.press("予以备案")
    rounds = sent.publication.rounds().values()
    assert {walk.state(one) for one in rounds} == {"filed"}


def test_a_year_from_draft_to_filed(walk: Walk, clock: Clock) -> None:
    june(walk, clock)
    first = december(walk, clock)
    check = spot_check(walk, first)
    reopened(walk, first, check)
    clock.set(JANUARY)
    consequences(walk)
    filing(walk)
    kinds = set(IssuedDocument.objects.values_list("kind", flat=True))
    assert kinds == {
        *(
            "public_notice",
            "appeal_decision",
            "check_report",
            "criticism",
            "rectification",
            "bulletin_scores",
        ),
        *("bulletin", "result_notice", "filing"),
    }
    number = IssuedDocument.objects.get(kind="appeal_decision").number
    page = walk.go("director", "/documents/check/")
    page.locator('[name="q"]').fill(number)
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.locator("main, body").first).to_contain_text("有效")
