"""Moving, adding at a place, duplicating: who stands where afterwards, and what the record says."""

from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.actions import scheme_order, schemes
from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme
from appraisal.scheme_document import CategoryPart
from records import audit
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.schemes.shelf import active, clerk, draft, indicator, small
from tests.records.people import county, user

pytestmark = pytest.mark.django_db


def order(category: str = "B") -> list[str]:
    rows = Indicator.objects.filter(category__code=category).order_by("ordinal", "pk")
    return list(rows.values_list("code", flat=True))


def pk(code: str, part: Any = Indicator) -> int:
    return int(part.objects.get(code=code).pk)


def move(scheme: Scheme, code: str, part: Any = Indicator, **where: int | None) -> Any:
    return scheme_order.move(actor=clerk(), scheme_id=scheme.pk, part=part, pk=pk(code, part), **where)


def test_a_row_is_put_before_another_and_the_others_follow() -> None:
    scheme = draft()
    before = AuditEntry.objects.count()
    move(scheme, "B-02", before=pk("B-01"))
    assert order() == ["B-02", "B-01"]
    moved = AuditEntry.objects.filter(action="indicator.move").order_by("sequence")
    assert [(entry.old, entry.new) for entry in moved] == [
        ({"ordinal": 2}, {"ordinal": 1}),
        ({"ordinal": 1}, {"ordinal": 2}),
    ]
    assert AuditEntry.objects.count() == before + 2
    assert list(audit.faults()) == []


def test_an_indicator_goes_to_another_category() -> None:
    scheme = draft()
    move(scheme, "B-01", category=pk("A", Category))
    assert (order("A"), order("B")) == (["A-01", "B-01"], ["B-02"])
    move(scheme, "B-02", category=pk("A", Category), before=pk("A-01"))
    assert (order("A"), order("B")) == (["B-02", "A-01", "B-01"], [])


def test_a_move_to_where_it_stands_leaves_no_trace() -> None:
    scheme = draft()
    before = AuditEntry.objects.count()
    move(scheme, "B-02")
    move(scheme, "B-01", before=pk("B-02"))
    assert AuditEntry.objects.count() == before


def test_bands_change_places_although_their_numbers_are_unique() -> None:
    scheme = draft()
    move(scheme, "fail", GradeBand, before=pk("good", GradeBand))
    rows = GradeBand.objects.filter(scheme=scheme).order_by("ordinal")
    assert list(rows.values_list("code", "ordinal")) == [("fail", 1), ("good", 2)]


def test_categories_change_places() -> None:
    scheme = draft()
    move(scheme, "B", Category, before=pk("A", Category))
    rows = Category.objects.filter(scheme=scheme).order_by("ordinal")
    assert list(rows.values_list("code", flat=True)) == ["B", "A"]


@settings(max_examples=20)
@given(data=st.data())
def test_any_row_of_moves_ends_as_a_list_would(data: st.DataObject) -> None:
    Scheme.objects.filter(state="draft").delete()
    parts = tuple(indicator(f"A-{n}", full_marks=Decimal(10)) for n in range(5))
    category = CategoryPart(code="A", name="甲", full_marks=Decimal(50), indicators=parts)
    scheme = draft(small(code="H", categories=(category,)))
    expected = [part.code for part in parts]
    for _ in range(data.draw(st.integers(1, 4))):
        code = data.draw(st.sampled_from(expected))
        rest = [one for one in expected if one != code]
        target = data.draw(st.sampled_from([*rest, None]))
        move(scheme, code, before=None if target is None else pk(target))
        rest.insert(len(rest) if target is None else rest.index(target), code)
        expected = rest
    assert order("A") == expected
    numbers = Indicator.objects.filter(scheme=scheme).order_by("ordinal").values_list("ordinal", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5]


def test_a_place_that_is_gone_is_said() -> None:
    scheme = draft()
    gone = pk("B-01")
    schemes.remove_part(actor=clerk(), scheme_id=scheme.pk, part=Indicator, pk=gone)
    with pytest.raises(Conflict, match="目标位置已变动"):
        move(scheme, "B-02", before=gone)
    with pytest.raises(Conflict, match="目标位置已变动"):
        move(scheme, "B-02", before=pk("A-01"))
    with pytest.raises(Conflict, match="已被删除"):
        scheme_order.move(actor=clerk(), scheme_id=scheme.pk, part=Indicator, pk=gone)


def test_rows_of_another_scheme_are_not_there() -> None:
    scheme, other = draft(), draft(small(code="OTHER"))
    foreign = Category.objects.get(scheme=other, code="A")
    with pytest.raises(Conflict, match="已被删除"):
        scheme_order.move(
            actor=clerk(),
            scheme_id=scheme.pk,
            part=Indicator,
            pk=Indicator.objects.get(scheme=scheme, code="A-01").pk,
            category=foreign.pk,
        )


def test_a_scheme_in_force_is_not_moved_about() -> None:
    scheme = active()
    with pytest.raises(Conflict, match="复制为新版本"):
        move(scheme, "B-01")


