"""Dividing a round's sheets among the clerks, and reminding who is late: two acts of the round's page."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from appraisal.actions import duties
from appraisal.views.rounds import in_reach, signed_in
from records.errors import Invalid


class AssignForm(forms.Form):
    """The ticked sheets and the clerk who is to answer for them; no clerk takes them from whoever had them."""

    sheet = forms.TypedMultipleChoiceField(coerce=int, label=gettext_lazy("评分表"))
    clerk = forms.IntegerField(required=False, label=gettext_lazy("责任人"))

    def __init__(self, data: object, ticked: list[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["sheet"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101  (declared above)
        field.choices = [(one, one) for one in ticked if one.isdecimal()]


class RemindForm(forms.Form):
    clerk = forms.IntegerField(required=False)


@login_required
@require_POST
def round_assign(request: HttpRequest, round_id: int) -> HttpResponse:
    current = in_reach(request, round_id, "round.assign")
    form = AssignForm(request.POST, request.POST.getlist("sheet"))
    if not form.is_valid():
        raise Invalid(_("请先勾选本轮次的评分表。"), code="no_sheets")
    chosen = form.cleaned_data
    count = duties.assign(
        actor=signed_in(request),
        round_id=current.pk,
        sheet_ids=chosen["sheet"],
        clerk_id=chosen["clerk"],
        now=timezone.now(),
    )
    messages.success(request, _("已分派 %(count)d 张评分表。") % {"count": count})
    return redirect("appraisal:round", current.pk)


@login_required
@require_POST
def round_remind(request: HttpRequest, round_id: int) -> HttpResponse:
    current = in_reach(request, round_id, "round.assign")
    form = RemindForm(request.POST)
    clerk = form.cleaned_data["clerk"] if form.is_valid() else None
    count = duties.remind_late(
        actor=signed_in(request), round_id=current.pk, clerk_id=clerk, now=timezone.now()
    )
    messages.success(request, _("已提醒 %(count)d 人。") % {"count": count})
    return redirect("appraisal:round", current.pk)
