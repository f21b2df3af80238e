"""A county whose round is as wide as a real one: eleven categories, any number of indicators of all kinds."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from appraisal.actions import scores
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Category, Indicator, Round, Scheme
from centres.models import Region
from tests.factories import NOW, County, CountyFactory, bare_scheme

CATEGORIES = (
    "综合管理", "医疗服务", "公共卫生", "妇幼保健", "疾病预防控制", "基本药物", "中医药服务", "财务管理",
    "乡村一体化", "队伍建设", "满意度",
)  # fmt: skip
RATIO = {"measure": "ratio", "numerator_label": "合格数", "denominator_label": "抽查数"}
EVENTS = [
    {"code": "major", "name": "重大事件", "unit": "起", "deduct": "1"},
    {"code": "minor", "name": "一般事件", "unit": "起", "deduct": "0.25", "sub_cap": "1"},
]
COMPLAINTS = [{"code": "upheld", "name": "查实投诉", "unit": "次", "deduct": "0.5"}]
RISE = {"measure": "value", "subject": "增幅", "target": "5", "direction": "lower"}
UNIT = {"unit": "1", "deduct": "0.25"}
USE = [{"from": "90", "points": "1"}, {"from": "80", "to": "90", "points": "0"}, {"to": "80", "points": "0"}]
# Name, kind, parameters, 缺项; one after the other, again and again.
PATTERNS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("门诊病历书写合格率", "linear", {**RATIO, "target": "95", "subject": "合格率"}, "exclude"),
    ("规章制度健全并落实", "points", {"step": "0.01"}, "forbidden"),
    ("按规定公示服务项目和收费价格", "yes_no", {"partial_points": "0.5"}, "full"),
    ("医疗安全不良事件", "count", {"kinds": EVENTS}, "forbidden"),
    ("门诊次均费用增幅", "step", {**RISE, **UNIT}, "forbidden"),
    ("国家基本药物使用比例", "tier", {**RATIO, "subject": "使用比例", "bands": USE}, "exclude"),
    ("传染病报告及时率", "step", {**RATIO, **UNIT, "subject": "及时率", "target": "100"}, "exclude"),
    ("投诉", "count", {"kinds": COMPLAINTS}, "forbidden"),
)
# Inputs by kind of pattern; the second set earns less.
INPUTS: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"numerator": "48", "denominator": "50"}, {"numerator": "40", "denominator": "50"}),
    ({"points": "1.25"}, {"points": "0.75"}),
    ({"answer": "yes"}, {"answer": "partly"}),
    ({"count.major": "0", "count.minor": "0"}, {"count.major": "0", "count.minor": "2"}),
    ({"value": "4.2"}, {"value": "7"}),
    ({"numerator": "93", "denominator": "100"}, {"numerator": "85", "denominator": "100"}),
    ({"numerator": "60", "denominator": "60"}, {"numerator": "59", "denominator": "60"}),
    ({"count.upheld": "0"}, {"count.upheld": "1"}),
)


def wide_scheme(county: Region, indicators: int = 80, *, year: int = 2026) -> Scheme:
    """An active scheme of that many indicators of 1.25 points; 80 of them are 100 marks."""
    scheme, share = bare_scheme(county, year=year), Decimal("1.25")
    for ordinal, name in enumerate(CATEGORIES[:indicators], start=1):
        numbers = range(ordinal - 1, indicators, len(CATEGORIES))
        category = Category.objects.create(
            scheme=scheme, code=str(ordinal), ordinal=ordinal, name=name, full_marks=share * len(numbers)
        )
        Indicator.objects.bulk_create(
            _indicator(scheme, category, place, number, share)
            for place, number in enumerate(numbers, start=1)
        )
    scheme.full_marks = share * indicators
    scheme.state, scheme.activated_at = Scheme.State.ACTIVE, timezone.now()
    scheme.save(update_fields=["full_marks", "state", "activated_at"])
    return scheme


def _indicator(scheme: Scheme, category: Category, place: int, number: int, share: Decimal) -> Indicator:
    name, kind, params, na = PATTERNS[number % len(PATTERNS)]
    return Indicator(
        scheme=scheme,
        category=category,
        code=f"{category.code}.{place}",
        ordinal=place,
        name=name,
        full_marks=share,
        rule=kind,
        params=_fitting(params, share),
        not_applicable=na,
    )


def _fitting(params: dict[str, Any], share: Decimal) -> dict[str, Any]:
    """Parameters that fit the full marks: the best band earns them, “partly” earns half."""
    fitting = dict(params)
    if "bands" in fitting:
        best, *others = fitting["bands"]
        fitting["bands"] = [{**best, "points": str(share)}, *others]
    if "partial_points" in fitting:
        fitting["partial_points"] = str((share / 2).quantize(Decimal("0.01")))
    return fitting


def wide_county(centres: int, indicators: int = 80) -> tuple[County, Round]:
    """A county with an open June round of that many centres and indicators."""
    county = County(centres, scheme=wide_scheme(CountyFactory(), indicators))
    return county, county.open()


def fill(county: County, opened: Round, *, share: int = 100) -> None:
    """Enter `share` per cent of the cells, some of them below full marks and some without their reason."""
    indicators = list(Indicator.objects.filter(scheme=county.scheme).order_by("category__ordinal", "ordinal"))
    sheets = Assessment.objects.filter(round=opened).order_by("centre__code")
    changes = []
    for row, sheet in enumerate(sheets):
        for column, indicator in enumerate(indicators):
            if (row * 31 + column * 17) % 100 < share:
                changes.append(_change(sheet, indicator, worse=(row * 7 + column * 3) % 5 == 0))
    scores.save_cells(actor=county.clerk, round_id=opened.pk, changes=changes, now=NOW, all_or_nothing=True)


def _change(sheet: Assessment, indicator: Indicator, *, worse: bool) -> CellChange:
    pattern = next(number for number, one in enumerate(PATTERNS) if one[0] == indicator.name)
    inputs = dict(INPUTS[pattern][worse])
    if "points" in inputs:
        inputs["points"] = str((indicator.full_marks / (2 if worse else 1)).quantize(Decimal("0.01")))
    return CellChange(sheet.pk, indicator.pk, inputs, reason="现场查看时资料不全" if worse else "")
