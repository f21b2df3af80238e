"""A file of another body: previewed, confirmed, kept as it came, each cell linked to it; all or none."""

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from appraisal.actions import reopening, scores
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, ExternalFile, ExternalFill, ReopenRequest, Round, Score
from appraisal.queries.external_files import marks_of, supplied_of
from centres.models import CentreAlias, SupportHospital
from records.models import AuditEntry, StagedImport
from tests.appraisal.external.world import BODY, DATED, HEADS, ROWS, World, browser, workbook
from tests.factories import NOW, CentreFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def world() -> World:
    return World()


@pytest.fixture
def clerk(world: World) -> Client:
    return browser(world.clerk)


def test_a_file_fills_its_cells_and_is_kept_as_it_came(world: World, clerk: Client) -> None:
    data = workbook(*ROWS)
    preview = world.send(clerk, data)
    assert preview.context["staged"].diff["new"] == 2
    assert "东乡卫生院 external" in preview.content.decode()
    assert not ExternalFile.objects.exists()
    assert world.cell("A01").version == 0
    done = world.take(clerk, data)
    assert done.redirect_chain[-1][0] == reverse("appraisal:round-externals", args=[world.round.pk])
    kept = ExternalFile.objects.get()
    assert bytes(kept.content) == data
    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert (kept.size, kept.body, kept.dated) == (len(data), BODY, date(2026, 6, 30))
    assert (kept.file_name, kept.uploaded_by) == ("接种率.xlsx", world.clerk)
    cell = world.cell("A02")
    assert cell.inputs == {"numerator": "76", "denominator": "80"}
    assert (str(cell.points), cell.source, cell.source_date) == ("10.00", BODY, date(2026, 6, 30))
    fills = {one.score.assessment.centre.code: one for one in ExternalFill.objects.all()}
    assert (fills["A01"].inputs, fills["A01"].place) == (
        {"numerator": "95", "denominator": "100"},
        "工作表“接种率”第3行",
    )
    assert set(fills) == {"A01", "A02"}
    entry = AuditEntry.objects.get(object_type="appraisal.externalfile")
    assert (entry.new["sha256"], entry.county_code) == (kept.sha256, world.region.code)
    assert "content" not in entry.new


def test_the_staged_row_forgets_the_file_once_it_is_applied_or_given_up(world: World, clerk: Client) -> None:
    data = workbook(*ROWS)
    staged = world.send(clerk, data).context["staged"]
    assert bytes(StagedImport.objects.get(pk=staged.pk).content) == data
    clerk.post(reverse("records:import_discard", args=[staged.key]))
    assert not StagedImport.objects.get(pk=staged.pk).content
    world.take(clerk, data)
    assert not StagedImport.objects.order_by("-pk")[0].content
    assert not StagedImport.objects.exclude(content=b"").exists()


def test_the_same_file_again_is_no_change_and_kept_once(world: World, clerk: Client) -> None:
    data = workbook(*ROWS)
    world.take(clerk, data)
    again = world.take(clerk, data)
    diff = StagedImport.objects.order_by("-pk")[0].diff
    assert (diff["new"], diff["changed"], diff["unchanged"]) == (0, 0, 2)
    assert again.status_code == 200
    assert (ExternalFile.objects.count(), ExternalFill.objects.count()) == (1, 2)
    assert world.cell("A01").version == 1


def test_a_value_typed_before_is_linked_without_a_change(world: World, clerk: Client) -> None:
    cell = world.cell("A01")
    change = CellChange(
        cell.assessment_id, cell.indicator_id, {"numerator": "95", "denominator": "100"}, source=BODY,
        source_date=date(2026, 6, 30),
    )  # fmt: skip
    scores.save_cells(actor=world.clerk, round_id=world.round.pk, changes=[change], now=NOW)
    world.take(clerk, workbook(*ROWS))
    assert world.cell("A01").version == 1
    assert ExternalFill.objects.filter(score=cell).exists()


