"""What-if of staff, village clinics and support hospitals: the same page, their own words, no money, nothing moved."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from appraisal.core.whatif.changes import RoundWeights
from appraisal.core.whatif.reckon import reckon
from appraisal.core.whatif.scenario import apply_changes, places
from appraisal.grading import grade_round, grade_year
from appraisal.models import Assessment, Exemption, Round, Scenario, TieDecision
from appraisal.queries.whatif import load
from appraisal.standings import Field
from appraisal.whatif_places import Target, read_target
from centres.models import Staff
from centres.roles import Role
from tests.appraisal.levels.world import NOW, Levels
from tests.appraisal.whatif.pages import signed, text
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CAP = json.dumps([{"kind": "cap", "percent": "40"}])


def at(world: Levels, target: Target, page: str = "") -> str:
    return f"/appraisal/whatif/{world.region.code}/2026/{target}/{page}"


def hospitals(world: Levels) -> Round:
    """Totals 92, 84.5 and 78: 优秀, 合格, 不合格 by 90 and 80, in parts of 22, 68 and 10 %."""
    opened = world.open(world.leader, world.hospital_scheme(), "annual")
    marks = ((92, 92, 92), (80, 85, 91), (78, 78, 78))
    world.score(world.clerk, opened, dict(zip([one.code for one in world.hospitals], marks, strict=True)))
    return opened


def assert_as_graded(opened: Round) -> None:
    """With no change: the grades of the round itself, line for line."""
    found = reckon(load(opened.county, opened.year, opened.kind, Field.of(opened)).base)
    standings = grade_round(opened)
    assert found.grades == standings.grades
    assert [(one.key, one.total, one.standing) for one in found.lines.values()] == [
        (row.key, row.total, row.standing) for row in standings.rows
    ]


def test_hospitals_in_weighted_parts_with_one_round_a_year() -> None:
    world = Levels(staff=0, clinics=0)
    opened = hospitals(world)
    assert_as_graded(opened)
    client, target = signed(world.leader), Target("annual", "hospital")
    page = text(client.get(at(world, target)))
    for words in ("支援医院", "类别权重", "第0医院", "84.50", "2026年度轮次"):
        assert words in page
    for words in ("轮次权重", "补助拨付与扣减比例", "留存兑现", "金额只向", "卫生院"):
        assert words not in page.split("<main")[1]
    # 优秀 from 84: the second rises. 80 × 60 % + 85 × 30 % + 91 × 10 % = 82.60.
    tried = text(client.post(at(world, target, "try"), {"what": "bands", "n0": "84", "n1": "80"}))
    assert "1 所医院等次变动（升 1，降 0）" in tried
    weights = {"what": "weights", "n0": "60", "n1": "30", "n2": "10"}
    assert "82.60" in text(client.post(at(world, target, "try"), weights))
    assert client.post(at(world, target, "try"), weights | {"n2": "9"}).status_code == 422
    assert "第2医院" in text(client.get(at(world, target, "sensitivity/")))
    # A year's one round is that round: there is no year beside it.
    assert client.get(at(world, Target("year", "hospital"))).status_code == 404


def test_a_decided_tie_of_the_years_one_round_counts() -> None:
    world = Levels(staff=0, clinics=0)
    opened = world.open(world.leader, world.hospital_scheme(), "annual")
    world.score(world.clerk, opened, {one.code: 95 for one in world.hospitals})
    TieDecision.objects.create(
        county=world.region, level="hospital", year=2026, kind="year", decided_by=world.leader, decided_at=NOW,
        centre_codes=[one.code for one in reversed(world.hospitals)], reason="现场",
    )  # fmt: skip
    base = load(world.region, 2026, "annual", Field("hospital")).base
    assert base.decided["annual"] == tuple(one.code for one in reversed(world.hospitals))
    assert_as_graded(opened)


def test_staff_of_a_year_of_weighted_months() -> None:
    """Who left isn't graded; who came later is exempt from what was before; months weigh as the scheme says."""
    world = Levels(clinics=0, hospitals=0)
    scheme = world.staff_scheme({"m01": "25", "m02": "75"})
    first = world.open(world.director, scheme, "m01")
    world.score(world.director, first, {one.number: 90 - place for place, one in enumerate(world.staff)})
    world.publish(world.director, first)
    gone, late = world.staff[0], Staff.objects.create(centre=world.centre, number="199", name="职工1")
    Staff.objects.filter(pk=gone.pk).update(ended_on=first.opened_at.date())
    second = world.open(world.director, scheme, "m02")
    Assessment.objects.filter(round=second, staff=gone).delete()
    marks = {one.number: 70 + place * 5 for place, one in enumerate(world.staff[1:])}
    world.score(world.director, second, marks | {late.number: 99})
    year = grade_year(world.region, 2026, field=Field("staff", world.centre), pending=second)
    loaded = load(world.region, 2026, "year", Field("staff", world.centre))
    found = reckon(loaded.base)
    assert year is not None
    assert found.grades == year.grades
    assert str(gone.pk) not in found.lines
    assert found.lines[str(late.pk)].totals == {"m01": None, "m02": Decimal("99.00")}
    # Two of one name are told apart by their numbers.
    assert {name for name in loaded.centres.values() if "职工1" in name} == {"职工1（101）", "职工1（199）"}
    even = apply_changes(loaded.base, [RoundWeights({"m01": Decimal(50), "m02": Decimal(50)})])
    assert not even.faults
    # 89 and 70: 74.75 today, 79.50 with even months.
    key = str(world.staff[1].pk)
    assert [places(reckon(one))[key].total for one in (loaded.base, even.base)] == [
        Decimal("74.75"),
        Decimal("79.50"),
    ]


