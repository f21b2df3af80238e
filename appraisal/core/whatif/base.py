"""What a scenario starts from: the rounds of a county with their scheme and everything entered. RULES 14.

Nothing here is a row of the database: a copy, changed by replacing parts of it. A "centre" here is whoever is
appraised: a health centre, a support hospital, a village clinic, or a member of staff.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from appraisal.core.cells import CellInput, IndicatorSpec
from appraisal.core.schemes import SchemeSpec

YEAR = "year"
# Cells by indicator code, and those of all centres by centre code.
Cells = Mapping[str, CellInput]
BLANK = CellInput()


@dataclass(frozen=True, slots=True)
class RoundSheets:
    """One round: its scheme, the cells of every centre that has a sheet, the centres exempted from it.

    `scales` are factors of whole categories by code: what a category's marks are changed to, against the declared.
    """

    code: str
    scheme: SchemeSpec
    cells: Mapping[str, Cells]
    exempt: frozenset[str] = frozenset()
    scales: Mapping[str, Fraction] = field(default_factory=dict)

    def indicator(self, code: str) -> IndicatorSpec | None:
        return next((one for _, one in self.scheme.indicators() if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Base:
    """A round, or the rounds of a year in their order; the last one's scheme gives grades, weights and cap.

    `kind` is the round's code or "year". `decided` are the leader's recorded orders of tied centres by kind of result.
    """

    kind: str
    rounds: tuple[RoundSheets, ...]
    decided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def scheme(self) -> SchemeSpec:
        """The scheme that grades."""
        return self.rounds[-1].scheme

    def centres(self) -> list[str]:
        """Codes of all centres with a sheet or an exemption, in order; people go by number, as results list them."""
        known = {code for one in self.rounds for code in (*one.cells, *one.exempt)}
        return sorted(known, key=int) if self.scheme.level == "staff" else sorted(known)

    def round(self, code: str) -> RoundSheets | None:
        return next((one for one in self.rounds if one.code == code), None)

    def with_rounds(self, rounds: tuple[RoundSheets, ...]) -> Base:
        return replace(self, rounds=rounds)

    def with_schemes(self, schemes: tuple[SchemeSpec, ...]) -> Base:
        """The same with another scheme for each round."""
        pairs = zip(self.rounds, schemes, strict=True)
        return self.with_rounds(tuple(replace(one, scheme=scheme) for one, scheme in pairs))