def test_a_newer_file_changes_old_to_new_and_both_are_kept(world: World, clerk: Client) -> None:
    world.take(clerk, workbook(*ROWS))
    newer = workbook(("A01", "东乡卫生院", 80, 100), *ROWS[1:])
    line = world.send(clerk, newer).context["lines"][0]
    assert ("95" in line["old"], "80" in line["new"]) == (True, True)
    world.take(clerk, newer, name="更正.xlsx")
    assert ExternalFile.objects.count() == 2
    sheet = world.cell("A01").assessment
    mark = marks_of(sheet, [world.cell("A01")])[world.indicator.pk]
    assert (mark.name, mark.holds) == ("更正.xlsx", True)


FAULTS: list[tuple[tuple[Any, ...], str, str]] = [
    (("A09", "北乡卫生院", 1, 2), "A4", "本轮次没有“A09”的评分表"),
    (("", "东鄉卫生院", 1, 2), "B4", "是否指 东乡卫生院"),
    (("A01", "西乡卫生院", 1, 2), "A4", "代码与名称不符：该代码是“东乡卫生院”"),
    (("A02", "", 1, 2), "A4", "出现了两次"),
    (("A01", "", "很高", 2), "C4", "很高"),
    (("A01", "", 5, None), "D4", "此处必须填写"),
    (("A01", "", None, 5), "C4", "此处必须填写"),
    (("A01", "", 5, 0), "D4", ""),
    (("A01", "", -5, 10), "C4", "-5"),
    (("A01", "", True, 10), "C4", ""),
    ((None, None, 1, 2), "", "代码和名称至少填一项"),
]


@pytest.mark.parametrize(("row", "place", "said"), FAULTS)
def test_a_fault_has_its_place_and_nothing_is_written(
    world: World, clerk: Client, row: tuple[Any, ...], place: str, said: str
) -> None:
    answer = world.send(clerk, workbook(ROWS[1], row))
    staged = answer.context["staged"]
    assert (staged.state, staged.problem_count, bytes(staged.content)) == ("faulty", 1, b"")
    problem = staged.problems[0]
    assert said in problem["message"] or said in problem["value"]
    assert not place or f"{problem['column']}{problem['row']}" == place
    assert problem["sheet"] == "接种率"
    assert not ExternalFile.objects.exists()
    assert not Score.objects.filter(version__gt=0).exists()


def test_what_the_file_leaves_out_is_said_and_left_alone(world: World, clerk: Client) -> None:
    SupportHospital.objects.create(county=world.region, code="H01", name="县人民医院")
    CentreAlias.objects.create(
        county=world.region, centre=world.cell("A02").assessment.centre, name="西乡分院"
    )
    rows = [
        ("", "西乡分院", 76, 80),
        ("", "县人民医院", 50, 60),
        ("A01", "", "—", None),
        ("合计", "", 126, 140),
    ]
    staged = world.send(clerk, workbook(*rows)).context["staged"]
    assert staged.diff["new"] == 1
    notes = "".join(staged.notes)
    for said in ("文件中没有数值，未改动：东乡卫生院", "不在本轮次，没有读取：县人民医院", "合计行"):
        assert said in notes
    rest = world.send(clerk, workbook(ROWS[0])).context["staged"]
    assert any("文件中没有，未改动：西乡卫生院" in note for note in rest.notes)


def test_a_header_of_the_bodys_own_is_named_at_the_upload(world: World, clerk: Client) -> None:
    data = workbook(*ROWS, heads=("单位代码", "单位", "及时接种", "应接种"))
    refused = world.send(clerk, data)
    assert refused.status_code == 422
    assert "没有找到表头" in refused.content.decode()
    own = {"header.numerator": "及时接种", "header.denominator": "应接种"}
    assert world.send(clerk, data, **own).context["staged"].diff["new"] == 2
    world.take(clerk, data, **own)
    swapped = {"header.numerator": "应接种", "header.denominator": "及时接种"}
    world.take(clerk, data, **swapped)
    assert ExternalFile.objects.count() == 1
    sheet = world.cell("A01").assessment
    assert world.cell("A01").inputs == {"numerator": "100", "denominator": "95"}
    assert marks_of(sheet, [world.cell("A01")])[world.indicator.pk].holds


