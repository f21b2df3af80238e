"""Surveys: answers without names, one a number, voided and not changed; figures into a cell by an act of its own."""

import io
from typing import Any

import openpyxl
import pytest
from django.http import Http404

from appraisal import survey_importer
from appraisal.actions import surveys
from appraisal.actions.surveys import Given
from appraisal.models import Round, Score, Survey, SurveyAnswer, SurveyUse
from appraisal.queries.surveys import outcome_of, survey_page, survey_rows, targets_of
from appraisal.sheets.surveys import template_workbook
from records import imports
from records.errors import Conflict, Invalid
from records.models import AuditEntry
from tests.appraisal.field.world import World, answers
from tests.factories import NOW


def take(world: World, survey: Survey, levels: list[int], who: str = "household", start: int = 1) -> None:
    given = [
        Given(code=world.code, who=who, number=str(n), answers=answers(level))
        for n, level in enumerate(levels, start=start)
    ]
    surveys.take(actor=world.clerk, survey_id=survey.pk, given=given, now=NOW)


def use(world: World, survey: Survey, indicator: str, expected: int, who: str = "") -> None:
    surveys.use(
        actor=world.clerk, survey_id=survey.pk, code=world.code, indicator_id=world.indicator(indicator).pk,
        who=who, expected=expected, now=NOW,
    )  # fmt: skip


def test_the_form_stays_as_it_was_when_the_survey_began(world: World) -> None:
    survey = world.survey()
    assert len(Survey.objects.get(pk=survey.pk).form["items"]) == 13
    with pytest.raises(Conflict, match="已用这张"):
        world.survey()


@pytest.mark.parametrize(("form", "least"), [("none", 20), ("MY13", 0), ("MY13", 10_001)])
def test_a_survey_needs_a_form_and_a_minimum(world: World, form: str, least: int) -> None:
    with pytest.raises(Invalid):
        surveys.start(
            actor=world.clerk, round_id=world.round.pk, form_code=form, least_answers=least, now=NOW
        )


def test_a_number_answers_once(world: World) -> None:
    survey = world.survey()
    take(world, survey, [5, 4])
    with pytest.raises(Conflict, match="已有答卷"):
        take(world, survey, [3], start=2)
    take(world, survey, [3], "patient", 2)
    first = SurveyAnswer.objects.get(who="household", number="2")
    surveys.void(actor=world.clerk, answer_id=first.pk, reason="录错", now=NOW)
    take(world, survey, [1], start=2)
    assert SurveyAnswer.objects.get(number="2", who="household", version=2).answers["q01"] == 1
    assert outcome_of(survey, world.sheets[0], "household").answers == 2
    with pytest.raises(Conflict, match="已经作废"):
        surveys.void(actor=world.clerk, answer_id=first.pk, reason="再", now=NOW)


@pytest.mark.parametrize(
    "more",
    [
        {"who": "director"},
        {"number": ""},
        {"number": "张三 13812345678"},
        {"number": "1" * 25},
        {"answers": answers(5, 6)},
        {"answers": answers(6)},
        {"answers": {**answers(5), "q99": 5}},
    ],
)
def test_a_faulty_answer_keeps_nothing_of_all(world: World, more: dict[str, Any]) -> None:
    survey = world.survey()
    good = {"code": world.code, "who": "household", "number": "1", "answers": answers(5)}
    given = [Given(**good), Given(**({**good, "number": "2"} | more))]
    with pytest.raises(Invalid):
        surveys.take(actor=world.clerk, survey_id=survey.pk, given=given, now=NOW)
    assert not SurveyAnswer.objects.exists()


def test_another_countys_survey_and_centre_are_not_found(world: World) -> None:
    survey, other = world.survey(), World()
    given = [Given(code=other.code, who="household", number="1", answers=answers(5))]
    with pytest.raises(Http404):
        surveys.take(actor=world.clerk, survey_id=survey.pk, given=given, now=NOW)
    with pytest.raises(Http404):
        surveys.take(actor=other.clerk, survey_id=survey.pk, given=given, now=NOW)


def test_nothing_reaches_a_cell_until_somebody_says_so(world: World) -> None:
    survey = world.survey()
    take(world, survey, [5, 5, 5, 1])
    score = Score.objects.get(assessment=world.sheets[0], indicator=world.indicator("asked"))
    assert (score.version, score.points) == (0, None)
    use(world, survey, "asked", 4)
    score.refresh_from_db()
    # 3 of 4 satisfied are 75 % of a target of 90 %: 20 × 75 ÷ 90.
    assert (score.inputs, f"{score.points:.2f}") == ({"answers": "4", "satisfied": "3"}, "16.67")
    assert score.source == "乡镇卫生院服务满意度调查表（13项）（全部对象 4 份）"
    assert score.updated_by == world.clerk
    acts = list(AuditEntry.objects.filter(action="survey.use").values_list("object_type", flat=True))
    assert sorted(acts) == ["appraisal.score", "appraisal.surveyuse"]
    assert SurveyUse.objects.get().satisfied == 3


