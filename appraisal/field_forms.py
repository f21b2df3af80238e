"""Forms of what is gathered on site; each lists its fields, and the actions check again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appraisal.actions.draws import MAX_ABOUT, Wanted
from appraisal.core.fieldwork import Minima
from appraisal.models import MAX_REASON, Assessment, Draw, Indicator, Round, SurveyForm
from appraisal.queries.fieldwork import sheets_of
from appraisal.queries.survey_forms import choosable, offered
from appraisal.round_forms import Day

MOST = 100_000


class DrawForm(forms.Form):
    kind = forms.ChoiceField(label=_("抽取对象"), choices=Draw.Kind.choices)
    centre = forms.ChoiceField(
        label=_("被考核单位或人员"), required=False, help_text=_("抽取卫生院时不用选。")
    )
    indicator = forms.ChoiceField(
        label=_("用于指标"), required=False, help_text=_("抽查档案资料时可选，便于核对名单。")
    )
    about = forms.CharField(
        label=_("名单说明"),
        max_length=MAX_ABOUT,
        help_text=_("名单从哪里来，例如：青石村2026年6月在册农户。"),
    )
    frame = forms.CharField(
        label=_("抽样名单"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一个编号；“1至320”表示连续编号。抽职工、卫生院可以留空，按系统登记的名单抽取。"),
    )
    size = forms.IntegerField(label=_("抽取数量"), min_value=1, max_value=5000, initial=20)
    seed = forms.CharField(
        label=_("随机种子"),
        required=False,
        max_length=64,
        help_text=_("留空由系统产生；也可填当众摇出的号码。同一名单和种子总是抽出同样的结果。"),
    )

    def __init__(self, current: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centres = [(one.subject.code, one.subject.name) for one in sheets_of(current)]
        samples = Indicator.objects.filter(scheme=current.scheme_id, rule__in=["sample", "composite"])
        _choices(self.fields["centre"], [("", "—"), *centres])
        _choices(self.fields["indicator"], [("", "—"), *((str(one.pk), str(one)) for one in samples)])

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("kind") != Draw.Kind.CENTRES and not typed.get("centre"):
            self.add_error("centre", _("请选择。"))

    def wanted(self) -> Wanted:
        """Argument of the action."""
        typed = self.cleaned_data
        of_records = typed["kind"] == Draw.Kind.RECORDS and typed["indicator"]
        return Wanted(
            kind=typed["kind"],
            size=typed["size"],
            about=typed["about"],
            code=typed["centre"],
            frame=typed["frame"],
            seed=typed["seed"],
            indicator_id=int(typed["indicator"]) if of_records else None,
        )


def _choices(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
    field.choices = choices


class OfSheet(forms.Form):
    """A form about one sheet of a round, chosen by its id."""

    sheet = forms.ChoiceField(label=_("卫生院"))

    def __init__(self, sheets: Sequence[Assessment], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["sheet"], [(str(one.pk), one.subject.name) for one in sheets])

    def values(self) -> dict[str, Any]:
        """Arguments of the action."""
        typed = dict(self.cleaned_data)
        return {"sheet_id": int(typed.pop("sheet")), **typed}


class SymposiumForm(OfSheet):
    held_on = Day(label=_("召开日期"), initial=timezone.localdate)
    staff = forms.IntegerField(label=_("参会职工（人）"), min_value=0, max_value=MOST)
    patients = forms.IntegerField(label=_("参会患者（人）"), min_value=0, max_value=MOST, initial=0)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class WaiverForm(OfSheet):
    reason = forms.CharField(
        label=_("未达最低要求的理由"), max_length=MAX_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class MinimaForm(forms.Form):
    households = forms.IntegerField(label=_("走访农户（户）"), min_value=0, max_value=MOST)
    staff_percent = forms.DecimalField(
        label=_("座谈会职工比例（%）"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text=_("人数向上取整：7 人的 30% 为 3 人。"),
    )
    patients = forms.IntegerField(label=_("患者（人）"), min_value=0, max_value=MOST)
    for_new = forms.BooleanField(
        label=_("本县今后新开的轮次也按此要求"), required=False, help_text=_("已经开启的其他轮次不变。")
    )

    @staticmethod
    def shown(minima: Minima | None) -> dict[str, Any]:
        """What holds, or the defaults of 篇1 五(三)."""
        held = minima or Minima()
        return {
            "households": held.households,
            "staff_percent": held.staff_percent,
            "patients": held.patients,
        }

    def minima(self) -> Minima:
        names = ("households", "staff_percent", "patients")
        return Minima(**{name: self.cleaned_data[name] for name in names})


class SurveyChoiceForm(forms.Form):
    """With which form a round asks, before its first survey."""

    form = forms.ModelChoiceField(
        SurveyForm.objects.none(), label=_("调查表"), required=False, empty_label=_("系统附带的调查表")
    )

    def __init__(self, current: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["form"] = current.survey_form_id
        field = self.fields["form"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = choosable(current.county)


class SurveyStartForm(forms.Form):
    form_code = forms.ChoiceField(label=_("调查表"))
    least_answers = forms.IntegerField(
        label=_("最少答卷（份）"),
        min_value=1,
        max_value=10_000,
        initial=20,
        help_text=_("每院不足此数的不能用于计分。"),
    )

    def __init__(self, current: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["form_code"], offered(current))
