"""What differs between two schemes, in words: for the preview of an import, later between two versions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme, SchemeRound
from appraisal.rule_changes import Difference, RuleView, plain_value, rule_differences
from appraisal.scheme_document import CategoryPart, GatePart, IndicatorPart, SchemeDocument

Part = Any
NESTED = {"rounds", "bands", "categories", "indicators", "gates", "params", "rule"}
MODELS = {
    "rounds": SchemeRound,
    "bands": GradeBand,
    "categories": Category,
    "indicators": Indicator,
    "gates": Gate,
}


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
    _compare(found, "gates", getattr(old, "gates", ()), new.gates)
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
    return str(getattr(inner, "code", "") or getattr(inner, "kind", "") or getattr(inner, "name", ""))


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
        yield from rule_differences(_rule_view(old.part), _rule_view(new.part), place)
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


def _rule_view(part: IndicatorPart) -> RuleView:
    return RuleView(part.rule, part.params, part.full_marks)


def sentence(part: IndicatorPart, bands: Mapping[str, str] | None = None) -> str:
    """The rule in the language of the moment; its bare name where it is incomplete.

    `bands` are the names of the scheme's grades by code.
    """
    return _rule_view(part).sentence(bands)


def _place(name: str, part: Part) -> str:
    label = str(MODELS[name]._meta.verbose_name)
    return f"{label} {_named(part)}"


def _named(part: Part) -> str:
    inner = part.part if isinstance(part, _Owned) else part
    if hasattr(inner, "kind"):
        return _shown(SchemeRound._meta.get_field("kind"), inner.kind)
    return str(inner.name) if isinstance(inner, GatePart) else f"{inner.code} {inner.name}"


def _summary(part: Part) -> str:
    """A whole row in a few words."""
    if isinstance(part, _Owned):
        return _("%(marks)s 分；%(rule)s") % {"marks": part.part.full_marks, "rule": sentence(part.part)}
    if isinstance(part, CategoryPart):
        return _("%(marks)s 分") % {"marks": part.full_marks}
    if isinstance(part, GatePart):
        return f"{'、'.join(part.codes)} ≥ {part.percent:f}%"
    return plain_value(getattr(part, "weight_percent", None) or getattr(part, "floor", ""))


def _shown(field: Any, value: Any) -> str:
    labels: Mapping[Any, Any] = dict(getattr(field, "flatchoices", None) or ())
    return str(labels[value]) if value in labels and isinstance(value, str) else plain_value(value)


def common_lines(old: SchemeDocument, new: SchemeDocument) -> list[Difference]:
    """What differs beside categories and indicators: the scheme itself, its rounds, grades and gates."""
    return differences(replace(old, categories=()), replace(new, categories=())).lines


def category_lines(old: CategoryPart, new: CategoryPart) -> list[Difference]:
    """What differs in the fields of a category, its indicators left out."""
    return list(_part_lines("categories", old, new))


def indicator_lines(old: IndicatorPart, new: IndicatorPart, categories: tuple[str, str]) -> list[Difference]:
    """What differs in an indicator; `categories` are the codes of where it stood and where it stands."""
    return list(_part_lines("indicators", _Owned(categories[0], old), _Owned(categories[1], new)))