def test_a_round_that_does_not_count_has_no_weight_to_change() -> None:
    world = Levels(clinics=0, hospitals=0)
    scheme = world.staff_scheme({"m01": "40", "m02": "60", "m03": "0"})
    for kind in ("m01", "m02"):
        opened = world.open(world.director, scheme, kind)
        world.score(world.director, opened, {one.number: 80 for one in world.staff})
        world.publish(world.director, opened)
    loaded = load(world.region, 2026, "year", Field("staff", world.centre))
    assert [one.code for one in loaded.base.rounds] == ["m01", "m02"]
    applied = apply_changes(loaded.base, [RoundWeights({"m01": Decimal(30), "m03": Decimal(10)})])
    assert [fault.message.zh for fault in applied.faults["rounds"]] == ["方案中没有这些轮次。"]
    client = signed(world.director)
    form = text(
        client.post(at(world, Target("year", "staff", world.centre.code), "form"), {"what": "rounds"})
    )
    assert form.count('name="n') == 2


def test_a_director_works_out_the_own_staff_and_keeps_it() -> None:
    world = Levels(hospitals=0, clinics=0)
    opened = world.staff_round()
    Exemption.objects.create(
        round=opened, centre=world.centre, staff=Staff.objects.create(centre=world.centre, number="200", name="新人"),
        reason="新到", decided_by=world.leader, decided_at=NOW,
    )  # fmt: skip
    assert_as_graded(opened)
    target, client = Target("m03", "staff", world.centre.code), signed(world.director)
    before = list(Assessment.objects.filter(round=opened).values_list("pk", "total", "version"))
    page = text(client.get(at(world, target)))
    assert "职工0" in page
    assert "免考" in page
    assert "2026年3月情景测算" in page
    tried = text(client.post(at(world, target, "try"), {"what": "cap", "n0": "40"}))
    assert "1 人等次变动（升 1，降 0）" in tried
    saved = client.post(at(world, target, "save"), {"name": "放宽", "changes": CAP})
    row = Scenario.objects.get(name="放宽")
    assert saved.status_code == 302
    assert (row.level, row.centre, row.base) == ("staff", world.centre, "m03")
    assert "1 人等次变动" in text(client.get(f"/appraisal/whatif/scenarios/{row.pk}/"))
    assert "放宽" in text(client.get("/appraisal/whatif/"))
    assert client.post(at(world, target, "save"), {"name": "放宽", "changes": "[]"}).status_code == 409
    book = client.post(at(world, target, "export.xlsx"), {"changes": CAP})
    assert book.status_code == 200
    assert list(Assessment.objects.filter(round=opened).values_list("pk", "total", "version")) == before
    assert client.post(f"/appraisal/whatif/scenarios/{row.pk}/delete").status_code == 302


def test_who_sees_whose() -> None:
    world = Levels(hospitals=0)
    world.staff_round()
    clinics = world.open(world.director, world.clinic_scheme(), "annual")
    world.score(world.director, clinics, {one.code: 80 for one in world.clinics})
    assert_as_graded(clinics)
    staff, clinic = (Target(*one, world.centre.code) for one in (("m03", "staff"), ("annual", "clinic")))
    saved = signed(world.director).post(at(world, staff, "save"), {"name": "x", "changes": "[]"})
    readers = [world.director, world.clerk, world.leader]
    strangers = [world.neighbour, Levels(staff=0, hospitals=0).leader]
    for target in (staff, clinic):
        assert {signed(one).get(at(world, target)).status_code for one in readers} == {200}
        assert {signed(one).get(at(world, target)).status_code for one in strangers} == {404}
        save = at(world, target, "save")
        assert {signed(one).post(save, {"name": "y"}).status_code for one in strangers} == {404}
    assert signed(UserFactory(role=Role.STAFF, centre=world.centre)).get(at(world, staff)).status_code == 403
    assert {signed(one).get(saved["Location"]).status_code for one in readers} == {200}
    assert {signed(one).get(saved["Location"]).status_code for one in strangers} == {404}
    listed = text(signed(world.leader).get("/appraisal/whatif/?level=clinic"))
    assert f"{world.centre.name} · 村卫生室" in listed
    assert "?level=staff" in listed
    assert at(world, clinic) in listed
    assert at(world, staff) not in listed
    assert signed(world.director).get("/appraisal/whatif/").status_code == 200


@pytest.mark.parametrize(
    "word",
    [
        "",
        "march",
        "centre.june",
        "staff.m03",
        "staff.m03.",
        "hospital.annual.X1",
        "drop.june",
        "june.staff",
        ".",
    ],
)
def test_other_words_name_no_base(word: str) -> None:
    assert read_target(word) is None
    assert Client().get("/appraisal/whatif/360102/2026/x/").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        Target("june"),
        Target("year"),
        Target("annual", "hospital"),
        Target("m12", "staff", "V.1"),
        Target("year", "clinic", "C1"),
    ],
)
def test_a_base_is_read_as_it_is_written(target: Any) -> None:
    assert read_target(str(target)) == target
