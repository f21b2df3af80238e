"""Forms of a draft scheme and its parts. They read and check; the actions write."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.actions.schemes import fingerprint
from appraisal.core.rules import RULES, Fault
from appraisal.models import Category, Gate, GradeBand, Indicator, RoundKind, Scheme, SchemeRound
from appraisal.rule_fields import collected, field_name, initial_values, kinds, parameter_fields
from appraisal.scheme_document import canonical_params
from appraisal.scheme_spec import as_problems

TIE_BREAKS = {**dict(RoundKind.choices), **{code: label for code, label in Category.TieBreak.choices if code}}
SEPARATORS = re.compile(r"[、，,；;\s]+")
TOP = re.compile(r"[a-z0-9_]+")


class TieBreaksField(forms.CharField):
    """What parts equal totals, in order, as words with 、 between them."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "、".join(str(TIE_BREAKS.get(one, one)) for one in value)
        return value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        typed = [word for word in SEPARATORS.split(value or "") if word]
        codes = {str(label): code for code, label in TIE_BREAKS.items()} | {code: code for code in TIE_BREAKS}
        unknown = [word for word in typed if word not in codes]
        if unknown:
            allowed = "、".join(str(label) for label in TIE_BREAKS.values())
            raise ValidationError(
                _("不认识“%(words)s”，可填：%(allowed)s。")
                % {"words": "、".join(unknown), "allowed": allowed}
            )
        return [codes[word] for word in typed]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(initial != self.to_python(data))


class CodesField(forms.CharField):
    """Codes of indicators as a text with 、 between them."""

    def __init__(self, **words: Any) -> None:
        words.setdefault("help_text", gettext_lazy("指标编码，用顿号隔开，例如：A-01、A-02。"))
        super().__init__(max_length=2000, **words)

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        codes = [code for code in SEPARATORS.split(value or "") if code]
        return list(dict.fromkeys(codes))

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: Any) -> None:
        """The length of each code is told by what the scheme has."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(list(initial or []) != self.to_python(data))


class SeenForm(forms.ModelForm):  # type: ignore[type-arg]
    """Carries the fingerprint of the row it shows, so that a stale form can't undo somebody's change."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "seen" in self.fields:
            self.fields["seen"].initial = fingerprint(
                type(self.instance)._default_manager.get(pk=self.instance.pk)
            )

    def values(self) -> dict[str, Any]:
        """What the action is to write: the model's own fields among the cleaned ones."""
        own = {field.name for field in self._meta.model._meta.concrete_fields}
        return {name: value for name, value in self.cleaned_data.items() if name in own and name != "scheme"}


class SchemeForm(SeenForm):
    tie_breaks = TieBreaksField(
        label=gettext_lazy("同分排序"),
        required=False,
        help_text=gettext_lazy("总分相同时依次比较，用顿号隔开，例如：12月考核、公共卫生、满意度。"),
    )

    class Meta:
        model = Scheme
        fields = [
            *("code", "name", "year", "level", "full_marks", "top_cap_percent", "tie_breaks"),
            *("monthly_percent", "june_part_percent", "award_percent", "source", "note"),
        ]


class RoundForm(SeenForm):
    class Meta:
        model = SchemeRound
        fields = ["scheme", "kind", "weight_percent"]


class BandForm(SeenForm):
    class Meta:
        model = GradeBand
        fields = ["scheme", "ordinal", "code", "name", "floor", "forfeit_percent", "award_weight"]


class CategoryForm(SeenForm):
    class Meta:
        model = Category
        fields = [
            *("scheme", "ordinal", "code", "name", "full_marks", "weight_percent", "tie_break", "clause"),
        ]


class GateForm(SeenForm):
    indicator_codes = CodesField(label=gettext_lazy("所含指标"))

    class Meta:
        model = Gate
        fields = ["scheme", "ordinal", "name", "percent", "indicator_codes"]


class IndicatorFormBase(SeenForm):
    rule = forms.ChoiceField(label=gettext_lazy("评分规则"), choices=kinds)

    class Meta:
        model = Indicator
        fields = [
            *("category", "ordinal", "code", "name", "full_marks", "rule", "not_applicable", "method"),
            *("needs_evidence", "unit", "clause", "revenue_basis", "is_default", "note"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in initial_values(self.instance.rule, self.instance.params).items():
            self.initial.setdefault(name, value)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, full_marks = str(cleaned.get("rule")), cleaned.get("full_marks")
        if kind in RULES and full_marks is not None and not self.errors:
            params = canonical_params(kind, collected(kind, cleaned))
            faults = RULES[kind].check(params, full_marks)
            for fault, problem in zip(faults, as_problems(faults), strict=True):
                self.add_error(self._blamed(kind, fault), f"{problem.place}：{problem.message}")
            cleaned["params"] = params
        return cleaned

    def _blamed(self, kind: str, fault: Fault) -> str | None:
        """The field a fault belongs to; the form as a whole where there is none."""
        found = TOP.match(fault.path)
        name = found.group() if found else ""
        for parameter in RULES[kind].parameters:
            if parameter.name == name:
                return field_name(kind, parameter)
        return name if name in self.fields else None


# The class gets its parameter fields when it is made, so that the admin's own form factory knows them.
IndicatorForm = type("IndicatorForm", (IndicatorFormBase,), parameter_fields())
__all__ = ["BandForm", "CategoryForm", "GateForm", "IndicatorForm", "RoundForm", "SchemeForm"]
