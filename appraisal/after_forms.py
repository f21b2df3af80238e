"""Forms of what follows a year: rectifications, spot checks, filings. Each lists its fields; the actions check again."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appraisal.actions.rectification import MAX_REPORT
from appraisal.actions.spot_checks import DEFAULT_TOLERANCE
from appraisal.models import MAX_REASON, Round, SpotCheck
from appraisal.round_forms import Day
from records.fields import NumberFormField
from records.reading.numbers import Grid

TOLERANCE = Grid(digits=3, percent=True)


def _day(label: Any, **options: Any) -> forms.DateField:
    return Day(label=label, **options)


def _words(label: Any, most: int = MAX_REASON, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **options)


class OrderForm(forms.Form):
    due_on = _day(_("整改期限"))


class ReportForm(forms.Form):
    text = _words(_("整改报告"), MAX_REPORT, 8, help_text=_("逐项写明整改措施、结果和佐证材料的存放处。"))


class InspectForm(forms.Form):
    passed = forms.ChoiceField(
        label=_("复查结论"),
        choices=[("yes", _("合格，销号")), ("no", _("不合格，继续整改"))],
        widget=forms.RadioSelect,
    )
    note = _words(_("复查意见"), required=False)
    due_on = _day(_("新的期限"), required=False, help_text=_("不合格时填写。"))

    def values(self) -> dict[str, Any]:
        """Arguments of the action."""
        return self.cleaned_data | {"passed": self.cleaned_data["passed"] == "yes"}


class ExtendForm(forms.Form):
    due_on = _day(_("新的期限"))
    reason = _words(_("延期理由"))


class ReasonForm(forms.Form):
    reason = _words(_("理由"))


class RemovalForm(forms.Form):
    remove = forms.ChoiceField(
        label=_("决定"),
        choices=[("yes", _("免去职务")), ("no", _("不予免职"))],
        widget=forms.RadioSelect,
    )
    reason = _words(_("理由和依据"))

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"remove": self.cleaned_data["remove"] == "yes"}


class RoundField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no [] at run time
    """Rounds of several counties: each is named with its county."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.county} {obj}"


class CheckMakeForm(forms.Form):
    """Which round, how many, and how much may differ."""

    round = RoundField(Round.objects.none(), label=_("已定稿的轮次"), empty_label=None)
    centres = forms.IntegerField(label=_("抽取卫生院数"), min_value=1, max_value=500, initial=3)
    indicators = forms.IntegerField(label=_("抽取指标数"), min_value=1, max_value=500, initial=8)
    tolerance = NumberFormField(grid=TOLERANCE, label=_("容许差异（%）"), initial=DEFAULT_TOLERANCE)
    seed = forms.RegexField(
        r"^[0-9A-Za-z-]{4,60}\Z",
        label=_("随机种子"),
        help_text=_("可以用现场公开产生的号码；凭它能重复得到同样的抽取结果。"),
    )

    def __init__(self, rounds: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["round"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = rounds

    def clean_tolerance(self) -> Decimal:
        value: Decimal | None = self.cleaned_data["tolerance"]
        if value is None or not 0 <= value <= 100:
            raise forms.ValidationError(_("请填写0到100之间的百分数。"))
        return value


class DemandForm(forms.Form):
    wanted = forms.ChoiceField(
        label=_("要求"), choices=SpotCheck.Wanted.choices, widget=forms.RadioSelect,
        help_text=_("更正：县级经批准重开该轮次，定稿新版本；说明：书面解释差异。"),
    )  # fmt: skip
    text = _words(_("要求内容"))
    due_on = _day(_("答复期限"))


class ReceiptForm(forms.Form):
    document = forms.CharField(label=_("省级回执文号"), max_length=60)


class TextForm(forms.Form):
    text = _words(_("内容"))
