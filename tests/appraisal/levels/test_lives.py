"""Years of hospitals, of a centre's staff and of its clinics, from opening to the published result."""

from decimal import Decimal

import pytest

from appraisal.actions import decisions, publishing, reopening, rounds
from appraisal.models import Assessment, Publication, Result
from appraisal.queries.inherited import inherited_grade
from centres.models import Staff
from records import verification
from records.errors import Conflict, Invalid, NotAllowed
from tests.appraisal.levels.world import NOW, Levels
from tests.factories import plain_scheme
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def world() -> Levels:
    return Levels()


def all_verified() -> None:
    assert [one for one in verification.run() if one.faults] == []


def grades(publication: Publication) -> dict[str, tuple[str, Decimal | None, int | None]]:
    rows = Result.objects.filter(publication=publication).select_related("centre", "staff")
    return {row.subject.code: (row.grade_name, row.total, row.rank) for row in rows}


def test_a_hospital_year_weights_its_parts_and_is_published_once(world: Levels) -> None:
    opened = world.open(world.leader, world.hospital_scheme(), "annual")
    a, b, c = (one.code for one in world.hospitals)
    # 22 % × 80 + 68 % × 95 + 10 % × 78 = 17.60 + 64.60 + 7.80 = 90.00: 优秀 begins at 90 (篇5 五).
    world.score(world.clerk, opened, {a: [80, 95, 78], b: [80, 80, 80], c: [79, 80, 80]})
    made = world.publish(world.clerk, opened)
    assert [one.kind for one in made] == ["year"]
    assert grades(made[0]) == {
        a: ("优秀", Decimal("90.00"), 1),
        b: ("合格", Decimal("80.00"), 2),
        c: ("不合格", Decimal("79.78"), 3),
    }
    assert list(made[0].rounds()) == ["annual"]
    assert str(opened) == "2026年支援医院年度考核"
    all_verified()


def test_a_month_and_a_year_of_staff_keep_the_cap_and_leave_the_director_out(world: Levels) -> None:
    scheme = world.staff_scheme({"m03": "0", "m04": "40", "annual": "60"})
    march = world.staff_round("m03", scheme=scheme, totals=(95, 95, 90, 60, 50))
    codes = {sheet.subject.code for sheet in Assessment.objects.filter(round=march)}
    assert codes == {one.number for one in world.staff}
    [month] = world.publish(world.director, march)
    # 20 % of five is one place, and two are tied for it: both move down (RULES 5).
    assert month.top_places == 1
    assert [grade for grade, _total, _rank in grades(month).values()].count("优秀") == 0
    for kind, marks in (("m04", (95, 80, 70, 60, 50)), ("annual", (85, 90, 70, 60, 50))):
        made = world.publish(world.director, world.staff_round(kind, scheme=scheme, totals=marks))
    year = made[-1]
    assert (year.kind, year.level, year.centre) == ("year", "staff", world.centre)
    # 95 × 40 % + 85 × 60 % = 89.00; 80 × 40 % + 90 × 60 % = 86.00: one place.
    assert grades(year)["100"] == ("优秀", Decimal("89.00"), 1)
    assert grades(year)["101"] == ("良好", Decimal("86.00"), 2)
    first = Result.objects.get(publication=year, staff=world.staff[0])
    assert first.round_totals == {"m04": "95.00", "annual": "85.00"}
    assert first.director_name == ""
    all_verified()


def test_somebody_who_came_later_is_judged_by_the_months_there_were(world: Levels) -> None:
    scheme = world.staff_scheme({"m03": "40", "annual": "60"})
    world.publish(world.director, world.staff_round("m03", scheme=scheme))
    world.staff.append(Staff.objects.create(centre=world.centre, number="200", name="新来"))
    opened = world.staff_round("annual", scheme=scheme, totals=(80, 80, 80, 80, 80, 77))
    year = world.publish(world.director, opened)[-1]
    assert year.kind == "year"
    assert grades(year)["200"][1] == Decimal("77.00")
    all_verified()


def test_a_tie_among_staff_is_decided_by_the_leader_and_survives_a_corrected_number(world: Levels) -> None:
    march = world.staff_round(totals=(95, 95, 80, 70, 60))
    from appraisal.standings import Field

    order = [str(world.staff[1].pk), str(world.staff[0].pk)]
    decisions.decide_tie(
        actor=world.leader, county=world.region, year=2026, kind="m03", centre_codes=order, reason="论文",
        now=NOW, field=Field.of(march),
    )  # fmt: skip
    [month] = world.publish(world.director, march)
    assert grades(month)["101"][0] == "优秀"
    Staff.objects.filter(pk=world.staff[1].pk).update(number="999")
    all_verified()