def test_a_row_is_added_at_its_place() -> None:
    scheme = draft()
    category = Category.objects.get(code="B")
    values = {"category": category, "code": "B-03", "name": "新", "full_marks": Decimal(5), "rule": "points"}
    scheme_order.add(actor=clerk(), scheme_id=scheme.pk, part=Indicator, values=values, before=pk("B-02"))
    assert order() == ["B-01", "B-03", "B-02"]


def test_a_category_comes_back_with_its_indicators() -> None:
    scheme = draft()
    inner = [{"code": "C-01", "name": "甲", "full_marks": Decimal(3), "rule": "points"},
             {"code": "C-02", "name": "乙", "full_marks": Decimal(2), "rule": "yes_no"}]  # fmt: skip
    values = {"code": "C", "name": "满意度", "full_marks": Decimal(5)}
    scheme_order.add(
        actor=clerk(),
        scheme_id=scheme.pk,
        part=Category,
        values=values,
        before=pk("A", Category),
        indicators=inner,
    )
    codes = Category.objects.filter(scheme=scheme).order_by("ordinal").values_list("code", flat=True)
    assert (list(codes), order("C")) == (["C", "A", "B"], ["C-01", "C-02"])


def test_a_faulty_indicator_keeps_its_category_out_too() -> None:
    scheme = draft()
    inner = [{"code": "C-01", "name": "甲", "full_marks": Decimal(3), "rule": "linear"}]
    values = {"code": "C", "name": "满意度", "full_marks": Decimal(5)}
    with pytest.raises(Invalid):
        scheme_order.add(actor=clerk(), scheme_id=scheme.pk, part=Category, values=values, indicators=inner)
    assert not Category.objects.filter(code="C").exists()


def test_a_copy_stands_behind_its_original_under_a_free_code() -> None:
    scheme = draft()
    for _ in range(2):
        scheme_order.duplicate(actor=clerk(), scheme_id=scheme.pk, part=Indicator, pk=pk("B-01"))
    assert order() == ["B-01", "B-01-3", "B-01-2", "B-02"]
    copy = Indicator.objects.get(code="B-01-2")
    assert copy.params == Indicator.objects.get(code="B-01").params


def test_a_category_is_copied_whole() -> None:
    scheme = draft()
    made = scheme_order.duplicate(actor=clerk(), scheme_id=scheme.pk, part=Category, pk=pk("B", Category))
    assert (made.code, order("B-2")) == ("B-2", ["B-01-2", "B-02-2"])


def test_a_gate_is_copied_under_a_free_name() -> None:
    scheme = draft()
    gate = Gate.objects.create(
        scheme=scheme, ordinal=1, name="必查", indicator_codes=["A-01"], percent=Decimal(90)
    )
    made = scheme_order.duplicate(actor=clerk(), scheme_id=scheme.pk, part=Gate, pk=gate.pk)
    assert (made.name, made.ordinal, made.indicator_codes) == ("必查-2", 2, ["A-01"])


def test_a_long_code_leaves_room_for_its_number() -> None:
    scheme = draft(small(categories=(*small().categories[:1],)))
    Indicator.objects.filter(code="A-01").update(code="A" * 24)
    made = scheme_order.duplicate(actor=clerk(), scheme_id=scheme.pk, part=Indicator, pk=pk("A" * 24))
    assert made.code == "A" * 22 + "-2"


@pytest.mark.parametrize("role", ["finance", "director", "prefecture", "province", "sysadmin", "auditadmin"])
def test_other_roles_move_nothing(role: str, make_user) -> None:
    scheme, other = draft(), make_user(role)
    for act in (scheme_order.move, scheme_order.duplicate):
        with pytest.raises(NotAllowed):
            act(actor=other, scheme_id=scheme.pk, part=Indicator, pk=pk("B-01"))
    with pytest.raises(NotAllowed):
        scheme_order.add(actor=other, scheme_id=scheme.pk, part=Category, values={"code": "X"})


def test_another_countys_scheme_is_not_there() -> None:
    scheme = draft()
    stranger = user("clerk", "stranger", region=county("360124", "安义县"))
    with pytest.raises(Http404):
        scheme_order.move(actor=stranger, scheme_id=scheme.pk, part=Indicator, pk=pk("B-01"))


def test_a_form_that_leaves_the_place_alone_is_not_stale_after_a_move() -> None:
    from appraisal.actions.scheme_rows import content_print

    scheme, row = draft(), Indicator.objects.get(code="B-01")
    whole, content = schemes.fingerprint(row), content_print(row)
    move(scheme, "B-02", before=row.pk)

    def save(seen: str, **values: Any) -> None:
        schemes.save_part(
            actor=clerk(), scheme_id=scheme.pk, part=Indicator, pk=row.pk, values=values, seen=seen
        )

    with pytest.raises(Conflict, match="已被他人修改"):
        save(whole, name="甲")
    save(content, name="甲")
    with pytest.raises(Conflict, match="已被他人修改"):
        save(content, name="乙")
