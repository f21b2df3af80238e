"""The pages of what-if by role and county, what they show, what they store, and how often they ask the database."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centres.models import User
from centres.roles import Role
from tests.appraisal.whatif.pages import CAP, at, saved, signed, text, try_out
from tests.factories import County, UserFactory

pytestmark = pytest.mark.django_db

READERS = (Role.CLERK, Role.LEADER, Role.PREFECTURE, Role.PROVINCE)
OTHERS = (Role.FINANCE, Role.DIRECTOR, Role.STAFF, Role.SYSADMIN, Role.AUDITADMIN)


def user_of(county: County, role: str) -> User:
    if role in {Role.DIRECTOR, Role.STAFF}:
        return UserFactory(role=role, centre=county.centres[0])
    known = {Role.CLERK: county.clerk, Role.LEADER: county.leader, Role.FINANCE: county.finance}
    return known.get(Role(role)) or UserFactory(role=role, county=county.region)


@pytest.mark.parametrize("role", READERS)
def test_who_reads_scores_may_work_a_scenario_out(county: County, role: str) -> None:
    client = signed(user_of(county, role))
    assert client.get("/appraisal/whatif/").status_code == 200
    for kind in ("june", "december", "year"):
        assert client.get(at(county, kind=kind)).status_code == 200
        assert client.get(at(county, "sensitivity/", kind)).status_code == 200
    assert try_out(client, county, [CAP], what="cap", n0="50").status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_others_may_not(county: County, role: str) -> None:
    """A director has the own staff and clinics to work out (see test_levels), nothing of the county's."""
    client = signed(user_of(county, role))
    row, status = saved(county), 404 if role == Role.DIRECTOR else 403
    for address in (at(county), at(county, "sensitivity/"), f"/appraisal/whatif/scenarios/{row.pk}/"):
        assert client.get(address).status_code == status
    for page in ("form", "try", "export.xlsx", "save"):
        assert client.post(at(county, page), {"what": "cap", "name": "x"}).status_code == status
    assert client.post(f"/appraisal/whatif/scenarios/{row.pk}/delete").status_code == status
    listed = client.get("/appraisal/whatif/")
    if role == Role.DIRECTOR:
        assert row.name not in text(listed)
        assert "还没有可以测算的轮次" in text(listed)
    else:
        assert listed.status_code == 403
        assert "情景测算" not in text(client.get("/"))


def test_another_county_is_not_there(county: County) -> None:
    row = saved(county)
    stranger = signed(County(1).leader)
    assert stranger.get(at(county)).status_code == 404
    assert stranger.get(f"/appraisal/whatif/scenarios/{row.pk}/").status_code == 404
    assert stranger.post(at(county, "save"), {"name": "x"}).status_code == 404
    assert stranger.post(f"/appraisal/whatif/scenarios/{row.pk}/delete").status_code == 404
    assert row.name not in text(stranger.get("/appraisal/whatif/"))
    assert Client().get(at(county)).status_code == 302


@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.PROVINCE])
def test_auditors_save_nothing(county: County, role: str) -> None:
    row, client = saved(county), signed(user_of(county, role))
    assert client.post(at(county, "save"), {"name": "x"}).status_code == 403
    assert client.post(f"/appraisal/whatif/scenarios/{row.pk}/delete").status_code == 403
    page = text(client.get(at(county)))
    assert "保存情景" not in page
    assert "导出对比" in page


def test_without_a_change_the_page_shows_today(county: County) -> None:
    page = text(signed(county.leader).get(at(county)))
    assert "没有改动：与现状完全相同" in page
    assert "92.60" in page
    assert "is-moved" not in page
    assert "真实的轮次、评分、等次和资金都不会改变" in page


def test_a_wider_cap_lifts_the_second_centre(county: County) -> None:
    page = text(try_out(signed(county.leader), county, [], what="cap", n0="40"))
    assert "1 家等次变动（升 1，降 0）" in page
    assert "最高等次名额 1 → 2" in page
    assert page.count("is-moved") == 1
    assert "升等" in page
    assert "&quot;percent&quot;: &quot;40&quot;" in page


def test_a_fault_is_said_and_the_rest_stays(county: County) -> None:
    answer = try_out(signed(county.leader), county, [CAP], what="rounds", n0="50", n1="60")
    assert answer.status_code == 422
    assert "各轮次权重合计为 110%" in text(answer)
    assert "1 家等次变动" in text(answer)
    typed = try_out(signed(county.leader), county, [CAP], what="cap", n0="四成")
    assert typed.status_code == 422
    assert "最高等次比例上限：" in text(typed)


def test_the_same_value_takes_a_change_away_and_undo_does(county: County) -> None:
    client = signed(county.leader)
    for fields in ({"what": "cap", "n0": "20"}, {"remove": "cap"}):
        assert "没有改动：与现状完全相同" in text(try_out(client, county, [CAP], **fields))


