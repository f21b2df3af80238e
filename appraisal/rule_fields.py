"""Form fields from the declared parameters of rules: one group a kind, checked by the kind itself.

A new kind of rule has its form without a line here.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from appraisal.core.rules import RULES, Parameter
from appraisal.core.rules.parameters import MAX_ROWS, MAX_TEXT
from appraisal.core.text import Text
from appraisal.scheme_document import canonical_number, canonical_text
from records.errors import Problem
from records.fields import NumberFormField
from records.reading.numbers import Grid, parse

SPARE_ROWS = 3
TRUE, FALSE = "true", "false"


def _in_words(text: Text) -> str:
    return text.in_(get_language() or "zh-hans")


def spoken(text: Text) -> Any:
    """The text, in the language in which it is rendered."""
    return lazy(_in_words, str)(text)


def field_name(kind: str, parameter: Parameter) -> str:
    return f"{kind}__{parameter.name}"


def grid_of(parameter: Parameter) -> Grid:
    negative = parameter.minimum is None and parameter.above is None
    return Grid(places=parameter.places, digits=12, negative=negative, percent=parameter.type == "percent")


def parameter_fields() -> dict[str, forms.Field]:
    """A field for every parameter of every kind, by `field_name`."""
    return {
        field_name(kind, parameter): form_field(parameter)
        for kind, rule in RULES.items()
        for parameter in rule.parameters
    }


def form_field(parameter: Parameter) -> forms.Field:
    """Never required by the form itself: only the chosen kind's own check can tell."""
    words = {"label": spoken(parameter.label), "help_text": spoken(parameter.help), "required": False}
    if parameter.type == "rows":
        return RowsField(parameter, **words)
    if parameter.type == "parts":
        return PartsField(**words)
    if parameter.type in {"decimal", "percent"}:
        return NumberFormField(grid=grid_of(parameter), **words)
    if parameter.type == "choice":
        return forms.ChoiceField(choices=_choices(parameter), **words)
    if parameter.type == "bool":
        yes, no = (TRUE, gettext_lazy("是")), (FALSE, gettext_lazy("否"))
        return forms.ChoiceField(choices=[("", gettext_lazy("默认")), yes, no], **words)
    return forms.CharField(max_length=MAX_TEXT, **words)


def _choices(parameter: Parameter) -> list[tuple[str, Any]]:
    default = next((one.label for one in parameter.choices if one.code == parameter.default), None)
    blank = spoken(Text("—", "—") if default is None else Text("默认：", "Default: ") + default)
    return [("", blank), *((one.code, spoken(one.label)) for one in parameter.choices)]


def initial_values(kind: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of one kind as the form's initial values."""
    rule = RULES.get(kind)
    if rule is None:
        return {}
    return {
        field_name(kind, one): _shown(one, params[one.name]) for one in rule.parameters if one.name in params
    }


def _shown(parameter: Parameter, value: Any) -> Any:
    if parameter.type == "bool":
        return TRUE if value else FALSE
    return value


def collected(kind: str, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of the chosen kind as JSON data, blanks left out."""
    found = {}
    for parameter in RULES[kind].parameters:
        value = as_data(parameter, cleaned.get(field_name(kind, parameter)))
        if value not in (None, "", []):
            found[parameter.name] = value
    return found


def as_data(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{canonical_number(value):f}"
    if parameter.type == "bool":
        return {TRUE: True, FALSE: False}.get(value)
    return value


class PartsField(forms.JSONField):
    """The parts of a composite as they are stored; by hand they are filled in the workbook."""

    def __init__(self, **words: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 8}), **words)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else json.dumps(value or [], ensure_ascii=False, indent=2)


class RowsWidget(forms.Widget):
    """A table of rows, one text box or list a cell; blank rows at the end take new ones."""

    template_name = "appraisal/_rows_widget.html"

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter
        super().__init__()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        given = list(value or [])
        count = min(len(given) + SPARE_ROWS, MAX_ROWS)
        rows = [given[place] if place < len(given) else {} for place in range(count)]
        context["widget"]["columns"] = [
            {"label": _in_words(one.label), "help": _in_words(one.help), "required": one.required}
            for one in self.parameter.columns
        ]
        context["widget"]["rows"] = [
            [self._cell(name, place, one, row.get(one.name, "")) for one in self.parameter.columns]
            for place, row in enumerate(rows)
        ]
        return context

    def _cell(self, name: str, row: int, column: Parameter, value: Any) -> dict[str, Any]:
        label = f"{_in_words(column.label)} {row + 1}"
        return {
            "name": cell_name(name, row, column),
            "value": _cell_value(column, value),
            "label": label,
            "number": column.type in {"decimal", "percent"},
            "options": _options(column, value),
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        rows = []
        for row in range(MAX_ROWS):
            cells = {
                one.name: data.get(cell_name(name, row, one), "").strip() for one in self.parameter.columns
            }
            if any(cells.values()):
                rows.append({key: text for key, text in cells.items() if text})
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


def _cell_value(column: Parameter, value: Any) -> Any:
    return {True: TRUE, False: FALSE}.get(value, value) if column.type == "bool" else value


def _options(column: Parameter, value: Any) -> list[dict[str, Any]]:
    """What a cell offers, the blank one first; empty where it is typed."""
    if column.type == "bool":
        pairs = [("", "—"), (TRUE, _("是")), (FALSE, _("否"))]
    else:
        pairs = _choices(column) if column.type == "choice" else []
    chosen = _cell_value(column, value)
    return [{"code": code, "label": label, "chosen": code == chosen} for code, label in pairs]


def cell_name(name: str, row: int, column: Parameter) -> str:
    return f"{name}-{row}-{column.name}"


class RowsField(forms.Field):
    """A table parameter; a blank code is filled in, every cell is read by its declaration."""

    def __init__(self, parameter: Parameter, **words: Any) -> None:
        self.parameter = parameter
        super().__init__(widget=RowsWidget(parameter), **words)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        faults: list[str] = []
        rows = [self._row(number, cells, faults) for number, cells in enumerate(value or [], start=1)]
        if faults:
            raise ValidationError([ValidationError(fault) for fault in faults])
        return rows

    def _row(self, number: int, cells: Mapping[str, str], faults: list[str]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for column in self.parameter.columns:
            text = canonical_text(cells.get(column.name, ""))
            if not text and column.type == "code":
                made[column.name] = f"k{number}"
            elif text:
                made[column.name] = self._cell(number, column, text, faults)
        return made

    def _cell(self, number: int, column: Parameter, text: str, faults: list[str]) -> Any:
        if column.type == "bool":
            return {TRUE: True, FALSE: False}.get(text, text)
        if column.type not in {"decimal", "percent"}:
            return text
        answer = parse(text, grid_of(column))
        if isinstance(answer, Problem):
            words = {"row": number, "name": _in_words(column.label), "expected": answer.message}
            faults.append(_("第%(row)d行“%(name)s”%(expected)s") % words)
            return text
        return None if answer.value is None else f"{canonical_number(answer.value):f}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != list(data or [])


def kinds() -> Sequence[tuple[str, Any]]:
    return [(kind, spoken(rule.name)) for kind, rule in RULES.items()]
