"""What people type and paste: full-width digits, signs, very long names, zeros, the same name twice, nothing at all."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from appraisal.models import Category, GradeBand, Indicator, Scheme, SchemeRound
from tests.appraisal.editor.asking import Json, address, ask, node_of, typed_in
from tests.appraisal.editor.test_appendix import node, tried
from tests.appraisal.schemes.shelf import clerk, draft, small
from tests.appraisal.schemes.test_pages import signed_in

pytestmark = pytest.mark.django_db
STEP = {"subject": "接种率", "target": "90", "unit": "1", "deduct": "0.5", "broken_unit": "floor"}
COUNT = {"kinds": [{"code": "late", "name": "迟报", "deduct": "1", "sub_cap": "2"}]}


def errors(client: Client, scheme: Scheme, body: Json) -> dict[str, Any]:
    answer = ask(client, scheme, "check", body)
    assert answer.status_code == 200, answer.content.decode()
    return dict(answer.json()["errors"])


def step(category: Category, **params: str) -> Json:
    return node(category, 1, "接种率", "step", "10", STEP | params)


def test_odd_input_is_read_or_refused_at_its_field() -> None:
    scheme, client = draft(small()), signed_in(clerk())
    category = Category.objects.filter(scheme=scheme)[0]

    # Pasted full-width digits and blanks are read, and a % after what is measured in per cent.
    pasted = step(category, target="９０％", unit=" １ ", deduct="０．５")
    assert errors(client, scheme, pasted) == {}
    assert "→ 7.5 / 10 分" in tried(client, scheme, pasted, {"numerator": "８５", "denominator": "100"})
    assert ask(client, scheme, "save", pasted).status_code == 200
    kept = Indicator.objects.get(code="N-01").params
    assert (kept["target"], kept["unit"], kept["deduct"]) == ("90", "1", "0.5")
    for params, field in (
        ({"unit": "0"}, "unit"),
        ({"unit": "-1"}, "unit"),
        ({"deduct": "0"}, "deduct"),
        ({"deduct": "-0.5"}, "deduct"),
        ({"target": "九十"}, "target"),
        ({"deduct": "5%"}, "deduct"),
        ({"target": "90%", "measure": "value", "value_unit": "天"}, "target"),
        ({"target": "1e3"}, "target"),
        ({"target": ""}, "target"),
    ):
        assert field in errors(client, scheme, step(category, **params)), params


def test_names_marks_and_caps_out_of_range_are_told_at_their_fields() -> None:
    scheme, client = draft(small()), signed_in(clerk())
    category = Category.objects.filter(scheme=scheme)[0]
    capped = node(category, 2, "迟报", "count", "5", {"kinds": [COUNT["kinds"][0] | {"sub_cap": "-2"}]})
    assert any("sub_cap" in path for path in errors(client, scheme, capped))
    for name, fine in (
        ("长" * 160, True),
        ("长" * 161, False),
        ("长" * 200, False),
        ("", False),
        ("　", False),
    ):
        body = step(category)
        body["values"] |= {"name": name, "code": "N-03"}
        assert ("name" not in errors(client, scheme, body)) is fine, name
    for marks in ("0", "-3", "十", "3.333", "", "９９９９９９９９９９９９９９"):
        body = step(category)
        body["values"]["full_marks"] = marks
        assert errors(client, scheme, body), marks
    bands = [
        {"from": "60%", "points": "10"},
        {"from": "40%", "to": "60%", "points": "5"},
        {"to": "４０％", "points": "0"},
    ]
    assert errors(client, scheme, node(category, 4, "知晓率", "tier", "10", {"bands": bands})) == {}


def test_a_scheme_of_nothing_of_twins_and_of_zero_weights() -> None:
    """Nothing falls over: the page says what is missing, twins keep apart by their codes, a weight of 0 is refused."""
    scheme, client = draft(small()), signed_in(clerk())
    category = Category.objects.filter(scheme=scheme)[0]
    for number in (1, 2):
        assert (
            ask(client, scheme, "save", node(category, number, "同名指标", "step", "10", STEP)).status_code
            == 200
        )
    assert Indicator.objects.filter(scheme=scheme, name="同名指标").count() == 2
    twice = node(category, 1, "又一个", "step", "10", STEP)
    assert "code" in ask(client, scheme, "save", twice).json()["errors"]
    june = SchemeRound.objects.get(scheme=scheme, kind="june")
    for weight in ("0", "-5", "101", "四十", "４０％"):
        answer = ask(client, scheme, "save", typed_in(node_of(client, scheme, june), weight_percent=weight))
        assert answer.status_code in {200, 422}, weight
        if weight in {"-5", "101"}:  # a draft may stand so, and is told what keeps it from being put in force
            said = json.dumps(answer.json(), ensure_ascii=False)
            assert "权重应大于 0 且不超过 100%" in said or answer.status_code == 422, weight
    for rows in (Indicator, Category, GradeBand, SchemeRound):
        rows.objects.filter(scheme=scheme).delete()
    for what in ("", "state"):
        page = client.get(address(scheme, what))
        assert page.status_code == 200
    assert client.get(f"/appraisal/schemes/{scheme.pk}/").status_code == 200
    assert client.get(f"/appraisal/schemes/{scheme.pk}/workbook.xlsx").status_code in {200, 404}
    assert Decimal(0) == sum((one.full_marks for one in scheme.indicators.all()), Decimal(0))