def test_clinics_are_scored_by_their_centres_director(world: Levels) -> None:
    opened = world.open(world.director, world.clinic_scheme(), "annual")
    world.score(world.director, opened, {world.clinics[0].code: 88, world.clinics[1].code: 59})
    [year] = world.publish(world.director, opened)
    assert grades(year)[world.clinics[0].code] == ("优秀", Decimal("88.00"), 1)
    assert grades(year)[world.clinics[1].code] == ("不合格", Decimal("59.00"), 2)
    all_verified()


def test_each_centre_has_a_round_of_its_own_and_one_only(world: Levels) -> None:
    scheme = world.staff_scheme({"annual": "100"})
    world.open(world.director, scheme, "annual")
    world.open(world.neighbour, scheme, "annual")
    with pytest.raises(Conflict):
        world.open(world.director, scheme, "annual")


def test_who_opens_what(world: Levels) -> None:
    staff, hospitals = world.staff_scheme({"annual": "100"}), world.hospital_scheme()
    for actor, scheme in ((world.leader, staff), (world.director, hospitals), (world.clerk, hospitals)):
        with pytest.raises(NotAllowed):
            world.open(actor, scheme, "annual")


def test_the_county_neither_enters_nor_hands_in_a_centres_round(world: Levels) -> None:
    march = world.staff_round()
    with pytest.raises(NotAllowed):
        world.score(world.clerk, march, {"100": 70})
    with pytest.raises(NotAllowed):
        rounds.submit(actor=world.clerk, round_id=march.pk, now=NOW)
    rounds.submit(actor=world.director, round_id=march.pk, now=NOW)
    with pytest.raises(NotAllowed):
        rounds.review(actor=world.director, round_id=march.pk, now=NOW)
    with pytest.raises(NotAllowed):
        publishing.finalise(actor=world.director, round_id=march.pk, now=NOW)


def test_a_missing_cell_names_the_person(world: Levels) -> None:
    opened = world.open(world.director, world.staff_scheme({"annual": "100"}), "annual")
    with pytest.raises(Invalid) as refusal:
        rounds.submit(actor=world.director, round_id=opened.pk, now=NOW)
    assert "职工0" in str(next(iter(refusal.value.problems)).where)


def test_an_exempted_member_of_staff_blocks_nothing_and_gets_no_grade(world: Levels) -> None:
    opened = world.open(world.director, world.staff_scheme({"annual": "100"}), "annual")
    sick = world.staff[0]
    decisions.exempt(
        actor=world.leader, round_id=opened.pk, centre=world.centre, staff=sick, reason="长期病假", now=NOW
    )
    world.score(world.director, opened, {one.number: 80 for one in world.staff[1:]})
    [year] = world.publish(world.director, opened)
    assert Result.objects.get(publication=year, staff=sick).standing == "exempt"
    assert year.graded == 4
    all_verified()


def test_a_reopened_round_of_staff_keeps_people_and_level(world: Levels) -> None:
    march = world.staff_round()
    world.publish(world.director, march)
    asked = reopening.ask(actor=world.director, round_id=march.pk, reason="漏计", now=NOW)
    reopening.decide(
        actor=world.leader, request_id=asked.pk, permit=True, note="", now=NOW, expires_at=NOW.replace(day=20)
    )
    again = reopening.reopen(actor=world.director, request_id=asked.pk, now=NOW)
    assert (again.level, again.centre, again.version) == ("staff", world.centre, 2)
    assert {sheet.staff_id for sheet in again.assessments.all()} == {one.pk for one in world.staff}


def test_the_directors_grade_is_the_centres(world: Levels) -> None:
    assert inherited_grade("hospital", world.centre, 2026) is None
    before = inherited_grade("staff", world.centre, 2026)
    assert before is not None
    assert (before.director, before.grade) == ("院长甲", "")
    scheme = plain_scheme(world.region, indicators=1)
    for kind in ("june", "december"):
        opened = rounds.open_round(actor=world.leader, scheme=scheme, kind=kind, now=NOW)
        world.score(world.clerk, opened, {world.centre.code: 82, world.other.code: 61})
        world.publish(world.clerk, opened)
    after = inherited_grade("staff", world.centre, 2026)
    assert after is not None
    assert (after.kind, after.grade, after.ordinal) == ("年度考核", "良好", 2)


def test_a_hospitals_year_is_not_the_centres(world: Levels) -> None:
    """Money follows the township health centres' results only."""
    from payroll.queries.publications import newest

    opened = world.open(world.leader, world.hospital_scheme(), "annual")
    world.score(world.clerk, opened, {one.code: 90 for one in world.hospitals})
    world.publish(world.clerk, opened)
    assert newest(world.region, 2026, "year") is None
