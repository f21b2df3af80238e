"""Forms of a scenario's changes: what it is today beside what it shall be. They read; the core checks and applies."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.book import Entry
from appraisal.cell_words import entered_words
from appraisal.core.cells import CellInput, IndicatorSpec
from appraisal.core.rules import RULES, EntryField, Parameter
from appraisal.core.text import plain
from appraisal.core.whatif.base import BLANK, Base, RoundSheets
from appraisal.core.whatif.changes import Change, IndicatorChange, TieBreaks
from appraisal.core.whatif.more_changes import CellChange, LeaveOut
from appraisal.entry import clean_inputs
from appraisal.queries.whatif import Loaded
from appraisal.rule_fields import collected, field_name, form_field, initial_values
from appraisal.scheme_document import canonical_params
from appraisal.scheme_forms import TIE_BREAKS
from appraisal.whatif_numbers import Group, group
from records.fields import NumberFormField
from records.reading.numbers import Grid

FIGURES = Grid(places=4, digits=9)
PERCENT = Grid(places=4, digits=3, percent=True)


class ChangeForm(forms.Form):
    """Base: `today` holds what each field is today; `picks` are fields that choose what is changed."""

    what: str
    picks: tuple[str, ...] = ()

    def __init__(self, loaded: Loaded, then: Base, data: Any = None) -> None:
        self.loaded, self.then, self.today = loaded, then, dict[str, str]()
        super().__init__(data, prefix=None, auto_id="wi-%s")

    def rows(self) -> list[tuple[Any, str]]:
        """Fields to change, each with what it is today."""
        return [(self[name], self.today.get(name, "")) for name in self.fields if name not in self.picks]

    def pick_fields(self) -> list[Any]:
        return [self[name] for name in self.picks]

    @property
    def key(self) -> str:
        """The key of the change that the form makes."""
        return self.what

    def change(self) -> Change | None:
        """The change, None where everything is as it is today. Only of a valid form."""
        raise NotImplementedError


class NumbersForm(ChangeForm):
    def __init__(self, numbers: Group, loaded: Loaded, then: Base, data: Any = None) -> None:
        super().__init__(loaded, then, data)
        self.what, self.group = numbers.key, numbers
        for place, one in enumerate(numbers.numbers):
            name = f"n{place}"
            grid = PERCENT if one.percent else FIGURES
            field = NumberFormField(grid=grid, label=one.label, initial=plain(one.then), required=True)
            self.fields[name] = field
            self.today[name] = f"{plain(one.today)}{'%' if one.percent else ''}"

    def change(self) -> Change | None:
        values = {one.code: self.cleaned_data[f"n{place}"] for place, one in enumerate(self.group.numbers)}
        differing = {
            one.code: values[one.code] for one in self.group.numbers if values[one.code] != one.today
        }
        return self.group.make(differing) if differing else None


class TieForm(ChangeForm):
    what = "tie_breaks"

    def __init__(self, loaded: Loaded, then: Base, data: Any = None) -> None:
        super().__init__(loaded, then, data)
        scheme = loaded.base.scheme
        known = [one.code for one in scheme.rounds] + [one.tie_break for one in scheme.categories]
        codes = dict.fromkeys([*scheme.tie_breaks, *(code for code in known if code)])
        options = [("", "—"), *((code, TIE_BREAKS.get(code, code)) for code in codes)]
        for place in range(len(codes)):
            now = (*then.scheme.tie_breaks, *[""] * len(codes))[place]
            was = (*scheme.tie_breaks, *[""] * len(codes))[place]
            label = _("第%(place)d项") % {"place": place + 1}
            name = f"n{place}"
            self.fields[name] = forms.ChoiceField(choices=options, label=label, initial=now, required=False)
            self.today[name] = str(TIE_BREAKS.get(was, was)) or "—"

    def change(self) -> Change | None:
        order = tuple(value for value in self.cleaned_data.values() if value)
        return None if order == self.loaded.base.scheme.tie_breaks else TieBreaks(order)


class IndicatorForm(ChangeForm):
    """Full marks and every parameter of the indicator's kind."""

    def __init__(
        self, spec: IndicatorSpec, now: IndicatorSpec, loaded: Loaded, then: Base, data: Any
    ) -> None:
        super().__init__(loaded, then, data)
        self.what, self.spec = f"indicator:{spec.code}", spec
        rule = RULES[spec.kind]
        if rule.carries_marks(spec.params):
            words = _("评定的分值按比例带入新的满分。") if spec.kind == "points" else ""
            self.fields["marks"] = NumberFormField(label=_("满分"), help_text=words, required=True)
            self.initial["marks"], self.today["marks"] = plain(now.full_marks), plain(spec.full_marks)
        self.initial.update(initial_values(spec.kind, now.params))
        for one in rule.parameters:
            name = field_name(spec.kind, one)
            self.fields[name] = form_field(one)
            self.today[name] = _parameter_today(one, spec.params.get(one.name))

    def change(self) -> Change | None:
        kind, spec = self.spec.kind, self.spec
        new, old = (
            canonical_params(kind, collected(kind, self.cleaned_data)),
            canonical_params(kind, spec.params),
        )
        params = {name: new.get(name) for name in {**old, **new} if new.get(name) != old.get(name)}
        marks = self.cleaned_data.get("marks", spec.full_marks)
        if not params and marks == spec.full_marks:
            return None
        return IndicatorChange(spec.code, None if marks == spec.full_marks else marks, params)


