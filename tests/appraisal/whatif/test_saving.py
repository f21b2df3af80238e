"""Saving a scenario through its page: kept with a name, and nothing else of the county moves."""

import hashlib
import json

import pytest
from django.apps import apps

from appraisal.models import Assessment, Scenario, Score
from centres.models import User
from records.models import AuditEntry
from tests.appraisal.whatif.pages import CAP, at, saved, signed, text, try_out
from tests.factories import County

pytestmark = pytest.mark.django_db


def row_hashes() -> dict[str, str]:
    """Every row of schemes, rounds, scores, results, money and places, by table: of all but scenarios and accounts."""
    found = {}
    for model in apps.get_models():
        table, app = model._meta.db_table, model._meta.app_label
        if app not in {"appraisal", "payroll", "centres"} or model in {Scenario, User}:
            continue
        rows = sorted(repr(row) for row in model._default_manager.values_list())
        found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_saving_keeps_the_scenario_and_nothing_else(county: County) -> None:
    before, trail = row_hashes(), AuditEntry.objects.count()
    client = signed(county.clerk)
    code = county.centres[1].code
    change = {"kind": "cell", "round": "june", "centre": code, "indicator": "1.1", "inputs": {"points": "3"}}
    try_out(client, county, [CAP, change], what="bands", n0="90", n1="70", n2="60")
    client.get(at(county, "sensitivity/"))
    client.post(at(county, "export.xlsx"), {"changes": json.dumps([CAP, change])})
    row = saved(county, changes=[CAP, change])
    client.get(f"/appraisal/whatif/scenarios/{row.pk}/")
    assert row_hashes() == before
    assert AuditEntry.objects.count() == trail + 1
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.county_code) == ("scenario.save", county.region.code)
    assert Assessment.objects.filter(round__county=county.region).count() == 10
    assert Score.objects.filter(version__gt=1).count() == 0


def test_a_planted_write_would_be_seen(county: County) -> None:
    before = row_hashes()
    type(county.region).objects.filter(pk=county.region.pk).update(name="别的县")
    assert row_hashes() != before


def test_a_saved_scenario_opens_as_it_was(county: County) -> None:
    row = saved(county)
    assert row.changes == [CAP]
    page = text(signed(county.leader).get(f"/appraisal/whatif/scenarios/{row.pk}/"))
    assert "放宽名额" in page
    assert "1 家等次变动" in page
    assert "放宽名额" in text(signed(county.leader).get("/appraisal/whatif/"))


def test_a_scenario_whose_parts_are_gone_says_so(county: County) -> None:
    row = saved(county, changes=[CAP, {"kind": "leave_out", "centre": "GONE"}])
    page = text(signed(county.leader).get(f"/appraisal/whatif/scenarios/{row.pk}/"))
    assert "没有计入：" in page
    assert "没有考核对象 GONE" in page
    assert "1 家等次变动" in page


def test_names_versions_and_copies(county: County) -> None:
    row, client = saved(county), signed(county.leader)
    address = at(county, "save")
    form = {"name": "放宽名额", "changes": "[]", "scenario": str(row.pk), "version": "1"}
    assert client.post(address, {"name": "放宽名额", "changes": "[]"}).status_code == 409
    blank = client.post(address, {"name": " ", "changes": "[]"})
    assert blank.status_code == 422
    assert "请填写情景名称" in text(blank)
    assert client.post(address, form | {"note": "改"}).status_code == 302
    row.refresh_from_db()
    assert (row.version, row.changes, row.note) == (2, [], "改")
    stale = client.post(address, form)
    assert stale.status_code == 409
    assert "已被他人修改" in text(stale)
    copy = client.post(address, form | {"as": "new", "name": "另一个"})
    assert copy.status_code == 302
    assert Scenario.objects.count() == 2


def test_deleting_is_recorded(county: County) -> None:
    row = saved(county)
    assert signed(county.leader).post(f"/appraisal/whatif/scenarios/{row.pk}/delete").status_code == 302
    assert not Scenario.objects.exists()
    assert AuditEntry.objects.latest("sequence").action == "scenario.delete"
    assert signed(county.leader).post(f"/appraisal/whatif/scenarios/{row.pk}/delete").status_code == 404
