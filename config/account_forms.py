"""allauth's forms in our words and without placeholders that repeat the label."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.models import User


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["login"].label = _("用户名")
        self.fields["login"].widget.attrs["autofocus"] = True
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["oldpassword"].help_text = ""

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(_("新密码不能与原密码相同。"))
        return password


class FirstAdminForm(forms.Form):
    """Name and password of the first administrator, against the code of `create_admin`."""

    code = forms.CharField(
        label=gettext_lazy("一次性代码"), max_length=80, help_text=gettext_lazy("由 create_admin 命令给出。")
    )
    username = forms.CharField(label=gettext_lazy("用户名"), max_length=150)
    display_name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    password1 = forms.CharField(label=gettext_lazy("密码"), strip=False, widget=forms.PasswordInput)
    password2 = forms.CharField(label=gettext_lazy("再次输入密码"), strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

        self.fields["password1"].help_text = password_validators_help_text_html()
        for name in ("password1", "password2"):
            self.fields[name].widget.attrs["autocomplete"] = "new-password"

    def clean(self) -> dict[str, Any]:

        data: dict[str, Any] = super().clean() or {}
        if data.get("password1") and data.get("password1") != data.get("password2"):
            self.add_error("password2", _("两次输入的密码不一致。"))
        somebody = User(username=data.get("username", ""), display_name=data.get("display_name", ""))
        try:
            validate_password(data.get("password1", ""), somebody)
        except forms.ValidationError as error:
            self.add_error("password1", error)
        return data


def _plain(form: forms.Form) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
