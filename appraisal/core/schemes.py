"""A whole scheme as data, and all that keeps it from being activated. Source: RULES 2; 篇1 三(一), 四."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from appraisal.core.bands import GradeBand, check_bands
from appraisal.core.cells import NA_MODES, IndicatorSpec
from appraisal.core.gates import GateSpec, check_gates
from appraisal.core.levels import LEVELS, PAY_LEVELS, REVENUE
from appraisal.core.points import on_grid
from appraisal.core.rules import RULES
from appraisal.core.rules.parameters import Fault
from appraisal.core.text import Text, plain
from appraisal.core.totals import CategorySpec

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class RoundSpec:
    """A round of the year and its weight in per cent."""

    code: str
    name: str
    weight_percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySpec:
    """Money parameters in per cent: monthly share, first holdback part, fund share for awards. RULES 9."""

    monthly_percent: Decimal = Decimal(80)
    first_part_percent: Decimal = Decimal(40)
    award_percent: Decimal = Decimal(50)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeSpec:
    """A scheme (考核方案).

    `tie_breaks` name what parts equal totals, in order: a round by its code, or categories by their role.
    """

    code: str
    name: str
    year: int
    level: str
    full_marks: Decimal
    rounds: tuple[RoundSpec, ...]
    categories: tuple[CategorySpec, ...]
    bands: tuple[GradeBand, ...]
    cap_percent: Decimal
    tie_breaks: tuple[str, ...] = ()
    gates: tuple[GateSpec, ...] = ()
    money: MoneySpec = field(default_factory=MoneySpec)

    def indicators(self) -> Iterator[tuple[CategorySpec, IndicatorSpec]]:
        """Walk all indicators with their category, in order."""
        for category in self.categories:
            for indicator in category.indicators:
                yield category, indicator


def check_scheme(spec: SchemeSpec) -> list[Fault]:
    """Return every fault that bars activation, each with its place; empty means the scheme can be active."""
    return [
        *_head_faults(spec),
        *_round_faults(spec.rounds, spec.level),
        *_marks_faults(spec),
        *_code_faults(spec),
        *_indicator_faults(spec),
        *check_bands(spec.bands),
        *_tie_break_faults(spec),
        *_weight_faults(spec),
        *check_gates(spec.gates, {one.code: one.full_marks for _, one in spec.indicators()}),
        *_percent_faults(spec),
    ]


def _head_faults(spec: SchemeSpec) -> Iterator[Fault]:
    blank = Text("必须填写。", "This is required.")
    if not spec.code.strip():
        yield Fault("code", Text("方案代码", "scheme code"), blank)
    if not spec.name.strip():
        yield Fault("name", Text("方案名称", "scheme name"), blank)
    if not 2000 <= spec.year <= 2100:
        message = Text("年度应在 2000 至 2100 之间。", "The year is from 2000 to 2100.")
        yield Fault("year", Text("年度", "year"), message, str(spec.year))
    if spec.level not in LEVELS:
        zh, en = "、".join(LEVELS), ", ".join(LEVELS)
        message = Text(f"应为以下之一：{zh}。", f"Expected one of: {en}.")
        yield Fault("level", Text("考核对象", "level"), message, spec.level)
    yield from _full_faults("full_marks", Text("方案满分", "full marks"), spec.full_marks)


def _full_faults(path: str, place: Text, full: Decimal) -> Iterator[Fault]:
    if full <= 0 or not on_grid(full):
        message = Text(
            "满分应大于 0，小数不超过 2 位。", "Full marks must be above 0 with at most 2 decimals."
        )
        yield Fault(path, place, message, plain(full))


def _round_faults(rounds: Sequence[RoundSpec], level: str) -> Iterator[Fault]:
    """Weights add up to 100. A month of staff may weigh nothing: it drives the month's pay only (篇1 八(四))."""
    for row, round_ in enumerate(rounds):
        free = level in PAY_LEVELS and round_.weight_percent == 0
        if not free and not 0 < round_.weight_percent <= HUNDRED:
            place = Text(f"轮次 {round_.name} / 权重", f"round {round_.name} / weight")
            message = Text("权重应大于 0 且不超过 100%。", "A weight is above 0 and at most 100%.")
            yield Fault(f"rounds[{row}].weight_percent", place, message, plain(round_.weight_percent))
    total = sum((round_.weight_percent for round_ in rounds), Decimal(0))
    if total != HUNDRED:
        shown = plain(total)
        message = Text(
            f"各轮次权重合计为 {shown}%，应为 100%。", f"The weights add up to {shown}%, not 100%."
        )
        yield Fault("rounds", Text("轮次", "rounds"), message, shown)


