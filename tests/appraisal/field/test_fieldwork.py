"""Minima: nothing is asked unless set; below them a round isn't handed in, unless a leader says why."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from appraisal.actions import decisions, fieldwork, rounds, surveys
from appraisal.actions.surveys import Given
from appraisal.core.fieldwork import Minima
from appraisal.models import CountyMinima, FieldMinima, Round, Symposium
from appraisal.queries.fieldwork import field_gaps, field_rows, minima_of
from centres.roles import Role
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.field.world import World, answers, signed_in
from tests.factories import NOW, County, UserFactory

SMALL = Minima(households=2, patients=1)


def set_minima(world: World, minima: Minima = SMALL) -> FieldMinima:
    return fieldwork.set_minima(actor=world.leader, round_id=world.round.pk, minima=minima, now=NOW)


def symposium(world: World, row: int = 0, staff: int = 3, patients: int = 1) -> Symposium:
    return fieldwork.hold_symposium(
        actor=world.clerk, round_id=world.round.pk, sheet_id=world.sheets[row].pk, held_on=NOW.date(),
        staff=staff, patients=patients, now=NOW,
    )  # fmt: skip


def waive(world: World, row: int = 0, reason: str = "山洪断路") -> None:
    sheet = world.sheets[row]
    fieldwork.waive(actor=world.leader, round_id=world.round.pk, sheet_id=sheet.pk, reason=reason, now=NOW)


def visit(world: World, number: int, who: str = "household") -> None:
    from appraisal.models import Survey

    survey = Survey.objects.first() or world.survey()
    given = [Given(code=world.code, who=who, number=str(n), answers=answers(4)) for n in range(1, number + 1)]
    surveys.take(actor=world.clerk, survey_id=survey.pk, given=given, now=NOW)


def test_a_round_asks_for_nothing_unless_somebody_sets_it(world: World) -> None:
    assert minima_of(world.round) is None
    assert field_gaps(world.round) == []
    assert all(not row.short and not row.blocks for row in field_rows(world.round))


def test_the_county_sets_what_new_rounds_begin_with(world: World) -> None:
    page = reverse("appraisal:fieldwork", args=[world.round.pk])
    sent = {"households": "20", "staff_percent": "30", "patients": "3"}
    address, client = reverse("appraisal:fieldwork-minima", args=[world.round.pk]), signed_in(world.leader)
    assert client.post(address, sent).status_code == 302
    assert not CountyMinima.objects.exists()  # of this round only
    assert client.post(address, sent | {"patients": "5", "for_new": "on"}).status_code == 302
    assert "本县新开轮次的要求：20 户、30%、5 人" in client.get(page).content.decode()
    assert AuditEntry.objects.filter(object_type="appraisal.countyminima", action="minima.set").count() == 1
    new = world.county.open("december")
    assert minima_of(new) == Minima(patients=5)
    assert FieldMinima.objects.get(round=new).set_by == world.leader
    fieldwork.set_minima(actor=world.leader, round_id=new.pk, minima=SMALL, now=NOW)  # and sets its own
    assert minima_of(new) == SMALL
    other = County(1).open()
    assert minima_of(other) is None
    for act in (lambda: CountyMinima.objects.update(patients=1), CountyMinima.objects.all().delete):
        with pytest.raises(IntegrityError, match="guard:countyminima"), transaction.atomic():
            act()


def test_what_was_seen_is_counted(world: World) -> None:
    world.hire(7)
    set_minima(world)
    visit(world, 2)
    visit(world, 1, "patient")
    symposium(world, staff=2, patients=0)
    [row, other] = field_rows(world.round)
    seen = row.seen
    assert (seen.households, seen.staff, seen.patients, seen.staff_of, row.wanted_staff) == (2, 2, 1, 7, 3)
    assert row.short == ["座谈会职工 2 人，少于规定的 3 人"]
    assert len(other.short) == 2
    symposium(world, staff=3, patients=4)
    row = field_rows(world.round)[0]
    assert (row.short, row.seen.patients) == ([], 4)
    assert Symposium.objects.count() == 2  # corrected by a new row, the old one stays


def test_a_number_counts_once_and_a_voided_answer_not_at_all(world: World) -> None:
    visit(world, 3)
    answer = world.round.surveys.get().answers.get(number="1")
    surveys.void(actor=world.clerk, answer_id=answer.pk, reason="重复", now=NOW)
    assert field_rows(world.round)[0].seen.households == 2


def test_staff_are_those_at_work_or_the_centres_own_count(world: World) -> None:
    centre = world.sheets[0].centre
    type(centre).objects.filter(pk=centre.pk).update(staff_count=21)
    set_minima(world)
    assert field_rows(world.round)[0].wanted_staff == 7
    world.hire(4)
    world.sheets[0].centre.staff.filter(number="003").update(ended_on=NOW.date())
    assert field_rows(world.round)[0].seen.staff_of == 3


@pytest.mark.django_db
def test_below_the_minima_a_round_is_not_handed_in_unless_a_leader_says_why() -> None:
    county = County(2)
    june = county.open()
    county.score(june, ["90", "80"])
    fieldwork.set_minima(actor=county.leader, round_id=june.pk, minima=SMALL, now=NOW)
    with pytest.raises(Invalid) as caught:
        rounds.submit(actor=county.clerk, round_id=june.pk, now=NOW)
    assert [problem.place for problem in caught.value.problems] == [
        county.centres[0].name, county.centres[0].name, county.centres[1].name, county.centres[1].name,
    ]  # fmt: skip
    assert "走访农户 0 户，少于规定的 2 户，且未说明理由" in str(caught.value.problems[0].message)
    first, second = june.assessments.order_by("centre__code")
    for sheet in (first, second):
        fieldwork.waive(actor=county.leader, round_id=june.pk, sheet_id=sheet.pk, reason="山洪断路", now=NOW)
    assert rounds.submit(actor=county.clerk, round_id=june.pk, now=NOW).state == "submitted"


@pytest.mark.django_db
def test_minima_of_nothing_hold_nobody_back_and_an_exempt_centre_is_not_asked() -> None:
    world = World(3)
    set_minima(world)
    decisions.exempt(
        actor=world.leader, round_id=world.round.pk, centre=world.county.centres[2], reason="7月启用", now=NOW
    )
    assert {name for name, _words in field_gaps(world.round)} == {
        one.name for one in world.county.centres[:2]
    }
    set_minima(world, Minima(households=0, patients=0))
    assert field_gaps(world.round) == []
    assert FieldMinima.objects.count() == 2


def test_who_may_set_waive_and_record(world: World) -> None:
    with pytest.raises(NotAllowed):
        fieldwork.set_minima(actor=world.clerk, round_id=world.round.pk, minima=SMALL, now=NOW)
    sheet = world.sheets[0].pk
    with pytest.raises(NotAllowed):
        fieldwork.waive(actor=world.clerk, round_id=world.round.pk, sheet_id=sheet, reason="不行", now=NOW)
    values = {"sheet_id": sheet, "held_on": NOW.date(), "staff": 1, "patients": 0, "now": NOW}
    with pytest.raises(NotAllowed):
        fieldwork.hold_symposium(actor=world.leader, round_id=world.round.pk, **values)
    outsider = UserFactory(role=Role.PREFECTURE, county=world.county.region)
    with pytest.raises(NotAllowed):
        fieldwork.hold_symposium(actor=outsider, round_id=world.round.pk, **values)


def test_each_act_is_on_the_record(world: World) -> None:
    set_minima(world)
    symposium(world)
    waive(world)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"minima.set", "symposium.record", "minima.waive"} <= actions


def test_faulty_values_are_refused(world: World) -> None:
    for minima in (Minima(households=-1), Minima(staff_percent=101), Minima(patients=-1)):  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            set_minima(world, minima)
    with pytest.raises(Invalid, match="参会人数"):
        symposium(world, staff=0, patients=0)
    with pytest.raises(Invalid, match="理由"):
        waive(world, reason=" ")
    waive(world)
    with pytest.raises(Conflict, match="已经记录"):
        waive(world)


def test_a_round_handed_in_is_not_changed(world: World) -> None:
    Round.objects.filter(pk=world.round.pk).update(state="submitted")
    for act in (lambda: set_minima(world), lambda: symposium(world), lambda: waive(world)):
        with pytest.raises(Conflict, match="已提交"):
            act()
