"""Forms around a round; each lists its fields, and the actions check again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appraisal.deadlines import FIRST_DAY, LAST_DAY
from appraisal.models import Extension, Publication, Scheme, SurveyForm
from appraisal.models.schemes import RoundKind
from appraisal.plans import LONGEST_NOTICE, RoundPlan
from appraisal.queries.rounds import openable_schemes
from appraisal.queries.subjects import Subject
from appraisal.queries.survey_forms import choosable
from centres.models import User

# What of the form makes the plan of a new round.
PLANNED = (
    "self_assessment", "self_due_on", "review_due_on", "notice_days", "notice_scores", "report_due_on", "draft",
    "survey_form",
)  # fmt: skip


class Day(forms.DateField):
    """A date with the browser's own picker; a slip of the key (year 9999) is no date of ours."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **kwargs)
        self.validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class OpenRoundForm(forms.Form):
    scheme = forms.ModelChoiceField(Scheme.objects.none(), label=_("考核方案"), empty_label=None)
    kind = forms.ChoiceField(label=_("轮次"), choices=RoundKind.choices)
    self_assessment = forms.BooleanField(
        label=_("先由卫生院自评"), required=False, help_text=_("县级评分时可与自评逐项对照。")
    )
    self_due_on = Day(label=_("自评截止"), required=False, help_text=_("过期不能再填，可由局领导延长。"))
    due_on = Day(label=_("评分截止"), required=False, help_text=_("只作提醒，可以不填。"))
    review_due_on = Day(label=_("审核截止"), required=False)
    notice_days = forms.IntegerField(
        label=_("公示工作日"),
        required=False,
        min_value=0,
        max_value=LONGEST_NOTICE,
        help_text=_("自公示次日起算，节假日和调休按国家日历；0 为不公示。"),
    )
    notice_scores = forms.BooleanField(
        label=_("公示得分"), required=False, help_text=_("不选则只公示名次和等次。")
    )
    report_due_on = Day(label=_("上报截止"), required=False)
    survey_form = forms.ModelChoiceField(
        SurveyForm.objects.none(),
        label=_("满意度调查表"),
        required=False,
        empty_label=_("系统附带的调查表"),
        help_text=_("可在“本县调查表”中自定；建立第一个调查以前还可以换。"),
    )
    draft = forms.BooleanField(
        label=_("先作筹备"), required=False, help_text=_("核对名单和日程后再开始；不选则立即开始。")
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.can("own.appraise"):  # nobody self-assesses or appeals in a centre's own round
            for name in ("self_assessment", "self_due_on", "notice_days", "notice_scores", "report_due_on"):
                del self.fields[name]
        self.schemes = openable_schemes(user).order_by("-year", "code")
        field = self.fields["scheme"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = self.schemes
        self._offer_forms(user)

    def _offer_forms(self, user: User) -> None:
        """The county's own survey forms; where it has none there is nothing to choose."""
        own = choosable(user.region) if user.region is not None else SurveyForm.objects.none()
        if not own.exists():
            del self.fields["survey_form"]
            return
        field = self.fields["survey_form"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = own

    def values(self) -> dict[str, Any]:
        """Arguments of the action."""
        data = dict(self.cleaned_data)
        given = {name: data.pop(name) for name in PLANNED if name in data}
        given["notice_days"] = given.get("notice_days") or 0
        return data | {"plan": RoundPlan(**given)}


class ExtendForm(forms.Form):
    stage = forms.ChoiceField(label=_("阶段"))
    new_on = Day(label=_("新的截止日"))
    reason = forms.CharField(label=_("调整理由"), max_length=200)

    def __init__(self, stages: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(one, Extension.Stage(one).label) for one in stages]


class SentForm(forms.Form):
    """By which document of which day something was sent on."""

    document = forms.CharField(label=_("文号"), max_length=60)
    document_on = Day(label=_("文件日期"))


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
