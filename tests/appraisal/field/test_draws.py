"""Draws in the database: kept whole, repeated from the record, replaced in order, compared with the cell."""

from typing import Any

import pytest
from django.http import Http404

from appraisal.actions import draws
from appraisal.actions.draws import Wanted
from appraisal.actions.scores import CellChange, save_cells
from appraisal.core import sampling
from appraisal.models import Draw, DrawReplacement, Round
from appraisal.queries.draws import not_repeated, record_of
from centres.roles import Role
from records import guards, verification
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.field.world import World
from tests.factories import NOW, UserFactory


def drawn(world: World, **more: Any) -> Draw:
    usual = {
        "kind": "households",
        "size": 3,
        "about": "青石村名册",
        "code": world.code,
        "frame": "1至40",
        "seed": "2026-06",
    }
    wanted = Wanted(**(usual | more))
    return draws.draw(actor=world.clerk, round_id=world.round.pk, wanted=wanted, now=NOW)


def replace(world: World, draw: Draw, out: str, reason: str = "外出") -> DrawReplacement:
    return draws.replace(actor=world.clerk, draw_id=draw.pk, out=out, reason=reason, now=NOW)


def test_a_draw_gives_the_same_list_from_its_record(world: World) -> None:
    """The same on SQLite and PostgreSQL: the list is fixed here, and read back from the database."""
    made = drawn(world)
    kept = Draw.objects.get(pk=made.pk)
    assert kept.result == ["18", "8", "35"]
    assert list(sampling.draw(kept.seed, kept.frame, kept.size)) == kept.result
    assert record_of(kept).same
    entry = AuditEntry.objects.get(action="draw.draw")
    assert (entry.new["seed"], entry.new["result"], len(entry.new["frame"])) == ("2026-06", kept.result, 40)
    assert list(not_repeated()) == []


def test_without_a_seed_one_is_made_and_kept(world: World) -> None:
    one, other = drawn(world, seed=""), drawn(world, seed="")
    assert one.seed != other.seed
    assert len(one.seed) == 32


def test_replacements_are_the_next_of_the_order(world: World) -> None:
    made = drawn(world)
    first = replace(world, made, made.result[1])
    second = replace(world, made, first.new, "拒访")
    order = sampling.ordered(made.seed, made.frame)
    assert (first.new, second.new, second.ordinal) == (order[3], order[4], 2)
    record = record_of(made)
    assert [place.label for place in record.places] == [made.result[0], second.new, made.result[2]]
    assert record.places[1].before == (made.result[1], first.new)
    assert record.reserves == 35
    assert list(not_repeated()) == []
    with pytest.raises(Conflict, match="不在当前名单上"):
        replace(world, made, made.result[1])


def test_replacing_takes_a_reason_and_somebody_left(world: World) -> None:
    made = drawn(world, frame="1至4")
    with pytest.raises(Invalid, match="替换原因"):
        replace(world, made, made.result[0], " ")
    replace(world, made, made.result[0])
    with pytest.raises(Conflict, match="全部抽完"):
        replace(world, made, made.result[1])


def test_staff_and_centres_come_from_the_register(world: World) -> None:
    world.hire(7)
    staff = drawn(world, kind="staff", frame="")
    assert len(staff.frame) == 7
    assert staff.frame[0] == "000 职工0"
    centres = drawn(world, kind="centres", frame="", size=1, code="")
    assert centres.frame == [f"{one.centre.code} {one.centre.name}" for one in world.sheets]
    assert centres.assessment is None


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"frame": ""}, "抽样名单"),
        ({"frame": "甲\n甲"}, "抽样名单"),
        ({"size": 0}, "抽取数量"),
        ({"size": 41}, "抽取数量"),
        ({"seed": "a b"}, "随机种子"),
        ({"seed": "abc"}, "随机种子"),
        ({"about": "  "}, "名单说明"),
        ({"about": "长" * 121}, "名单说明"),
    ],
)
def test_a_faulty_draw_is_refused_with_its_place(world: World, more: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as caught:
        drawn(world, **more)
    assert [str(problem.place) for problem in caught.value.problems] == [place]
    assert not Draw.objects.exists()


def test_a_sheet_or_an_indicator_of_another_round_is_not_found(world: World) -> None:
    other = World()
    for more in ({"code": other.code}, {"kind": "records", "indicator_id": other.indicator("drawn").pk}):
        with pytest.raises(Http404):
            drawn(world, **more)


@pytest.mark.parametrize("role", [Role.LEADER, Role.DIRECTOR, Role.PREFECTURE, Role.FINANCE, Role.STAFF])
def test_who_enters_no_scores_draws_nothing(world: World, role: str) -> None:
    scope = (
        {"centre": world.county.centres[0]}
        if role in {Role.DIRECTOR, Role.STAFF}
        else {"county": world.county.region}
    )
    wanted = Wanted(kind="households", size=1, about="名册", code=world.code, frame="1至9")
    with pytest.raises((NotAllowed, Http404)):
        draws.draw(actor=UserFactory(role=role, **scope), round_id=world.round.pk, wanted=wanted, now=NOW)


def test_a_round_handed_in_is_drawn_for_no_more(world: World) -> None:
    made = drawn(world)
    Round.objects.filter(pk=world.round.pk).update(state="submitted")
    with pytest.raises(Conflict, match="已提交"):
        drawn(world)
    with pytest.raises(Conflict, match="已提交"):
        replace(world, made, made.result[0])


def test_the_cell_is_compared_with_the_draw_of_its_records(world: World) -> None:
    indicator, sheet = world.indicator("drawn"), world.sheets[0]
    made = drawn(world, kind="records", indicator_id=indicator.pk)
    record = record_of(made)
    assert (record.lines, record.entered) == ("\n".join(made.result), 0)
    for lines, strange in ((record.lines, []), (f"{made.result[0]}\n{made.result[1]}\n999", ["999"])):
        change = CellChange(sheet.pk, indicator.pk, {"records": lines})
        save_cells(actor=world.clerk, round_id=world.round.pk, changes=[change], now=NOW, all_or_nothing=True)
        record = record_of(made)
        assert (record.strange, record.entered) == (strange, 3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", ["result", "replacement"])
def test_verify_finds_a_list_that_was_not_drawn(fault: str) -> None:
    world = World()
    made = drawn(world)
    row = replace(world, made, made.result[0])
    assert verification.run(["draws_repeated"])[0].ok
    with guards.lifted():
        if fault == "result":
            Draw.objects.filter(pk=made.pk).update(result=["1", "2", "3"])
        else:
            DrawReplacement.objects.filter(pk=row.pk).update(new="1")
    [finding] = verification.run(["draws_repeated"])
    assert len(finding.faults) == 1
