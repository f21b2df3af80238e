"""What the editor writes: every kind and part, faults at their fields, stale forms, what no page of ours sends."""

from decimal import Decimal
from typing import Any

import pytest

from appraisal.actions import schemes
from appraisal.core.rules import RULES
from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme, SchemeRound
from appraisal.queries.schemes import document_of
from records import audit
from records.models import AuditEntry
from tests.appraisal.editor.asking import Json, address, ask, node_of, nodes, typed_in
from tests.appraisal.editor.test_preview import typed
from tests.appraisal.schemes.examples import EXAMPLES, every_kind
from tests.appraisal.schemes.shelf import clerk, draft, leader, small
from tests.appraisal.schemes.test_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", sorted(RULES))
def test_every_kind_is_saved_as_it_stands_without_a_trace(kind: str) -> None:
    scheme, client = draft(every_kind()), signed_in(clerk())
    row = Indicator.objects.filter(rule=kind).order_by("-pk")[0]
    before = AuditEntry.objects.count()
    answer = ask(client, scheme, "save", typed_in(node_of(client, scheme, row)))
    assert answer.status_code == 200, answer.content.decode()
    assert document_of(scheme) == every_kind()
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("kind", sorted(RULES))
def test_an_indicator_of_every_kind_is_added(kind: str) -> None:
    scheme, client, one = draft(), signed_in(clerk()), EXAMPLES[kind]
    category = Category.objects.get(code="B")
    values = {"code": "N-01", "name": "新指标", "full_marks": one.full, "rule": kind, "needs_evidence": True}
    values |= {"method": "on_site", "not_applicable": "exclude"}
    body = {
        "part": "indicator",
        "pk": None,
        "category": category.pk,
        "values": values,
        "params": typed(one.params),
    }
    answer = ask(client, scheme, "save", body)
    assert answer.status_code == 200, answer.content.decode()
    row = Indicator.objects.get(code="N-01")
    assert answer.json()["key"] == f"indicator:{row.pk}"
    assert (row.rule, row.category, row.ordinal, row.needs_evidence) == (kind, category, 3, True)


def test_every_part_of_a_scheme_is_changed_in_the_editor() -> None:
    scheme, client = draft(), signed_in(clerk())
    Gate.objects.create(scheme=scheme, ordinal=1, name="必查", indicator_codes=["A-01"], percent=Decimal(90))
    changes: list[tuple[Any, Json]] = [
        (
            scheme,
            {"name": "新名", "top_cap_percent": "25", "tie_breaks": "12月考核", "monthly_percent": "70"},
        ),
        (SchemeRound.objects.get(kind="june"), {"weight_percent": "30"}),
        (GradeBand.objects.get(code="good"), {"floor": "７５", "forfeit_percent": "5"}),
        (Category.objects.get(code="A"), {"weight_percent": "60", "tie_break": "satisfaction"}),
        (Gate.objects.get(), {"percent": "80", "indicator_codes": "A-01、B-01"}),
    ]
    for row, values in changes:
        answer = ask(client, scheme, "save", typed_in(node_of(client, scheme, row), **values))
        assert answer.status_code == 200, answer.content.decode()
    document = document_of(Scheme.objects.get())
    assert (document.name, document.top_cap_percent, document.tie_breaks) == (
        "新名",
        Decimal(25),
        ("december",),
    )
    assert (document.rounds[0].weight_percent, document.bands[0].floor) == (Decimal(30), Decimal(75))
    assert document.categories[0].weight_percent == Decimal(60)
    assert (document.gates[0].percent, document.gates[0].codes) == (Decimal(80), ("A-01", "B-01"))
    assert list(audit.faults()) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": ""}, "name"),
        ({"code": "B-02"}, "code"),
        ({"code": "编码"}, "code"),
        ({"full_marks": "三十"}, "full_marks"),
        ({"full_marks": "0"}, "full_marks"),
        ({"method": "guess"}, "method"),
        ({"rule": ""}, "rule"),
        ({"rule": "magic"}, "rule"),
        ({"params": {"target": "九十"}}, "target"),
        ({"params": {"target": "95", "zero_point": "99"}}, "zero_point"),
        ({"rule": "count", "params": {"kinds": [{"name": "迟报"}]}}, "kinds[0].deduct"),
    ],
)
def test_a_fault_comes_back_at_its_field_and_nothing_is_saved(changes: Json, path: str) -> None:
    scheme, client = draft(), signed_in(clerk())
    body = typed_in(node_of(client, scheme, Indicator.objects.get(code="B-01")), **changes)
    answer = ask(client, scheme, "save", body)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {path})
    assert ask(client, scheme, "check", body).json()["errors"] == answer.json()["errors"]
    assert document_of(Scheme.objects.get()) == small()


