"""Forms of the accounts' pages: they check what was typed and say which account is meant; actions decide."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.actions.accounts import Scope
from centres.models import Centre, Region, Staff, User
from centres.roles import CENTRE_ROLES, SYSTEM_ROLES, Role
from records.reading.names import normalise

if TYPE_CHECKING:
    RegionChoice = forms.ModelChoiceField[Region]
else:
    RegionChoice = forms.ModelChoiceField


class RegionField(RegionChoice):
    """A region by its whole path: 江西省 / 抚州市 / 临江县."""

    def label_from_instance(self, obj: Any) -> str:
        path = [obj.name]
        while obj.parent is not None:
            obj = obj.parent
            path.append(obj.name)
        return " / ".join(reversed(path))


class AccountForm(forms.Form):
    """Name, role and scope of an account. Fields that a role doesn't use are ignored."""

    username = forms.CharField(
        label=gettext_lazy("用户名"), max_length=150, help_text=gettext_lazy("登录时使用，建立后不能更改。")
    )
    display_name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    role = forms.ChoiceField(label=gettext_lazy("角色"), choices=Role.choices)
    region = RegionField(
        label=gettext_lazy("管辖区划"),
        queryset=Region.objects.select_related("parent__parent").order_by("code"),
        required=False,
    )
    centre = forms.CharField(
        label=gettext_lazy("所属卫生院"),
        required=False,
        help_text=gettext_lazy("填写机构代码或全称。"),
        widget=forms.TextInput(attrs={"list": "centres", "autocomplete": "off"}),
    )
    staff = forms.CharField(
        label=gettext_lazy("对应职工"),
        required=False,
        help_text=gettext_lazy("填写工号；职工账号必填，院长账号选填。"),
    )

    def __init__(self, *args: Any, account: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if account is not None:
            del self.fields["username"]

    @classmethod
    def of(cls, account: User) -> "AccountForm":
        initial = {
            "display_name": account.display_name,
            "role": account.role,
            "region": account.region_id,
            "centre": account.centre.code if account.centre else "",
            "staff": account.staff.number if account.staff else "",
        }
        return cls(initial=initial, account=account)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        role = data.get("role", "")
        data["found_centre"] = data["found_staff"] = None
        if role in CENTRE_ROLES:
            data["region"] = None
            data["found_centre"] = self._centre(data.get("centre", ""))
            data["found_staff"] = self._staff(data["found_centre"], data.get("staff", ""))
        elif role in SYSTEM_ROLES:
            data["region"] = None
        return data

    def scope(self) -> Scope:
        data = self.cleaned_data
        return Scope(data["role"], data["region"], data["found_centre"], data["found_staff"])

    def _centre(self, typed: str) -> Centre | None:
        code = typed.split(" ")[0].strip()
        found = Centre.objects.select_related("county").filter(code=code).first()
        if found is None and typed.strip():
            named = [c for c in Centre.objects.all() if normalise(c.name) == normalise(typed)]
            found = named[0] if len(named) == 1 else None
        if found is None:
            self.add_error("centre", _("没有找到这家卫生院，请填写机构代码。"))
        return found

    def _staff(self, centre: Centre | None, number: str) -> Staff | None:
        if centre is None or not number.strip():
            return None
        found = Staff.objects.filter(centre=centre, number=number.strip()).first()
        if found is None:
            self.add_error("staff", _("该院没有这个工号。"))
        return found


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200)
