"""Sheets sent back by name: only they can be edited, each is answered, and then the round is handed in again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from appraisal import home
from appraisal.actions import evidence, returns, rounds, scores
from appraisal.actions.scores import CellChange
from appraisal.models import Round, Score, SheetReturn
from appraisal.queries.grid import grid_data
from appraisal.queries.returns import is_shut
from appraisal.views.grid import may_carry, sheet_grid
from centres.models import User
from centres.roles import Role
from records import guards
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.field.files import PDF
from tests.appraisal.life.world import DAY, LifeWorld
from tests.factories import NOW, SHORT, CentreFactory, CountyFactory, UserFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def world() -> LifeWorld:
    return LifeWorld()


@kept
def back(world: LifeWorld) -> Round:
    """A round whose second sheet was sent back."""
    return sent_back(world, world.in_state("submitted", plan=SHORT), 1)


def sent_back(world: LifeWorld, current: Round, *numbers: int) -> Round:
    sheets = {world.sheet(current, number).pk: "病历数不符" for number in numbers}
    rounds.send_back(actor=world.leader, round_id=current.pk, remark="见各表", sheets=sheets, now=NOW)
    current.refresh_from_db()
    return current


def cell(world: LifeWorld, current: Round, number: int) -> Score:
    return Score.objects.filter(assessment=world.sheet(current, number)).order_by("indicator__ordinal")[0]


def enter(world: LifeWorld, current: Round, *numbers: int, points: str = "11", **more: Any) -> list[str]:
    cells = [cell(world, current, number) for number in numbers]
    changes = [
        CellChange(one.assessment_id, one.indicator_id, {"points": points}, reason="更正") for one in cells
    ]
    saving = scores.save_cells(actor=world.clerk, round_id=current.pk, changes=changes, now=NOW, **more)
    return [outcome.verdict for outcome in saving.outcomes]


def answer(world: LifeWorld, current: Round, text: str = "已核减") -> SheetReturn:
    row = SheetReturn.objects.filter(assessment__round=current, answered_at=None).latest("pk")
    return returns.answer(actor=world.clerk, round_id=current.pk, return_id=row.pk, text=text, now=NOW)


def submit(world: LifeWorld, current: Round) -> Round:
    return rounds.submit(actor=world.clerk, round_id=current.pk, now=NOW + DAY)


def test_only_sheets_sent_back_can_be_edited(world: LifeWorld, back: Round) -> None:
    assert enter(world, back, 0, 1, 2) == ["refused", "saved", "refused"]
    with pytest.raises(Invalid) as caught:  # an import is all or nothing
        enter(world, back, 0, 1, points="12", all_or_nothing=True)
    assert "只有退回的评分表可以修改" in str(caught.value.problems[0].message)
    assert f"{cell(world, back, 1).points:.2f}" == "11.00"


def test_what_stands_already_is_no_change_on_a_shut_sheet(world: LifeWorld, back: Round) -> None:
    held = cell(world, back, 0)
    change = CellChange(held.assessment_id, held.indicator_id, held.inputs, reason=held.reason)
    saving = scores.save_cells(actor=world.clerk, round_id=back.pk, changes=[change], now=NOW)
    assert saving.outcomes[0].verdict == "unchanged"


def test_the_round_is_not_handed_in_before_each_is_answered(world: LifeWorld) -> None:
    current = sent_back(world, world.in_state("submitted", plan=SHORT), 0, 2)
    for left in (2, 1):
        with pytest.raises(Invalid) as caught:
            submit(world, current)
        assert (caught.value.code, len(caught.value.problems)) == ("returned", left)
        answer(world, current)
        SheetReturn.objects.filter(corrected_at__isnull=False)
        if left == 2:
            first = SheetReturn.objects.filter(answered_at=None, corrected_at=None).get()
            assert first.assessment == world.sheet(current, 0)
            returns.answer(
                actor=world.clerk, round_id=current.pk, return_id=first.pk, text="核对无误", now=NOW
            )
            break
    assert submit(world, current).state == "submitted"
    assert set(SheetReturn.objects.values_list("answered_at", flat=True)) == {NOW + DAY}
    assert rounds.review(actor=world.leader, round_id=current.pk, now=NOW).state == "reviewed"


def test_an_answer_may_be_bettered_until_the_round_is_handed_in(world: LifeWorld, back: Round) -> None:
    row = answer(world, back, "改了")
    again = answer(world, back, "改了两例")
    assert (again.pk, again.answer, again.corrected_by) == (row.pk, "改了两例", world.clerk)
    assert enter(world, back, 1) == ["saved"]
    submit(world, back)
    with pytest.raises(Conflict):
        returns.answer(actor=world.clerk, round_id=back.pk, return_id=row.pk, text="再", now=NOW)
    said = AuditEntry.objects.filter(action="return.answer").order_by("sequence")
    assert [entry.new["answer"] for entry in said] == ["改了", "改了两例"]


def test_sent_back_without_names_leaves_every_sheet_open(world: LifeWorld) -> None:
    current = sent_back(world, world.in_state("submitted", plan=SHORT))
    assert enter(world, current, 0, 1, 2) == ["saved", "saved", "saved"]
    assert submit(world, current).state == "submitted"


def test_a_second_time_other_sheets_are_meant(world: LifeWorld, back: Round) -> None:
    answer(world, back)
    sent_back(world, submit(world, back), 0)
    assert enter(world, back, 0, 1) == ["saved", "refused"]


@pytest.mark.parametrize("text", ["", "  ", "长" * 301])
def test_an_answer_has_words(world: LifeWorld, back: Round, text: str) -> None:
    with pytest.raises(Invalid):
        answer(world, back, text)


def test_evidence_of_a_shut_sheet_waits(world: LifeWorld, back: Round) -> None:
    values = {
        "actor": world.clerk, "round_id": back.pk, "indicator_id": world.indicators[0].pk, "source": PDF,
        "name": "表.pdf", "now": NOW,
    }  # fmt: skip
    with pytest.raises(Conflict, match="只有退回"):
        evidence.add(code=world.centres[0].code, **values)


def test_no_sheet_is_added_meanwhile(world: LifeWorld, back: Round) -> None:
    CentreFactory(county=world.region)
    with pytest.raises(Conflict, match="有退回的评分表"):
        rounds.add_missing_sheets(actor=world.leader, round_id=back.pk, now=NOW)


def test_the_pages_say_what_is_shut(world: LifeWorld, back: Round) -> None:
    shut, open_ = world.sheet(back, 0), world.sheet(back, 1)
    assert [is_shut(one) for one in (shut, open_)] == [True, False]
    assert [may_carry(world.clerk, open_, shut=one) for one in (True, False)] == [False, True]
    assert [sheet_grid(world.clerk, open_, shut=one)["editable"] for one in (True, False)] == [False, True]
    assert grid_data(back, [shut])
    client = Client()
    client.force_login(world.clerk)

    def page(name: str, *args: object) -> str:
        return client.get(reverse(f"appraisal:{name}", args=args)).content.decode()

    assert "本表没有被退回" in page("sheet", back.pk, world.centres[0].code)
    assert "病历数不符" in page("sheet", back.pk, world.centres[1].code)
    assert "只有退回的评分表可以修改" in page("matrix", back.pk)
    shown = page("round", back.pk)
    assert "1 张待处理" in shown
    assert 'data-dialog="submit"' not in shown
    answer(world, back)
    shown = page("round", back.pk)
    assert "均已处理" in shown
    assert 'data-dialog="submit"' in shown


def test_the_grid_knows_which_sheets_are_shut(world: LifeWorld, back: Round) -> None:
    shut = {str(world.sheet(back, number).pk) for number in (0, 2)}
    for person, expected in ((world.clerk, shut), (world.leader, set())):  # who can't edit anyway isn't told
        client = Client()
        client.force_login(person)
        page = client.get(reverse("appraisal:matrix", args=[back.pk]))
        assert {str(pk) for pk in page.context["grid"]["shut"]} == expected
        assert set(client.get(reverse("appraisal:changes", args=[back.pk])).json()["shut"]) == expected
    answer(world, back)
    submit(world, back)
    assert client.get(reverse("appraisal:changes", args=[back.pk])).json()["shut"] == {}


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.CLERK])
def test_only_a_clerk_answers(world: LifeWorld, back: Round, role: str) -> None:
    row = SheetReturn.objects.get()
    client = Client()
    client.force_login(world.people[role])
    address = reverse("appraisal:return-answer", args=[back.pk, row.pk])
    assert client.post(address, {"text": "x"}).status_code in (403, 404)
    with pytest.raises(NotAllowed):
        returns.answer(actor=world.leader, round_id=back.pk, return_id=row.pk, text="x", now=NOW)
    stranger = Client()
    stranger.force_login(UserFactory(role=Role.CLERK))
    assert stranger.post(address, {"text": "x"}).status_code == 404
    assert SheetReturn.objects.get().corrected_at is None


@pytest.mark.parametrize("state", ["submitted", "reviewed", "final"])
def test_no_answer_in_another_state(world: LifeWorld, state: str) -> None:
    current = world.in_state("submitted", plan=SHORT)
    sent_back(world, current, 1)
    row = answer(world, current)
    submit(world, current)
    walk = {"submitted": [], "reviewed": ["reviewed"], "final": ["reviewed", "final"]}[state]
    for step in walk:
        getattr(world, f"to_{step}")(current)
    with pytest.raises(Conflict):
        returns.answer(actor=world.clerk, round_id=current.pk, return_id=row.pk, text="x", now=NOW)


def refused(act: Callable[[], object], name: str) -> None:
    with pytest.raises(IntegrityError, match=f"guard:{name}"), transaction.atomic():
        act()


def test_the_database_refuses_it_too(world: LifeWorld, back: Round) -> None:
    shut, row = cell(world, back, 0), SheetReturn.objects.get()
    cells, rows = Score.objects.filter(pk=shut.pk), SheetReturn.objects.filter(pk=row.pk)
    changes: list[dict[str, Any]] = [
        {"inputs": {"points": "1"}}, {"reason": "别的"}, {"not_applicable": True}, {"source": "别处"},
    ]  # fmt: skip
    for change in changes:
        refused(lambda change=change: cells.update(**change), "score_not_returned")
    assert cells.update(points="1") == 1  # a rank may move them
    assert Score.objects.filter(pk=cell(world, back, 1).pk).update(reason="更正") == 1
    state = Round.objects.filter(pk=back.pk)
    refused(lambda: state.update(state="submitted"), "round_not_answered")
    refused(lambda: rows.update(answered_at=NOW), "sheet_return_answered_in_words")
    refused(lambda: rows.update(corrected_at=NOW, corrected_by=world.clerk), "sheet_return_answered_in_words")
    refused(lambda: rows.update(corrected_at=NOW, answer="好"), "sheet_return_answered_in_words")
    with guards.lifted():  # the control
        assert cells.update(reason="别的") == 1


def test_evidence_of_a_shut_sheet_is_refused_by_the_database(world: LifeWorld) -> None:
    current = world.in_state("scoring", plan=SHORT)
    world.score(current, world.totals)
    kept = evidence.add(
        actor=world.clerk, round_id=current.pk, code=world.centres[0].code,
        indicator_id=world.indicators[0].pk, source=PDF, name="表.pdf", now=NOW,
    )  # fmt: skip
    sent_back(world, submit(world, current), 1)
    kept.pk = None
    refused(lambda: kept.save(force_insert=True), "evidence_not_returned")


def home_lines(user: User) -> list[str]:
    return [str(one.title) for one in home.todos(user, NOW) if "被退回" in str(one.title)]


def test_a_sheet_sent_back_waits_for_the_clerk_on_the_home_page(world: LifeWorld, back: Round) -> None:
    assert home_lines(world.clerk) == [f"{back}有 1 张评分表被退回，逐张处理后重新提交"]
    stranger = UserFactory(role=Role.CLERK, county=CountyFactory())
    assert home_lines(stranger) == home_lines(world.leader) == []
    enter(world, back, 1)
    answer(world, back)
    assert home_lines(world.clerk) == []