def _parameter_today(parameter: Parameter, value: Any) -> str:
    language = get_language() or "zh-hans"
    if parameter.type == "rows":
        return _("%(count)d行") % {"count": len(value or ())}
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if value in (None, ""):
        return _("默认") if parameter.default is not None else "—"
    label = next((one.label.in_(language) for one in parameter.choices if one.code == value), str(value))
    return f"{label}%" if parameter.type == "percent" else label


class CellForm(ChangeForm):
    """One cell: round, centre and indicator are chosen, then the inputs of its rule."""

    what = "cell"
    picks = ("round", "centre", "indicator")

    def __init__(self, loaded: Loaded, then: Base, data: Any = None, *, picked: Mapping[str, str]) -> None:
        super().__init__(loaded, then, data)
        self.initial.update(picked)
        self._add_picks()
        self.place = self._place(picked)
        if self.place is None:
            return
        current, centre, spec = self.place
        self.spec, self.entry = spec, Entry(0, 0, spec, spec.entry())
        self.before = current.cells[centre].get(spec.code, BLANK)
        now_round = then.round(current.code)
        now = now_round.cells.get(centre, {}).get(spec.code, BLANK) if now_round else BLANK
        self._add_inputs(now)

    def _add_picks(self) -> None:
        rounds = [(one.code, round_label(one.code)) for one in self.loaded.base.rounds]
        centres = [("", _("请选择")), *((code, name) for code, name in self.loaded.centres.items())]
        indicators = [
            ("", _("请选择")),
            *((one.code, f"{one.code} {one.name}") for _c, one in self.loaded.base.scheme.indicators()),
        ]
        self.fields["round"] = forms.ChoiceField(choices=rounds, label=_("轮次"))
        self.fields["centre"] = forms.ChoiceField(choices=centres, label=str(self.loaded.words.noun))
        self.fields["indicator"] = forms.ChoiceField(choices=indicators, label=_("指标"))

    def _place(self, picked: Mapping[str, str]) -> tuple[RoundSheets, str, IndicatorSpec] | None:
        current = self.loaded.base.round(picked.get("round", "")) or self.loaded.base.rounds[-1]
        centre, spec = picked.get("centre", ""), current.indicator(picked.get("indicator", ""))
        return (current, centre, spec) if spec and centre in current.cells else None

    def _add_inputs(self, now: CellInput) -> None:
        states = [("", _("按录入值评分"))]
        if self.spec.na_mode != "forbidden":
            states.append(("na", _("缺项")))
        if self.spec.needs_evidence:
            states.append(("ne", _("未提供佐证")))
        for one in self.entry.fields:
            name = f"i-{one.name}"
            self.fields[name] = _input_field(one)
            self.initial[name] = now.inputs.get(one.name, "")
            self.today[name] = _input_words(one, self.before)
        if len(states) > 1:
            self.fields["state"] = forms.ChoiceField(choices=states, label=_("状态"), required=False)
            self.initial["state"] = "na" if now.not_applicable else ("ne" if now.no_evidence else "")
            self.today["state"] = _state_words(self.before)

    @property
    def key(self) -> str:
        if self.place is None:
            return self.what
        current, centre, spec = self.place
        return f"cell:{current.code}:{centre}:{spec.code}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.place is None:
            self.add_error(None, _("请选择该轮次有评分表的考核对象和指标。"))
            return cleaned
        raw = {one.name: cleaned.get(f"i-{one.name}", "") for one in self.entry.fields}
        answer = clean_inputs(self.entry.fields, raw)
        for problem in answer.problems:
            self.add_error(None, f"{problem.where}：{problem.message}")
        cleaned["inputs"] = answer.inputs
        return cleaned

    def change(self) -> Change | None:
        assert self.place is not None  # noqa: S101  (a valid form has one)
        current, centre, spec = self.place
        state, inputs = self.cleaned_data.get("state", ""), self.cleaned_data["inputs"]
        same = inputs == self.before.inputs and state == _state(self.before)
        if same:
            return None
        return CellChange(current.code, centre, spec.code, inputs, na=state == "na", ne=state == "ne")


