"""Where deductions stop: at 0 (扣完为止), below it (可倒扣) or above. Shared by the kinds that deduct. RULES 3."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from appraisal.core.rules.parameters import Parameter
from appraisal.core.text import Text, marks

MINIMUM = Parameter(
    name="minimum", type="decimal", label=Text("最低得分", "Least points"), default="0", places=2,
    help=Text(
        "默认 0，即扣完为止；填负数表示可倒扣。",
        "0 by default; a negative figure lets it go below 0.",
    ),
    unit=Text("分", "points"),
)  # fmt: skip
MAY_GO_NEGATIVE = Parameter(
    name="may_go_negative", type="bool", label=Text("可倒扣", "May go below 0"), default=False,
    help=Text("否为扣完为止。", "If not, it stops at 0."),
)  # fmt: skip
FLOOR = Parameter(
    name="floor", type="decimal", label=Text("倒扣下限", "Floor"), maximum=Decimal(0), places=2,
    help=Text("仅用于可倒扣，不填则不限。", "Only where it may go below 0; blank for no limit."),
    unit=Text("分", "points"),
)  # fmt: skip
NEEDS_NEGATIVE = Text("未选“可倒扣”时不能设为负数。", "Can't be negative unless the rule may go below 0.")


def floor_clause(lowest: Fraction | None) -> Text:
    """The end of a sentence, without its full stop; None is no floor at all."""
    if lowest is None:
        return Text("可倒扣", "may go below 0")
    if lowest == 0:
        return Text("扣完为止", "down to 0")
    low = marks(lowest)
    if lowest < 0:
        return Text(f"可倒扣，最低 {low.zh}", f"may go below 0, to {low.en} at the least")
    return Text(f"最低得 {low.zh}", f"{low.en} at the least")
