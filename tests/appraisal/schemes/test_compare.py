"""Two versions side by side in words: what is new, gone, changed; who may look; what stands beside a copy."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from appraisal.actions import schemes
from appraisal.models import Category, Gate, Indicator, Scheme
from appraisal.queries.scheme_compare import CHANGED, NEW, REMOVED, compare
from appraisal.queries.scheme_years import last_years, next_code
from appraisal.scheme_document import CategoryPart, GatePart
from tests.appraisal.schemes.examples import EXAMPLES, every_kind
from tests.appraisal.schemes.shelf import NOW, active, clerk, draft, indicator, leader, small
from tests.appraisal.schemes.test_pages import queries, signed_in
from tests.records.people import county, user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chinese() -> Any:
    with translation.override("zh-hans"):
        yield


def page(**ids: int) -> str:
    asked = "&".join(f"{name}={pk}" for name, pk in ids.items())
    return reverse("appraisal:scheme-compare") + (f"?{asked}" if asked else "")


def changed() -> Any:
    """B-01 changed, B-02 gone to A, A-01 gone, A-09 new; a new category; the cap and a grade."""
    first, second = small().categories
    rate = replace(
        second.indicators[0], full_marks=Decimal(25), params={**second.indicators[0].params, "target": "90"}
    )
    a = replace(
        first,
        full_marks=Decimal(65),
        indicators=(indicator("A-09", full_marks=Decimal(55)), second.indicators[1]),
    )
    b = replace(second, full_marks=Decimal(25), indicators=(rate,))
    c = CategoryPart(
        code="C",
        name="满意度",
        full_marks=Decimal(10),
        indicators=(indicator("C-01", full_marks=Decimal(10)),),
    )
    good = replace(small().bands[0], floor=Decimal(75))
    gate = GatePart(name="必查", codes=("A-09",), percent=Decimal(90))
    return small(
        top_cap_percent=Decimal(15), bands=(good, small().bands[1]), categories=(a, b, c), gates=(gate,)
    )  # fmt: skip


def test_a_scheme_is_the_same_as_itself() -> None:
    found = compare(every_kind(), every_kind())
    assert found.same
    assert found.counts == {NEW: 0, REMOVED: 0, CHANGED: 0, "unchanged": 3 + len(EXAMPLES)}


def test_every_change_stands_in_its_category() -> None:
    found = compare(small(), changed())
    rows = {section.code: [(row.code, row.kind) for row in section.rows] for section in found.sections}
    assert rows == {
        "A": [("A-09", NEW), ("B-02", CHANGED), ("A-01", REMOVED)],
        "B": [("B-01", CHANGED)],
        "C": [("C-01", NEW)],
    }
    assert [section.kind for section in found.sections] == ["", "", NEW]
    assert found.counts == {NEW: 2, REMOVED: 1, CHANGED: 2, "unchanged": 0}
    assert {line.place for line in found.common} == {"方案", "等次 good 良好", "评优门槛 必查"}


def test_a_changed_rule_is_told_by_its_sentences() -> None:
    found = compare(small(), changed())
    (row,) = found.sections[1].rows
    assert row.marks == (Decimal(30), Decimal(25))
    assert (row.rules[0][:12], row.rules[1][:12]) == ("比率≥95% 得满分 3", "比率≥90% 得满分 2")
    assert row.lines == []


def test_a_move_between_categories_is_told() -> None:
    moved = compare(small(), changed()).sections[0].rows[1]
    assert [(line.name, line.old, line.new) for line in moved.lines] == [("类别", "B", "A")]


def test_a_category_that_is_gone_comes_last_with_what_it_took_along() -> None:
    found = compare(changed(), small())
    last = found.sections[-1]
    assert (last.code, last.kind, last.marks) == ("C", REMOVED, (Decimal(10), None))
    assert [row.code for row in last.rows] == ["C-01"]


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_a_change_of_any_kind_is_told_in_words(kind: str) -> None:
    old = every_kind()
    wide = old.categories[2]
    other = {"rule": "yes_no", "params": {"expected": "no"}, "full_marks": Decimal(9)}
    parts = tuple(replace(part, **other) if part.rule == kind else part for part in wide.indicators)
    new = replace(old, categories=(*old.categories[:2], replace(wide, indicators=parts)))
    (row,) = compare(old, new).sections[2].rows
    assert all(row.rules)
    assert row.rules_differ


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *((role, 200) for role in ("clerk", "leader", "prefecture", "province", "director")),
        *((role, 403) for role in ("finance", "staff", "sysadmin", "auditadmin")),
    ],
)
def test_who_compares(role: str, status: int, make_user) -> None:
    first = active()
    second = schemes.copy_version(actor=clerk(), scheme_id=first.pk)
    person = {"clerk": clerk, "leader": leader}.get(role, lambda: make_user(role))()
    client = signed_in(person)
    assert client.get(page(new=first.pk)).status_code == status
    draft_status = 404 if role == "director" else status
    assert client.get(page(old=first.pk, new=second.pk)).status_code == draft_status


def test_schemes_of_another_county_are_not_there() -> None:
    own, other = active(), user("clerk", "stranger", region=county("360124", "安义县"))
    client = signed_in(other)
    assert client.get(page(new=own.pk)).status_code == 404
    assert "还没有可以比较的方案" in client.get(page()).content.decode()


@pytest.mark.parametrize("text", ["x", "-1", "0x1", "1" * 30, "999999"])
def test_a_number_that_names_nothing_is_not_found(text: str) -> None:
    active()
    client = signed_in(clerk())
    assert client.get(f"{page()}?new={text}").status_code == 404
    assert client.get(f"{page()}?old={text}").status_code == 404


def test_the_version_before_is_compared_by_default() -> None:
    first = active()
    second = schemes.copy_version(actor=clerk(), scheme_id=first.pk)
    Indicator.objects.filter(scheme=second, code="B-02").update(name="改名")
    text = signed_in(clerk()).get(page(new=second.pk)).content.decode()
    assert f'<option value="{first.pk}" selected>' in text
    assert "改名" in text


def test_a_copy_for_next_year_is_compared_with_last_years() -> None:
    first, other = active(), draft(small(code="OTHER"))
    copy = schemes.copy_next_year(actor=clerk(), scheme_id=first.pk)
    text = signed_in(clerk()).get(page(new=copy.pk)).content.decode()
    assert f'<option value="{first.pk}" selected>' in text
    assert f'<option value="{other.pk}">' in text


def test_the_page_speaks_english() -> None:
    first = active()
    second = schemes.copy_version(actor=clerk(), scheme_id=first.pk)
    row = Indicator.objects.get(scheme=second, code="B-01")
    row.params = {**row.params, "target": "90"}
    row.save()
    answer = signed_in(clerk()).get(page(new=second.pk), headers={"Accept-Language": "en"})
    assert "earns full marks" in answer.content.decode()


def test_the_page_asks_as_much_for_2n_indicators_as_for_n() -> None:
    client, first = signed_in(clerk()), active()
    second = schemes.copy_version(actor=clerk(), scheme_id=first.pk)
    client.get(page(new=second.pk))
    few = queries(lambda: client.get(page(new=second.pk)))
    category = Category.objects.get(scheme=second, code="A")
    for number in range(6):
        values = {"code": f"N{number}", "ordinal": 9, "name": "新", "full_marks": 1, "rule": "points"}
        Indicator.objects.create(scheme=second, category=category, **values)
    assert queries(lambda: client.get(page(new=second.pk))) == few


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [("WSY-2026", 2026, "WSY-2027"), ("KAOHE", 2026, "KAOHE-2027"), ("K" * 24, 2026, "K" * 19 + "-2027")],
)
def test_the_code_of_a_year_on(code: str, year: int, expected: str) -> None:
    assert next_code(code, year) == expected


def test_last_years_scheme_is_the_one_copied_else_the_one_in_force() -> None:
    first = active()
    copy = schemes.copy_next_year(actor=clerk(), scheme_id=first.pk)
    assert last_years(copy) == first
    second = schemes.copy_version(actor=clerk(), scheme_id=first.pk)
    assert last_years(copy) == first
    schemes.activate(actor=leader(), scheme_id=second.pk, now=NOW)
    assert last_years(copy) == second
    Scheme.objects.filter(pk=copy.pk).update(code="RENAMED")
    copy.refresh_from_db()
    assert last_years(copy) == second
    Scheme.objects.filter(pk=copy.pk).update(level="clinic")
    copy.refresh_from_db()
    assert last_years(copy) is None


def test_the_reading_page_shows_last_years_gates_weights_and_marks_without_marks() -> None:
    first = active(every_kind())
    copy = schemes.copy_next_year(actor=clerk(), scheme_id=first.pk)
    Gate.objects.create(
        scheme=copy, ordinal=1, name="必查内容", indicator_codes=["A-01", "GONE"], percent=Decimal(90)
    )
    Category.objects.filter(scheme=copy, code="A").update(weight_percent=Decimal(60))
    Indicator.objects.filter(scheme=copy, code="A-01").update(full_marks=Decimal(55), needs_evidence=True)
    Indicator.objects.filter(scheme=copy, code="B-02").update(code="B-07")
    text = signed_in(clerk()).get(reverse("appraisal:scheme", args=[copy.pk])).content.decode()
    for words in (
        *("必查内容", "得分率达到 90% 方可评为最高等次", "占总分 60%", "须佐证"),
        *("不占分", "上年（2026）", "60 分；", "新增"),
    ):
        assert words in text, words
