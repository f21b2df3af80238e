"""Results of a scheme with every kind: vetoes, missing evidence, factors and bonuses are told with the total."""

import pytest
from django.test import Client

from appraisal.models import Publication, Result
from appraisal.queries.explain import background, explain
from appraisal.reports.documents import Press
from tests.appraisal.results.world import text_of
from tests.appraisal.rounds.test_prefill import enter
from tests.factories import County, CountyFactory
from tests.harness.worlds import kept
from tests.kinds import BEST, every_scheme

pytestmark = pytest.mark.django_db
PAPER = "卫医〔2026〕3号"


@kept
def june() -> Publication:
    """The first centre under a veto and a factor, with a bonus, a list with defects and an indicator without evidence."""
    county = County(2, scheme=every_scheme(CountyFactory()))
    opened = county.open()
    own = {
        "accident": {"answer": "yes", "document": PAPER},
        "satisfied": {"numerator": "95", "denominator": "100"},
        "bonus": {"case.town": "1", "award.other": "0.5"},
        "sample": {"records": "0101\n0102: blank×2\n0103"},
    }
    enter(county, opened, 0, BEST | own)
    enter(county, opened, 0, {"points": {"points": "10"}}, no_evidence=True)
    enter(county, opened, 1, BEST | {"quota": {"count": "9"}})
    return county.publish(opened)[0]


def first(june: Publication) -> Result:
    return Result.objects.filter(publication=june).order_by("centre__code")[0]


def test_the_explanation_names_what_acts_on_the_total_and_the_grade(june: Publication) -> None:
    result = first(june)
    (part,) = explain(result, background(june)).rounds
    assert [one.mark for one in part.effects] == ["否决", "×0.95"]
    assert part.effects[0].text == f"一票否决：负主要责任的医疗事故（{PAPER}），等次不得高于“良好”"
    assert any("0.95" in step for step in part.steps)
    cells = {cell.code: cell for category in part.categories for cell in category.cells}
    assert cells["points"].no_evidence
    assert any("未提供佐证" in step for step in cells["points"].steps)
    assert (cells["bonus"].is_bonus, cells["bonus"].carries_marks, cells["bonus"].is_loss) == (
        True,
        False,
        False,
    )
    assert cells["sample"].values[0].text == "0101\n0102：空项×2\n0103"
    assert (result.grade_name, result.remark_code) == ("良好", "ceiling")


def test_the_page_says_so(june: Publication, client: Client) -> None:
    result = first(june)
    client.force_login(june.published_by)
    page = client.get(f"/appraisal/results/centre/{result.pk}/").content.decode()
    for words in (PAPER, "×0.95", "未提供佐证", "0102：空项×2<br>0103", "+1.50"):
        assert words in page, words
    assert "0.00 / 0<" not in page


def test_the_report_and_the_notice_say_so(june: Publication) -> None:
    press, result = Press(june), first(june)
    report = text_of(press.centre_report_pdf(result))
    for words in ("等次不得高于“良好”", "总分×0.95", "未提供佐证", "+1.50"):
        assert words in report, words
    assert "因一票否决或未达到评优门槛（见考核报告），确定为良好，分数不变" in text_of(
        press.notice_pdf(result)
    )
