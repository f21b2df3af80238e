"""Centres from a workbook: read, previewed, applied whole; faults with their place; read(export) = same."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404
from django.test import Client
from openpyxl import Workbook

from centres import sheets
from centres.importing import CentreImporter
from centres.models import Centre, Region, User
from centres.roles import Role
from records import imports
from records.errors import NotAllowed
from records.models import AuditEntry
from tests.factories import CentreFactory

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
HEADER = [part.column.header for part in sheets.PARTS]


def book(*rows: list[object], header: list[str] = HEADER) -> bytes:
    workbook = Workbook()
    for row in (header, *rows):
        workbook.active.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def clerk(person: Person) -> User:
    return person(Role.CLERK)


def examined(clerk: User, data: bytes) -> imports.Examined:
    importer = CentreImporter()
    return imports.examine(importer, data, importer.authorise(clerk, {}))


def apply(clerk: User, data: bytes) -> None:
    importer = CentreImporter()
    context = importer.authorise(clerk, {})
    staged = imports.stage(importer, data, clerk, context, file_name="centres.xlsx")
    assert staged.problems == []
    imports.confirm(staged.key, clerk)


def test_new_and_changed_rows_and_what_stays(clerk: User, county: Region) -> None:
    kept = CentreFactory(county=county, code="LJ01", name="东乡卫生院", population=100, bank_name="农行")
    CentreFactory(county=county, code="LJ02", name="石门乡卫生院", population=5)
    data = book(
        [
            "LJ01",
            "东乡卫生院",
            "中心卫生院",
            30,
            "",
            "12000",
            None,
            "",
            "6222000011112222",
            date(2020, 1, 1),
            "—",
        ],
        ["LJ03", "云岭乡卫生院", "一般", 12, 10, 8000],
        ["", "石门乡 卫生院", None, None, None, 5],
    )
    diff = examined(clerk, data).diff
    assert (diff.new, diff.changed, diff.unchanged) == (1, 1, 1)
    population = next(
        line for line in diff.lines if line.name == "服务人口" and line.label.startswith("LJ01")
    )
    assert (population.old, population.new) == ("100", "12000")
    assert "6222000011112222" not in json.dumps(diff.as_dict())
    apply(clerk, data)
    kept.refresh_from_db()
    assert (kept.kind, kept.population, kept.bank_name) == ("central", 12000, "农行")
    assert kept.opened_on == date(2020, 1, 1)
    assert Centre.objects.get(code="LJ03").county == county
    assert set(
        AuditEntry.objects.filter(object_type="centres.centre").values_list("centre_code", flat=True)
    ) == {
        "LJ01",
        "LJ03",
    }


def test_the_same_again_is_no_change(clerk: User, county: Region) -> None:
    kept = {"bank_account": "6222000011112222", "opened_on": date(2020, 1, 1)}
    CentreFactory(county=county, code="LJ01", name="𠅤塘乡卫生院", **kept)
    CentreFactory(county=county, code="LJ02", name="=1+1", kind="central")
    data = sheets.workbook(Centre.objects.filter(county=county, code__startswith="LJ").order_by("code"))
    found = examined(clerk, data)
    assert not found.reading.problems
    assert (found.diff.new, found.diff.changed, found.diff.unchanged) == (0, 0, 2)


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        (["L1", "甲"], "A列", "3–24"),
        (["LJ09", ""], "B列", "须填写名称"),
        (["LJ09", "甲", "大医院"], "C列", "一般卫生院"),
        (["LJ09", "甲", "", "12.5"], "D列", "整数"),
        (["LJ09", "甲", "", -3], "D列", ""),
        (["LJ09", "甲", "", True], "D列", "逻辑值"),
        (["LJ09", "甲", "", "٣"], "D列", ""),
        (["LJ09", "甲", "", "", "", "1e3"], "F列", ""),
        (["LJ09", "甲", "", "", "", "", "", "", "6222-11"], "I列", "6–32"),
        (["LJ09", "甲", "", "", "", "", "", "", "", "去年"], "J列", "2026-03-01"),
        (["LJ09", "甲", "", "", "", "", "", "", "", "2026-02-30"], "J列", "2026-03-01"),
        (["", "东鄉卫生院"], "A列", "是否指“东乡卫生院”"),
        (["LJ09", "东 乡卫生院"], "B列", "重名"),
    ],
)
def test_every_fault_has_its_place(
    clerk: User, county: Region, row: list[object], place: str, words: str
) -> None:
    CentreFactory(county=county, code="LJ01", name="东乡卫生院")
    found = examined(clerk, book(["LJ01", "东乡卫生院"], row)).reading.problems
    assert len(found) >= 1
    problem = next(iter(found))
    assert "第3行" in problem.where
    assert place in problem.where
    assert words in str(problem.message)


def test_all_faults_are_listed_and_nothing_is_written(clerk: User, county: Region) -> None:
    data = book(["LJ01", "甲", "宫殿"], ["LJ01", "乙", "", "x"], ["", "丙"])
    importer = CentreImporter()
    staged = imports.stage(importer, data, clerk, importer.authorise(clerk, {}), file_name="a.xlsx")
    assert staged.problem_count == 4
    assert not Centre.objects.filter(code="LJ01").exists()


def test_a_code_of_another_county_cannot_be_taken(clerk: User, foreign: Centre) -> None:
    found = examined(clerk, book([foreign.code, "别人的卫生院"])).reading.problems
    assert "不能使用" in str(next(iter(found)).message)
    assert foreign.name not in str(next(iter(found)))


def test_only_the_countys_clerk_imports(person: Person, foreign: Centre) -> None:
    importer = CentreImporter()
    for role in (Role.LEADER, Role.DIRECTOR, Role.PROVINCE, Role.SYSADMIN):
        with pytest.raises(NotAllowed):
            importer.authorise(person(role), {})
    with pytest.raises(Http404):
        importer.authorise(person(Role.CLERK), {"county": foreign.county.code})


def test_through_the_pages(clerk: User, county: Region, signed: Callable[[User], Client]) -> None:
    client = signed(clerk)
    upload = io.BytesIO(book(["LJ01", "东乡卫生院", "", 20]))
    upload.name = "centres.xlsx"
    preview = client.post("/records/import/centres", {"file": upload}).headers["Location"]
    assert "东乡卫生院" in client.get(preview).content.decode()
    assert not Centre.objects.filter(code="LJ01").exists()
    client.post(f"{preview}/confirm")
    assert Centre.objects.get(code="LJ01").staffing_quota == 20
    assert client.get("/centres/centres.xlsx").status_code == 200


def test_through_the_command(clerk: User, county: Region, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(book(["LJ01", "东乡卫生院"]))
    bad.write_bytes(book(["LJ02", "石门", "宫殿"]))

    def run(path: Path, *options: str) -> dict[str, object]:
        out = io.StringIO()
        arguments = ["import_centres", str(path), "--county", county.code, "--as", clerk.username, "--json"]
        call_command(*arguments, *options, stdout=out)
        return dict(json.loads(out.getvalue()))

    assert run(good, "--dry-run")["applied"] is False
    assert not Centre.objects.filter(code="LJ01").exists()
    assert run(good)["applied"] is True
    assert Centre.objects.filter(code="LJ01").exists()
    with pytest.raises(CommandError):
        run(bad)


def test_the_workbook_shows_no_bank_account_to_whoever_may_not_see_it(county: Region) -> None:
    centre = CentreFactory(county=county, bank_account="6222000011112222")
    assert b"6222" not in sheets.workbook([centre], bank=False)
