"""Lines of an explanation that several kinds share."""

from __future__ import annotations

from fractions import Fraction

from appraisal.core.text import Text, equals, marks, plain


def both(line: str) -> Text:
    """A line of figures, the same in both languages."""
    return Text(line, line)


def left_step(full: Fraction, lost: Fraction, nothing: Text) -> Text:
    """Write "6 − 4 = 2"; where nothing was lost, `nothing` and the full marks."""
    if lost == 0:
        shown = marks(full)
        return nothing + Text(f"，得满分 {shown.zh}", f": full marks, {shown.en}")
    return both(f"{plain(full)} − {plain(lost)} {equals(full - lost)}")


def capped_step(lead: Text, each: Fraction, times: Fraction, cap: Fraction | None, verb: Text) -> Text:
    """Write "迟报 7 次，扣 0.5 × 7 = 3.5，最多扣 3": `lead` is who and how many, `verb` 扣 or 加."""
    line = f"{plain(each)} × {plain(times)} {equals(each * times)}"
    zh, en = f"{lead.zh}，{verb.zh} {line}", f"{lead.en}, {verb.en} {line}"
    if cap is not None and each * times > cap:
        return Text(f"{zh}，最多{verb.zh} {plain(cap)}", f"{en}, at most {plain(cap)}")
    return Text(zh, en)


def cap_clause(cap: Fraction | None, verb: str) -> Text:
    """The end of a clause where there is a cap: "，最多扣 3 分"."""
    if cap is None:
        return Text("", "")
    most = marks(cap)
    return Text(f"，最多{verb} {most.zh}", f", at most {most.en}")


COSTS, EARNS = Text("扣", "costs"), Text("加", "earns")
