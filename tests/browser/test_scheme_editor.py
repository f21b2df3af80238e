"""The scheme editor as people use it: indicators of several kinds, moving, removing, a colleague's change, a phone."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from appraisal.models import Indicator, Scheme
from tests.browser.conftest import DESK
from tests.browser.editors import Editor, Login, start
from tests.browser.watch import Faults, watched
from tests.factories import CountyFactory, UserFactory, kinds_scheme


@pytest.fixture
def scheme(live_server: LiveServer) -> Scheme:
    return kinds_scheme(CountyFactory(), state="draft")


@pytest.fixture
def editor(page: Page, login: Login, scheme: Scheme) -> Editor:
    return Editor(page, login, scheme, UserFactory(county=scheme.county, display_name="王芳"))


def test_a_stepwise_indicator_is_made_while_its_sentence_follows(editor: Editor) -> None:
    start(editor, "N-1", "处方合格率", "5", "step")
    editor.sentence("规则尚不完整")
    editor.field("目标值").fill("95")
    editor.field("扣分单位").fill("2")
    editor.field("每单位扣分").fill("0.5")
    editor.sentence("比率≥95% 得满分 5 分")
    editor.try_out(分子="93", 分母="100")
    editor.tried("93 / 100 → 4.5 / 5 分")
    expect(editor.page.locator(".try-result .steps li").last).to_contain_text("得分 4.50 分")
    editor.field("每单位扣分").fill("1")
    editor.tried("93 / 100 → 4 / 5 分")
    editor.save()
    editor.saved()
    row = Indicator.objects.get(code="N-1")
    assert (row.rule, row.params) == ("step", {"target": "95", "unit": "2", "deduct": "1"})


def test_a_table_is_filled_row_by_row_and_faults_stand_at_their_cells(editor: Editor) -> None:
    start(editor, "N-2", "信息报送", "6", "count")
    cells = editor.page.locator(".edit-table tbody tr").first
    cells.get_by_label("情形").fill("迟报")
    cells.get_by_label("每次扣分").fill("半分")
    expect(cells.get_by_label("每次扣分")).to_have_attribute("aria-invalid", "true")
    cells.get_by_label("每次扣分").fill("0.5")
    expect(cells.get_by_label("每次扣分")).not_to_have_attribute("aria-invalid", "true")
    editor.page.get_by_role("button", name="添加一行").click()
    second = editor.page.locator(".edit-table tbody tr").nth(1)
    second.get_by_label("情形").fill("漏报")
    second.get_by_label("每次扣分").fill("1")
    editor.sentence("漏报每 1 次扣 1 分")
    editor.try_out(迟报="3", 漏报="1")
    editor.tried("3 次 / 1 次 → 3.5 / 6 分")
    editor.save()
    editor.saved()
    assert [row["name"] for row in Indicator.objects.get(code="N-2").params["kinds"]] == ["迟报", "漏报"]


def test_a_field_that_matters_only_for_another_answer_is_out_of_sight(editor: Editor) -> None:
    editor.choose("count指标")
    expect(editor.page.get_by_label("倒扣下限")).to_be_hidden()
    editor.field("可倒扣").check()
    editor.field("倒扣下限").fill("-5")
    editor.sentence("可倒扣，最低 −5 分")
    editor.field("可倒扣").uncheck()
    editor.sentence("扣完为止")
    editor.save()
    editor.saved()
    assert "floor" not in Indicator.objects.get(code="count").params


def test_a_composite_holds_forms_of_its_parts(editor: Editor) -> None:
    start(editor, "N-3", "许可与持证", "4", "composite")
    part = editor.page.locator(".edit-part").first
    part.get_by_label("子项名称").fill("许可证")
    part.get_by_label("子项满分").fill("2")
    part.get_by_label("评分规则").select_option("count")
    part.locator("tbody").get_by_label("情形").fill("缺证")
    part.locator("tbody").get_by_label("每次扣分").fill("1")
    editor.page.get_by_role("button", name="添加子项").click()
    second = editor.page.locator(".edit-part").nth(1)
    second.get_by_label("子项名称").fill("人员持证")
    second.get_by_label("子项满分").fill("2")
    second.get_by_label("评分规则").select_option("yes_no")
    editor.sentence("人员持证")
    editor.try_out(缺证="1")
    editor.page.locator("[data-try-out] select").select_option("yes")
    editor.tried("1 次 / 是 → 3 / 4 分")
    editor.save()
    editor.saved()
    parts = Indicator.objects.get(code="N-3").params["parts"]
    assert [(one["name"], one["kind"]) for one in parts] == [("许可证", "count"), ("人员持证", "yes_no")]


def test_a_rank_is_tried_among_others_and_a_veto_has_no_marks(editor: Editor) -> None:
    start(editor, "N-4", "名次", "10", "rank")
    editor.field("取数方式").select_option("value")
    editor.field("每落后一名扣分").fill("2")
    editor.try_out(实际值="90", 其他单位的数值="95、80")
    editor.tried("90% → 8 / 10 分")
    editor.kind("veto")
    editor.field("否决事件").fill("医疗事故")
    expect(editor.field("满分")).to_have_value("0")
    editor.page.locator("[data-try-out] select").select_option("yes")
    editor.try_out(认定文号="县卫3号")
    expect(editor.page.locator(".try-result")).to_contain_text("一票否决：医疗事故（县卫3号）")


def test_the_check_bar_leads_to_a_fault(editor: Editor) -> None:
    editor.choose("类别2")
    editor.field("满分").fill("49")
    editor.save()
    editor.saved()
    bar = editor.page.locator("[data-check-bar]")
    expect(bar).to_contain_text("99 / 100")
    expect(bar).to_contain_text("1 个类别合计不符")
    bar.locator("summary").click()
    bar.get_by_role("button", name="类别 2").click()
    expect(editor.field("满分")).to_be_focused()


def test_a_row_is_dragged_into_another_category(editor: Editor) -> None:
    handle = editor.page.locator(".tree-row", has=editor.item("yes_no指标")).locator("[data-handle]").last
    target = editor.page.locator(".tree-category").nth(1).locator(".tree-list > .tree-row").nth(1)
    handle.hover()
    editor.page.mouse.down()
    box = target.bounding_box()
    assert box is not None
    editor.page.mouse.move(box["x"] + 60, box["y"] + 20, steps=6)
    editor.page.mouse.move(box["x"] + 60, box["y"] + 4, steps=4)
    editor.page.mouse.up()
    expect(editor.shown(2)).to_have_text(["step ", "yes_no ", "count ", "tier "])
    assert (editor.order(1), editor.order(2)) == (["points", "linear"], ["step", "yes_no", "count", "tier"])


def test_rows_are_moved_by_keys_and_buttons(editor: Editor) -> None:
    editor.choose("linear指标")
    editor.page.keyboard.press("Alt+ArrowUp")
    expect(editor.shown(1)).to_have_text(["points ", "linear ", "yes_no "])
    editor.page.get_by_role("button", name="下移", exact=True).click()
    expect(editor.shown(1)).to_have_text(["points ", "yes_no ", "linear "])
    editor.page.get_by_label("移到类别").select_option(label="2 类别2")
    expect(editor.shown(2)).to_have_text(["step ", "count ", "tier ", "linear "])
    assert editor.order(2) == ["step", "count", "tier", "linear"]


def test_a_removed_row_is_taken_back(editor: Editor) -> None:
    editor.choose("yes_no指标")
    editor.page.get_by_role("button", name="删除此项", exact=True).click()
    editor.page.locator("button[data-remove]").click()
    expect(editor.shown(1)).to_have_text(["points ", "linear "])
    editor.page.get_by_role("button", name="撤销删除").click()
    expect(editor.shown(1)).to_have_text(["points ", "yes_no ", "linear "])
    assert editor.order(1) == ["points", "yes_no", "linear"]


def test_a_row_is_copied(editor: Editor) -> None:
    editor.choose("tier指标")
    editor.page.get_by_role("button", name="复制一份").click()
    expect(editor.field("指标编码")).to_have_value("tier-2")
    assert editor.order(2) == ["step", "count", "tier", "tier-2"]


def test_what_is_typed_stays_while_another_row_is_looked_at(editor: Editor) -> None:
    editor.choose("points指标")
    editor.field("指标名称").fill("改了一半")
    editor.choose("tier指标")
    expect(editor.item("points指标")).to_contain_text("未保存")
    editor.choose("points指标")
    expect(editor.field("指标名称")).to_have_value("改了一半")
    editor.page.get_by_role("button", name="放弃修改").click()
    expect(editor.field("指标名称")).to_have_value("points指标")


def test_a_gate_is_made_by_ticking_indicators(editor: Editor) -> None:
    editor.page.get_by_role("button", name="添加评优门槛").click()
    editor.field("门槛名称").fill("必查内容")
    editor.page.locator(".code-list .check", has_text="tier指标").click()
    editor.page.locator(".code-list .check", has_text="points指标").click()
    editor.save()
    editor.saved()
    assert editor.scheme.gates.get().indicator_codes == ["points", "tier"]
    expect(editor.item("tier指标")).to_contain_text("评优门槛")


@pytest.fixture
def colleague(
    browser: Browser, live_server: LiveServer, faults: Faults, login: Login, scheme: Scheme
) -> Editor:
    context = browser.new_context(base_url=live_server.url, viewport=DESK, locale="zh-CN")
    page = watched(context, faults).new_page()
    return Editor(page, login, scheme, UserFactory(county=scheme.county, display_name="张伟"))


def test_a_colleagues_change_is_shown_beside_mine(editor: Editor, colleague: Editor, faults: Faults) -> None:
    faults.allow("409")
    editor.choose("step指标")
    colleague.choose("step指标")
    colleague.field("目标值").fill("30")
    colleague.field("满分").fill("19")
    colleague.save()
    colleague.saved()
    editor.field("指标名称").fill("我的名称")
    editor.field("满分").fill("18")
    editor.save()
    panel = editor.page.locator("[data-conflict]")
    expect(panel).to_contain_text("张伟")
    expect(panel.locator("tr", has_text="满分").first).to_contain_text(re.compile("19.*18"))
    expect(editor.field("指标名称")).to_have_value("我的名称")
    panel.get_by_role("button", name="按所选保存").click()
    editor.saved()
    row = Indicator.objects.get(code="step")
    assert (row.name, f"{row.full_marks:f}", row.params["target"]) == ("我的名称", "18.00", "30")


def test_a_session_that_ended_loses_nothing_typed(editor: Editor, faults: Faults) -> None:
    faults.allow("401")
    editor.choose("points指标")
    editor.field("指标名称").fill("还没保存")
    editor.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    editor.save()
    expect(editor.page.locator(".toasts")).to_contain_text("请重新登录")
    expect(editor.field("指标名称")).to_have_value("还没保存")


def test_on_a_phone_the_tree_stands_above_the_form(phone: Page, login: Login, scheme: Scheme) -> None:
    editor = Editor(phone, login, scheme, UserFactory(county=scheme.county))
    editor.choose("count指标")
    tree, form = (phone.locator(one).bounding_box() for one in ("[data-tree]", "[data-form]"))
    assert tree is not None
    assert form is not None
    assert tree["y"] + tree["height"] <= form["y"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="上移", exact=True).first.tap()
    expect(editor.shown(2)).to_have_text(["count ", "step ", "tier "])
    editor.field("指标名称").fill("手机上改的")
    editor.save()
    editor.saved()
    assert Indicator.objects.get(code="count").name == "手机上改的"
