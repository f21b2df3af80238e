"""Where in the workbook a fault of the whole scheme stands, so that it can be shown at its cell."""

import re
from dataclasses import dataclass, field

from appraisal.core.rules import Fault
from appraisal.scheme_spec import as_problems
from appraisal.sheets import scheme_columns as layout
from records.errors import Problem
from records.reading.tables import Row

PART = re.compile(
    r"((?:rounds|bands|categories|gates)\[[0-9]+\](?:\.indicators\[[0-9]+\])?)(?:\.([a-z_]+))?.*"
)
# What the core calls a field of the scheme itself → its line on the sheet 方案.
HEAD_NAMES = {
    "cap_percent": "top_cap_percent",
    "money.monthly_percent": "monthly_percent",
    "money.first_part_percent": "june_part_percent",
    "money.award_percent": "award_percent",
}
WHOLE_SHEETS = {
    "rounds": layout.ROUNDS,
    "bands": layout.BANDS,
    "categories": layout.CATEGORIES,
    "gates": layout.GATES,
}
COLUMNS = {"indicators": "code", "below": "below", "na_mode": "not_applicable", "kind": "rule"}


@dataclass(slots=True)
class Places:
    """Rows by the core's path of what they hold: "bands[1]", "categories[4].indicators[0]", "full_marks"."""

    rows: dict[str, Row] = field(default_factory=dict)

    def problems(self, faults: list[Fault]) -> list[Problem]:
        return [self._at(one, problem) for one, problem in zip(faults, as_problems(faults), strict=True)]

    def _at(self, fault: Fault, problem: Problem) -> Problem:
        found = PART.fullmatch(fault.path)
        if found and found.group(1) in self.rows:
            row, column = self.rows[found.group(1)], found.group(2) or "code"
            return row.problem(COLUMNS.get(column, column), problem.message, problem.value)
        name = HEAD_NAMES.get(fault.path, fault.path.split("[")[0])
        if name in self.rows:
            return self.rows[name].problem(name, problem.message, problem.value)
        sheet = WHOLE_SHEETS.get(name, "")
        return Problem(problem.message, problem.value, sheet=sheet) if sheet else problem
