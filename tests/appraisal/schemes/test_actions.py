"""The acts of a scheme's life, with their audit rows."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from appraisal.actions import schemes
from appraisal.models import Category, GradeBand, Indicator, Scheme, SchemeRound
from appraisal.queries.schemes import document_of
from records import audit
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.schemes.shelf import NOW, active, clerk, draft, leader, shipped, small
from tests.records.people import county, user

pytestmark = pytest.mark.django_db


def test_a_draft_holds_the_document_and_leaves_an_audit_row_for_each_row() -> None:
    scheme = draft(shipped())
    assert document_of(scheme) == shipped()
    kinds = AuditEntry.objects.filter(action="scheme.create").values_list("object_type", flat=True)
    assert len(kinds) == 1 + 11 + 80 + 4 + 2
    assert list(audit.faults()) == []


def test_making_a_draft_takes_a_few_statements_whatever_its_size() -> None:
    actor, place = clerk(), county()
    counted = []
    for document in (small(), shipped()):
        with CaptureQueriesContext(connection) as captured:
            schemes.create(actor=actor, county=place, document=document)
        counted.append(len(captured))
    # SQLite takes 32 times as many rows in a few more batches.
    assert counted[1] <= counted[0] + 4


def test_a_code_can_be_used_once_in_a_county() -> None:
    draft()
    with pytest.raises(Conflict, match="S-2026"):
        draft()


def test_activation_freezes_and_retires_the_version_before() -> None:
    first = active()
    second = schemes.copy_version(actor=clerk(), scheme_id=first.pk)
    assert (second.version, second.state) == (2, "draft")
    schemes.activate(actor=leader(), scheme_id=second.pk, now=NOW)
    assert list(Scheme.objects.order_by("version").values_list("state", flat=True)) == ["retired", "active"]
    with pytest.raises(Conflict, match="复制为新版本"):
        schemes.edit(actor=clerk(), scheme_id=second.pk, values={"name": "改"})


def test_activation_lists_every_fault_with_its_place() -> None:
    bad = replace(small(), full_marks=Decimal(90), rounds=small().rounds[:1], bands=small().bands[:1])
    with pytest.raises(Invalid) as refused:
        schemes.activate(actor=leader(), scheme_id=draft(bad).pk, now=NOW)
    places = {str(problem.place) for problem in refused.value.problems}
    assert {"方案满分", "轮次", "等次"} <= places
    assert Scheme.objects.get().state == "draft"


def test_only_the_drawn_steps() -> None:
    scheme = active()
    with pytest.raises(Conflict, match="启用"):
        schemes.activate(actor=leader(), scheme_id=scheme.pk, now=NOW)
    schemes.retire(actor=leader(), scheme_id=scheme.pk)
    with pytest.raises(Conflict, match="停用"):
        schemes.retire(actor=leader(), scheme_id=scheme.pk)


def test_a_copy_for_next_year_moves_the_year_everywhere() -> None:
    copy = schemes.copy_next_year(actor=clerk(), scheme_id=active().pk)
    assert (copy.code, copy.year, copy.name, copy.version) == ("S-2027", 2027, "2027年考核方案", 1)
    assert document_of(copy).categories == small().categories
    with pytest.raises(Conflict, match="S-2027"):
        schemes.copy_next_year(actor=clerk(), scheme_id=Scheme.objects.get(year=2026).pk)


def test_a_code_without_its_year_gets_it_at_the_end() -> None:
    moved = schemes.for_next_year(small(code="KAOHE", name="考核方案"))
    assert (moved.code, moved.name) == ("KAOHE-2027", "考核方案")


def test_one_draft_of_a_code_at_a_time() -> None:
    scheme = active()
    schemes.copy_version(actor=clerk(), scheme_id=scheme.pk)
    with pytest.raises(Conflict, match="第2版草稿"):
        schemes.copy_version(actor=clerk(), scheme_id=scheme.pk)


def test_an_edit_records_old_and_new() -> None:
    scheme = draft()
    row = Indicator.objects.get(code="A-01")
    schemes.save_part(
        actor=clerk(), scheme_id=scheme.pk, part=Indicator, pk=row.pk, values={"full_marks": Decimal("55")}
    )
    entry = AuditEntry.objects.get(action="indicator.edit")
    assert (entry.old, entry.new) == ({"full_marks": "60.00"}, {"full_marks": "55.00"})
    assert (entry.county_code, entry.actor_name) == ("360123", "甲clerk")


def test_an_edit_that_changes_nothing_leaves_no_trace() -> None:
    scheme, row = draft(), GradeBand.objects.first
    before = AuditEntry.objects.count()
    band = GradeBand.objects.get(code="good")
    schemes.save_part(
        actor=clerk(), scheme_id=scheme.pk, part=GradeBand, pk=band.pk, values={"name": " 良好 "}
    )
    assert row() is not None
    assert AuditEntry.objects.count() == before


def test_an_edit_from_a_stale_form_is_told() -> None:
    scheme = draft()
    band = GradeBand.objects.get(code="good")
    seen = schemes.fingerprint(band)
    schemes.save_part(
        actor=clerk(), scheme_id=scheme.pk, part=GradeBand, pk=band.pk, values={"name": "良"}, seen=seen
    )
    with pytest.raises(Conflict, match="已被他人修改"):
        schemes.save_part(
            actor=clerk(), scheme_id=scheme.pk, part=GradeBand, pk=band.pk, values={"name": "好"}, seen=seen
        )


def test_a_rule_is_checked_when_an_indicator_is_saved() -> None:
    scheme = draft()
    row = Indicator.objects.get(code="B-01")
    with pytest.raises(Invalid) as refused:
        schemes.save_part(
            actor=clerk(),
            scheme_id=scheme.pk,
            part=Indicator,
            pk=row.pk,
            values={"params": {"target": "九十"}},
        )
    assert "目标值" in str(refused.value.problems[0].place)
    assert Indicator.objects.get(code="B-01").params["target"] == "95"


def test_parts_are_added_and_removed() -> None:
    scheme = draft()
    new = schemes.save_part(
        actor=clerk(),
        scheme_id=scheme.pk,
        part=Category,
        pk=None,
        values={"code": "C", "ordinal": 3, "name": "满意度", "full_marks": Decimal(5)},
    )
    schemes.remove_part(actor=clerk(), scheme_id=scheme.pk, part=Category, pk=new.pk)
    category = Category.objects.get(code="B")
    schemes.remove_part(actor=clerk(), scheme_id=scheme.pk, part=Category, pk=category.pk)
    assert list(Indicator.objects.values_list("code", flat=True)) == ["A-01"]
    assert AuditEntry.objects.filter(action="category.delete").count() == 1 + 1 + 2
    with pytest.raises(Conflict, match="已被删除"):
        schemes.remove_part(actor=clerk(), scheme_id=scheme.pk, part=Category, pk=category.pk)


def test_a_discarded_draft_is_gone_and_stays_on_record() -> None:
    scheme = draft()
    schemes.discard(actor=clerk(), scheme_id=scheme.pk)
    assert not any(model.objects.exists() for model in (Scheme, SchemeRound, GradeBand, Category, Indicator))
    assert AuditEntry.objects.filter(action="scheme.discard").count() == 1 + 2 + 2 + 2 + 3


@pytest.mark.parametrize("role", ["finance", "director", "prefecture", "province", "sysadmin", "auditadmin"])
def test_other_roles_write_nothing(role: str, make_user) -> None:
    scheme, other = draft(), make_user(role)
    for act in (schemes.copy_version, schemes.copy_next_year, schemes.retire, schemes.discard):
        with pytest.raises(NotAllowed):
            act(actor=other, scheme_id=scheme.pk)
    with pytest.raises(NotAllowed):
        schemes.activate(actor=other, scheme_id=scheme.pk, now=NOW)
    with pytest.raises(NotAllowed):
        schemes.activate(actor=clerk(), scheme_id=scheme.pk, now=NOW)


def test_another_countys_scheme_is_not_there() -> None:
    scheme = draft()
    stranger = user("clerk", "stranger", region=county("360124", "安义县"))
    with pytest.raises(Http404):
        schemes.edit(actor=stranger, scheme_id=scheme.pk, values={"name": "改"})
