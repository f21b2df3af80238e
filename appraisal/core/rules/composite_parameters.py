"""The parameters of a composite: how its parts combine, and what each part says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from appraisal.core.rules.base import Rule
from appraisal.core.rules.inputs import Choice
from appraisal.core.rules.parameters import Parameter
from appraisal.core.text import Text

SUM, SHARED = "sum", "shared"
# They compare centres, or act on the scheme as a whole; a composite within a composite helps nobody read it.
BEYOND_A_CELL = frozenset({"composite", "rank", "veto", "factor"})

MODE = Parameter(
    name="mode", type="choice", label=Text("组合方式", "How the parts combine"), default=SUM,
    help=Text("各子项得分相加，或共用指标的分值扣分。", "Points add up, or all parts deduct from the same marks."),
    choices=(
        Choice(SUM, Text("各子项得分相加", "points of the parts add up")),
        Choice(SHARED, Text("各子项在同一分值内扣分", "all parts deduct from the same marks")),
    ),
)  # fmt: skip
FLOOR = Parameter(
    name="floor", type="decimal", label=Text("组合下限", "Floor of the whole"), maximum=Decimal(0), places=2,
    help=Text(
        "同一分值内扣分的默认 0，即扣完为止，填负数表示可倒扣；得分相加的不填则只受各子项下限限制。",
        "Shared marks: 0 by default, negative to go below it. Sums: blank leaves only the floors of the parts.",
    ),
    unit=Text("分", "points"),
)  # fmt: skip
PART_COLUMNS = (
    Parameter(name="code", type="code", label=Text("子项代码", "Part code"), required=True),
    Parameter(name="name", type="text", label=Text("子项名称", "Part"), required=True),
    Parameter(
        name="full_marks", type="decimal", label=Text("子项满分", "Marks of the part"), minimum=Decimal(0), places=2,
        help=Text(
            "得分相加的必填，合计等于指标满分；同一分值内扣分的为最多扣分，不填则不另设上限；只加分的子项不填。",
            "Sum: due, adding up to the indicator's. Shared: the most it costs, blank for no cap. None for a bonus.",
        ),
        unit=Text("分", "points"),
    ),
)  # fmt: skip


def parts_parameter(leaves: Mapping[str, Rule[Any]]) -> Parameter:
    """The declaration of the parts: their columns, and what each kind of part takes."""
    kind = Parameter(
        name="kind", type="choice", label=Text("评分规则", "Rule"), required=True,
        choices=tuple(Choice(kind, rule.name) for kind, rule in leaves.items()),
        help=Text(
            "子项的规则；组合、排名、一票否决、系数不能作为子项。",
            "The rule of the part; composite, rank, veto and factor can't be parts.",
        ),
    )  # fmt: skip
    return Parameter(
        name="parts", type="parts", label=Text("子项", "Parts"), required=True,
        columns=(*PART_COLUMNS, kind), kinds={kind: rule.parameters for kind, rule in leaves.items()},
        help=Text("每个子项一行，参数与指标的相同。", "One row a part, with the parameters of its rule."),
    )  # fmt: skip
