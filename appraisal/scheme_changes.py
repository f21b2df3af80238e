"""What differs between two schemes, in words: for the preview of an import, later between two versions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.core.rules import RULES, Parameter
from appraisal.models import Category, GradeBand, Indicator, Scheme, SchemeRound
from appraisal.scheme_document import CategoryPart, IndicatorPart, SchemeDocument

Part = Any
NESTED = {"rounds", "bands", "categories", "indicators", "params", "rule", "gates"}
MODELS = {"rounds": SchemeRound, "bands": GradeBand, "categories": Category, "indicators": Indicator}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `kind` is new, changed or removed; `name` is the field, "" where the whole row is meant."""

    place: str
    name: str
    old: str
    new: str
    kind: str = "changed"


@dataclass(slots=True)
class Differences:
    """All differences, and how many rows are new, changed, removed or the same."""

    lines: list[Difference]
    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


def differences(old: SchemeDocument | None, new: SchemeDocument) -> Differences:
    """Compare two schemes by the codes of their parts; None for no scheme before."""
    found = Differences([])
    head = [] if old is None else list(_fields(Scheme, old, new, _("方案")))
    _count(found, head, before=old is not None)
    for name in ("rounds", "bands"):
        _compare(found, name, getattr(old, name, ()), getattr(new, name))
    _compare(found, "categories", getattr(old, "categories", ()), new.categories)
    _compare(found, "indicators", _owned(old), _owned(new))
    return found


@dataclass(frozen=True, slots=True)
class _Owned:
    """An indicator with the code of its category, as a flat part."""

    category: str
    part: IndicatorPart


def _owned(document: SchemeDocument | None) -> list[_Owned]:
    return (
        [] if document is None else [_Owned(category.code, part) for category, part in document.indicators()]
    )


def _key(part: Part) -> str:
    inner = part.part if isinstance(part, _Owned) else part
    return str(getattr(inner, "code", "") or getattr(inner, "kind", ""))


def _compare(found: Differences, name: str, old: Sequence[Part], new: Sequence[Part]) -> None:
    before, after = {_key(part): part for part in old}, {_key(part): part for part in new}
    for key, part in after.items():
        if key not in before:
            found.new += 1
            found.lines.append(Difference(_place(name, part), "", "", _summary(part), "new"))
            continue
        lines = list(_part_lines(name, before[key], part))
        _count(found, lines, before=True)
    for key in before.keys() - after.keys():
        found.removed += 1
        found.lines.append(Difference(_place(name, before[key]), "", _summary(before[key]), "", "removed"))
    _note_order(found, name, list(before), list(after))


def _note_order(found: Differences, name: str, before: list[str], after: list[str]) -> None:
    """Where the same rows stand in another order, say so once."""
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        label = str(MODELS[name]._meta.verbose_name)
        found.changed += 1
        found.lines.append(Difference(label, _("次序"), "、".join(kept[:8]), "、".join(after[:8])))


def _count(found: Differences, lines: list[Difference], *, before: bool) -> None:
    found.lines += lines
    if not before:
        found.new += 1
    elif lines:
        found.changed += 1
    else:
        found.unchanged += 1


def _part_lines(name: str, old: Part, new: Part) -> Iterator[Difference]:
    place = _place(name, new)
    if isinstance(old, _Owned):
        if old.category != new.category:
            yield Difference(place, _("类别"), old.category, new.category)
        yield from _fields(Indicator, old.part, new.part, place)
        yield from _rule_lines(old.part, new.part, place)
    else:
        yield from _fields(MODELS[name], old, new, place)


def _fields(model: type[Any], old: Part, new: Part, place: str) -> Iterator[Difference]:
    for field in fields(new):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name not in NESTED and before != after:
            declared = model._meta.get_field(field.name)
            yield Difference(
                place, str(declared.verbose_name), _shown(declared, before), _shown(declared, after)
            )


def _rule_lines(old: IndicatorPart, new: IndicatorPart, place: str) -> Iterator[Difference]:
    """The rule as sentences where these differ; else parameter by parameter (a label, say)."""
    if (old.rule, old.params) == (new.rule, new.params):
        return
    before, after = sentence(old), sentence(new)
    if before != after:
        yield Difference(place, _("评分标准"), before, after)
        return
    declared = {one.name: one for one in RULES[new.rule].parameters} if new.rule in RULES else {}
    for name in {**old.params, **new.params}:
        if old.params.get(name) != new.params.get(name):
            label = _label(declared.get(name), name)
            yield Difference(place, label, _plain(old.params.get(name)), _plain(new.params.get(name)))


def sentence(part: IndicatorPart) -> str:
    """The rule in the language of the moment; its bare name where it is incomplete."""
    rule = RULES.get(part.rule)
    language = get_language() or "zh-hans"
    if rule is None:
        return part.rule
    faulty = rule.check(part.params, part.full_marks)
    return rule.name.in_(language) if faulty else rule.sentence(part.params, part.full_marks).in_(language)


def _label(parameter: Parameter | None, name: str) -> str:
    return name if parameter is None else parameter.label.in_(get_language() or "zh-hans")


def _place(name: str, part: Part) -> str:
    label = str(MODELS[name]._meta.verbose_name)
    return f"{label} {_named(part)}"


def _named(part: Part) -> str:
    inner = part.part if isinstance(part, _Owned) else part
    if hasattr(inner, "kind"):
        return _shown(SchemeRound._meta.get_field("kind"), inner.kind)
    return f"{inner.code} {inner.name}"


def _summary(part: Part) -> str:
    """A whole row in a few words."""
    if isinstance(part, _Owned):
        return _("%(marks)s 分；%(rule)s") % {"marks": part.part.full_marks, "rule": sentence(part.part)}
    if isinstance(part, CategoryPart):
        return _("%(marks)s 分") % {"marks": part.full_marks}
    return _plain(getattr(part, "weight_percent", None) or getattr(part, "floor", ""))


def _shown(field: Any, value: Any) -> str:
    labels: Mapping[Any, Any] = dict(getattr(field, "flatchoices", None) or ())
    return str(labels[value]) if value in labels and isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple):
        return "；".join(_plain(one) for one in value)
    if isinstance(value, Mapping):
        return " ".join(_plain(one) for one in value.values())
    return "" if value is None else str(value)
