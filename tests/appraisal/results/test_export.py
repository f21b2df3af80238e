"""Results as XLSX, CSV, JSON and by command: equal to what is kept, harmless, on the trail."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from appraisal.models import Publication, Result
from appraisal.queries.results import overview
from appraisal.sheets.results import WRITERS, columns
from records.models import AuditEntry
from tests.appraisal.results.world import Published, client_of, text_of

pytestmark = pytest.mark.django_db
EVIL = "=HYPERLINK(1)卫生院"


def kept(publication: Publication) -> list[tuple[str, Decimal | None]]:
    rows = Result.objects.filter(publication=publication).select_related("centre").order_by("rank")
    return [(row.centre.code, row.total) for row in rows]


def test_csv_holds_the_results_to_the_hundredth(published: Published) -> None:
    data = WRITERS["csv"].write(overview(published.year))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(row["机构代码"], Decimal(row["总分"])) for row in rows] == kept(published.year)
    assert list(rows[0]) == [column.header for column in columns(overview(published.year))]


def test_json_holds_points_as_text(published: Published) -> None:
    document = json.loads(WRITERS["json"].write(overview(published.year)))
    assert [(row["code"], Decimal(row["total"])) for row in document["results"]] == kept(published.year)
    assert all(isinstance(row["total"], str) for row in document["results"])
    assert document["fingerprint"] == published.year.fingerprint
    assert sum(grade["count"] for grade in document["grades"]) == document["graded"]


def test_xlsx_holds_numbers(published: Published) -> None:
    sheet = load_workbook(io.BytesIO(WRITERS["xlsx"].write(overview(published.year)))).active
    assert sheet is not None
    rows = {str(row[1].value): row for row in sheet.iter_rows() if row[1].value}
    for code, total in kept(published.year):
        assert Decimal(str(rows[code][5].value)) == total
    assert published.year.fingerprint in "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_name_never_becomes_a_formula(db: None, kind: str) -> None:
    world = Published([[], [], []], names=[EVIL, "乙卫生院", "丙卫生院"])
    data = WRITERS[kind].write(overview(world.year))
    if kind == "csv":
        names = [row["机构名称"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]
        assert f"'{EVIL}" in names
        return
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == EVIL)
    assert cell.data_type == "s"


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_the_page_hands_the_file_out_and_says_so_on_the_trail(published: Published, kind: str) -> None:
    address = reverse("appraisal:results-export", args=[published.year.pk, kind])
    response = client_of(published.county.clerk).get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == WRITERS[kind].content_type
    entry = AuditEntry.objects.get(action="result.export")
    assert entry.new == {"publication": published.year.pk, "format": kind}
    assert entry.actor == published.county.clerk


def test_another_format_is_not_there(published: Published) -> None:
    address = reverse("appraisal:results-export", args=[published.year.pk, "exe"])
    assert client_of(published.county.clerk).get(address).status_code == 404


def arguments(published: Published, *more: str) -> list[str]:
    return ["--county", published.county.region.code, "--year", "2026", *more]


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_the_command_writes_what_the_page_hands_out(published: Published, tmp_path: Path, kind: str) -> None:
    file, out = tmp_path / f"r.{kind}", io.StringIO()
    call_command(
        "results", *arguments(published), "--format", kind, "--output", str(file), "--json", stdout=out
    )
    assert file.read_bytes() == WRITERS[kind].write(overview(published.year))
    answer = json.loads(out.getvalue())
    assert answer["ok"]
    assert [(row["code"], Decimal(row["total"])) for row in answer["results"]] == kept(published.year)


def test_the_command_takes_one_round(published: Published, tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    call_command(
        "results", *arguments(published, "--round", "june"), "--output", str(file), stdout=io.StringIO()
    )
    assert json.loads(file.read_text(encoding="utf-8"))["kind"] == "june"


def test_what_is_not_published_is_refused_by_the_commands(published: Published, tmp_path: Path) -> None:
    for name, option in (("results", "--output"), ("report", "--pdf")):
        with pytest.raises(CommandError) as refusal:
            call_command(name, "--county", "000000", "--year", "2026", option, str(tmp_path / "x"))
        assert refusal.value.returncode == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([], "考核结果汇总"),
        (["--centre", "{code}"], "失分明细"),
        (["--centre", "{code}", "--notice"], "结果通知书"),
    ],
)
def test_the_report_command_writes_each_document(
    published: Published, tmp_path: Path, more: list[str], words: str
) -> None:
    file, out = tmp_path / "r.pdf", io.StringIO()
    more = [one.format(code=published.centres[3].code) for one in more]
    call_command("report", *arguments(published, *more), "--pdf", str(file), "--json", stdout=out)
    assert words in text_of(file.read_bytes())
    assert len(PdfReader(file).pages) > 0
    assert json.loads(out.getvalue())["fingerprint"] == published.year.fingerprint


@pytest.mark.parametrize("more", [["--centre", "NONE"], ["--notice"]])
def test_the_report_command_refuses_what_is_not_there(
    published: Published, tmp_path: Path, more: list[str]
) -> None:
    with pytest.raises(CommandError):
        call_command("report", *arguments(published, *more), "--pdf", str(tmp_path / "x.pdf"))
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_file_is_a_refusal(published: Published, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("results", *arguments(published), "--output", str(tmp_path / "no" / "r.json"))
