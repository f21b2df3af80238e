"""The forms of the editor, one a kind of row: the basics of it. They are drawn once as patterns and read what comes back.

A rule's parameters aren't among them: they come from its kind's declarations (`kinds`, `typed`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.actions.scheme_rows import Part
from appraisal.core.rules import RULES
from appraisal.editing.preview import checked
from appraisal.editing.typed import Errors
from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme, SchemeRound
from appraisal.scheme_document import canonical_number
from appraisal.scheme_forms import CodesField, TieBreaksField

FORM = "form"


class SchemeBasics(forms.ModelForm):  # type: ignore[type-arg]
    tie_breaks = TieBreaksField(
        label=gettext_lazy("同分排序"),
        required=False,
        help_text=gettext_lazy("总分相同时依次比较，用顿号隔开，例如：12月考核、公共卫生、满意度。"),
    )

    class Meta:
        model = Scheme
        fields = [
            *("name", "code", "year", "level", "full_marks", "top_cap_percent", "tie_breaks"),
            *("monthly_percent", "june_part_percent", "award_percent", "source", "note"),
        ]


class RoundBasics(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SchemeRound
        fields = ["kind", "weight_percent"]


class BandBasics(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = GradeBand
        fields = ["code", "name", "floor", "forfeit_percent", "award_weight"]


class GateBasics(forms.ModelForm):  # type: ignore[type-arg]
    indicator_codes = CodesField(label=gettext_lazy("所含指标"))

    class Meta:
        model = Gate
        fields = ["name", "percent", "indicator_codes"]


class CategoryBasics(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Category
        fields = ["code", "name", "full_marks", "weight_percent", "tie_break", "clause"]


class IndicatorBasics(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Indicator
        fields = [
            *("code", "name", "full_marks", "method", "not_applicable", "needs_evidence", "unit", "clause"),
            *("revenue_basis", "is_default", "note"),
        ]


MODELS: Mapping[str, type[Scheme] | type[Part]] = {
    "scheme": Scheme,
    "round": SchemeRound,
    "band": GradeBand,
    "gate": Gate,
    "category": Category,
    "indicator": Indicator,
}
FORMS: Mapping[str, type[forms.ModelForm]] = {  # type: ignore[type-arg]
    "scheme": SchemeBasics,
    "round": RoundBasics,
    "band": BandBasics,
    "gate": GateBasics,
    "category": CategoryBasics,
    "indicator": IndicatorBasics,
}
KEYS = {"round": "kind", "band": "code", "gate": "name", "category": "code", "indicator": "code"}


def patterns() -> dict[str, Any]:
    """An empty form of each kind of row, to be drawn as a pattern for the script."""
    return {part: form(auto_id="edit-%s", label_suffix="") for part, form in FORMS.items()}


def basics(part: str, row: Any) -> dict[str, str | bool]:
    """What the form of a row holds, as it is typed."""
    return {
        name: _written(FORMS[part].base_fields[name], getattr(row, name)) for name in FORMS[part].base_fields
    }


def _written(field: forms.Field, value: Any) -> str | bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return f"{canonical_number(value):f}"
    shown = field.prepare_value(value) if isinstance(value, list) else value
    return "" if shown is None else str(shown)


@dataclass(frozen=True, slots=True)
class Read:
    """A row as read from its form: what the action is to write, and what is wrong, by field or path."""

    values: dict[str, Any]
    errors: Errors


def read(
    part: str, scheme: Scheme, pk: int | None, values: Mapping[str, Any], params: Mapping[str, Any]
) -> Read:
    """Read the basics and, of an indicator, the rule with its parameters (1 query)."""
    form = FORMS[part](data=dict(values))
    errors: Errors = {
        FORM if name == "__all__" else name: [str(one) for one in found]
        for name, found in form.errors.items()
    }
    found = {name: value for name, value in form.cleaned_data.items() if name in FORMS[part].base_fields}
    if message := _taken(part, scheme, pk, found):
        errors.setdefault(KEYS[part], []).append(message)
    if part == "indicator":
        kind = str(values.get("rule", ""))
        if kind not in RULES:
            return Read(found, errors | {"rule": [_("请选择评分规则。")]})
        rule = checked(kind, params, str(values.get("full_marks", "")))
        errors |= {path: texts for path, texts in rule.errors.items() if path not in errors}
        found |= {"rule": kind, "params": rule.params}
    return Read(found, errors)


def _taken(part: str, scheme: Scheme, pk: int | None, values: Mapping[str, Any]) -> str:
    """Why the row's key can't be used: another row of the scheme has it."""
    key = KEYS.get(part, "")
    if not values.get(key):
        return ""
    rows = MODELS[part]._default_manager.filter(**{"scheme": scheme, key: values[key]})
    rows = rows if pk is None else rows.exclude(pk=pk)
    return _("本方案中已有“%(value)s”。") % {"value": values[key]} if rows.exists() else ""
