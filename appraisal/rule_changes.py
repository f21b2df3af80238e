"""What differs between two rules, in words: as sentences, part by part in a composite, else parameter by parameter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.core.points import parse_number
from appraisal.core.rules import RULES, Parameter

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `kind` is new, changed or removed; `name` is the field, "" where the whole row is meant."""

    place: str
    name: str
    old: str
    new: str
    kind: str = "changed"


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as it is compared: of an indicator, or of a part of one."""

    kind: str
    params: Mapping[str, Any]
    full_marks: Decimal

    def sentence(self, bands: Mapping[str, str] | None = None) -> str:
        """The rule in the language of the moment; its bare name where it is incomplete."""
        rule, language = RULES.get(self.kind), get_language() or "zh-hans"
        if rule is None:
            return self.kind
        if rule.check(self.params, self.full_marks):
            return rule.name.in_(language)
        return rule.sentence(self.params, self.full_marks, bands).in_(language)

    def parts_parameter(self) -> Parameter | None:
        return next((one for one in self.declared().values() if one.type == "parts"), None)

    def declared(self) -> dict[str, Parameter]:
        return {one.name: one for one in RULES[self.kind].parameters} if self.kind in RULES else {}


def rule_differences(old: RuleView, new: RuleView, place: str) -> Iterator[Difference]:
    """Every difference of two rules; nothing where they are the same."""
    if (old.kind, old.params) == (new.kind, new.params):
        return
    parts = new.parts_parameter()
    if parts is not None and old.kind == new.kind:
        yield from _parameter_lines(old, new, place, leave=parts.name)
        yield from _part_lines(parts, old, new, place)
        return
    before, after = old.sentence(), new.sentence()
    if before != after:
        yield Difference(place, _("评分标准"), before, after)
    else:
        yield from _parameter_lines(old, new, place)


def _parameter_lines(old: RuleView, new: RuleView, place: str, leave: str = "") -> Iterator[Difference]:
    declared = new.declared()
    for name in {**old.params, **new.params}:
        before, after = old.params.get(name), new.params.get(name)
        if before != after and name != leave:
            known = declared.get(name)
            yield Difference(place, _label(known, name), _value(known, before), _value(known, after))


def _part_lines(parts: Parameter, old: RuleView, new: RuleView, place: str) -> Iterator[Difference]:
    """Parts are the same where their codes are."""
    before, after = _by_code(parts, old), _by_code(parts, new)
    for code, part in after.items():
        where = f"{place} {_label(parts, parts.name)} {_called(part)}"
        if code in before:
            yield from _one_part(parts, before[code], part, (old, new), where)
        else:
            yield Difference(where, "", "", _view(part, new).sentence(), "new")
    for code in before.keys() - after.keys():
        where = f"{place} {_label(parts, parts.name)} {_called(before[code])}"
        yield Difference(where, "", _view(before[code], old).sentence(), "", "removed")
    kept = [code for code in before if code in after]
    if kept != [code for code in after if code in before]:
        names = ["、".join(_called(part) for part in group.values()) for group in (before, after)]
        yield Difference(f"{place} {_label(parts, parts.name)}", _("次序"), *names)


def _one_part(
    parts: Parameter,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    wholes: tuple[RuleView, RuleView],
    place: str,
) -> Iterator[Difference]:
    for column in parts.columns:
        before, after = old.get(column.name), new.get(column.name)
        if before != after:
            yield Difference(
                place, _label(column, column.name), _value(column, before), _value(column, after)
            )
    before_whole, after_whole = wholes
    yield from rule_differences(_view(old, before_whole), _view(new, after_whole), place)


def _view(part: Mapping[str, Any], whole: RuleView) -> RuleView:
    """The rule of a part. Where it states no marks it shares those of the whole, or has none of its own."""
    kind, params, given = str(part.get("kind")), part.get("params") or {}, part.get("full_marks")
    if isinstance(given, str) and parse_number(given) is not None:
        return RuleView(kind, params, Decimal(given))
    carries = kind not in RULES or RULES[kind].carries_marks(params)
    return RuleView(kind, params, whole.full_marks if carries else ZERO)


def _by_code(parts: Parameter, view: RuleView) -> dict[str, Mapping[str, Any]]:
    given = view.params.get(parts.name)
    rows = given if isinstance(given, list) else []
    return {str(part.get("code", "")): part for part in rows if isinstance(part, Mapping)}


def _called(part: Mapping[str, Any]) -> str:
    return str(part.get("name") or part.get("code") or "")


def _label(parameter: Parameter | None, name: str) -> str:
    return name if parameter is None else parameter.label.in_(get_language() or "zh-hans")


def _value(parameter: Parameter | None, value: Any) -> str:
    """A parameter for the eye: a choice by its label."""
    if parameter is not None and parameter.type == "choice":
        language = get_language() or "zh-hans"
        labels = {choice.code: choice.label.in_(language) for choice in parameter.choices}
        return labels.get(value, plain_value(value))
    return plain_value(value)


def plain_value(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "；".join(plain_value(one) for one in value)
    if isinstance(value, Mapping):
        return " ".join(plain_value(one) for one in value.values())
    return "" if value is None else str(value)
