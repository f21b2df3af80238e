"""A scheme as one value: what workbooks and JSON carry, what a copy copies, what two versions are compared by.

It holds everything of a scheme but its county, version and state, in canonical form: equal schemes are equal
documents. Numbers are Decimals without trailing zeros, texts carry no blanks around them, parameters hold canonical
strings and no blank entries. Order in the tuples is the order on the page.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from appraisal.core.points import parse_number
from appraisal.core.rules import RULES, Parameter

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPart:
    """A round of the year: `kind` is june or december, the weight is in per cent."""

    kind: str
    weight_percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BandPart:
    """A grade, from the best to the worst; the floor is inclusive, in points."""

    code: str
    name: str
    floor: Decimal
    forfeit_percent: Decimal = ZERO
    award_weight: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPart:
    """An indicator with its rule; `params` is JSON data as the rule's kind declares it."""

    code: str
    name: str
    full_marks: Decimal
    rule: str
    params: Mapping[str, Any]
    not_applicable: str = "forbidden"
    method: str = "documents"
    unit: str = ""
    clause: str = ""
    revenue_basis: str = ""
    needs_evidence: bool = False
    is_default: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryPart:
    """A category; `tie_break` is "", public_health or satisfaction; `weight_percent` only where parts are weighted."""

    code: str
    name: str
    full_marks: Decimal
    weight_percent: Decimal | None = None
    tie_break: str = ""
    clause: str = ""
    indicators: tuple[IndicatorPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePart:
    """A gate for the top grade: these indicators (codes, in the scheme's order) must reach `percent` together."""

    name: str
    codes: tuple[str, ...]
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeDocument:
    """A whole scheme. Percentages are per cent; `tie_breaks` name december, public_health, satisfaction in order."""

    code: str
    name: str
    year: int
    level: str = "centre"
    full_marks: Decimal = Decimal(100)
    top_cap_percent: Decimal = Decimal(20)
    tie_breaks: tuple[str, ...] = ()
    monthly_percent: Decimal = Decimal(80)
    june_part_percent: Decimal = Decimal(40)
    award_percent: Decimal = Decimal(50)
    source: str = ""
    note: str = ""
    rounds: tuple[RoundPart, ...] = ()
    bands: tuple[BandPart, ...] = ()
    categories: tuple[CategoryPart, ...] = ()
    gates: tuple[GatePart, ...] = ()

    @property
    def band_names(self) -> dict[str, str]:
        """The names of the grades by code, for sentences that speak of one."""
        return {band.code: band.name for band in self.bands}

    def indicators(self) -> Iterator[tuple[CategoryPart, IndicatorPart]]:
        for category in self.categories:
            for indicator in category.indicators:
                yield category, indicator


def canonical_number(number: Decimal) -> Decimal:
    """The same number without trailing zeros or exponent: 85.50 → 85.5, 100.00 → 100."""
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if plain.as_tuple().exponent > 0 else plain + ZERO  # type: ignore[operator]


def canonical_text(text: str) -> str:
    """Composed characters, one kind of line end, no blanks around."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def canonical_params(kind: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters in declared order, numbers in canonical form, blanks left out; what isn't declared stays as it is."""
    rule = RULES.get(kind)
    return dict(params) if rule is None else _canonical(rule.parameters, params)


def _canonical(declared: Sequence[Parameter], params: Mapping[str, Any]) -> dict[str, Any]:
    known = [parameter.name for parameter in declared]
    found = {
        parameter.name: _value(parameter, params[parameter.name])
        for parameter in declared
        if parameter.name in params
    }
    found |= {name: value for name, value in params.items() if name not in known}
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def _value(parameter: Parameter, value: Any) -> Any:
    if parameter.type == "rows" and isinstance(value, list):
        return [_canonical(parameter.columns, row) if isinstance(row, Mapping) else row for row in value]
    if parameter.type == "parts" and isinstance(value, list):
        return [_part(parameter, part) if isinstance(part, Mapping) else part for part in value]
    if not isinstance(value, str):
        return value
    text = canonical_text(value)
    if parameter.type in {"decimal", "percent"} and parse_number(text) is not None:
        return f"{canonical_number(Decimal(text)):f}"
    return text


def _part(parameter: Parameter, part: Mapping[str, Any]) -> dict[str, Any]:
    """A part of a composite, its own parameters by the declarations of its kind."""
    made = _canonical(parameter.columns, part)
    declared, params = parameter.kinds.get(str(part.get("kind"))), made.get("params")
    if declared is not None and isinstance(params, Mapping):
        made["params"] = _canonical(declared, params)
    return {name: value for name, value in made.items() if value != {}}
