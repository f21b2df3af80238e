"""The grid's data and answers for the kinds beyond plain marks: lists, events, places, factors, no evidence."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from appraisal.queries.grid import changed_sheets, grid_data, sheets_of
from tests.appraisal.grid.conftest import World, outcomes, save, signed_in
from tests.factories import County, CountyFactory
from tests.harness.worlds import kept
from tests.kinds import BEST, CODES, every_scheme

PAPER = "卫医〔2026〕3号"


@kept
def world() -> World:
    county = County(3, scheme=every_scheme(CountyFactory()))
    return World(county, county.open())


@pytest.fixture
def clerk(world: World) -> Client:
    return signed_in(world.county.clerk)


def column(world: World, code: str) -> dict[str, Any]:
    data = grid_data(world.round, world.sheets)
    return next(one for part in data["categories"] for one in part["indicators"] if one["code"] == code)


def cell(world: World, code: str, row: int = 0, *, detailed: bool = True) -> list[Any]:
    data = grid_data(world.round, world.sheets, detailed=detailed)
    return list(data["cells"][row][CODES.index(code)])


def effects(world: World, row: int = 0) -> list[dict[str, str]]:
    return list(grid_data(world.round, list(sheets_of(world.round)))["sheets"][row]["effects"])


def fill(client: Client, world: World, row: int = 0, **other: dict[str, str]) -> dict[str, Any]:
    changes = [
        world.change(code, {**inputs, **other.get(code, {})}, row=row, source="县疾控中心" if code == "external" else "")
        for code, inputs in BEST.items()
    ]  # fmt: skip
    answer = save(client, world, *changes).json()
    assert [one["problems"] for one in answer["outcomes"]] == [[]] * len(changes)
    return dict(answer)


def test_every_kind_earns_its_best(world: World, clerk: Client) -> None:
    (sheet,) = fill(clerk, world)["sheets"]
    assert sheet["total"] == "100.00"
    assert sheet["effects"] == []


def test_a_factor_is_told_where_it_changes_something(world: World, clerk: Client) -> None:
    (sheet,) = fill(clerk, world, satisfied={"numerator": "92", "denominator": "100"})["sheets"]
    assert sheet["total"] == "92.00"
    assert sheet["effects"] == [{"tone": "accent", "mark": "×0.92", "text": "总分 × 0.92（居民满意度 92%）"}]


def test_a_document_number_is_due_only_where_the_event_happened(world: World, clerk: Client) -> None:
    answer, document = column(world, "accident")["fields"]
    assert (answer["when"], document["when"]) == ([], ["answer", "yes"])
    (open_,) = outcomes(clerk, world, world.change("accident", {"answer": "yes"}))
    assert open_["cell"][:2] == [1, None]
    (done,) = outcomes(clerk, world, world.change("accident", {"answer": "yes", "document": PAPER}))
    assert done["cell"][:2] == [2, "0.00"]
    said = f"一票否决：负主要责任的医疗事故（{PAPER}），等次不得高于“良好”"
    assert effects(world) == [{"tone": "bad", "mark": "否决", "text": said}]


def test_a_veto_that_zeroes_names_the_indicators(world: World, clerk: Client) -> None:
    answer = fill(clerk, world, fraud={"answer": "yes", "document": PAPER})
    (sheet,) = answer["sheets"]
    assert sheet["total"] == "80.00"
    assert sheet["effects"][0]["text"] == f"一票否决：弄虚作假（{PAPER}），指标 points、quota 不得分"


def test_effects_are_told_in_english_too(world: World, clerk: Client) -> None:
    from django.utils import translation

    outcomes(clerk, world, world.change("fraud", {"answer": "yes", "document": PAPER}))
    with translation.override("en"):
        assert effects(world)[0]["text"].startswith(f"Veto: 弄虚作假 ({PAPER})")


def test_a_factor_says_itself_in_the_table_of_all_centres(world: World, clerk: Client) -> None:
    inputs = {"numerator": "92", "denominator": "100"}
    (outcome,) = outcomes(clerk, world, world.change("satisfied", inputs))
    assert outcome["cell"][7] == "= 92% · ×0.92"
    assert cell(world, "satisfied", detailed=False)[7] == "= 92% · ×0.92"


def test_a_place_moves_with_the_others(world: World, clerk: Client) -> None:
    inputs = {"numerator": "90", "denominator": "100"}
    (first,) = outcomes(clerk, world, world.change("rank", inputs))
    assert (first["cell"][1], first["cell"][7]) == ("10.00", "= 90% · 第 1 名 / 1")
    better = {"numerator": "99", "denominator": "100"}
    answer = save(clerk, world, world.change("rank", better, row=1)).json()
    ((sheet, indicator, moved),) = answer["moved"]
    assert (sheet, indicator) == (world.sheets[0].pk, world.indicator("rank").pk)
    assert (moved[0], moved[1], moved[7]) == (2, "8.00", "= 90% · 第 2 名 / 2")
    assert {one["id"] for one in answer["sheets"]} == {one.pk for one in world.sheets[:2]}
    assert cell(world, "rank")[7] == "= 90% · 第 2 名 / 2"


def test_others_are_told_of_moved_places(world: World, clerk: Client) -> None:
    outcomes(clerk, world, world.change("rank", {"numerator": "90", "denominator": "100"}))
    seen = {sheet.pk: sheet.version for sheet in world.sheets}
    outcomes(clerk, world, world.change("rank", {"numerator": "99", "denominator": "100"}, row=1))
    told = {one["id"]: one["cells_changed"] for one in changed_sheets(world.round, seen)}
    ((_indicator, row),) = told[world.sheets[0].pk]
    assert (row[1], row[7]) == ("8.00", "= 90% · 第 2 名 / 2")


def test_a_list_is_kept_by_code_and_open_until_all_are_drawn(world: World, clerk: Client) -> None:
    typed = "0101\n0102：空项×2，电话不正确"
    (outcome,) = outcomes(clerk, world, world.change("sample", {"records": typed}))
    assert outcome["verdict"] == "saved"
    assert outcome["cell"][1] is None
    assert outcome["cell"][2] == {"records": "0101\n0102: blank×2, phone"}
    assert "应抽取 3 份" in outcome["cell"][8][0]
    (wrong,) = outcomes(clerk, world, world.change("sample", {"records": "0101：没见过的问题"}))
    assert wrong["verdict"] == "refused"
    assert "第 1 行" in wrong["problems"][0]["message"]


def test_no_evidence_keeps_the_value_and_earns_nothing(world: World, clerk: Client) -> None:
    assert column(world, "quota")["evidence"]
    (outcome,) = outcomes(
        clerk, world, world.change("quota", {"count": "10"}, ne=True, reason="未见报道原件")
    )
    assert outcome["cell"][1:5] == ["0.00", {"count": "10"}, 2, "未见报道原件"]
    (refused,) = outcomes(clerk, world, world.change("range", {"value": "7"}, ne=True, reason="无"))
    assert "不要求佐证" in refused["problems"][0]["message"]


def test_growth_and_external_cells_carry_a_source(world: World) -> None:
    for code in ("growth", "external"):
        assert column(world, code)["measured"], code
    assert [one["from"] for one in column(world, "growth")["fields"]] == ["entered", "previous_round"]


def test_inputs_of_a_plain_rule_have_no_part(world: World) -> None:
    assert {(one["group"], one["short"] == one["label"]) for one in column(world, "checklist")["fields"]} == {
        ("", True)
    }


def test_the_queries_of_the_page_do_not_grow(
    world: World, clerk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for row in range(3):
        fill(clerk, world, row, accident={"answer": "yes", "document": PAPER})
    with django_assert_max_num_queries(5):
        data = grid_data(world.round, list(sheets_of(world.round)))
    assert json.dumps(data, ensure_ascii=False).count("一票否决：负主要责任") == 4
