"""From what somebody typed into a rule's form to its parameters, every fault at its path ("kinds[0].deduct").

The form sends texts as they were typed, tables as lists of rows, parts of a composite with their own parameters
under "params". Each cell is read by the form field of its declaration: the editor and the admin read alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from appraisal.core.rules import RULES, Parameter
from appraisal.core.rules.parameters import MAX_ROWS
from appraisal.rule_fields import as_data, form_field
from appraisal.scheme_document import canonical_params

Errors = dict[str, list[str]]
BLANKS: tuple[Any, ...] = (None, "", [], {})


@dataclass(slots=True)
class Typed:
    """Parameters as JSON data, blanks left out; what can't be read is left out too and told by its path."""

    params: dict[str, Any] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)


def read_params(kind: str, raw: Mapping[str, Any]) -> Typed:
    """Read the parameters of one kind; names that it doesn't declare are passed over."""
    errors: Errors = {}
    params = _fields(RULES[kind].parameters, raw, "", errors)
    return Typed(canonical_params(kind, params), errors)


def _fields(
    declared: Sequence[Parameter], raw: Mapping[str, Any], prefix: str, errors: Errors, *, rate: bool = False
) -> dict[str, Any]:
    """`rate`: the rule around measures in per cent, so that a % may stand after what is measured."""
    rate = rate or _measures_a_rate(declared, raw)
    found = {
        one.name: _value(
            _with_sign(one, rate=rate), raw.get(one.name, ""), prefix + one.name, errors, rate=rate
        )
        for one in declared
    }
    return {name: value for name, value in found.items() if value not in BLANKS}


def _measures_a_rate(declared: Sequence[Parameter], raw: Mapping[str, Any]) -> bool:
    """Whether a rule measures in per cent: a rate, or a value whose unit is per cent, which both are where not said."""
    if not any(one.name == "measure" for one in declared):
        return False
    return raw.get("measure", "") in {"", "ratio"} or raw.get("value_unit", "") in {"", "%"}


def _with_sign(parameter: Parameter, *, rate: bool) -> Parameter:
    return replace(parameter, type="percent") if rate and parameter.measured else parameter


def _value(parameter: Parameter, raw: Any, path: str, errors: Errors, *, rate: bool) -> Any:
    if parameter.type in {"rows", "parts"}:
        return _rows(parameter, raw, path, errors, rate=rate)
    if isinstance(raw, bool):
        raw = "true" if raw else "false"
    if not isinstance(raw, str):
        errors[path] = [_("应为文字。")]
        return None
    try:
        return as_data(parameter, form_field(parameter).clean(raw))
    except ValidationError as error:
        errors[path] = list(error.messages)
        return None


def _rows(parameter: Parameter, raw: Any, path: str, errors: Errors, *, rate: bool) -> list[dict[str, Any]]:
    given = raw or []
    if not isinstance(given, list) or not all(isinstance(row, Mapping) for row in given):
        errors[path] = [_("应为若干行的表。")]
        return []
    if len(given) > MAX_ROWS:
        errors[path] = [_("最多 %(limit)d 行。") % {"limit": MAX_ROWS}]
        return []
    taken = {str(row.get("code", "")) for row in given}
    rows = []
    for number, row in enumerate(given):
        cells = _coded(parameter, row, taken)
        made = _fields(parameter.columns, cells, f"{path}[{number}].", errors, rate=rate)
        if parameter.type == "parts":
            made |= _own_params(parameter, row, f"{path}[{number}].params.", errors)
        rows.append(made)
    return rows


def _own_params(parameter: Parameter, row: Mapping[str, Any], prefix: str, errors: Errors) -> dict[str, Any]:
    """The parameters of a part, read as its own kind declares them."""
    declared, raw = parameter.kinds.get(str(row.get("kind"))), row.get("params") or {}
    if declared is None or not isinstance(raw, Mapping):
        return {}
    params = _fields(declared, raw, prefix, errors)
    return {"params": params} if params else {}


def _coded(parameter: Parameter, row: Mapping[str, Any], taken: set[str]) -> Mapping[str, Any]:
    """The row with a code: people needn't think of one, but a code that is there stays."""
    if not any(one.type == "code" for one in parameter.columns) or row.get("code"):
        return row
    code = next(code for code in (f"k{number}" for number in range(1, 1000)) if code not in taken)
    taken.add(code)
    return {**row, "code": code}
