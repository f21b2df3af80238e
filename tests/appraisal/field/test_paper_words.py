"""What the record of a draw and the survey summary say, in print and as workbooks."""

import io

import pytest
from openpyxl import load_workbook

from appraisal import papers
from appraisal.actions import draws
from appraisal.queries.draws import record_of
from appraisal.queries.survey_summary import survey_summary
from appraisal.reports.draw_letters import FRAME_SHOWN, draw_letter
from appraisal.reports.survey_letters import summary_letter
from records.docx import letter_docx
from records.letters import Letter, letter_html
from records.reading.files import read_workbook
from tests.appraisal.field.test_papers import asked, drawn
from tests.appraisal.field.world import World
from tests.factories import NOW


def tables(letter: Letter) -> dict[str, list[list[str]]]:
    return {table.title: [list(row) for row in table.rows] for table in letter.tables}


def test_the_record_says_all_that_repeats_the_draw(world: World) -> None:
    made = drawn(world)
    draws.replace(actor=world.clerk, draw_id=made.pk, out=made.result[0], reason="全家外出", now=NOW)
    record = record_of(made)
    letter = draw_letter(record)
    page = letter_html(letter)
    for words in (
        "绩效考核随机抽取记录",
        "sha256-order-1",
        "seed-1",
        "青石村名册",
        made.number,
        "抽取人签字",
        'class="draft"',
    ):
        assert words in page, words
    found = tables(letter)
    assert list(found) == ["附件1　抽取结果", "附件2　替换", "附件3　抽样名单"]
    assert found["附件1　抽取结果"][0] == ["1", record.places[0].label, made.result[0]]
    assert found["附件2　替换"][0][1:4] == [made.result[0], record.places[0].label, "全家外出"]
    assert found["附件3　抽样名单"][-1] == ["29", "29", "30", "30", "", "", "", ""]
    assert letter.annexes == ["附件：1.抽取结果", "　　　2.替换", "　　　3.抽样名单"]


def test_without_a_replacement_there_is_no_annex_of_them(world: World) -> None:
    letter = draw_letter(record_of(drawn(world)))
    assert list(tables(letter)) == ["附件1　抽取结果", "附件2　抽样名单"]


@pytest.mark.parametrize(("longer", "left"), [(0, False), (1, True)])
def test_a_long_frame_is_cut_in_print_and_whole_in_the_workbook(
    world: World, longer: int, left: bool
) -> None:
    size = FRAME_SHOWN + longer
    made = drawn(world, f"1至{size}")
    letter = draw_letter(record_of(made))
    cells = [cell for row in tables(letter)["附件2　抽样名单"] for cell in row if cell]
    assert len(cells) == 2 * FRAME_SHOWN
    assert any("另有1项" in one.text for one in letter.paragraphs) == left
    book = load_workbook(io.BytesIO(papers.paper_of("draw_record").book(made)))  # type: ignore[misc]
    assert book["抽样名单"].cell(size + 1, 2).value == str(size)


def test_long_entries_stand_two_a_line(world: World) -> None:
    made = drawn(world, "青石村一组张三家\n青石村二组李四家\n青石村三组王五家", 1)
    rows = tables(draw_letter(record_of(made)))["附件2　抽样名单"]
    assert [len(row) for row in rows] == [4, 4]
    assert rows[1][2:] == ["", ""]


def test_the_summary_counts_and_averages(world: World) -> None:
    asked(world)
    letter = summary_letter(survey_summary(world.sheets[0]))
    page = letter_html(letter)
    for words in (
        "有效答卷4份（农户3份、患者1份、职工0份）",
        "满意3份，满意率75.00%",
        "平均80.00分",
        "参会3人（最少3人）",
        "在二楼会议室。",
        "一、乡镇卫生院",
        "二、座谈会",
        "走访农户3户，少于规定的20户；患者2人，少于规定的3人。",
        "<svg",
    ):
        assert words in page, words
    first, last = list(tables(letter).values())
    assert first[0][1:] == ["2", "1", "0", "1", "0", "4", "80.00"]
    assert len(first) == 13
    assert last[-1] == ["总平均", "80.00"]
    assert "None" not in page


def test_the_drawing_stays_out_of_the_word_file(world: World) -> None:
    asked(world)
    letter = summary_letter(survey_summary(world.sheets[0]))
    assert b"svg" not in letter_docx(letter)
    assert len(letter.figures) == 1


def test_the_workbook_of_the_summary_draws_its_bars_from_its_cells(world: World) -> None:
    asked(world)
    data = papers.paper_of("survey_summary").book(world.sheets[0])  # type: ignore[misc]
    book = load_workbook(io.BytesIO(data))
    [chart] = book["满意度调查"]._charts  # type: ignore[attr-defined]
    assert "'满意度调查'!$H$4:$H$16" in chart.series[0].val.numRef.f.replace("满意度调查!", "'满意度调查'!")
    text = str(read_workbook(data))
    for words in ("平均80.00分", "农户 3", "在二楼会议室", "汇总人"):
        assert words in text, words


def test_several_surveys_name_their_tables(world: World) -> None:
    survey = asked(world)
    row = survey.answers.filter(who="household")[0]
    survey.pk, survey.form_code, survey.name = None, "OTHER", "门诊满意度"
    survey.save()
    row.pk, row.survey = None, survey
    row.save()
    letter = summary_letter(survey_summary(world.sheets[0]))
    assert [name for name in tables(letter) if "门诊满意度" in name] == [
        "附件3　门诊满意度 各项目结果",
        "附件4　门诊满意度 各维度平均分",
    ]
    book = load_workbook(io.BytesIO(papers.paper_of("survey_summary").book(world.sheets[0])))  # type: ignore[misc]
    assert book.sheetnames == ["满意度调查", "满意度调查2", "走访与座谈"]
