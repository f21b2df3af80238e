"""A measured quantity: entered as a value, or as numerator and denominator of a rate. Shared by linear,
step and tier.

A rate is 100 × numerator ÷ denominator, exact; its unit is per cent. A denominator of 0 can't be scored:
the work did not occur, which is what *not applicable* is for. Source: RULES 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from appraisal.core.points import HUNDRED, Exact
from appraisal.core.rules.base import Trace
from appraisal.core.rules.inputs import Choice, EntryField, Problem, Values
from appraisal.core.rules.parameters import Parameter, Settings
from appraisal.core.text import Text, equals, plain, with_unit

VALUE, NUMERATOR, DENOMINATOR = "value", "numerator", "denominator"

MEASURE_PARAMETERS = (
    Parameter(
        name="measure", type="choice", label=Text("取数方式", "Measure"), default="ratio",
        help=Text(
            "按分子、分母计算比率，或直接填写数值。",
            "A rate from numerator and denominator, or a plain value.",
        ),
        choices=(
            Choice("ratio", Text("分子÷分母（%）", "numerator ÷ denominator (%)")),
            Choice("value", Text("直接填写数值", "a plain value")),
        ),
    ),
    Parameter(
        name="subject", type="text", label=Text("考核量名称", "Name of the quantity"),
        help=Text("用于规则说明，例如“疫苗接种率”。", "Used in the Chinese sentence of the rule."),
    ),
    Parameter(
        name="value_unit", type="text", label=Text("数值单位", "Unit of the value"), default="%",
        help=Text("仅用于直接填写的数值，例如 %、元、天。", "For plain values only, such as %, 元 or 天."),
    ),
    Parameter(
        name="numerator_label", type="text", label=Text("分子名称", "Name of the numerator"),
        help=Text("例如“合格病历数”。", "Such as “records that pass”."),
    ),
    Parameter(
        name="denominator_label", type="text", label=Text("分母名称", "Name of the denominator"),
        help=Text("例如“抽查病历数”。", "Such as “records checked”."),
    ),
    Parameter(
        name="over_hundred", type="choice", label=Text("比率超过 100%", "Rates over 100%"), default="warn",
        help=Text(
            "分子大于分母时的处理；与上年之比等本来可以超过 100% 的，选“属正常，不提示”。",
            "What happens when the numerator exceeds the denominator; “usual” for ratios that may, as to last year's.",
        ),
        choices=(
            Choice("warn", Text("提示，按实际计算", "warn, and use as it is")),
            Choice("usual", Text("属正常，不提示", "usual, no warning")),
            Choice("cap", Text("按 100% 计", "count as 100%")),
            Choice("refuse", Text("不予接受", "refuse")),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """How the quantity is entered. `unit` is "%" for every rate."""

    ratio: bool
    subject: Text
    unit: str
    numerator: Text
    denominator: Text
    over_hundred: str

    def fields(self) -> tuple[EntryField, ...]:
        if not self.ratio:
            label = Text(self.subject.zh, "Value")
            return (EntryField(name=VALUE, type="number", label=label, unit=self.unit),)
        return (
            EntryField(
                name=NUMERATOR,
                type="number",
                label=self.numerator,
                beyond_hundred=self.over_hundred == "usual",
            ),
            EntryField(name=DENOMINATOR, type="number", label=self.denominator),
        )

    def objections(self, values: Values) -> tuple[Problem, ...]:
        if not self.ratio:
            return ()
        top, bottom = number(values, NUMERATOR), number(values, DENOMINATOR)
        if bottom == 0:
            return (Problem(DENOMINATOR, NO_DENOMINATOR),)
        over = top > bottom
        if over and self.over_hundred == "refuse":
            return (Problem(NUMERATOR, OVER_REFUSED),)
        if over and self.over_hundred != "usual":
            return (Problem(NUMERATOR, OVER_HUNDRED, "warning"),)
        return ()

    def read(self, values: Values, trace: Trace) -> Fraction:
        """Return the measured value; a rate over 100 % is cut where the scheme says so."""
        if not self.ratio:
            value = number(values, VALUE)
            if trace is not None:
                shown = with_unit(value, self.unit)
                trace.append(Text(f"{self.subject.zh}：{shown.zh}", f"{self.subject.en}: {shown.en}"))
            return value
        top, bottom = number(values, NUMERATOR), number(values, DENOMINATOR)
        rate = top * 100 / bottom
        if trace is not None:
            sum_ = f"{plain(top)} ÷ {plain(bottom)} × 100% {equals(rate)}%"
            trace.append(Text(f"{self.subject.zh}：{sum_}", f"{self.subject.en}: {sum_}"))
        return self._capped(rate, trace)

    def _capped(self, rate: Fraction, trace: Trace) -> Fraction:
        if self.over_hundred != "cap" or rate <= HUNDRED:
            return rate
        if trace is not None:
            trace.append(Text("超过 100%，按 100% 计", "Over 100%; counts as 100%"))
        return HUNDRED

    def shown(self, value: Fraction) -> Text:
        return with_unit(value, self.unit)

    def unit_word(self, size: Fraction) -> Text:
        """How many units, as a phrase: "1 个百分点" for per cent, "5 元" for others."""
        if self.unit == "%":
            points = "percentage point" if size == 1 else "percentage points"
            return Text(f"{plain(size)} 个百分点", f"{plain(size)} {points}")
        return with_unit(size, self.unit)


NO_DENOMINATOR = Text(
    "分母为 0，无法计算；确无此项工作的，请标注“缺项”。",
    "The denominator is 0: nothing to compute. Mark the cell as not applicable if the work did not occur.",
)
OVER_REFUSED = Text("分子不得大于分母。", "The numerator must not exceed the denominator.")
OVER_HUNDRED = Text(
    "分子大于分母，比率超过 100%，请核对。", "The numerator exceeds the denominator: please check."
)


def measure_of(settings: Settings) -> Measure:
    ratio = settings.text("measure") == "ratio"
    default = "比率" if ratio else "实际值"
    return Measure(
        ratio=ratio,
        subject=Text(settings.text("subject") or default, "Rate" if ratio else "Value"),
        unit="%" if ratio else settings.text("value_unit"),
        numerator=_label(settings.text("numerator_label"), Text("分子", "Numerator")),
        denominator=_label(settings.text("denominator_label"), Text("分母", "Denominator")),
        over_hundred=settings.text("over_hundred") if ratio else "warn",
    )


def _label(given: str, default: Text) -> Text:
    return Text(given, given) if given else default


def number(values: Values, name: str) -> Fraction:
    """Return a value that was read as a number."""
    value = values[name]
    if not isinstance(value, Exact):
        raise TypeError(f"{name} is not a number")
    return value
