"""veto 一票否决: an event that zeroes indicators, caps the grade or forces the worst one. RULES 3, 5.

The score itself stays visible: the indicator has no full marks and earns nothing either way, its effect acts. Where the
event happened, the number of the document that establishes it is due.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from appraisal.core.rules.base import Limits, Mentions, Raw, Rule, Trace
from appraisal.core.rules.effects import CeilingEffect, Effect, ZeroItems
from appraisal.core.rules.inputs import Choice, EntryField, Values
from appraisal.core.rules.parameters import Fault, Parameter, Params, Settings
from appraisal.core.text import Text

ANSWER, DOCUMENT = "answer", "document"
ABSENT = Choice("no", Text("未发生", "did not happen"))
HAPPENED = Choice("yes", Text("发生", "happened"))
ZERO, CAP, FAIL = "zero", "cap", "fail"
WORST = ""
SEPARATORS = re.compile(r"[\s,，、;；]+")
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,23}")


@dataclass(frozen=True, slots=True)
class VetoTerms:
    """`targets` are indicators to be zeroed, `band` the best grade still allowed; each only for its own effect.

    `band_name` is what the scheme calls that grade, where it is known.
    """

    event: str
    effect: str
    targets: tuple[str, ...]
    band: str
    band_name: str = ""

    def consequence(self) -> Text:
        if self.effect == ZERO:
            zh, en = "、".join(self.targets), ", ".join(self.targets)
            return Text(f"指标 {zh} 不得分", f"indicators {en} earn nothing")
        if self.effect == CAP:
            best = self.band_name or self.band
            return Text(f"等次不得高于“{best}”", f"the grade is no better than “{best}”")
        return Text("等次定为最低一等", "the grade is the lowest one")


class VetoRule(Rule[VetoTerms]):
    kind = "veto"
    name = Text("一票否决", "Veto")
    about = Text(
        "发生规定的事件时，所列指标不得分、等次受限或定为最低等次；得分仍然显示。",
        "Where an event happened, indicators earn nothing, or the grade is held down; the score stays visible.",
    )
    acts = True
    parameters = (
        Parameter(
            name="event", type="text", label=Text("否决事件", "Event"), required=True,
            help=Text("例如 发生负主要责任的医疗事故。", "Such as a medical accident with chief responsibility."),
        ),
        Parameter(
            name="effect", type="choice", label=Text("否决后果", "Consequence"), default=FAIL,
            choices=(
                Choice(FAIL, Text("定为最低等次", "the lowest grade")),
                Choice(CAP, Text("等次不得高于", "a grade no better than")),
                Choice(ZERO, Text("所列指标不得分", "indicators earn nothing")),
            ),
        ),
        Parameter(
            name="band", type="text", label=Text("最高可评等次", "Best grade allowed"),
            help=Text("等次编码，仅用于“等次不得高于”。", "Code of a grade; only for “no better than”."),
        ),
        Parameter(
            name="targets", type="text", label=Text("不得分的指标", "Indicators zeroed"),
            help=Text("指标编码，用顿号隔开，仅用于“所列指标不得分”。", "Codes of indicators, separated by commas."),
        ),
    )  # fmt: skip

    def carries_marks(self, params: Params) -> bool:
        return False

    def terms(self, settings: Settings, full: Fraction) -> VetoTerms:
        targets = _codes(settings.text("targets"))
        return VetoTerms(settings.text("event"), settings.text("effect"), targets, settings.text("band"))

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        effect, found = settings.text("effect"), []
        for name, own in (("band", CAP), ("targets", ZERO)):
            given = settings.text(name)
            if effect == own and not given:
                found.append(self.fault(name, Text("这一后果必须填写。", "Required for this consequence.")))
            elif effect != own and given:
                message = Text("这一后果不用填写，请清空。", "Not for this consequence; leave it blank.")
                found.append(self.fault(name, message))
            elif given:
                found += self._code_faults(name, _codes(given) if own == ZERO else (given,))
        return found

    def _code_faults(self, name: str, codes: tuple[str, ...]) -> list[Fault]:
        if not codes or not all(CODE.fullmatch(code) for code in codes):
            zh = "编码为 1–24 位字母、数字、点、横线或下划线。"
            return [
                self.fault(name, Text(zh, "A code has 1–24 letters, digits, dots, hyphens or underscores."))
            ]
        if len(set(codes)) < len(codes):
            return [self.fault(name, Text("编码重复。", "A code is listed twice."))]
        return []

    def called(self, terms: VetoTerms, bands: Mapping[str, str]) -> VetoTerms:
        return replace(terms, band_name=bands.get(terms.band, ""))

    def mentions(self, terms: VetoTerms) -> Mentions:
        bands = (terms.band,) if terms.effect == CAP else ()
        return Mentions(indicators=terms.targets if terms.effect == ZERO else (), bands=bands)

    def fields(self, terms: VetoTerms) -> tuple[EntryField, ...]:
        return (
            EntryField(name=ANSWER, type="choice", label=Text("是否发生", "Did it happen?"), choices=(ABSENT, HAPPENED)),
            EntryField(
                name=DOCUMENT, type="text", label=Text("认定文号", "Document number"),
                needed_when=(ANSWER, HAPPENED.code),
            ),
        )  # fmt: skip

    def limits(self, terms: VetoTerms) -> Limits:
        return Limits(Fraction(0), Fraction(0))

    def compute(self, terms: VetoTerms, values: Values, trace: Trace) -> Raw:
        if trace is not None:
            trace.append(_said(terms, values))
        return Raw(Fraction(0))

    def effect(self, terms: VetoTerms, values: Values) -> Effect | None:
        if values[ANSWER] != HAPPENED.code:
            return None
        document = values[DOCUMENT]
        zh, en = f"一票否决：{terms.event}（{document}）", f"Veto: {terms.event} ({document})"
        if terms.effect == ZERO:
            return ZeroItems(terms.targets, Text(zh, en))
        return CeilingEffect(terms.band if terms.effect == CAP else WORST, Text(zh, en))

    def describe(self, terms: VetoTerms) -> Text:
        then = terms.consequence()
        zh = f"一票否决：{terms.event}，一经认定，{then.zh}。"
        return Text(zh, f"Veto: where this is established — {terms.event} — {then.en}.")


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in SEPARATORS.split(text) if code)


def _said(terms: VetoTerms, values: Values) -> Text:
    if values[ANSWER] != HAPPENED.code:
        return Text(f"未发生：{terms.event}", f"Did not happen: {terms.event}")
    then, document = terms.consequence(), values[DOCUMENT]
    return Text(
        f"发生：{terms.event}（{document}），{then.zh}", f"Happened: {terms.event} ({document}): {then.en}"
    )
