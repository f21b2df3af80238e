"""yes_no: full marks for the expected answer, nothing for the other, something for "partly". RULES 3."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.inputs import Choice, EntryField, Values
from appraisal.core.rules.parameters import Fault, Parameter, Settings
from appraisal.core.text import Text, marks, plain

YES = Choice("yes", Text("是", "yes"))
PARTLY = Choice("partly", Text("部分", "partly"))
NO = Choice("no", Text("否", "no"))


@dataclass(frozen=True, slots=True)
class YesNoTerms:
    full: Fraction
    expected: Choice
    other: Choice
    partial: Fraction | None

    def points_for(self, answer: str) -> Fraction:
        if answer == self.expected.code:
            return self.full
        if answer == PARTLY.code and self.partial is not None:
            return self.partial
        return ZERO


class YesNoRule(Rule[YesNoTerms]):
    kind = "yes_no"
    name = Text("是否", "Yes or no")
    about = Text(
        "符合要求得满分，不符合不得分；可设“部分符合”的分值。",
        "Full marks or nothing; points for “partly” may be set.",
    )
    judged = True
    parameters = (
        Parameter(
            name="expected", type="choice", label=Text("得满分的答案", "Answer that earns full marks"),
            default="yes",
            help=Text("例如“有无重复档案”得满分的答案为“否”。", "For “are there duplicates?” it is “no”."),
            choices=(YES, NO),
        ),
        Parameter(
            name="partial_points", type="decimal", label=Text("部分符合得分", "Points for “partly”"),
            help=Text("不填则没有“部分”这一选项。", "Leave blank for no such answer."),
            unit=Text("分", "points"), above=Decimal(0), places=2,
        ),
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> YesNoTerms:
        inverted = settings.text("expected") == NO.code
        expected, other = (NO, YES) if inverted else (YES, NO)
        return YesNoTerms(full, expected, other, settings.optional("partial_points"))

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        partial = settings.optional("partial_points")
        if partial is None or partial < full:
            return []
        shown = plain(full)
        message = Text(f"应小于满分 {shown} 分。", f"Must be less than the full marks of {shown}.")
        return [self.fault("partial_points", message, partial)]

    def fields(self, terms: YesNoTerms) -> tuple[EntryField, ...]:
        choices = (YES, NO) if terms.partial is None else (YES, PARTLY, NO)
        return (EntryField(name="answer", type="choice", label=Text("结论", "Answer"), choices=choices),)

    def limits(self, terms: YesNoTerms) -> Limits:
        return Limits(ZERO, terms.full)

    def compute(self, terms: YesNoTerms, values: Values, trace: Trace) -> Raw:
        answer = str(values["answer"])
        points = terms.points_for(answer)
        if trace is not None:
            label = next(choice.label for choice in (YES, PARTLY, NO) if choice.code == answer)
            got = marks(points)
            trace.append(Text(f"结论为“{label.zh}”，得 {got.zh}", f"Answer “{label.en}” earns {got.en}"))
        return Raw(points)

    def describe(self, terms: YesNoTerms) -> Text:
        full, yes, no = marks(terms.full), terms.expected.label, terms.other.label
        zh, en = f"“{yes.zh}”得满分 {full.zh}", f"“{yes.en}” earns full marks, {full.en}"
        if terms.partial is not None:
            partly = marks(terms.partial)
            zh, en = f"{zh}，“部分”得 {partly.zh}", f"{en}; “partly” earns {partly.en}"
        return Text(f"{zh}，“{no.zh}”不得分。", f"{en}; “{no.en}” earns nothing.")
