"""What is typed about money. Amounts are read by the one parser for numbers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payroll.core.schedule import LAST_MONTH
from payroll.models import UNITS, ReleaseSheet, Source
from records.fields import NumberFormField
from records.reading.numbers import YUAN

PERIODS = [
    (kind.value, kind.label)
    for kind in (ReleaseSheet.Kind.MONTH, ReleaseSheet.Kind.JUNE, ReleaseSheet.Kind.YEAR_END)
]
ADVANCE_KINDS = [
    (kind.value, kind.label) for kind in (ReleaseSheet.Kind.ADVANCE_JUNE, ReleaseSheet.Kind.ADVANCE_YEAR)
]
MONTHS = [(month, _("%(month)d月") % {"month": month}) for month in range(1, LAST_MONTH + 1)]


class PeriodForm(forms.Form):
    """Which sheet to draft."""

    kind = forms.ChoiceField(choices=PERIODS)
    month = forms.IntegerField(min_value=0, max_value=LAST_MONTH, required=False)

    def clean_month(self) -> int:
        return self.cleaned_data.get("month") or 0


class VersionForm(forms.Form):
    """The version that was on the screen, and for a payment the key that makes pressing again safe."""

    version = forms.IntegerField(min_value=1)
    key = forms.CharField(required=False, max_length=64)
    remark = forms.CharField(required=False, max_length=200)


class UnitForm(forms.Form):
    """The unit in which a county reads its money."""

    unit = forms.ChoiceField(label=_("金额单位"), choices=UNITS, widget=forms.RadioSelect)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why something is undone, corrected or carried."""

    reason = forms.CharField(label=_("理由"), max_length=200, required=False)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class AdvanceForm(forms.Form):
    """An advance on a part before its result."""

    kind = forms.ChoiceField(label=_("预拨哪一部分"), choices=ADVANCE_KINDS)
    percent = NumberFormField(label=_("预拨比例（%）"))
    reason = forms.CharField(label=_("理由"), max_length=200)


class ReceiptForm(forms.Form):
    """Money that came to the county treasury."""

    source = forms.ChoiceField(label=_("资金来源"), choices=Source.choices)
    document = forms.CharField(label=_("文号"), max_length=80)
    dated = forms.DateField(label=_("文件日期"), widget=forms.DateInput(attrs={"type": "date"}))
    received_on = forms.DateField(label=_("财政到账日期"), widget=forms.DateInput(attrs={"type": "date"}))
    amount = NumberFormField(label=_("金额（元）"), grid=YUAN)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)


class RemittanceForm(forms.Form):
    """What is passed on of a receipt."""

    passed_on = forms.DateField(label=_("转入局账户日期"), widget=forms.DateInput(attrs={"type": "date"}))
    amount = NumberFormField(label=_("金额（元）"), grid=YUAN)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    """What a decision on budgets rests on; the same for one centre and for all."""

    from_month = forms.TypedChoiceField(label=_("起始月份"), coerce=int, choices=())
    document = forms.CharField(label=_("文号"), max_length=80, required=False)
    reason = forms.CharField(
        label=_("理由"), max_length=200, required=False, help_text=_("调整已有的预算时必须写明。")
    )
    unit_confirmed = forms.BooleanField(
        label=_("金额与往年或其他卫生院相差很大，已核对单位无误"), required=False
    )

    def __init__(self, data: Any = None, *, open_month: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        months = [
            (month, _("从%(month)d月起") % {"month": month}) for month in range(open_month, LAST_MONTH + 1)
        ]
        self.fields["from_month"].choices = months  # type: ignore[attr-defined]
        self.fields["from_month"].initial = open_month


class BudgetForm(DecisionForm):
    """The budget of one centre."""

    amount = NumberFormField(label=_("核定补助（元）"), grid=YUAN)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    field_order = ["amount", "from_month", "document", "reason", "unit_confirmed", "version"]


class AllocationForm(DecisionForm):
    """A source's money by a standard. With `typed` the amounts stand in the preview's table."""

    source = forms.ChoiceField(label=_("资金来源"), choices=Source.choices)
    basis = forms.ChoiceField(
        label=_("分配标准"),
        choices=[("staff", _("按职工人数")), ("population", _("按服务人口")), ("typed", _("逐家填写"))],
    )
    whole = forms.ChoiceField(
        label=_("金额是"), choices=[("", _("每人标准")), ("1", _("总额，按人数分配"))], required=False
    )
    amount = NumberFormField(label=_("金额（元）"), grid=YUAN, required=False)
    dated = forms.DateField(
        label=_("文件日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    field_order = ["source", "basis", "whole", "amount", "document", "dated", "from_month", "reason", "seen"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("basis") != "typed" and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("请填写每人标准或总额"))
        return cleaned


def amount_of(cleaned: dict[str, Any]) -> Decimal:
    """The typed amount; the form has required it."""
    amount: Decimal = cleaned["amount"]
    return amount