def test_csv_is_read_as_well(world: World, clerk: Client) -> None:
    text = "机构代码,合格数,抽查数\r\nA01,95,100\r\n"
    for data in (text.encode("utf-8-sig"), text.replace("95", "96").encode("gb18030")):
        world.take(clerk, data, name="接种率.csv")
    assert world.cell("A01").inputs["numerator"] == "96"
    assert ExternalFill.objects.order_by("-pk")[0].place == "第2行"


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"body": ""}, 400),
        ({"dated": "2026-13-01"}, 400),
        ({"body": "字" * 121}, 400),
        ({"indicator": "0"}, 404),
    ],
)
def test_the_upload_asks_for_body_date_and_indicator(
    world: World, clerk: Client, params: dict[str, str], status: int
) -> None:
    answer = clerk.get(world.address(**params))
    assert answer.status_code == status or (status == 400 and answer.status_code in {400, 422})


def test_an_indicator_that_takes_no_file_is_none(world: World, clerk: Client) -> None:
    other = world.round.scheme.indicators.get(code="points").pk
    assert clerk.get(world.address(indicator=other)).status_code == 404
    assert "县疾控中心" in clerk.get(world.address()).content.decode()


def test_a_file_without_a_value_is_refused(world: World, clerk: Client) -> None:
    assert world.send(clerk, workbook(("A01", "", None, None))).status_code == 422
    assert world.send(clerk, workbook((95, 100), heads=HEADS[2:])).status_code == 422


def test_the_cell_tells_of_its_file_and_of_a_later_change(world: World, clerk: Client) -> None:
    world.take(clerk, workbook(*ROWS))
    kept, cell = ExternalFile.objects.get(), world.cell("A01")
    story = reverse("appraisal:cell-story", args=[world.round.pk, cell.assessment_id, cell.indicator_id])
    link = reverse("appraisal:external-file", args=[world.round.pk, kept.pk])
    text = clerk.get(story).content.decode()
    assert link in text
    assert kept.sha256[:12] in text
    assert "导入后另有修改" not in text
    change = CellChange(
        cell.assessment_id, cell.indicator_id, {"numerator": "94", "denominator": "100"}, source="电话更正"
    )
    scores.save_cells(actor=world.clerk, round_id=world.round.pk, changes=[change], now=NOW)
    assert "导入后另有修改" in clerk.get(story).content.decode()


def test_a_reopened_version_still_knows_the_file(world: World, clerk: Client) -> None:
    world.take(clerk, workbook(*ROWS))
    Round.objects.filter(pk=world.round.pk).update(
        state="submitted", submitted_by=world.clerk, submitted_at=NOW
    )
    Round.objects.filter(pk=world.round.pk).update(
        state="reviewed", reviewed_by=world.leader, reviewed_at=NOW
    )
    Round.objects.filter(pk=world.round.pk).update(state="final")
    asked = reopening.ask(actor=world.clerk, round_id=world.round.pk, reason="录错", now=NOW)
    reopening.decide(
        actor=world.leader, request_id=asked.pk, permit=True, note="", now=NOW, expires_at=NOW + timedelta(1)
    )
    opened = reopening.reopen(actor=world.clerk, request_id=ReopenRequest.objects.get().pk, now=NOW)
    sheet = Assessment.objects.get(round=opened, centre__code="A01")
    mark = marks_of(sheet, sheet.scores.all())[world.indicator.pk]
    assert (mark.round_id, mark.holds) == (world.round.pk, True)
    assert supplied_of(opened)[0].files == []


def test_the_command_takes_a_file_too(world: World, tmp_path: Any) -> None:
    path = tmp_path / "接种率.xlsx"
    path.write_bytes(workbook(*ROWS))
    about = ["--round", str(world.round.pk), "--body", BODY, "--dated", DATED, "--as", world.clerk.username]
    call_command("import_external", str(path), *about, "--indicator", "external", "--dry-run")
    assert not ExternalFile.objects.exists()
    call_command("import_external", str(path), *about, "--indicator", "external")
    assert ExternalFill.objects.count() == 2
    with pytest.raises(CommandError):
        call_command("import_external", str(path), *about, "--indicator", "none")


def test_another_institution_of_another_county_is_unknown(world: World, clerk: Client) -> None:
    CentreFactory(code="Z77", name="外县卫生院")
    staged = world.send(clerk, workbook(("Z77", "外县卫生院", 1, 2))).context["staged"]
    assert "本轮次没有“Z77”" in staged.problems[0]["message"]
