"""Saved scenarios: the guard, the actions' refusals, the admin screen, and the exported workbook."""

import io
import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from openpyxl import load_workbook

from appraisal.actions import scenarios
from appraisal.models import Scenario
from appraisal.whatif_places import Target
from centres.models import User
from records.errors import Invalid, NotAllowed
from tests.factories import NOW, County, CountyFactory
from tests.payroll.world import Money

pytestmark = pytest.mark.django_db

CAP = {"kind": "cap", "percent": "40"}


def values(name: str = "放宽", note: str = "", changes: Any = None) -> scenarios.ScenarioValues:
    return scenarios.ScenarioValues(name=name, note=note, changes=[CAP] if changes is None else changes)


def made(county: County, actor: User | None = None, **more: Any) -> Scenario:
    return scenarios.save_new(
        actor=actor or county.clerk,
        county_code=county.region.code,
        year=2026,
        target=Target("june"),
        values=values(**more),
        now=NOW,
    )


@pytest.mark.parametrize("field", ["year", "base", "county", "created_by", "created_at"])
def test_the_database_keeps_what_a_scenario_was_made_for(field: str) -> None:
    county = County(1)
    row = made(county)
    other = {
        "year": 2030,
        "base": "year",
        "county": CountyFactory(),
        "created_by": county.leader,
        "created_at": NOW.replace(year=2020),
    }
    with pytest.raises(IntegrityError, match="scenario_keeps_its_base"), transaction.atomic():
        Scenario.objects.filter(pk=row.pk).update(**{field: other[field]})
    Scenario.objects.filter(pk=row.pk).update(name="别名", version=9)
    Scenario.objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": "  "}, "name"),
        ({"name": "长" * 61}, "name"),
        ({"note": "长" * 301}, "note"),
        ({"changes": [{"kind": "drop"}]}, "changes"),
        ({"changes": [{"kind": "cap", "percent": 40}]}, "changes"),
    ],
)
def test_what_cannot_be_kept(more: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(County(1), **more)
    assert refused.value.code == code
    assert not Scenario.objects.exists()


def test_only_the_countys_clerk_and_leader_write() -> None:
    county, other = County(1), County(1)
    row = made(county, county.leader)
    with pytest.raises(NotAllowed):
        made(county, county.finance)
    with pytest.raises(Http404):
        made(county, other.leader)
    with pytest.raises(Http404):
        scenarios.save_over(actor=other.clerk, scenario_id=row.pk, version=1, values=values(), now=NOW)
    with pytest.raises(Http404):
        scenarios.delete(actor=other.clerk, scenario_id=row.pk)
    with pytest.raises(Invalid, match="考核"):
        scenarios.save_new(
            actor=county.clerk,
            county_code=county.region.code,
            year=2026,
            target=Target("may"),
            values=values(),
            now=NOW,
        )


def test_the_admin_shows_and_removes_but_never_makes() -> None:
    county = County(1)
    row = made(county)
    client = Client()
    client.force_login(county.leader)
    base = "/admin/appraisal/scenario/"
    assert "放宽" in client.get(base).content.decode()
    assert client.get(f"{base}{row.pk}/change/").status_code == 200
    assert client.get(f"{base}add/").status_code == 403
    assert client.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Scenario.objects.exists()


def test_the_workbook_holds_today_beside_then_and_the_changes() -> None:
    county = Money(2)
    county.budget("120000", "120000")
    county.year(["90", "50"], ["90", "50"])
    client = Client()
    client.force_login(county.leader)
    changes = [
        {"kind": "bands", "floors": {"excellent": "85", "pass": "45"}},
        {"kind": "leave_out", "centre": "=HYPERLINK(1)"},
    ]
    address = f"/appraisal/whatif/{county.region.code}/2026/year/export.xlsx"
    answer = client.post(address, {"changes": json.dumps(changes), "name": "=1+1"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in book["对比"].iter_rows()]
    flat = [row for row in rows if row[0] == county.centres[1].code]
    assert flat == [
        [
            county.centres[1].code, county.centres[1].name, 50, 50, 2, 2, "不合格", "合格", "升等",
            12000, 24000, 12000, 0,
        ]
    ]  # fmt: skip
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "情景：=1+1" in [cell.value for cell in cells]
    assert any("不是考核结果" in str(cell.value) for cell in cells)
    words = [cell.value for row in book["改动"].iter_rows() for cell in row]
    assert "等次下限" in words
    assert any("没有考核对象 =HYPERLINK(1)" in str(word) for word in words)