def test_checking_writes_nothing() -> None:
    scheme, client = draft(), signed_in(clerk())
    before = AuditEntry.objects.count()
    body = typed_in(node_of(client, scheme, Indicator.objects.get(code="B-01")), name="改过")
    answer = ask(client, scheme, "check", body | {"inputs": {"numerator": "45", "denominator": "50"}})
    assert answer.json()["outcome"]["line"] == "45 / 50 → 28.42 / 30 分"
    assert document_of(Scheme.objects.get()) == small()
    assert AuditEntry.objects.count() == before


def test_a_stale_form_is_told_who_changed_what_and_can_be_saved_then() -> None:
    scheme, mine, theirs = draft(), signed_in(clerk()), signed_in(leader())
    row = Indicator.objects.get(code="B-01")
    body = typed_in(node_of(mine, scheme, row), name="我的")
    ask(theirs, scheme, "save", typed_in(node_of(theirs, scheme, row), name="对方的", full_marks="20"))
    answer = ask(mine, scheme, "save", body)
    told = answer.json()["theirs"]
    assert (answer.status_code, told["values"]["name"], told["by"]) == (409, "对方的", leader().display_name)
    assert told["sentence"].startswith("比率≥95% 得满分 20 分")
    assert ask(mine, scheme, "save", body | {"seen": told["seen"]}).status_code == 200
    row.refresh_from_db()
    assert row.name == "我的"


def test_a_form_made_before_somebody_moved_the_row_still_saves() -> None:
    scheme, client = draft(), signed_in(clerk())
    row = Indicator.objects.get(code="B-01")
    body = typed_in(node_of(client, scheme, row), name="改过")
    answer = ask(client, scheme, "move", {"part": "indicator", "pk": row.pk, "category": row.category_id})
    assert answer.status_code == 200
    assert ask(client, scheme, "save", body).status_code == 200
    assert list(Category.objects.get(code="B").indicators.values_list("name", flat=True)) == [
        "指标B-02",
        "改过",
    ]


def test_a_row_that_was_removed_meanwhile_is_told() -> None:
    scheme, client = draft(), signed_in(clerk())
    row = Indicator.objects.get(code="B-01")
    body = typed_in(node_of(client, scheme, row))
    schemes.remove_part(actor=clerk(), scheme_id=scheme.pk, part=Indicator, pk=row.pk)
    answer = ask(client, scheme, "save", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "row_gone")
    new = {"part": "indicator", "category": 0, "values": body["values"], "params": body["params"]}
    assert ask(client, scheme, "save", new).json()["code"] == "row_gone"


def test_a_removed_category_comes_back_with_its_indicators() -> None:
    scheme, client = draft(), signed_in(clerk())
    known = nodes(client, scheme)
    category = Category.objects.get(code="A")
    inner = [typed_in(node) for node in known.values() if node.get("category") == category.pk]
    again = typed_in(known[f"category:{category.pk}"]) | {"pk": None, "indicators": inner}
    again["before"] = Category.objects.get(code="B").pk
    assert ask(client, scheme, "remove", {"part": "category", "pk": category.pk}).status_code == 200
    assert document_of(scheme).categories == small().categories[1:]
    assert ask(client, scheme, "save", again).status_code == 200
    assert document_of(scheme) == small()


def test_a_copy_is_answered_with_its_key() -> None:
    scheme, client = draft(), signed_in(clerk())
    row = Indicator.objects.get(code="B-01")
    answer = ask(client, scheme, "duplicate", {"part": "indicator", "pk": row.pk})
    assert answer.json()["key"] == f"indicator:{Indicator.objects.get(code='B-01-2').pk}"


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("save", b"{", 400),
        ("save", b"[]", 400),
        ("save", b'{"part": "rule"}', 400),
        ("save", b'{"part": "indicator", "pk": "1"}', 400),
        ("save", b'{"part": "indicator", "pk": true}', 400),
        ("save", b'{"part": "indicator", "values": []}', 400),
        ("save", b'{"part": "indicator", "values": {"name": 1.5}}', 400),
        ("save", b'{"part": "indicator", "values": {"name": "\\u0000"}}', 400),
        ("save", b'{"part": "indicator", "indicators": {}}', 400),
        ("check", b'{"part": "indicator", "params": ' + b"[" * 200 + b"]" * 200 + b"}", 400),
        ("check", b'{"part": "indicator", "values": {"name": "' + b"x" * 300_000 + b'"}}', 413),
        ("remove", b'{"part": "scheme", "pk": 1}', 422),
        ("move", b'{"part": "round", "pk": 1}', 422),
        ("duplicate", b'{"part": "round", "pk": 1}', 422),
        ("move", b'{"part": "indicator"}', 409),
        ("remove", b'{"part": "gate", "pk": 999999}', 409),
    ],
)
def test_what_no_page_of_ours_sends_is_refused(what: str, body: bytes, status: int) -> None:
    scheme, client = draft(), signed_in(clerk())
    answer = client.post(
        address(scheme, what), body, content_type="application/json", HTTP_ACCEPT="application/json"
    )
    assert answer.status_code == status
    assert document_of(Scheme.objects.get()) == small()
