"""import_scheme and export_scheme: the same import as the page, and back."""

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from appraisal.models import Scheme
from appraisal.queries.schemes import document_of
from appraisal.scheme_json import from_json
from appraisal.sheets.scheme_export import write_scheme
from records.models import AuditEntry
from tests.appraisal.schemes.shelf import SHIPPED, active, clerk, draft, leader, shipped, small
from tests.records.people import county, user

pytestmark = pytest.mark.django_db
WORKBOOK = SHIPPED.with_suffix(".xlsx")


def run(*arguments: Any) -> dict[str, Any]:
    out = StringIO()
    call_command(*map(str, arguments), "--json", stdout=out)
    return dict(json.loads(out.getvalue()))


def refused(*arguments: Any) -> dict[str, Any]:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command(*map(str, arguments), "--json", stdout=out)
    assert error.value.returncode == 1
    return dict(json.loads(out.getvalue()))


def changed(path: Path, sheet: str, cell: str, value: object) -> Path:
    book = openpyxl.load_workbook(BytesIO(write_scheme(small())))
    book[sheet][cell] = value
    book.save(path)
    return path


def test_the_shipped_workbook_becomes_a_draft() -> None:
    clerk()
    answer = run("import_scheme", WORKBOOK, "--as", "clerk")
    assert (answer["ok"], answer["applied"], answer["result"]["outcome"]) == (True, True, "created")
    scheme = Scheme.objects.get()
    assert (scheme.state, scheme.county.code) == ("draft", "360123")
    assert document_of(scheme) == shipped()


def test_activate_puts_it_in_force_by_the_same_act() -> None:
    leader()
    answer = run("import_scheme", WORKBOOK, "--activate", "--as", "leader")
    assert (answer["result"]["state"], Scheme.objects.get().state) == ("active", "active")


def test_the_same_again_changes_nothing() -> None:
    leader()
    run("import_scheme", WORKBOOK, "--activate", "--as", "leader")
    before = AuditEntry.objects.exclude(action__startswith="import.").count()
    answer = run("import_scheme", WORKBOOK, "--activate", "--as", "leader")
    assert answer["result"]["outcome"] == "same"
    assert (answer["diff"]["new"], answer["diff"]["changed"], answer["diff"]["lines"]) == (0, 0, [])
    assert Scheme.objects.count() == 1
    assert AuditEntry.objects.exclude(action__startswith="import.").count() == before


def test_a_changed_workbook_changes_a_draft_in_place(tmp_path: Path) -> None:
    scheme = draft()
    answer = run("import_scheme", changed(tmp_path / "s.xlsx", "指标", "C2", "改名"), "--as", "clerk")
    assert answer["result"] | {"summary": ""} == {
        "scheme": scheme.pk,
        "code": "S-2026",
        "version": 1,
        "state": "draft",
        "outcome": "changed",
        "summary": "",
    }
    (line,) = answer["diff"]["lines"]
    assert (line["old"], line["new"], line["kind"]) == ("指标A-01", "改名", "changed")
    assert scheme.indicators.get(code="A-01").name == "改名"


def test_a_changed_workbook_of_a_scheme_in_force_makes_a_new_version(tmp_path: Path) -> None:
    active()
    answer = run("import_scheme", changed(tmp_path / "s.xlsx", "轮次", "B2", 40.0), "--as", "clerk")
    assert answer["result"]["outcome"] == "same"
    answer = run("import_scheme", changed(tmp_path / "s.xlsx", "指标", "C2", "改名"), "--as", "clerk")
    assert (answer["result"]["outcome"], answer["result"]["version"]) == ("version", 2)
    assert list(Scheme.objects.order_by("version").values_list("state", flat=True)) == ["active", "draft"]


def test_a_dry_run_writes_nothing() -> None:
    clerk()
    answer = run("import_scheme", WORKBOOK, "--as", "clerk", "--dry-run")
    assert (answer["applied"], answer["diff"]["new"]) == (False, 1 + 11 + 80 + 4 + 2)
    assert not Scheme.objects.exists()


def test_faults_are_listed_and_nothing_is_written(tmp_path: Path) -> None:
    clerk()
    answer = refused("import_scheme", changed(tmp_path / "s.xlsx", "指标", "D2", "六十"), "--as", "clerk")
    (problem,) = answer["problems"]
    assert (problem["sheet"], problem["row"], problem["column"], problem["value"]) == ("指标", 2, "D", "六十")
    assert not Scheme.objects.exists()


def test_what_bars_activation_is_a_note_for_a_draft_and_a_fault_with_its_cell_for_activation(
    tmp_path: Path,
) -> None:
    leader()
    path = changed(tmp_path / "s.xlsx", "轮次", "B2", 50)
    answer = refused("import_scheme", path, "--activate", "--as", "leader")
    assert "110%" in answer["problems"][0]["message"]
    assert answer["problems"][0]["sheet"] == "轮次"
    assert not Scheme.objects.exists()
    answer = run("import_scheme", path, "--as", "leader")
    assert any("启用前须改正" in note and "110%" in note for note in answer["notes"])
    assert Scheme.objects.get().state == "draft"


def test_a_marks_fault_stands_at_the_category(tmp_path: Path) -> None:
    leader()
    answer = refused(
        "import_scheme", changed(tmp_path / "s.xlsx", "类别", "C2", 61), "--activate", "--as", "leader"
    )
    places = {(one["sheet"], one["row"], one["column"]) for one in answer["problems"]}
    assert ("类别", 2, "C") in places


def test_rights_and_scope() -> None:
    clerk()
    user("finance")
    county("360124", "安义县")
    assert refused("import_scheme", WORKBOOK, "--as", "finance")["code"] == "scheme.edit"
    assert refused("import_scheme", WORKBOOK, "--activate", "--as", "clerk")["code"] == "scheme.activate"
    assert refused("import_scheme", WORKBOOK, "--county", "360124", "--as", "clerk")["code"] == "not_found"
    assert refused("import_scheme", "nowhere.xlsx", "--as", "clerk")["ok"] is False


def test_export_writes_a_workbook_that_changes_nothing_when_imported(tmp_path: Path) -> None:
    active()
    answer = run("export_scheme", "S-2026", tmp_path / "s.xlsx")
    assert (answer["version"], answer["indicators"]) == (1, 3)
    assert run("import_scheme", tmp_path / "s.xlsx", "--as", "clerk")["result"]["outcome"] == "same"


def test_export_to_json_and_by_version(tmp_path: Path) -> None:
    active()
    run("export_scheme", "S-2026", tmp_path / "s.json", "--version", "1")
    assert from_json((tmp_path / "s.json").read_text(encoding="utf-8")) == small()
    assert (
        refused("export_scheme", "S-2026", tmp_path / "x.xlsx", "--version", "7")["code"] == "no_such_scheme"
    )
    assert refused("export_scheme", "T", tmp_path / "x.xlsx")["code"] == "no_such_scheme"


def test_export_asks_which_county() -> None:
    draft()
    other = user("clerk", "other", region=county("360124", "安义县"))
    from appraisal.actions import schemes

    schemes.create(actor=other, county=other.region, document=small())
    assert refused("export_scheme", "S-2026", "x.xlsx")["code"] == "which_county"