def _state(cell: CellInput) -> str:
    return "na" if cell.not_applicable else ("ne" if cell.no_evidence else "")


def _state_words(cell: CellInput) -> str:
    return {"na": _("缺项"), "ne": _("未提供佐证")}.get(_state(cell), _("按录入值评分"))


def round_label(code: str) -> str:
    return str(TIE_BREAKS.get(code, code))


def _input_field(one: EntryField) -> forms.Field:
    language = get_language() or "zh-hans"
    label = one.label.in_(language) + (f"（{one.unit}）" if one.unit else "")
    if one.type == "choice":
        options = [("", "—"), *((each.code, each.label.in_(language)) for each in one.choices)]
        return forms.ChoiceField(choices=options, label=label, required=False)
    widget = forms.Textarea(attrs={"rows": 3}) if one.type == "list" else forms.TextInput()
    if one.type in {"number", "count"}:
        widget.attrs |= {"inputmode": "decimal", "class": "number", "autocomplete": "off"}
    return forms.CharField(label=label, required=False, max_length=8000, widget=widget)


def _input_words(one: EntryField, cell: CellInput) -> str:
    alone = Entry(0, 0, None, (one,))  # type: ignore[arg-type]  # only its fields are read
    return entered_words(alone, cell.inputs) or "—"


class LeaveOutForm(ChangeForm):
    what = "leave_out"

    def __init__(self, loaded: Loaded, then: Base, data: Any = None) -> None:
        super().__init__(loaded, then, data)
        staying = set(then.centres())
        options = [("", _("请选择")), *((c, n) for c, n in loaded.centres.items() if c in staying)]
        self.fields["centre"] = forms.ChoiceField(
            choices=options, label=_("不参加的%(noun)s") % {"noun": loaded.words.noun}
        )

    @property
    def key(self) -> str:
        return f"leave_out:{self.cleaned_data['centre']}"

    def change(self) -> Change | None:
        return LeaveOut(self.cleaned_data["centre"])


def form_for(
    what: str, loaded: Loaded, then: Base, source: Mapping[str, str], data: Any = None
) -> ChangeForm | None:
    """The form of a choice; `source` holds what was picked in it. None for a choice that isn't offered."""
    kind, _colon, code = what.partition(":")
    if kind == "cell":
        return CellForm(loaded, then, data, picked={name: source.get(name, "") for name in CellForm.picks})
    if kind == "leave_out":
        return LeaveOutForm(loaded, then, data)
    if kind == "tie_breaks":
        return TieForm(loaded, then, data)
    if kind == "indicator":
        old = next(_indicators(loaded.base, code), None)
        return IndicatorForm(old, next(_indicators(then, code)), loaded, then, data) if old else None
    numbers = group(what, loaded.base, then)
    return NumbersForm(numbers, loaded, then, data) if numbers else None


def _indicators(base: Base, code: str) -> Iterator[IndicatorSpec]:
    """The indicator as the grading scheme has it, else as an earlier round's."""
    for one in reversed(base.rounds):
        found = one.indicator(code)
        if found is not None:
            yield found
