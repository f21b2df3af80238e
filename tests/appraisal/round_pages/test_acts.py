"""What the forms of a round's page do, and what they answer when it can't be done: nothing changes then."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.models import Exemption, Publication, ReopenRequest, Round, TieDecision
from centres.models import User
from tests.appraisal.round_pages.conftest import World
from tests.factories import NOW, CentreFactory, UserFactory

REASON = {"reason": "公共卫生任务更重"}


def post(world: World, who: User, name: str, *args: Any, data: dict[str, Any] | None = None) -> Any:
    return world.browser(who).post(reverse(f"appraisal:{name}", args=args), data or {})


def act(world: World, who: User, current: Round, name: str) -> Any:
    return post(world, who, "round-act", current.pk, name)


def state_of(current: Round) -> str:
    return Round.objects.get(pk=current.pk).state


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_round_is_opened_submitted_reviewed_and_published_by_its_buttons(world: World) -> None:
    data = {"scheme": world.scheme.pk, "kind": "june", "due_on": "2026-08-31"}
    opened = post(world, world.leader, "round-open", data=data)
    current = Round.objects.get()
    assert opened["Location"] == reverse("appraisal:round", args=[current.pk])
    assert (current.opened_by, f"{current.due_on}") == (world.leader, "2026-08-31")
    world.score(current, world.totals)
    for who, name in ((world.clerk, "submit"), (world.leader, "review"), (world.leader, "finalise")):
        answer = world.browser(who).post(reverse("appraisal:round-act", args=[current.pk, name]), follow=True)
        assert answer.status_code == 200
    assert state_of(current) == "final"
    assert Publication.objects.get().graded == 3


def test_opening_twice_says_so_in_the_form(world: World) -> None:
    world.open()
    answer = post(world, world.leader, "round-open", data={"scheme": world.scheme.pk, "kind": "june"})
    assert answer.status_code == 422
    assert "已经开启" in said(answer)
    assert Round.objects.count() == 1


@pytest.mark.parametrize("data", [{}, {"scheme": "0", "kind": "june"}, {"kind": "may"}, {"scheme": "x"}])
def test_a_wrong_form_opens_nothing(world: World, data: dict[str, str]) -> None:
    assert post(world, world.leader, "round-open", data=data).status_code == 422
    assert not Round.objects.exists()


def test_the_scheme_of_another_county_opens_nothing(world: World) -> None:
    data = {"scheme": World().scheme.pk, "kind": "june"}
    assert post(world, world.leader, "round-open", data=data).status_code == 422
    assert not Round.objects.exists()


def test_an_incomplete_round_lists_its_gaps_and_stays_open(world: World) -> None:
    current = world.in_state("blank")
    answer = act(world, world.clerk, current, "submit")
    assert answer.status_code == 422
    assert f"{world.centres[0].name} / 1.1 指标1" in said(answer)
    assert "未评分" in said(answer)
    assert state_of(current) == "scoring"


@pytest.mark.parametrize("name", ["review", "finalise"])
def test_a_step_out_of_turn_is_a_conflict(world: World, name: str) -> None:
    current = world.in_state("scored")
    assert act(world, world.leader, current, name).status_code == 409
    assert state_of(current) == "scoring"


@pytest.mark.parametrize("name", ["reopen", "send_back", "delete"])
def test_no_other_act_has_an_address(world: World, name: str) -> None:
    current = world.in_state("submitted")
    assert act(world, world.leader, current, name).status_code == 404
    assert state_of(current) == "submitted"


def test_pressing_twice_acts_once(world: World) -> None:
    current = world.in_state("reviewed")
    assert act(world, world.leader, current, "finalise").status_code == 302
    assert act(world, world.leader, current, "finalise").status_code == 409
    assert Publication.objects.count() == 1


def test_sent_back_with_the_reason_for_the_clerk_to_read(world: World) -> None:
    current = world.in_state("submitted")
    answer = post(world, world.leader, "round-send-back", current.pk, data={"remark": "佐证不全"})
    assert answer.status_code == 302
    page = world.browser(world.clerk).get(reverse("appraisal:round", args=[current.pk]))
    assert "佐证不全" in said(page)
    assert state_of(current) == "scoring"


@pytest.mark.parametrize("remark", ["", "  ", "长" * 201])
def test_sending_back_says_why(world: World, remark: str) -> None:
    current = world.in_state("submitted")
    answer = post(world, world.leader, "round-send-back", current.pk, data={"remark": remark})
    assert (answer.status_code, state_of(current)) == (422, "submitted")
    assert "退回原因" in said(answer)


def test_sheets_for_centres_that_came_later(world: World) -> None:
    current = world.in_state("blank")
    late = CentreFactory(county=world.region)
    page = reverse("appraisal:round", args=[current.pk])
    assert late.name in said(world.browser(world.leader).get(page))
    assert act(world, world.leader, current, "add_sheets").status_code == 302
    assert current.assessments.filter(centre=late).exists()
    assert "补建评分表" not in said(world.browser(world.leader).get(page))


def test_an_exemption_is_recorded_with_its_reason(world: World) -> None:
    current = world.in_state("blank")
    data = {"centre": world.centres[0].pk, "reason": "6月后启用"}
    assert post(world, world.leader, "round-exempt", current.pk, data=data).status_code == 302
    assert Exemption.objects.get().reason == "6月后启用"
    assert "6月后启用" in said(world.browser(world.clerk).get(reverse("appraisal:round", args=[current.pk])))


def test_a_centre_with_scores_or_of_another_county_is_not_exempt(world: World) -> None:
    current = world.in_state("scored")
    for centre in (world.centres[0], CentreFactory()):
        data = {"centre": centre.pk, "reason": "没有理由"}
        assert post(world, world.leader, "round-exempt", current.pk, data=data).status_code == 422
    assert not Exemption.objects.exists()


class TestTies:
    """Three centres tied at the only place of a county of seven."""

    @pytest.fixture
    def tied(self, db: None) -> tuple[World, Round]:
        world = World(size=7)
        world.totals = ["91.20"] * 3 + ["80"] * 4
        return world, world.in_state("reviewed")

    def form(self, world: World, *places: int, **more: str) -> dict[str, Any]:
        codes = [centre.code for centre in world.centres]
        return {"tied": ",".join(codes[:3]), "place": [codes[n] for n in places], **REASON, **more}

    def test_the_page_asks_who_takes_the_place(self, tied: tuple[World, Round]) -> None:
        world, current = tied
        page = said(world.browser(world.leader).get(reverse("appraisal:round", args=[current.pk])))
        assert "3 家并列，只剩 1 个最高等次名额" in page
        assert "记录决定" in page
        readers = said(world.browser(world.clerk).get(reverse("appraisal:round", args=[current.pk])))
        assert "3 家并列" in readers
        assert "记录决定" not in readers

    def test_the_decision_shows_at_once_and_is_published(self, tied: tuple[World, Round]) -> None:
        world, current = tied
        data = self.form(world, 1, kind="june")
        assert post(world, world.leader, "round-tie", current.pk, data=data).status_code == 302
        page = said(world.browser(world.leader).get(reverse("appraisal:round", args=[current.pk])))
        assert "家并列，只剩" not in page
        act(world, world.leader, current, "finalise")
        results = Publication.objects.get().results.filter(grade_name="优秀")
        assert [one.centre for one in results] == [world.centres[1]]

    @pytest.mark.parametrize("places", [(), (0, 0), (5,)])
    def test_a_wrong_choice_is_refused(self, tied: tuple[World, Round], places: tuple[int, ...]) -> None:
        world, current = tied
        answer = post(world, world.leader, "round-tie", current.pk, data=self.form(world, *places))
        assert answer.status_code == 422
        assert not TieDecision.objects.exists()

    @pytest.mark.parametrize("more", [{"reason": ""}, {"kind": "december"}, {"kind": "x"}, {"tied": ""}])
    def test_a_wrong_form_is_refused(self, tied: tuple[World, Round], more: dict[str, str]) -> None:
        world, current = tied
        answer = post(world, world.leader, "round-tie", current.pk, data=self.form(world, 0, **more))
        assert answer.status_code == 422
        assert not TieDecision.objects.exists()

    def test_no_decision_once_the_result_is_out(self, tied: tuple[World, Round]) -> None:
        world, current = tied
        act(world, world.leader, current, "finalise")
        answer = post(world, world.leader, "round-tie", current.pk, data=self.form(world, 0))
        assert answer.status_code == 409
        assert not TieDecision.objects.exists()

    def test_the_years_tie_is_decided_before_the_year_is_published(self, tied: tuple[World, Round]) -> None:
        world, june = tied
        act(world, world.leader, june, "finalise")
        december = world.in_state("reviewed", "december")
        address = reverse("appraisal:round", args=[december.pk])
        assert said(world.browser(world.leader).get(address)).count("3 家并列") == 2
        data = self.form(world, 2, kind="year")
        assert post(world, world.leader, "round-tie", december.pk, data=data).status_code == 302
        assert said(world.browser(world.leader).get(address)).count("3 家并列") == 1
        act(world, world.leader, december, "finalise")
        year = Publication.objects.get(kind="year").results.filter(grade_name="优秀")
        assert [one.centre for one in year] == [world.centres[2]]


class TestReopening:
    @pytest.fixture
    def final(self, world: World) -> Round:
        return world.in_state("final")

    def test_asked_permitted_and_used_by_their_buttons(self, world: World, final: Round) -> None:
        post(world, world.clerk, "reopen-ask", final.pk, data={"reason": "漏报核实"})
        request = ReopenRequest.objects.get()
        data = {"permit": "yes", "days": "3", "note": "同意"}
        post(world, world.leader, "reopen-decide", final.pk, request.pk, data=data)
        answer = post(world, world.clerk, "reopen-use", final.pk, request.pk)
        new = Round.objects.get(version=2)
        assert answer["Location"] == reverse("appraisal:round", args=[new.pk])
        assert (new.state, state_of(final)) == ("scoring", "final")
        assert post(world, world.clerk, "reopen-use", final.pk, request.pk).status_code == 409
        assert Round.objects.count() == 2

    def test_the_asker_does_not_permit(self, world: World, final: Round) -> None:
        post(world, world.leader, "reopen-ask", final.pk, data={"reason": "漏报核实"})
        request = ReopenRequest.objects.get()
        page = reverse("appraisal:round", args=[final.pk])
        assert "记录决定" not in said(world.browser(world.leader).get(page))
        assert "记录决定" in said(world.browser(world.second).get(page))
        data = {"permit": "yes", "days": "3"}
        answer = post(world, world.leader, "reopen-decide", final.pk, request.pk, data=data)
        assert answer.status_code == 403
        assert post(world, world.second, "reopen-decide", final.pk, request.pk, data=data).status_code == 302

    def test_the_asker_takes_it_back_by_a_button(self, world: World, final: Round) -> None:
        request = world.asked(final)
        page, back = reverse("appraisal:round", args=[final.pk]), "撤回申请"
        assert back in said(world.browser(request.asked_by).get(page))
        assert back not in said(world.browser(world.second).get(page))
        assert post(world, world.second, "reopen-withdraw", final.pk, request.pk).status_code == 403
        assert post(world, request.asked_by, "reopen-withdraw", final.pk, request.pk).status_code == 302
        assert "申请重开" in said(world.browser(request.asked_by).get(page))

    @pytest.mark.parametrize(
        "data", [{}, {"permit": "maybe", "days": "3"}, {"permit": "yes", "days": "0"}, {"permit": "yes"},
                 {"permit": "yes", "days": "91"}, {"permit": "no", "days": "7"}]
    )  # fmt: skip
    def test_a_wrong_decision_is_refused(self, world: World, final: Round, data: dict[str, str]) -> None:
        request = world.asked(final)
        answer = post(world, world.leader, "reopen-decide", final.pk, request.pk, data=data)
        request.refresh_from_db()
        assert (answer.status_code, request.state) == (422, "asked")

    def test_a_refusal_leaves_the_round_as_it_is(self, world: World, final: Round) -> None:
        request = world.asked(final)
        data = {"permit": "no", "days": "7", "note": "理由不足"}
        assert post(world, world.leader, "reopen-decide", final.pk, request.pk, data=data).status_code == 302
        assert post(world, world.clerk, "reopen-use", final.pk, request.pk).status_code == 409
        assert Round.objects.count() == 1

    def test_asking_says_why_and_once(self, world: World, final: Round) -> None:
        assert post(world, world.clerk, "reopen-ask", final.pk, data={"reason": " "}).status_code == 422
        assert post(world, world.clerk, "reopen-ask", final.pk, data={"reason": "漏报"}).status_code == 302
        assert post(world, world.clerk, "reopen-ask", final.pk, data={"reason": "漏报"}).status_code == 409

    def test_only_a_final_round_is_reopened(self, world: World) -> None:
        current = world.in_state("submitted")
        assert post(world, world.clerk, "reopen-ask", current.pk, data={"reason": "漏报"}).status_code == 409

    def test_an_expired_permit_opens_nothing(self, world: World, final: Round) -> None:
        request = world.asked(final)
        post(world, world.leader, "reopen-decide", final.pk, request.pk, data={"permit": "yes", "days": "1"})
        ReopenRequest.objects.filter(pk=request.pk).update(expires_at=NOW - timedelta(days=1))
        assert post(world, world.clerk, "reopen-use", final.pk, request.pk).status_code == 409
        page = said(world.browser(world.clerk).get(reverse("appraisal:round", args=[final.pk])))
        assert "已过有效期" in page

    def test_a_request_of_another_round_is_not_found(self, world: World, final: Round) -> None:
        other = World()
        request = other.asked(other.in_state("final"))
        data = {"permit": "yes", "days": "3"}
        for name in ("reopen-decide", "reopen-use"):
            answer = post(world, world.leader, name, final.pk, request.pk, data=data)
            assert answer.status_code == 404


def test_a_reviewer_who_submitted_is_told(world: World) -> None:
    """A clerk who has become a leader: the role allows it, the person doesn't."""
    current = world.in_state("submitted")
    User.objects.filter(pk=world.clerk.pk).update(role="leader")
    browser = Client()
    browser.force_login(User.objects.get(pk=world.clerk.pk))
    answer = browser.post(reverse("appraisal:round-act", args=[current.pk, "review"]))
    assert (answer.status_code, state_of(current)) == (403, "submitted")
    assert "审核人不能是提交人" in said(answer)
    assert act(world, UserFactory(role="leader", county=world.region), current, "review").status_code == 302