def _marks_faults(spec: SchemeSpec) -> Iterator[Fault]:
    """Faults where declared full marks differ from the sum of their parts."""
    if not spec.categories:
        yield Fault(
            "categories", Text("类别", "categories"), Text("至少需要一个类别。", "At least one is needed.")
        )
        return
    yield from _sum_fault(
        "full_marks", Text("方案满分", "full marks"), spec.full_marks, spec.categories, "类别"
    )
    for row, category in enumerate(spec.categories):
        path, place = f"categories[{row}]", _category_place(category)
        if not category.indicators:
            message = Text("没有指标。", "It has no indicator.")
            yield Fault(f"{path}.indicators", place, message)
            continue
        yield from _sum_fault(f"{path}.full_marks", place, category.full_marks, category.indicators, "指标")


def _sum_fault(
    path: str, place: Text, declared: Decimal, parts: Iterable[CategorySpec | IndicatorSpec], word: str
) -> Iterator[Fault]:
    total = sum((part.full_marks for part in parts), Decimal(0))
    if total != declared:
        got, want = plain(total), plain(declared)
        zh = f"{word}满分合计 {got} 分，与满分 {want} 分不符。"
        yield Fault(path, place, Text(zh, f"Its parts add up to {got} marks, not {want}."), want)


def _weight_faults(spec: SchemeSpec) -> Iterator[Fault]:
    """Weights of parts: for every category with marks or for none, adding up to 100 %."""
    given = [one for one in spec.categories if one.weight_percent is not None]
    if not given:
        return
    for row, category in enumerate(spec.categories):
        weight, path = category.weight_percent, f"categories[{row}].weight_percent"
        place = _category_place(category) + Text(" / 权重", " / weight")
        if weight is None and category.full_marks > 0:
            message = Text("各类别应全部填写权重，或全部不填。", "Give every category a weight, or none.")
            yield Fault(path, place, message)
        elif weight is not None and not 0 < weight <= HUNDRED:
            message = Text("权重应大于 0 且不超过 100%。", "A weight is above 0 and at most 100%.")
            yield Fault(path, place, message, plain(weight))
    total = sum((one.weight_percent or Decimal(0) for one in given), Decimal(0))
    if total != HUNDRED:
        shown = plain(total)
        message = Text(
            f"各类别权重合计为 {shown}%，应为 100%。", f"The weights add up to {shown}%, not 100%."
        )
        yield Fault("categories", Text("类别", "categories"), message, shown)


def _code_faults(spec: SchemeSpec) -> Iterator[Fault]:
    groups: tuple[tuple[str, Text, list[str]], ...] = (
        ("rounds", Text("轮次", "round"), [one.code for one in spec.rounds]),
        ("categories", Text("类别", "category"), [one.code for one in spec.categories]),
        ("indicators", Text("指标", "indicator"), [one.code for _, one in spec.indicators()]),
    )
    for path, word, codes in groups:
        for code, times in Counter(codes).items():
            place = word + Text(f" {code}", f" {code}")
            if not code.strip():
                yield Fault(path, place, Text("缺少代码。", "The code is missing."), code)
            elif times > 1:
                yield Fault(path, place, Text("代码重复。", "This code is used more than once."), code)


def _indicator_faults(spec: SchemeSpec) -> Iterator[Fault]:
    for row, category in enumerate(spec.categories):
        for number, indicator in enumerate(category.indicators):
            path = f"categories[{row}].indicators[{number}]"
            place = _category_place(category) + Text(
                f" / 指标 {indicator.code}", f" / indicator {indicator.code}"
            )
            own = list(_own_faults(indicator, path, place))
            yield from own
            if not own:
                yield from _mention_faults(spec, indicator, path, place)
            yield from _revenue_faults(indicator, spec.level, path, place)


