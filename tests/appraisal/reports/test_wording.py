"""The sentences of a notice follow grade, cap, tie, forfeit, exemption and last year's result (篇1 七, 八)."""

from decimal import Decimal
from typing import Any

import pytest

from appraisal.models import GradeBand, Publication, Result, Scheme
from appraisal.reports.wording import Facts, clauses, period
from centres.models import Centre

TOP = GradeBand(pk=1, code="a", name="优秀", ordinal=1, floor=85, award_weight=Decimal(2))
PASS = GradeBand(pk=3, code="c", name="合格", ordinal=3, floor=60)
FAIL = GradeBand(pk=4, code="d", name="不合格", ordinal=4, floor=0, forfeit_percent=Decimal("50.00"))
ALL = GradeBand(pk=5, code="e", name="不合格", ordinal=4, floor=0, forfeit_percent=Decimal(100))


def facts(kind: str = "year", band: GradeBand | None = TOP, **values: Any) -> Facts:
    known = {
        "by_score": band, "lowest": band in {FAIL, ALL}, "failed_before": False, "other_failed_before": False,
        "weights": {"june": Decimal(40), "december": Decimal(60)},
    }  # fmt: skip
    row = {
        "june_total": Decimal("88.40"),
        "december_total": Decimal("84.10"),
        "director_name": "艾力",
        "rank": 2,
    }
    row |= {name: values.pop(name) for name in list(values) if name in {*row, "remark_code", "standing"}}
    publication = Publication(
        kind=kind, year=2026, graded=18, top_places=3, scheme=Scheme(name="方案", top_cap_percent=Decimal(20))
    )
    result = Result(
        publication=publication, centre=Centre(name="甲卫生院"), total=Decimal("85.82"), grade_code="x",
        grade_name=band.name if band else "", **row,
    )  # fmt: skip
    return Facts(result=result, publication=publication, band=band, **(known | values))


def said(found: Facts) -> str:
    return "".join(clause.heading + "".join(clause.paragraphs) for clause in clauses(found))


@pytest.mark.parametrize(
    ("found", "words", "never"),
    [
        (facts(), "年度总分85.82分，列全县参加定等的18个乡镇卫生院第2名，考核等次为优秀。", "None"),
        (facts(), "给予院长一次性奖励", "扣减"),
        (
            facts(band=PASS, by_score=TOP, remark_code="ceiling"),
            "按分值为优秀，因一票否决或未达到评优门槛（见考核报告），确定为合格，分数不变。",
            "名额",
        ),
        (facts(rank=None), "年度总分85.82分，考核等次为优秀。", "名，"),
        (facts("june"), "你院得85.82分", "一次性奖励"),
        (facts(june_total=None), "经批准免于6月考核", "按40%"),
        (facts(director_name=""), "考核等次为优秀。", "院长的"),
        (facts(band=PASS), "年终部分全额兑现", "一次性奖励"),
        (facts(band=PASS, by_score=TOP, remark_code="top_cap"), "因优秀比例不超过20%（本次名额3个），确定为合格", "整组"),
        (facts(band=PASS, by_score=TOP, remark_code="tie_moved"), "整组确定为合格", "None"),
        (facts(band=PASS, by_score=TOP, remark_code="tie_decided"), "因优秀比例不超过20%", "整组"),
        (facts(band=FAIL), "扣减留存补助经费年终部分的50%，转入全县绩效考核奖励基金，其余予以兑现", "全额"),
        (facts("june", band=FAIL), "扣减留存补助经费上半年部分的50%", "通报批评，责令"),
        (facts("june", band=FAIL), "第一年通报批评、限期整改，连续二年的免去院长职务", "None"),
        (facts("december", band=FAIL), "按年度考核等次兑现", "扣减"),
        (facts(band=ALL), "扣减留存补助经费年终部分的全部", "其余"),
        (facts(band=FAIL), "予以通报批评，责令限期整改", "同一院长"),
        (facts(band=FAIL), "连续二年考核为不合格的，免去院长职务", "重新计算"),
        (facts(band=FAIL, other_failed_before=True), "因院长已变更，连续年数重新计算", "另行研究"),
        (facts(band=FAIL, failed_before=True), "同一院长任职期间连续二年考核为不合格", "第一年"),
        (facts(band=FAIL, failed_before=True), "由我局另行研究决定", "重新计算"),
        (facts(band=None, standing="incomplete"), "数据不完整，不评定等次", "列全县"),
        (facts(band=None, standing="exempt"), "经批准免于本轮考核", "列全县"),
    ],
)  # fmt: skip
def test_each_case_has_its_words(found: Facts, words: str, never: str) -> None:
    text = said(found)
    assert words in text
    assert never not in text
    assert "%(" not in text


@pytest.mark.parametrize(
    ("kind", "words"), [("year", "2026年度"), ("june", "2026年上半年"), ("december", "2026年下半年")]
)
def test_the_time_has_its_name(kind: str, words: str) -> None:
    assert period(Publication(kind=kind, year=2026)) == words