def test_the_mean_goes_where_the_rule_asks_for_it(world: World) -> None:
    survey = world.survey()
    take(world, survey, [5, 4], "patient")
    take(world, survey, [1])
    use(world, survey, "mean", 2, "patient")
    score = Score.objects.get(assessment=world.sheets[0], indicator=world.indicator("mean"))
    assert score.inputs == {"answers": "2", "mean": "90"}
    assert f"{score.points:.2f}" == "20.00"
    assert "患者 2 份" in score.source


def test_figures_that_changed_since_are_shown_again_first(world: World) -> None:
    survey = world.survey()
    take(world, survey, [5, 5])
    with pytest.raises(Conflict, match="有了变化"):
        use(world, survey, "asked", 1)
    use(world, survey, "asked", 2)
    take(world, survey, [1], start=3)
    page = survey_page(survey, world.sheets[0])
    assert page.stale
    assert not survey_page(survey, world.sheets[0], "patient").stale


def test_too_few_answers_or_another_rule_go_nowhere(world: World) -> None:
    survey = world.survey(least=3)
    take(world, survey, [5, 5])
    with pytest.raises(Invalid, match="不足 3 份"):
        use(world, survey, "asked", 2)
    take(world, survey, [5], start=3)
    with pytest.raises(Conflict, match="不是按满意度调查计分"):
        use(world, survey, "judged", 3)
    assert not SurveyUse.objects.exists()
    assert [target.name for target in targets_of(world.round)] == ["asked asked指标", "mean mean指标"]


def test_a_round_handed_in_takes_no_more(world: World) -> None:
    survey = world.survey()
    take(world, survey, [5, 5])
    Round.objects.filter(pk=world.round.pk).update(state="submitted")
    answer = SurveyAnswer.objects.all()[0]
    for act in (
        lambda: take(world, survey, [5], start=3),
        lambda: surveys.void(actor=world.clerk, answer_id=answer.pk, reason="晚", now=NOW),
        lambda: use(world, survey, "asked", 2),
    ):
        with pytest.raises(Conflict, match="已提交"):
            act()


def test_the_overview_and_the_drawing(world: World) -> None:
    survey = world.survey()
    take(world, survey, [5, 3])
    take(world, survey, [4], "staff")
    [row, other] = survey_rows(survey)
    assert (row.counts, row.outcome.answers, row.enough, row.used) == ([2, 0, 1], 3, True, False)
    assert (other.outcome.mean, other.enough) == (None, False)
    page = survey_page(survey, world.sheets[0], "household")
    assert page.outcome.answers == 2
    assert page.chart.startswith("<svg")
    assert page.chart.count("<rect") == 13


# --- the workbook -------------------------------------------------------------------------------------------------


def filled(survey: Survey, lines: list[list[object]]) -> bytes:
    """The handed-out workbook with these lines below its header."""
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(survey)))
    sheet = book["答卷"]
    header = next(row[0].row for row in sheet.iter_rows() if row[0].value == "机构代码")
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            sheet.cell(header + number, column, value)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def staged(world: World, survey: Survey, lines: list[list[object]]) -> Any:
    importer = survey_importer.SurveyImporter()
    context = importer.authorise(world.clerk, {"survey": str(survey.pk)})
    data = filled(survey, lines)
    return imports.stage(importer, data, world.clerk, context, file_name="答卷.xlsx")


def test_a_workbook_is_previewed_then_kept_and_twice_is_no_change(world: World) -> None:
    survey = world.survey()
    lines = [[world.code, "农户", "7", *["很满意"] * 13], [world.code, "患者", "8", *[4] * 12, None]]
    preview = staged(world, survey, lines)
    assert (preview.problems, preview.diff["new"]) == ([], 2)
    assert not SurveyAnswer.objects.exists()
    imports.confirm(preview.key, world.clerk)
    kept = SurveyAnswer.objects.get(number="8")
    assert (kept.who, kept.way, len(kept.answers)) == ("patient", "workbook", 12)
    again = staged(world, survey, lines)
    assert (again.diff["new"], again.diff["unchanged"]) == (0, 2)
    changed = staged(world, survey, [[world.code, "农户", "7", *["一般"] * 13]])
    assert "先作废" in changed.problems[0]["message"]


def test_every_fault_of_a_workbook_has_its_cell(world: World) -> None:
    survey = world.survey()
    preview = staged(
        world,
        survey,
        [
            ["X999", "农户", "1", *["满意"] * 13],
            [world.code, "院长", "2", *["满意"] * 13],
            [world.code, "农户", "3", "很好", *["满意"] * 12],
            [world.code, "农户", "4", *["满意"] * 6],
            [world.code, "农户", "5", *["满意"] * 13],
            [world.code, "农户", "5", *["满意"] * 13],
        ],
    )
    assert preview.state == "faulty"
    found = [(one["row"] - preview.problems[0]["row"], one["column"]) for one in preview.problems]
    assert found == [(0, "A"), (1, "B"), (2, "D"), (3, "C"), (5, "C")]
    assert not SurveyAnswer.objects.exists()
