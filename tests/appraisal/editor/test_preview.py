"""A rule tried before it is saved: every kind's sentence, inputs, result and faults."""

import re
from typing import Any

import pytest
from django.utils import translation

from appraisal.core.rules import RULES
from appraisal.editing.kinds import GROUPS, RELEVANT, SUGGESTED, groups, kinds
from appraisal.editing.preview import Draft, preview
from appraisal.editing.typed import read_params
from appraisal.scheme_document import canonical_params
from tests.appraisal.schemes.examples import EXAMPLES, Example


@pytest.fixture(autouse=True)
def chinese() -> Any:
    with translation.override("zh-hans"):
        yield


def typed(value: Any) -> Any:
    """JSON data as a form sends it: every single value as text."""
    if isinstance(value, dict):
        return {name: typed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [typed(one) for one in value]
    return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value


def draft(one: Example, **changes: Any) -> Draft:
    values = {
        "kind": one.kind,
        "params": typed(one.params),
        "full_marks": one.full,
        "inputs": one.entered,
        "others": one.others,
    } | changes
    return Draft(**values)


def step(**changes: Any) -> dict[str, Any]:
    one = EXAMPLES["step"]
    return preview(draft(one, params={**one.params, **changes}))


def test_every_kind_has_an_example() -> None:
    assert set(EXAMPLES) == set(RULES)


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_every_kinds_example_is_read_as_it_stands(kind: str) -> None:
    one = EXAMPLES[kind]
    read = read_params(kind, typed(one.params))
    assert (read.params, read.errors) == (canonical_params(kind, one.params), {})


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_every_kind_says_its_rule_and_tries_a_value(kind: str) -> None:
    one = EXAMPLES[kind]
    answer = preview(draft(one))
    assert answer["errors"] == {}
    assert answer["sentence"]
    assert {field["name"] for field in answer["entry"]} == set(one.entered)
    assert answer["outcome"]["problems"] == {}
    assert answer["outcome"]["steps"]
    number = {"full": f"→ {one.points} / {one.full} 分", "extra": f"→ 加 {one.points} 分"}
    expected = "→ 不加分、不扣分" if one.points == "0" else number["full" if one.full != "0" else "extra"]
    assert expected in answer["outcome"]["line"]


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_every_kind_speaks_english(kind: str) -> None:
    with translation.override("en"):
        answer = preview(draft(EXAMPLES[kind]))
    assert re.search(r"\b[a-z]{2,}", answer["sentence"])
    assert not re.search(r"[，。；]", answer["sentence"])


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_an_empty_form_of_any_kind_is_told_what_is_due(kind: str) -> None:
    answer = preview(Draft(kind, {}, "5"))
    declared = {one.name for one in RULES[kind].parameters} | {"full_marks"}
    assert all(path.split("[")[0].split(".")[0] in declared for path in answer["errors"])
    assert bool(answer["sentence"]) == (not answer["errors"])


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"target": "九十"}, "target", "数字"),
        ({"target": ""}, "target", "必须填写"),
        ({"target": "１００"}, None, ""),
        ({"deduct": "0"}, "deduct", "应大于 0"),
        ({"deduct": "-1"}, "deduct", ""),
        ({"minimum": "10"}, "minimum", "应小于满分"),
        ({"maximum": "12"}, "maximum", "未设加分"),
        ({"direction": "sideways"}, "direction", ""),
        ({"broken_unit": ["floor"]}, "broken_unit", "应为文字"),
        ({"subject": "长" * 101}, "subject", "100"),
    ],
)
def test_a_fault_stands_at_its_field(changes: dict[str, Any], path: str | None, words: str) -> None:
    errors = step(**changes)["errors"]
    assert set(errors) == ({path} if path else set())
    if path:
        assert words in " ".join(errors[path])


@pytest.mark.parametrize(
    ("rows", "path"),
    [
        ([{"name": "迟报", "deduct": "一"}], "kinds[0].deduct"),
        ([{"name": "迟报", "deduct": "1"}, {"name": "", "deduct": "1"}], "kinds[1].name"),
        ([{"name": "迟报", "deduct": "1"}, {"name": "迟报", "deduct": "1"}], "kinds[1].name"),
        ([], "kinds"),
        ("迟报", "kinds"),
        ([{"name": "迟报", "deduct": "1"}] * 31, "kinds"),
    ],
)
def test_a_fault_of_a_table_stands_at_its_cell(rows: Any, path: str) -> None:
    assert set(preview(Draft("count", {"kinds": rows}, "5"))["errors"]) == {path}