def _own_faults(indicator: IndicatorSpec, path: str, place: Text) -> Iterator[Fault]:
    if not indicator.name.strip():
        yield Fault(
            f"{path}.name", place + Text(" / 名称", " / name"), Text("必须填写。", "This is required.")
        )
    if indicator.na_mode not in NA_MODES:
        zh, en = "、".join(NA_MODES), ", ".join(NA_MODES)
        message = Text(f"应为以下之一：{zh}。", f"Expected one of: {en}.")
        yield Fault(
            f"{path}.na_mode", place + Text(" / 缺项", " / not applicable"), message, indicator.na_mode
        )
    rule = RULES.get(indicator.kind)
    if rule is None:
        message = Text("没有这种计分规则。", "There is no such kind of rule.")
        yield Fault(f"{path}.kind", place + Text(" / 计分规则", " / rule"), message, indicator.kind)
        return
    for fault in rule.check(indicator.params, indicator.full_marks):
        tail = fault.path if fault.path == "full_marks" else f"params.{fault.path}"
        at = place + Text(f" / {fault.place.zh}", f" / {fault.place.en}")
        yield Fault(f"{path}.{tail}", at, fault.message, fault.value)


def _mention_faults(spec: SchemeSpec, indicator: IndicatorSpec, path: str, place: Text) -> Iterator[Fault]:
    """What a rule names of its scheme must be there: indicators that it zeroes, the grade it holds down to."""
    bound = indicator.rule()
    named = bound.rule.mentions(bound.terms)
    known = {one.code for _, one in spec.indicators() if one.full_marks > 0}
    for code in named.indicators:
        if code not in known:
            message = Text("方案中没有这个有满分的指标。", "The scheme has no such indicator with marks.")
            yield Fault(f"{path}.params.targets", place + Text(" / 计分规则", " / rule"), message, code)
    for code in named.bands:
        if code not in {band.code for band in spec.bands}:
            message = Text("方案中没有这个等次编码。", "The scheme has no grade with this code.")
            yield Fault(f"{path}.params.band", place + Text(" / 计分规则", " / rule"), message, code)


def _revenue_faults(indicator: IndicatorSpec, level: str, path: str, place: Text) -> Iterator[Fault]:
    basis = indicator.revenue_basis
    if not basis:
        return
    at = place + Text(" / 收入口径", " / revenue basis")
    known = REVENUE.get(basis)
    if known is None:
        zh, en = "、".join(REVENUE), ", ".join(REVENUE)
        message = Text(f"应为空或以下之一：{zh}。", f"Expected nothing or one of: {en}.")
        yield Fault(f"{path}.revenue_basis", at, message, basis)
    elif level in PAY_LEVELS:
        who = LEVELS[level]
        zh = f"{who.zh}考核不得与{known.zh}挂钩（篇1 三（一））。"
        message = Text(zh, f"A {who.en} scheme must not rest on {known.en} (篇1 三(一)).")
        yield Fault(f"{path}.revenue_basis", at, message, basis)


def _tie_break_faults(spec: SchemeSpec) -> Iterator[Fault]:
    known = {one.code for one in spec.rounds} | {one.tie_break for one in spec.categories} - {""}
    for row, name in enumerate(spec.tie_breaks):
        place = Text(f"同分排序 第 {row + 1} 项", f"tie-break {row + 1}")
        if name not in known:
            message = Text(
                "方案中没有这个轮次，也没有类别起这一作用。",
                "No round has this code and no category this role.",
            )
            yield Fault(f"tie_breaks[{row}]", place, message, name)
        elif name in spec.tie_breaks[:row]:
            yield Fault(f"tie_breaks[{row}]", place, Text("重复。", "It is listed twice."), name)


def _percent_faults(spec: SchemeSpec) -> Iterator[Fault]:
    money = spec.money
    shares = (
        ("cap_percent", Text("优秀比例上限", "cap on the top grade"), spec.cap_percent),
        ("money.monthly_percent", Text("按月拨付比例", "monthly share"), money.monthly_percent),
        (
            "money.first_part_percent",
            Text("留存第一部分比例", "first holdback part"),
            money.first_part_percent,
        ),
        (
            "money.award_percent",
            Text("奖励基金提取比例", "share of the fund for awards"),
            money.award_percent,
        ),
    )
    for path, place, percent in shares:
        if not 0 <= percent <= HUNDRED:
            yield Fault(path, place, Text("应在 0 至 100% 之间。", "It is from 0 to 100%."), plain(percent))


def _category_place(category: CategorySpec) -> Text:
    return Text(f"类别 {category.code}", f"category {category.code}")
