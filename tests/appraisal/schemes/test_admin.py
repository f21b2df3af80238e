"""Schemes in the admin: changed while draft, through the actions, with forms made from the rules' declarations."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.core.rules import RULES
from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme, SchemeRound
from appraisal.queries.schemes import document_of
from centres.models import User
from records.models import AuditEntry
from tests.appraisal.schemes.shelf import active, clerk, draft, every, small
from tests.appraisal.schemes.test_pages import signed_in

pytestmark = pytest.mark.django_db


def address(row: Any, verb: str = "change") -> str:
    return reverse(f"admin:appraisal_{row._meta.model_name}_{verb}", args=[row.pk])


def filled(client: Client, where: str) -> dict[str, str]:
    """What a browser would send back of the form as it stands."""
    context = client.get(where).context
    management = [one.formset.management_form for one in context["inline_admin_formsets"]]
    data = {bound.html_name: str(bound.value()) for form in management for bound in form}
    for bound in context["adminform"].form:
        widget, name = bound.field.widget, bound.html_name
        value = bound.value()
        if hasattr(widget, "parameter"):
            table = widget.get_context(name, value, {})["widget"]
            data |= {cell["name"]: cell["value"] for row in table["rows"] for cell in row}
        elif value is True:
            data[name] = "on"
        elif value not in (None, False):
            data[name] = str(bound.field.prepare_value(value))
    return data


def saved(client: Client, row: Any, **changes: str) -> Any:
    where = address(row)
    return client.post(where, filled(client, where) | changes)


def indicator_of(rule: str) -> Indicator:
    return Indicator.objects.filter(rule=rule).order_by("-pk")[0]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_kinds_form_comes_back_unchanged(rule: str) -> None:
    scheme = draft(every())
    client, row = signed_in(clerk()), indicator_of(rule)
    before = AuditEntry.objects.count()
    answer = saved(client, row)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert document_of(scheme) == every()
    assert AuditEntry.objects.count() == before


def test_a_parameter_is_changed_in_its_field_and_recorded() -> None:
    draft()
    client, row = signed_in(clerk()), indicator_of("linear")
    assert saved(client, row, linear__target="90", linear__zero_point="50.0").status_code == 302
    row.refresh_from_db()
    assert (row.params["target"], row.params["zero_point"]) == ("90", "50")
    entry = AuditEntry.objects.get(action="indicator.edit")
    assert (entry.old["params"]["target"], entry.new["params"]["target"]) == ("95", "90")


def test_a_rule_is_changed_with_its_table() -> None:
    draft()
    client, row = signed_in(clerk()), indicator_of("points")
    rows = {
        "count__kinds-0-name": "迟报",
        "count__kinds-0-deduct": "0.5",
        "count__kinds-1-name": "漏报",
        "count__kinds-1-deduct": "１",
        "count__kinds-1-sub_cap": "6",
    }
    assert saved(client, row, rule="count", **rows).status_code == 302
    row.refresh_from_db()
    assert row.params == {
        "kinds": [
            {"code": "k1", "name": "迟报", "deduct": "0.5"},
            {"code": "k2", "name": "漏报", "deduct": "1", "sub_cap": "6"},
        ]
    }


def test_choices_and_switches_of_a_table_are_picked_from_lists() -> None:
    draft(every())
    client, row = signed_in(clerk()), indicator_of("sample")
    page = client.get(address(row)).content.decode()
    assert '<select name="sample__defects-3-zero_item"' in page
    assert '<option value="true" selected>' in page
    changes = {
        "sample__defects-0-zero_item": "true",
        "sample__defects-3-zero_item": "false",
        "sample__defects-3-deduct": "3",
    }
    assert saved(client, row, **changes).status_code == 302
    row.refresh_from_db()
    assert [line.get("zero_item") for line in row.params["defects"]] == [True, None, None, False]
    bonus = indicator_of("bonus")
    answer = saved(client, bonus, **{"bonus__kinds-0-award": "sometimes"})
    assert "按次加分" in str(answer.context["adminform"].form.errors["bonus__kinds"])


def test_a_wrong_switch_in_a_table_is_said() -> None:
    draft(every())
    answer = saved(signed_in(clerk()), indicator_of("sample"), **{"sample__defects-0-zero_item": "perhaps"})
    assert "应为是或否" in str(answer.context["adminform"].form.errors["sample__defects"])


@pytest.mark.parametrize(("rule", "marks"), [("veto", "1"), ("factor", "5"), ("bonus", "2")])
def test_full_marks_must_be_0_where_a_kind_carries_none(rule: str, marks: str) -> None:
    draft(every())
    answer = saved(signed_in(clerk()), indicator_of(rule), full_marks=marks)
    assert "满分应为 0" in str(answer.context["adminform"].form.errors["full_marks"])


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"linear__target": ""}, "linear__target", "必须填写"),
        ({"linear__target": "九十"}, "linear__target", "数字"),
        ({"linear__zero_point": "99"}, "linear__zero_point", "较差的一侧"),
        ({"rule": "count"}, "count__kinds", "必须填写"),
        (
            {"rule": "count", "count__kinds-0-name": "迟报", "count__kinds-0-deduct": "一"},
            "count__kinds",
            "第1行",
        ),
        ({"full_marks": "0"}, None, "greater|positive|大于|完整性|约束"),
    ],
)
def test_a_fault_is_said_at_its_field_and_nothing_is_saved(
    changes: dict[str, str], field: str | None, words: str
) -> None:
    draft()
    client, row = signed_in(clerk()), indicator_of("linear")
    answer = saved(client, row, **changes)
    assert answer.status_code in {200, 422}
    errors = answer.context["adminform"].form.errors
    if field is not None:
        assert words in str(errors[field])
    assert errors
    assert document_of(Scheme.objects.get()) == small()


def test_heads_bands_rounds_and_categories_are_changed_through_the_actions() -> None:
    draft()
    client = signed_in(clerk())
    assert saved(client, Scheme.objects.get(), tie_breaks="12月考核、满意度", name="新名").status_code == 302
    assert saved(client, GradeBand.objects.get(code="good"), floor="75").status_code == 302
    assert saved(client, SchemeRound.objects.get(kind="june"), weight_percent="30").status_code == 302
    assert saved(client, Category.objects.get(code="A"), tie_break="satisfaction").status_code == 302
    scheme = Scheme.objects.get()
    assert (scheme.tie_breaks, scheme.name) == (["december", "satisfaction"], "新名")
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions >= {"scheme.edit", "gradeband.edit", "schemeround.edit", "category.edit"}


def test_an_unknown_tie_break_is_said() -> None:
    draft()
    answer = saved(signed_in(clerk()), Scheme.objects.get(), tie_breaks="抽签")
    assert "抽签" in str(answer.context["adminform"].form.errors["tie_breaks"])


def test_a_new_scheme_starts_with_the_usual_rounds_and_grades() -> None:
    client = signed_in(clerk())
    where = reverse("admin:appraisal_scheme_add")
    assert client.get(where).status_code == 200
    data = {
        "code": "NEW-2027",
        "name": "新方案",
        "year": "2027",
        "level": "centre",
        "full_marks": "100",
        "top_cap_percent": "20",
        "monthly_percent": "80",
        "june_part_percent": "40",
        "award_percent": "50",
    }
    assert client.post(where, data).status_code == 302
    scheme = Scheme.objects.get()
    assert [band.code for band in document_of(scheme).bands] == ["excellent", "good", "pass", "fail"]


def test_parts_are_added_and_deleted() -> None:
    scheme = draft()
    client = signed_in(clerk())
    where = reverse("admin:appraisal_category_add")
    data = {"scheme": str(scheme.pk), "ordinal": "3", "code": "C", "name": "满意度", "full_marks": "5"}
    assert client.post(where, filled(client, where) | data).status_code == 302
    row = Category.objects.get(code="C")
    new = {
        "category": row.pk,
        "ordinal": "1",
        "code": "C-01",
        "name": "满意",
        "full_marks": "5",
        "rule": "yes_no",
    }
    new |= {"not_applicable": "forbidden", "method": "visits"}
    answer = client.post(reverse("admin:appraisal_indicator_add"), new)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert client.post(address(row, "delete"), {"post": "yes"}).status_code == 302
    assert not Indicator.objects.filter(code="C-01").exists()


def test_gates_weights_and_evidence_are_changed_in_the_admin() -> None:
    scheme, client = draft(), signed_in(clerk())
    where = reverse("admin:appraisal_gate_add")
    data = {"scheme": str(scheme.pk), "ordinal": "1", "name": "必查", "percent": "90"}
    answer = client.post(where, filled(client, where) | data | {"indicator_codes": "A-01，B-01、A-01"})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    gate = Gate.objects.get()
    assert gate.indicator_codes == ["A-01", "B-01"]
    assert saved(client, gate, percent="80").status_code == 302
    assert saved(client, Category.objects.get(code="A"), weight_percent="60").status_code == 302
    assert saved(client, Indicator.objects.get(code="A-01"), needs_evidence="on").status_code == 302
    document = document_of(scheme)
    assert (document.gates[0].codes, document.gates[0].percent) == (("A-01", "B-01"), 80)
    assert document.categories[0].weight_percent == 60
    assert document.categories[0].indicators[0].needs_evidence
    assert client.post(address(gate, "delete"), {"post": "yes"}).status_code == 302
    assert not Gate.objects.exists()


def test_a_gate_without_indicators_is_said() -> None:
    draft()
    client, where = signed_in(clerk()), reverse("admin:appraisal_gate_add")
    answer = client.post(where, filled(client, where) | {"ordinal": "1", "name": "必查", "percent": "90"})
    assert "indicator_codes" in answer.context["adminform"].form.errors


def test_a_stale_form_is_told() -> None:
    draft()
    client, row = signed_in(clerk()), GradeBand.objects.get(code="good")
    stale = filled(client, address(row))
    saved(client, row, name="良")
    answer = client.post(address(row), stale | {"floor": "72"})
    assert answer.status_code == 409
    assert "已被他人修改" in answer.content.decode()
    row.refresh_from_db()
    assert (row.name, f"{row.floor}") == ("良", "70.00")


@pytest.mark.parametrize("model", [Scheme, SchemeRound, GradeBand, Category, Indicator])
def test_a_scheme_in_force_is_only_looked_at(model: Any) -> None:
    active()
    client, row = signed_in(clerk()), model.objects.first()
    page = client.get(address(row)).content.decode()
    assert 'name="_save"' not in page
    assert client.post(address(row), {"name": "改"}).status_code == 403
    assert client.post(address(row, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ["finance", "director", "staff", "sysadmin", "auditadmin"])
def test_other_roles_have_no_such_screens(role: str, make_user) -> None:
    row = draft()
    client = signed_in(make_user(role))
    for where in (reverse("admin:appraisal_scheme_changelist"), address(row)):
        assert client.get(where).status_code in {302, 403, 404}


def test_another_countys_rows_are_not_there() -> None:
    from tests.records.people import county, user

    row = draft()
    stranger: User = user("clerk", "stranger", region=county("360124", "安义县"))
    client = signed_in(stranger)
    assert client.get(address(row)).status_code == 302
    assert client.post(address(row), {"name": "改"}).status_code in {302, 403, 404}
    page = client.get(reverse("admin:appraisal_indicator_add")).content.decode()
    assert "公共卫生" not in page
