"""Forms around a round; each lists its fields, and the actions check again."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appraisal.models import Scheme
from appraisal.models.schemes import RoundKind
from centres.models import Centre, User


class OpenRoundForm(forms.Form):
    scheme = forms.ModelChoiceField(Scheme.objects.none(), label=_("考核方案"), empty_label=None)
    kind = forms.ChoiceField(label=_("轮次"), choices=RoundKind.choices)
    due_on = forms.DateField(
        label=_("评分截止"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("只作提醒，可以不填。"),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = Scheme.objects.filter(
            user.county_scope("county__"), state=Scheme.State.ACTIVE, level=Scheme.Level.CENTRE
        )
        self.schemes = active.order_by("-year", "code")
        field = self.fields["scheme"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = self.schemes


class RemarkForm(forms.Form):
    remark = forms.CharField(label=_("退回原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ExemptForm(forms.Form):
    centre = forms.ModelChoiceField(Centre.objects.none(), label=_("卫生院"))
    reason = forms.CharField(label=_("免考理由"), max_length=200)

    def __init__(self, centres: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["centre"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = centres


class TieForm(forms.Form):
    """The order of tied centres, as codes in the order the page sent them."""

    order = forms.CharField(widget=forms.HiddenInput)
    first = forms.CharField(label=_("决定由谁占用优秀名额"))
    reason = forms.CharField(label=_("决定理由"), max_length=200)

    def codes(self) -> list[str]:
        """All tied codes, the chosen one first."""
        chosen = self.cleaned_data["first"]
        codes = self.cleaned_data["order"].split(",")
        return [chosen, *(code for code in codes if code != chosen)]


class ReopenAskForm(forms.Form):
    reason = forms.CharField(label=_("重开理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ReopenDecideForm(forms.Form):
    permit = forms.ChoiceField(
        label=_("意见"),
        choices=[("yes", _("批准")), ("no", _("不批准"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    days = forms.IntegerField(
        label=_("有效期（天）"),
        min_value=1,
        max_value=90,
        initial=7,
        help_text=_("在此期限内重开，逾期须重新申请。"),
    )
    note = forms.CharField(label=_("批示"), max_length=200, required=False)

    def values(self) -> dict[str, Any]:
        """Arguments of the action."""
        now = timezone.now()
        return {
            "permit": self.cleaned_data["permit"] == "yes",
            "note": self.cleaned_data["note"],
            "now": now,
            "expires_at": now + timedelta(days=self.cleaned_data["days"]),
        }