@pytest.mark.parametrize(
    "changes", ["{", "{}", '[{"kind":"drop"}]', '[{"kind":"cap","percent":40}]', "[" * 9999]
)
def test_what_our_pages_do_not_send_is_refused(county: County, changes: str) -> None:
    client = signed(county.leader)
    for page in ("form", "try", "export.xlsx", "save"):
        answer = client.post(at(county, page), {"changes": changes, "what": "cap", "n0": "1", "name": "x"})
        assert answer.status_code == 422, page
    assert client.post(at(county, "try"), {"what": "nothing"}).status_code == 422


def test_unknown_bases_are_not_there(county: County) -> None:
    client = signed(county.leader)
    assert client.get(at(county, kind="march")).status_code == 404
    assert client.get(at(county).replace("2026", "2020")).status_code == 404


FORMS = ["rounds", "bands", "cap", "tie_breaks", "money", "category:1", "indicator:1.1", "leave_out", "cell"]


@pytest.mark.parametrize("what", FORMS)
def test_each_kind_of_change_has_its_form(county: County, what: str) -> None:
    page = text(signed(county.leader).post(at(county, "form"), {"what": what, "changes": json.dumps([CAP])}))
    assert f'value="{what}"' in page
    if what not in {"leave_out", "cell"}:
        assert "现为" in page
    if what == "cap":
        assert "20%" in page
        assert 'value="40"' in page


def test_an_unknown_kind_has_no_form(county: County) -> None:
    client = signed(county.leader)
    for what in ("", "gates", "weights", "category:9", "indicator:9.9", "drop"):
        assert "<form" not in text(client.post(at(county, "form"), {"what": what}))


def test_a_cell_is_entered_in_the_fields_of_its_rule(county: County) -> None:
    client, code = signed(county.leader), county.centres[2].code
    place = {"what": "cell", "round": "december", "centre": code, "indicator": "1.2"}
    form = text(client.post(at(county, "form"), place))
    assert 'name="i-points"' in form
    assert "现为</span> 34" in form
    answer = text(try_out(client, county, [], **place, **{"i-points": "49.5"}))
    assert "84.00</span>" in answer
    assert "93.30" in answer
    assert "升2位" in answer
    wrong = try_out(client, county, [], **place, **{"i-points": "51"})
    assert wrong.status_code == 422
    assert "应为" in text(wrong)
    away = text(try_out(client, county, [], **place, state="na"))
    assert "缺项" in away
    none = try_out(client, county, [], what="cell", centre="", indicator="1.2", round="june")
    assert none.status_code == 422


def test_a_parameter_of_a_rule_is_changed_and_said_in_its_sentence(county: County) -> None:
    client = signed(county.leader)
    answer = try_out(client, county, [], what="indicator:1.1", marks="50", points__step="1")
    assert answer.status_code == 200
    assert "分值为 1 的整数倍" in text(answer)
    assert (
        try_out(client, county, [], what="indicator:1.1", marks="50", points__step="0.3").status_code == 422
    )


def test_a_centre_left_out_and_ties_reordered(county: County) -> None:
    client = signed(county.leader)
    page = text(try_out(client, county, [], what="leave_out", centre=county.centres[0].code))
    assert "不参加" in page
    assert "最高等次名额 1 → 0" in page
    order = text(try_out(client, county, [], what="tie_breaks", n0="public_health", n1=""))
    assert "公共卫生" in order


def test_amounts_are_for_those_who_read_budgets(county: County) -> None:
    assert "金额只向可以查看补助资金的账号显示" in text(signed(county.clerk).get(at(county)))
    assert "金额只向" not in text(signed(county.leader).get(at(county)))


def test_empty_and_english(county: County) -> None:
    assert "还没有可以测算的轮次" in text(signed(UserFactory(role=Role.CLERK)).get("/appraisal/whatif/"))
    half = County(2)
    half.open("june")
    client = signed(half.leader)
    assert "考核不完整" in text(client.get(at(half, kind="june")))
    assert "还没有可以比较的总分" in text(client.get(at(half, "sensitivity/", "june")))
    assert client.get(at(half)).status_code == 404


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("page", ["", "sensitivity/"])
def test_twice_the_centres_ask_no_more(page: str) -> None:
    counts = []
    for size in (3, 6):
        county = County(size)
        county.year(["90", "80", "70", "60", "50", "40"][:size], ["91", "82", "73", "64", "55", "46"][:size])
        counts.append(queries(signed(county.leader), at(county, page)))
    assert counts[0] == counts[1] <= 30


def test_twice_the_scenarios_ask_no_more(county: County) -> None:
    client = signed(county.leader)
    saved(county)
    few = queries(client, "/appraisal/whatif/")
    saved(county, "第二个")
    saved(county, "第三个")
    assert queries(client, "/appraisal/whatif/") == few
