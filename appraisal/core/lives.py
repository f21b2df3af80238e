"""The lives of what follows a published year: rectification, a removal put to the leader, spot checks, filings.

Tables like that of a round (`workflow.ROUND`); "overdue" isn't a state but a date passed. Source: RULES 6, 8; 篇1 八(二).
"""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.core.text import Text
from appraisal.core.workflow import Transition

RECTIFICATION_STATES: Mapping[str, Text] = {
    "ordered": Text("整改中", "being put right"),
    "reported": Text("待复查", "awaiting re-inspection"),
    "closed": Text("已销号", "closed"),
    "withdrawn": Text("已撤回", "withdrawn"),
}
RECTIFICATION: tuple[Transition, ...] = (
    Transition(
        name="report", label=Text("报送整改报告", "report"), sources=("ordered",), target="reported",
        capability="own.appraise",
    ),
    Transition(
        name="pass", label=Text("复查合格", "pass"), sources=("reported",), target="closed",
        capability="rectification.lead",
    ),
    Transition(
        name="fail", label=Text("复查不合格", "fail"), sources=("reported",), target="ordered",
        capability="rectification.lead", needs_reason=True,
    ),
    Transition(
        name="extend", label=Text("延期", "extend"), sources=("ordered",), target="ordered",
        capability="rectification.lead", needs_reason=True,
    ),
    Transition(
        name="withdraw", label=Text("撤回", "withdraw"), sources=("ordered", "reported"), target="withdrawn",
        capability="rectification.lead", needs_reason=True,
    ),
)  # fmt: skip

REMOVAL_STATES: Mapping[str, Text] = {
    "put": Text("待研究决定", "to be decided"),
    "removed": Text("免去职务", "removed"),
    "kept": Text("不予免职", "kept in office"),
}
REMOVAL: tuple[Transition, ...] = (
    Transition(
        name="remove", label=Text("免去职务", "remove"), sources=("put",), target="removed",
        capability="rectification.lead", needs_reason=True,
    ),
    Transition(
        name="keep", label=Text("不予免职", "keep"), sources=("put",), target="kept",
        capability="rectification.lead", needs_reason=True,
    ),
)  # fmt: skip

CHECK_STATES: Mapping[str, Text] = {
    "scoring": Text("复核评分中", "being re-scored"),
    "reported": Text("已出报告", "reported"),
    "demanded": Text("待县级答复", "awaiting the county"),
    "answered": Text("县级已答复", "answered"),
    "closed": Text("已办结", "closed"),
    "cancelled": Text("已取消", "cancelled"),
}
CHECK: tuple[Transition, ...] = (
    Transition(
        name="report", label=Text("出具报告", "report"), sources=("scoring",), target="reported",
        capability="check.make",
    ),
    Transition(
        name="cancel", label=Text("取消", "cancel"), sources=("scoring",), target="cancelled",
        capability="check.make", needs_reason=True,
    ),
    Transition(
        name="demand", label=Text("要求县级处理", "demand"), sources=("reported", "answered"), target="demanded",
        capability="check.make", needs_reason=True,
    ),
    Transition(
        name="answer", label=Text("答复", "answer"), sources=("demanded",), target="answered",
        capability="check.answer", needs_reason=True,
    ),
    Transition(
        name="close", label=Text("办结", "close"), sources=("reported", "demanded", "answered"), target="closed",
        capability="check.make", needs_reason=True,
    ),
)  # fmt: skip
# The county learns of a check once its report is out: until then the draw is unannounced.
CHECK_OPEN_TO_COUNTY = frozenset({"reported", "demanded", "answered", "closed"})

FILING_STATES: Mapping[str, Text] = {
    "sent": Text("已报送", "sent"),
    "received": Text("已备案", "received"),
    "returned": Text("已退回", "returned"),
}
FILING: tuple[Transition, ...] = (
    Transition(
        name="receive", label=Text("收到备案", "receive"), sources=("sent",), target="received",
        capability="filing.receive",
    ),
    Transition(
        name="return", label=Text("退回", "return"), sources=("sent",), target="returned",
        capability="filing.receive", needs_reason=True,
    ),
)  # fmt: skip


def pairs(table: tuple[Transition, ...]) -> list[tuple[str, str]]:
    """Every (from, to) that a table draws and that moves something, for the database's guard."""
    return [(source, one.target) for one in table for source in one.sources if source != one.target]
