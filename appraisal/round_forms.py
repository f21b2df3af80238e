"""Forms around a round; each lists its fields, and the actions check again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appraisal.models import Publication, Scheme
from appraisal.models.schemes import RoundKind
from appraisal.queries.rounds import openable_schemes
from appraisal.queries.subjects import Subject
from centres.models import User


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
        self.schemes = openable_schemes(user).order_by("-year", "code")
        field = self.fields["scheme"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = self.schemes


class RemarkForm(forms.Form):
    remark = forms.CharField(label=_("退回原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ExemptForm(forms.Form):
    """Whom to exempt, by the id of the institution, or of the member of staff in a round of staff."""

    centre = forms.ChoiceField(label=_("被考核单位或人员"))
    reason = forms.CharField(label=_("免考理由"), max_length=200)

    def __init__(self, subjects: Sequence[Subject], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = {str((one.staff or one.centre).pk): one for one in subjects}
        field = self.fields["centre"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("请选择")), *((pk, one.name) for pk, one in self.subjects.items())]

    def values(self) -> dict[str, Any]:
        """Arguments of the action."""
        found = self.subjects[self.cleaned_data["centre"]]
        return {"centre": found.centre, "staff": found.staff, "reason": self.cleaned_data["reason"]}


class TieForm(forms.Form):
    """Who of the tied centres takes which place: a choice for each place left, all tied codes behind them."""

    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    tied = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("决定理由"), max_length=200)

    def __init__(self, kind: str, data: QueryDict) -> None:
        super().__init__(data)
        self.kinds = {"", kind, str(Publication.Kind.YEAR)}
        self.chosen = data.getlist("place")

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind not in self.kinds:
            raise forms.ValidationError(_("没有这一类考核。"))
        return kind

    def clean(self) -> None:
        tied = self.cleaned_data.get("tied", "").split(",")
        if not self.chosen or len(set(self.chosen)) < len(self.chosen) or not set(self.chosen) <= set(tied):
            self.add_error(None, _("请为每个名额各选一个并列的单位或人员。"))

    def codes(self) -> list[str]:
        """All tied codes, the chosen ones first in their order."""
        others = [code for code in self.cleaned_data["tied"].split(",") if code not in self.chosen]
        return [*self.chosen, *others]


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
