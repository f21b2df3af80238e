"""Whom a scheme may appraise, and which revenue it may not rest on. Source: RULES 2; 篇1 三(一)."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.core.text import Text

LEVELS: Mapping[str, Text] = {
    "centre": Text("乡镇卫生院", "township health centre"),
    "staff": Text("职工", "staff"),
    "clinic": Text("村卫生室", "village clinic"),
    "hospital": Text("支援医院", "support hospital"),
}
# Levels whose result decides somebody's pay: 篇1 三(一) cuts the link between such revenue and income.
# A clinic's score releases its doctors' subsidy, which is their pay (RULES 11), so the same holds of clinics.
PAY_LEVELS = frozenset({"staff", "clinic"})
REVENUE: Mapping[str, Text] = {
    "drug": Text("药品收入", "drug revenue"),
    "examination": Text("检查收入", "examination revenue"),
    "test": Text("检验收入", "laboratory test revenue"),
    "consumables": Text("耗材收入", "consumables revenue"),
}
