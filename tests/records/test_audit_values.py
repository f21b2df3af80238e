"""The audit record's values in words: choices, yes and no, moments, the names behind keys."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records import audit, audit_queries
from records.audit_values import actor_words, names_in, worded
from records.audit_words import action_name
from records.models import AuditEntry
from tests.records import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        ("centres.centre", "kind", "central", "中心卫生院"),
        ("centres.user", "role", "auditadmin", "审计管理员"),
        ("records.issueddocument", "state", "in_force", "有效"),
        ("records.issueddocument", "kind", "result_notice", "考核结果通知书"),
        ("records.issueddocument", "issued_at", "2026-11-26T00:52:40.065464Z", "2026-11-26 08:52"),
        ("records.issueddocument", "issued_at", "soon", "soon"),
        ("centres.user", "is_active", False, "否"),
        ("centres.user", "username", "clerk", "clerk"),
        ("appraisal.score", "inputs", {"numerator": "3", "count.late": "1"}, "分子 3；late 1"),
        ("appraisal.draw", "result", ["12", "7"], "12、7"),
        ("gone.model", "state", "open", "open"),
        ("centres.user", "role", "", ""),
        ("centres.user", "role", None, None),
        ("centres.centre", "county", 7, 7),
    ],
)
def test_a_stored_value_in_words(kind: str, field: str, value: object, said: object) -> None:
    assert worded(kind, field, value) == said


def test_what_no_person_did_is_the_systems() -> None:
    assert [actor_words(name) for name in ("system", "梁晓慧")] == ["系统", "梁晓慧"]


@pytest.mark.parametrize(
    ("action", "kind", "said"),
    [
        ("appeal.accept", "appraisal.appeal", "申诉：采纳"),
        ("round.open_notice", "appraisal.round", "考核轮次：开始公示"),
        ("ledger.budget", "payroll.ledgerentry", "凭证：核定补助"),
        ("demo.county", "", "载入演示县"),
    ],
)
def test_an_act_in_words(action: str, kind: str, said: str) -> None:
    assert action_name(action, kind).endswith(said.rpartition("：")[2])


def entries(number: int) -> list[AuditEntry]:
    """So many changes of who reviewed a round, each by another person."""
    region = people.county("360123", "临江县")
    for place in range(number):
        user = people.user("clerk", username=f"person{place}")
        with audit.act(user, action="region.save", county=region) as trail:
            trail.add(region, {"parent": None, "name": ""}, {"parent": region.pk, "name": ""})
    return list(AuditEntry.objects.order_by("sequence"))


def test_keys_are_read_as_names_in_one_query_for_a_kind() -> None:
    rows = entries(4)
    with CaptureQueriesContext(connection) as asked:
        names = names_in(rows)
    assert len(asked) == 1
    assert set(names.values()) == {"临江县"}
    assert audit_queries.changes_of(rows[0], names)[0].new == "临江县"


def test_a_field_that_was_and_stays_empty_is_left_out_of_the_list() -> None:
    region = people.county("360123", "临江县")
    with audit.act(None, action="region.create", county=region) as trail:
        trail.add(region, None, {"name": "临江县", "bureau_name": ""})
    line = audit_queries.page_of(AuditEntry.objects.all(), before=None, after=None).lines[0]
    assert [change.new for change in line.changes] == ["临江县"]
    assert line.actor == "系统"