def test_new_rows_get_codes_that_are_free() -> None:
    rows = [
        {"code": "k1", "name": "甲", "deduct": "1"},
        {"name": "乙", "deduct": "1"},
        {"name": "丙", "deduct": "1"},
    ]
    assert [row["code"] for row in read_params("count", {"kinds": rows}).params["kinds"]] == [
        "k1",
        "k2",
        "k3",
    ]


def test_faults_of_a_nested_rule_stand_at_its_own_fields() -> None:
    parts = typed(EXAMPLES["composite"].params)["parts"]
    parts[1]["params"]["target"] = "百"
    parts[0]["params"]["kinds"][0]["deduct"] = ""
    errors = preview(Draft("composite", {"mode": "sum", "parts": parts}, "10"))["errors"]
    assert set(errors) == {"parts[0].params.kinds[0].deduct", "parts[1].params.target"}


def test_parts_that_dont_add_up_are_told() -> None:
    params = typed(EXAMPLES["composite"].params)
    assert set(preview(Draft("composite", params, "11"))["errors"]) == {"parts"}


def test_a_kind_without_marks_says_so() -> None:
    answer = preview(draft(EXAMPLES["veto"], full_marks="5"))
    assert answer["carries_marks"] is False
    assert set(answer["errors"]) == {"full_marks"}
    assert preview(draft(EXAMPLES["step"]))["carries_marks"] is True


@pytest.mark.parametrize("full", ["", "零", "0", "-1"])
def test_wrong_full_marks_are_told(full: str) -> None:
    assert "full_marks" in preview(draft(EXAMPLES["step"], full_marks=full))["errors"]


@pytest.mark.parametrize(
    ("entered", "problems", "missing"),
    [
        ({}, None, ""),
        ({"numerator": "7"}, {}, "还缺：抽查（份）"),
        ({"numerator": "x", "denominator": "5"}, {"numerator"}, ""),
        ({"numerator": "5", "denominator": "0"}, {"denominator"}, ""),
        ({"numerator": "9", "denominator": "5"}, {"numerator"}, ""),
        ({"numerator": "4", "denominator": "5", "stray": "1"}, {}, ""),
    ],
)
def test_what_is_tried_is_read_like_a_cell(entered: Any, problems: Any, missing: str) -> None:
    outcome = preview(draft(EXAMPLES["linear"], inputs=entered))["outcome"]
    if problems is None:
        assert outcome is None
    else:
        assert (set(outcome["problems"]), outcome["missing"]) == (set(problems), missing)


def test_a_veto_says_what_follows() -> None:
    happened = preview(draft(EXAMPLES["veto"]))["outcome"]
    assert "县卫〔2026〕3号" in happened["effect"]
    calm = preview(draft(EXAMPLES["veto"], inputs={"answer": "no"}))["outcome"]
    assert (calm["effect"], calm["missing"]) == ("", "")


@pytest.mark.parametrize(
    ("others", "words"), [("", "1 个单位"), ("95 95", "第 3 名"), ("九十", "“九十”"), ("1 " * 201, "200")]
)
def test_a_rank_is_tried_among_the_values_of_others(others: str, words: str) -> None:
    outcome = preview(draft(EXAMPLES["rank"], others=others))["outcome"]
    assert words in str(outcome)


def test_the_chooser_shows_every_kind_once() -> None:
    shown = [kind for group in groups() for kind in group["kinds"]]
    assert sorted(shown) == sorted(RULES)
    assert set(kinds()) == set(RULES)


def test_the_tables_of_the_form_name_what_there_is() -> None:
    known = {kind: {one.name: one for one in rule.parameters} for kind, rule in RULES.items()}
    for (kind, name), conditions in RELEVANT.items():
        owners = [kind] if kind else [one for one, names in known.items() if name in names]
        assert owners
        assert all(name in known[one] for one in owners)
        for other, values in conditions:
            of = [known[one][other] for one in owners if other in known[one]]
            assert of
            codes = {choice.code for one in of for choice in one.choices} | (
                {"true"} if of[0].type == "bool" else set()
            )
            assert set(values) <= codes
    assert all(name in known[kind] for kind, name in SUGGESTED)
    assert {kind for _label, members in GROUPS for kind in members} == set(RULES)
