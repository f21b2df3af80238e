"""How a composite speaks: the inputs, clauses and steps of its parts, each under the part's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from appraisal.core.rules.inputs import EntryField
from appraisal.core.text import Text, equals, marks, plain


def prefixed(code: str, name: str, field: EntryField) -> EntryField:
    """The input of a part as the cell has it, asking for its own neighbours; whatever else it says stays."""
    label = Text(f"{name} · {field.label.zh}", f"{name} · {field.label.en}")
    asks = field.needed_when and (f"{code}.{field.needed_when[0]}", field.needed_when[1])
    return replace(field, name=f"{code}.{field.name}", label=label, needed_when=asks)


def clause(number: int, name: str, own_marks: Text, sentence: Text) -> Text:
    zh, en = sentence.zh.removesuffix("。"), sentence.en.removesuffix(".")
    return Text(f"（{number}）{name}{own_marks.zh}：{zh}", f"({number}) {name}{own_marks.en}: {en}")


def sum_step(points: Fraction, full: Fraction) -> Text:
    """What a part brings to the sum: its points of its marks, or a bonus where it has none."""
    got = marks(points)
    if full == 0:
        return (
            Text(f"加 {got.zh}", f"adds {got.en}")
            if points >= 0
            else Text(f"计 {got.zh}", f"counts {got.en}")
        )
    whole = marks(full)
    return Text(f"得 {got.zh}（满分 {whole.zh}）", f"{got.en} of {whole.en}")


def deduction_step(lost: Fraction) -> Text:
    if lost == 0:
        return Text("不扣分", "nothing off")
    cost = marks(abs(lost))
    return Text(f"扣 {cost.zh}", f"{cost.en} off") if lost > 0 else Text(f"加 {cost.zh}", f"adds {cost.en}")


def total_step(numbers: Sequence[Fraction], points: Fraction) -> Text:
    """The last sum, written out: "4 − 1 − 0.5 = 2.5"; a single number is its own sum."""
    if len(numbers) == 1:
        total = marks(points)
        return Text(f"合计 {total.zh}", f"{total.en} in all")
    line = plain(numbers[0])
    for number in numbers[1:]:
        line += f" {'−' if number < 0 else '+'} {plain(abs(number))}"
    line += f" {equals(points)}"
    return Text(line, line)


def marks_clause(own: Fraction, full: Fraction, shared: bool) -> Text:
    """What stands behind the name of a part: its marks, or the most that it costs."""
    shown = marks(own)
    if own == 0 or (shared and own == full):
        return Text("", "")
    if shared:
        return Text(f"（最多扣 {shown.zh}）", f" (at most {shown.en} off)")
    return Text(f"（{shown.zh}）", f" ({shown.en})")


def opening(full: Fraction, floor: Fraction | None, shared: bool) -> Text:
    """How the parts combine, before they are listed."""
    whole = marks(full)
    low = None if floor is None else marks(floor)
    if not shared:
        end = Text("", "") if low is None else Text(f"，最低 {low.zh}", f", {low.en} at the least")
        return (
            Text(f"满分 {whole.zh}，各子项得分相加", f"Full marks {whole.en}, the sum of its parts")
            + end
            + COLON
        )
    end = Text("扣完为止", "down to 0")
    if low is not None and floor:
        end = Text(f"可倒扣，最低 {low.zh}", f"below 0 to {low.en} at the least")
    return (
        Text(f"满分 {whole.zh}，各子项的扣分合并计算，", f"Full marks {whole.en}, all parts deduct, ")
        + end
        + COLON
    )


COLON = Text("：", ": ")
