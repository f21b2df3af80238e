"""The kinds of rules as the editor's script draws their forms: declarations in the language of the moment.

A new kind has its form without a line here. The two tables only arrange: which kinds stand together in the chooser,
and which parameters matter only for one answer of another parameter.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from appraisal.core.rules import RULES, Parameter, external, survey, veto
from appraisal.core.text import Text

GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("人工判定"), ("yes_no", "points", "checklist")),
    (gettext_lazy("比率与数值"), ("linear", "step", "tier", "range", "growth")),
    (gettext_lazy("次数与抽查"), ("count", "quota", "sample")),
    (gettext_lazy("名次、调查与外部数据"), ("rank", "survey", "external")),
    (gettext_lazy("加分、否决与系数"), ("bonus", "veto", "factor")),
    (gettext_lazy("多种规则组合"), ("composite",)),
)
Conditions = tuple[tuple[str, tuple[str, ...]], ...]
RATIO: Conditions = (("measure", ("ratio",)),)
NEGATIVE: Conditions = (("may_go_negative", ("true",)),)
SUPPLIED_VALUE: Conditions = (("mode", (external.VALUE_MODE,)),)
BY_UNITS: Conditions = (("scoring", (survey.STEP,)),)
# Kind ("" for every kind that has them) and parameter → the answers of other parameters under which it matters.
RELEVANT: Mapping[tuple[str, str], Conditions] = {
    ("", "numerator_label"): RATIO,
    ("", "denominator_label"): RATIO,
    ("", "over_hundred"): RATIO,
    ("", "value_unit"): (("measure", ("value",)),),
    ("count", "floor"): NEGATIVE,
    ("sample", "floor"): NEGATIVE,
    ("external", "their_full"): (("mode", (external.POINTS_MODE,)),),
    **{("external", name): SUPPLIED_VALUE for name in ("measure", "subject", "target", "zero_point", "direction")},
    ("external", "numerator_label"): SUPPLIED_VALUE + RATIO,
    ("external", "denominator_label"): SUPPLIED_VALUE + RATIO,
    ("external", "over_hundred"): SUPPLIED_VALUE + RATIO,
    ("external", "value_unit"): (*SUPPLIED_VALUE, ("measure", ("value",))),
    ("survey", "scale"): (("statistic", (survey.MEAN,)),),
    ("survey", "zero_point"): (("scoring", (survey.LINEAR,)),),
    **{("survey", name): BY_UNITS for name in ("unit", "deduct", "broken_unit", "minimum")},
    ("veto", "band"): (("effect", (veto.CAP,)),),
    ("veto", "targets"): (("effect", (veto.ZERO,)),),
}  # fmt: skip
# Texts that name something of the scheme: the script offers what there is.
SUGGESTED = {("veto", "band"): "bands", ("veto", "targets"): "indicators"}


def said(text: Text) -> str:
    return text.in_(get_language() or "zh-hans")


def kinds() -> dict[str, Any]:
    """Every kind by its code: name, what it is about, and its parameters."""
    return {
        kind: {
            "kind": kind,
            "name": said(rule.name),
            "about": said(rule.about),
            "cohort": rule.cohort,
            "params": [_parameter(kind, one) for one in rule.parameters],
        }
        for kind, rule in RULES.items()
    }


def groups() -> list[dict[str, Any]]:
    """The kinds as the chooser shows them; one that no group names comes in a last one."""
    named = {kind for _label, members in GROUPS for kind in members}
    rest = (_("其他"), tuple(kind for kind in RULES if kind not in named))
    found = [
        {"label": str(label), "kinds": [kind for kind in members if kind in RULES]}
        for label, members in (*GROUPS, rest)
    ]
    return [group for group in found if group["kinds"]]


def conditions(kind: str, name: str) -> Conditions:
    own = RELEVANT.get((kind, name))
    if own is not None:
        return own
    known = {one.name for one in RULES[kind].parameters}
    return tuple(one for one in RELEVANT.get(("", name), ()) if one[0] in known)


def _parameter(kind: str, parameter: Parameter) -> dict[str, Any]:
    return _declared(parameter) | {
        "when": [{"name": name, "values": list(values)} for name, values in conditions(kind, parameter.name)],
        "suggest": SUGGESTED.get((kind, parameter.name), ""),
    }


def _declared(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "label": said(parameter.label),
        "help": said(parameter.help),
        "required": parameter.required,
        "unit": said(parameter.unit),
        "default": _default(parameter),
        "choices": list(_choices(parameter)),
        "columns": [_declared(one) for one in parameter.columns],
    }


def _default(parameter: Parameter) -> str:
    if parameter.type == "bool":
        return "true" if parameter.default is True else "false"
    return str(parameter.default or "")


def _choices(parameter: Parameter) -> Iterator[dict[str, str]]:
    if parameter.type == "bool":
        yield from ({"code": "false", "label": _("否")}, {"code": "true", "label": _("是")})
    for choice in parameter.choices:
        yield {"code": choice.code, "label": said(choice.label)}


def shown_params(parameters: Sequence[Parameter], params: Mapping[str, Any]) -> dict[str, str]:
    """Single parameters as people read them, by name; tables are told by the rule's sentence."""
    found = {}
    for one in parameters:
        value = params.get(one.name)
        if one.type in {"rows", "parts"} or value in (None, ""):
            continue
        labels = {choice["code"]: choice["label"] for choice in _choices(one)}
        code = ("true" if value else "false") if isinstance(value, bool) else str(value)
        found[one.name] = labels.get(code, code)
    return found
