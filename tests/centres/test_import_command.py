"""`import_centres`: the same reading, rights and refusals as the page."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from centres.models import Centre, Region, User
from tests.records.books import book


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "centres.xlsx"
    path.write_bytes(book([["机构代码", "名称", "服务人口"], ["B01", "新设卫生院", 500]]))
    return path


def run(file: Path, county: Region, user: User, *more: str) -> dict[str, Any]:
    out = StringIO()
    arguments = [str(file), "--county", county.code, "--as", user.username, "--json", *more]
    call_command("import_centres", *arguments, stdout=out)
    return dict(json.loads(out.getvalue()))


def refused(file: Path, county: Region, user: User) -> dict[str, Any]:
    out = StringIO()
    arguments = [str(file), "--county", county.code, "--as", user.username, "--json"]
    with pytest.raises(CommandError):
        call_command("import_centres", *arguments, stdout=out)
    return dict(json.loads(out.getvalue()))


def test_a_dry_run_writes_nothing(file: Path, county: Region, person: Callable[..., User]) -> None:
    clerk = person("clerk")
    answer = run(file, county, clerk, "--dry-run")
    assert (answer["applied"], answer["diff"]["new"]) == (False, 1)
    assert not Centre.objects.filter(code="B01").exists()


def test_the_file_is_imported_once(file: Path, county: Region, person: Callable[..., User]) -> None:
    clerk = person("clerk")
    assert run(file, county, clerk)["result"] == {"saved": 1}
    assert run(file, county, clerk)["result"] == {"saved": 0}
    assert Centre.objects.get(code="B01").population == 500


def test_faults_are_listed_with_their_place(
    tmp_path: Path, county: Region, person: Callable[..., User]
) -> None:
    path = tmp_path / "faulty.xlsx"
    path.write_bytes(book([["机构代码", "名称"], ["B01", None]]))
    answer = refused(path, county, person("clerk"))
    assert (answer["problem_count"], answer["problems"][0]["column"], answer["problems"][0]["row"]) == (
        1,
        "B",
        2,
    )


@pytest.mark.parametrize("role", ["leader", "finance", "prefecture", "director", "sysadmin"])
def test_others_are_refused(file: Path, county: Region, person: Callable[..., User], role: str) -> None:
    assert refused(file, county, person(role))["code"] == "centre.edit"


def test_another_county_is_not_found(file: Path, foreign: Centre, person: Callable[..., User]) -> None:
    assert refused(file, foreign.county, person("clerk"))["code"] == "not_found"
