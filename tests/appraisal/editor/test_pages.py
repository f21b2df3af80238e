"""The editor's page and requests: who gets in, what they write, what a stale form is told, how much is asked."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.actions import schemes
from appraisal.models import Category, Indicator
from tests.appraisal.editor.asking import WRITES, address, ask, node_of
from tests.appraisal.schemes.shelf import active, clerk, draft, indicator, leader, small
from tests.appraisal.schemes.test_pages import signed_in
from tests.records.people import county, user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("clerk", 200),
        ("leader", 200),
        *(
            (role, 403)
            for role in ("prefecture", "province", "director", "finance", "staff", "sysadmin", "auditadmin")
        ),
    ],
)
def test_who_edits(role: str, status: int, make_user) -> None:
    scheme = draft()
    person = {"clerk": clerk, "leader": leader}.get(role, lambda: make_user(role))()
    client = signed_in(person)
    assert client.get(address(scheme)).status_code == status
    assert client.get(address(scheme, "state")).status_code == status
    for what in ("check", *WRITES):
        if status == 403:
            assert ask(client, scheme, what, {"part": "scheme"}).status_code == 403


def test_another_countys_draft_is_not_there() -> None:
    scheme = draft()
    stranger = signed_in(user("leader", "stranger", region=county("360124", "安义县")))
    assert stranger.get(address(scheme)).status_code == 404
    for what in ("check", *WRITES):
        assert ask(stranger, scheme, what, {"part": "scheme"}).status_code == 404


def test_whoever_is_not_signed_in() -> None:
    scheme = draft()
    assert Client().get(address(scheme)).status_code == 302
    for what in ("check", *WRITES):
        assert ask(Client(), scheme, what, {"part": "scheme"}).status_code == 401


def test_a_scheme_in_force_is_led_to_where_it_is_read() -> None:
    scheme, client = active(), signed_in(clerk())
    answer = client.get(address(scheme), follow=True)
    assert answer.redirect_chain[0][0] == reverse("appraisal:scheme", args=[scheme.pk])
    assert "请复制为新版本后再改" in answer.content.decode()
    for what in ("check", *WRITES):
        assert ask(client, scheme, what, {"part": "scheme"}).status_code == 409


def test_nothing_is_written_by_get() -> None:
    scheme, client = draft(), signed_in(clerk())
    for what in ("check", *WRITES):
        assert client.get(address(scheme, what)).status_code == 405


def test_faults_are_told_with_the_row_and_field_they_stand_at() -> None:
    only = indicator("B-01", rule="linear", full_marks=Decimal(40), params={"target": "9"})
    wrong = small(
        full_marks=Decimal(90),
        rounds=small().rounds[:1],
        categories=(
            replace(small().categories[0], full_marks=Decimal(50), weight_percent=Decimal(40)),
            replace(small().categories[1], indicators=(only,)),
        ),
    )
    scheme, client = draft(wrong), signed_in(clerk())
    Indicator.objects.filter(code="B-01").update(params={"target": "x"})
    check = client.get(address(scheme, "state")).json()["editor"]["check"]
    at = {(fault["key"], fault["path"]) for fault in check["faults"]}
    a, b = Category.objects.get(code="A"), Category.objects.get(code="B")
    assert (f"category:{a.pk}", "full_marks") in at
    assert (f"category:{b.pk}", "weight_percent") in at
    assert (f"indicator:{Indicator.objects.get(code='B-01').pk}", "target") in at
    assert (f"scheme:{scheme.pk}", "rounds") in at
    assert (check["rounds"], check["weights"]) == ({"text": "40%", "ok": False}, {"text": "40%", "ok": False})
    assert check["marks"]["text"] == "90 / 90"


def test_last_years_figures_stand_beside_a_copy() -> None:
    old = active()
    copy, client = schemes.copy_next_year(actor=clerk(), scheme_id=old.pk), signed_in(clerk())
    row = Indicator.objects.get(scheme=copy, code="B-01")
    Indicator.objects.filter(scheme=copy, code="B-02").update(code="B-09")
    node = node_of(client, copy, row)
    assert (node["last"]["marks"], node["last"]["params"]["target"]) == ("30", "95")
    assert "95%" in node["last"]["sentence"]
    other = node_of(client, copy, Indicator.objects.get(code="B-09"))
    assert other["last"] == {}
    assert node_of(client, copy, Category.objects.get(scheme=copy, code="B"))["last_marks"] == "40"
    assert "对照上年" in client.get(address(copy)).content.decode()


def test_a_scheme_without_last_years_has_nothing_beside_it() -> None:
    scheme, client = draft(), signed_in(clerk())
    assert node_of(client, scheme, Indicator.objects.get(code="B-01"))["last"] is None


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_the_page_asks_as_much_for_2n_indicators_as_for_n() -> None:
    first, second = small().categories
    many = tuple(indicator(f"A-{row:02d}", full_marks=first.full_marks / 10) for row in range(10))
    wide = small(code="WIDE", categories=(replace(first, indicators=many), second))
    client = signed_in(clerk())
    slim, broad = draft(), draft(wide)
    client.get(address(slim))
    assert queries(lambda: client.get(address(slim))) == queries(lambda: client.get(address(broad)))


def test_the_page_speaks_english() -> None:
    scheme, client = draft(), signed_in(clerk())
    answer = client.get(address(scheme), headers={"Accept-Language": "en"})
    assert "Full marks at the target" in answer.content.decode()
