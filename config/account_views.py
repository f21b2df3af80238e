"""allauth's views where a change of an account goes on the trail, and the first administrator's page."""

from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from centres.actions import first_admin as actions
from centres.actions import sessions
from config.account_forms import FirstAdminForm
from records.errors import Refused


class Activate(ActivateTOTPView):  # type: ignore[misc]
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        sessions.note_second_factor(self.request.user, on=True)
        response: HttpResponse = super().form_valid(form)
        return response


class Deactivate(DeactivateTOTPView):  # type: ignore[misc]
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        sessions.note_second_factor(self.request.user, on=False)
        response: HttpResponse = super().form_valid(form)
        return response


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        sessions.note_recovery_codes(self.request.user)
        response: HttpResponse = super().form_valid(form)
        return response


activate_totp = Activate.as_view()
deactivate_totp = Deactivate.as_view()
generate_recovery_codes = NewRecoveryCodes.as_view()


@sensitive_post_parameters("code", "password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def first_admin(request: HttpRequest) -> HttpResponse:
    """Make the first administrator with a code of `create_admin`; says nothing about which codes exist."""
    form = FirstAdminForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _made(form):
        messages.success(request, _("管理员账号已建立，请登录。"))
        return redirect("account_login")
    return render(request, "account/first_admin.html", {"form": form})


def _made(form: FirstAdminForm) -> bool:
    data = form.cleaned_data
    try:
        actions.use_code(
            code=data["code"],
            username=data["username"],
            display_name=data["display_name"],
            password=data["password1"],
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        for problem in refused.problems:
            form.add_error(None, str(problem))
        return False
    return True
