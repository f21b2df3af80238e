"""Forms around issued documents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 20 * 1024 * 1024


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("撤销理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class CheckForm(forms.Form):
    """A number, a check code or the address of the QR; or the file itself."""

    q = forms.CharField(
        label=_("文号、核验码或二维码网址"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("PDF 文件"), required=False, help_text=_("文件只用于比对，不会保存。"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MOST:
            raise forms.ValidationError(_("文件超过 20 MB。"))
        return file

    def clean(self) -> None:
        if (
            not self.errors
            and not self.cleaned_data.get("q", "").strip()
            and not self.cleaned_data.get("file")
        ):
            self.add_error("q", _("请填写文号或核验码，或者选择文件。"))
