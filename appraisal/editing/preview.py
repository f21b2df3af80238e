"""A rule as it stands in the form, before anything is saved: its faults, its sentence, its inputs, and one value tried."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from appraisal.core.rules import RULES, Bound, EntryField, Outcome, Rule
from appraisal.core.text import plain, unit_text
from appraisal.editing.kinds import said
from appraisal.editing.typed import Errors, read_params
from appraisal.entry import clean_inputs
from records.errors import Problem
from records.fields import NumberFormField
from records.reading import numbers

SEPARATORS = re.compile(r"[、，,;；\s]+")
VALUES = numbers.Grid(places=4, digits=12, negative=True, percent=True)
MAX_OTHERS = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as typed: kind, parameters and full marks; what to try it on; the scheme's grades by code."""

    kind: str
    params: Mapping[str, Any]
    full_marks: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    others: str = ""
    bands: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Checked:
    """A rule read and checked: `bound` where it is sound, else `errors` by path."""

    rule: Rule[Any]
    params: dict[str, Any]
    full: Decimal | None
    errors: Errors
    bound: Bound[Any] | None = None


def checked(kind: str, raw: Mapping[str, Any], full_marks: str) -> Checked:
    """Read a rule and let the core check it. A path that couldn't be read isn't blamed a second time."""
    rule, typed = RULES[kind], read_params(kind, raw)
    found = Checked(rule, typed.params, None, typed.errors)
    try:
        found.full = NumberFormField(label="", required=True).clean(full_marks)
    except ValidationError as error:
        found.errors["full_marks"] = list(error.messages)
    if found.full is None:
        return found
    unread = set(found.errors)
    for fault in rule.check(typed.params, found.full):
        if fault.path not in unread:
            found.errors.setdefault(fault.path, []).append(said(fault.message))
    if not found.errors:
        found.bound = rule.bind(typed.params, found.full)
    return found


def preview(draft: Draft) -> dict[str, Any]:
    """What the form shows beside itself while somebody types."""
    found = checked(draft.kind, draft.params, draft.full_marks)
    answer = {
        "errors": found.errors,
        "carries_marks": found.rule.carries_marks(found.params),
        "sentence": "",
        "entry": [],
        "outcome": None,
    }
    if found.bound is not None:
        answer |= {
            "sentence": said(found.bound.called(draft.bands).sentence()),
            "entry": [_entry(one) for one in found.bound.entry],
            "outcome": _tried(found, draft),
        }
    return answer


def _entry(one: EntryField) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": one.type,
        "label": said(one.label),
        "unit": said(unit_text(one.unit)),
        "choices": [{"code": choice.code, "label": said(choice.label)} for choice in one.choices],
        "expected": said(one.expected),
        "needed_when": list(one.needed_when) if one.needed_when else None,
    }


def _tried(found: Checked, draft: Draft) -> dict[str, Any] | None:
    """One value tried; None while nothing is entered."""
    assert found.bound is not None  # noqa: S101  (only asked where the rule is sound)
    inputs: dict[str, str] = {}
    problems: Errors = {}
    for one in found.bound.entry:
        cleaned = clean_inputs((one,), {one.name: draft.inputs.get(one.name, "")})
        inputs |= cleaned.inputs
        if cleaned.problems:
            problems[one.name] = [str(problem.message) for problem in cleaned.problems]
    if not inputs and not problems:
        return None
    if problems:
        return _result(problems=problems)
    return _scored(found, inputs, draft.others)


def _scored(found: Checked, inputs: Mapping[str, str], others: str) -> dict[str, Any]:
    bound = found.bound
    assert bound is not None  # noqa: S101  (as above)
    outcome = bound.score(inputs)
    if found.rule.cohort and outcome.value is not None:
        values, faults = _cohort(others)
        if faults:
            return _result(problems={"others": faults})
        outcome = bound.score(inputs, cohort=(outcome.value, *values))
    if outcome.points is None:
        return _result(problems=_unscored(bound, outcome), missing=_missing(bound, outcome))
    effect = bound.effect(inputs)
    return _result(
        line=_line(found, _entered(bound, inputs), outcome.points),
        steps=[said(step) for step in outcome.steps],
        problems=_unscored(bound, outcome),
        effect=said(effect.text) if effect else "",
    )


def _result(**values: Any) -> dict[str, Any]:
    return {"line": "", "steps": [], "problems": {}, "missing": "", "effect": ""} | values


def _cohort(others: str) -> tuple[list[Fraction], list[str]]:
    """The values of the other centres, as people list them."""
    texts = [text for text in SEPARATORS.split(others) if text]
    if len(texts) > MAX_OTHERS:
        return [], [_("最多填写 %(limit)d 个数值。") % {"limit": MAX_OTHERS}]
    read = [(text, numbers.parse(text, VALUES)) for text in texts]
    faults = [f"“{text[:20]}”{answer.message}" for text, answer in read if isinstance(answer, Problem)]
    values = [answer.value for _text, answer in read if not isinstance(answer, Problem)]
    return [Fraction(value) for value in values if value is not None], faults


def _unscored(bound: Bound[Any], outcome: Outcome) -> Errors:
    found: Errors = {}
    known = {one.name for one in bound.entry}
    for problem in outcome.problems:
        found.setdefault(problem.input if problem.input in known else "", []).append(said(problem.message))
    return found


def _missing(bound: Bound[Any], outcome: Outcome) -> str:
    labels = [said(one.label) for one in bound.entry if one.name in outcome.missing]
    return _("还缺：%(names)s") % {"names": "、".join(labels)} if labels else ""


def _entered(bound: Bound[Any], inputs: Mapping[str, str]) -> str:
    """What was entered, in one line: "93%", "45 / 50", "是"."""
    return " / ".join(_shown(one, inputs[one.name]) for one in bound.entry if one.name in inputs)


def _shown(one: EntryField, value: str) -> str:
    if one.type == "choice":
        return next(said(choice.label) for choice in one.choices if choice.code == value)
    if one.type == "list":
        return _("%(count)d 条记录") % {"count": len(value.split("\n"))}
    unit = said(unit_text(one.unit))
    return f"{value}{unit}" if unit in {"", "%"} else f"{value} {unit}"


def _line(found: Checked, entered: str, points: Decimal) -> str:
    assert found.full is not None  # noqa: S101  (as above)
    words = {"entered": entered, "points": plain(points), "full": plain(found.full)}
    if found.full:
        return _("%(entered)s → %(points)s / %(full)s 分") % words
    if points:
        return _("%(entered)s → 加 %(points)s 分") % words
    return _("%(entered)s → 不加分、不扣分") % words
