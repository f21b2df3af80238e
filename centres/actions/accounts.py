"""Accounts as the system administrator manages them: who may sign in, as what, and for where (RULES 13).

Every act is on the audit trail with old → new; passwords and codes are on no trail and in no log.
"""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from axes.utils import reset as reset_failures
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centres.access import require
from centres.actions import sessions
from centres.models import Centre, Region, Staff, User
from centres.passwords import first_password
from centres.roles import CENTRE_ROLES, COUNTY_ROLES, Role
from records import audit
from records.errors import Conflict, Invalid, Problem, Problems

MANAGE = "account.manage"
FIELDS = (
    "username",
    "display_name",
    "role",
    "region",
    "centre",
    "staff",
    "is_active",
    "must_change_password",
)
LEVELS = {
    **dict.fromkeys(COUNTY_ROLES, Region.Level.COUNTY),
    Role.PREFECTURE: Region.Level.PREFECTURE,
    Role.PROVINCE: Region.Level.PROVINCE,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What an account is and for where: one of region and centre, as the role asks; `staff` is optional."""

    role: str
    region: Region | None = None
    centre: Centre | None = None
    staff: Staff | None = None


def create(*, actor: User, username: str, display_name: str, scope: Scope) -> tuple[User, str]:
    """Make an account; return it and its first password, which has to be changed at the first sign-in."""
    require(actor, MANAGE)
    user = User(username=User.normalize_username(username.strip()), display_name=display_name.strip())
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    with audit.act(actor, action="account.create", county=county_of(scope)) as trail:
        take(user, scope)
        user.save()
        trail.add(user, None, audit.snapshot(user, *FIELDS), centre=user.centre)
    return user, password


def change(*, actor: User, user_id: int, display_name: str, scope: Scope, reason: str = "") -> User:
    """Change an account's name, role or scope; nobody changes the own role."""
    require(actor, MANAGE)
    with audit.act(actor, action="account.change", county=county_of(scope), reason=reason) as trail:
        user = _locked(user_id)
        if user.pk == actor.pk and scope.role != user.role:
            raise Conflict(_("不能更改自己的角色，请由另一位系统管理员办理。"), code="own_role")
        before = audit.snapshot(user, *FIELDS)
        user.display_name = display_name.strip()
        take(user, scope)
        user.save()
        trail.add(user, before, audit.snapshot(user, *FIELDS), centre=user.centre)
    return user


def deactivate(*, actor: User, user_id: int, reason: str) -> User:
    """Close an account; all its sessions end at once. Nobody closes the own account."""
    if actor.pk == user_id:
        raise Conflict(_("不能停用自己的账号，请由另一位系统管理员办理。"), code="own_account")
    if not reason.strip():
        raise Invalid(_("请填写停用理由。"), code="reason")
    user = _set_active(actor, user_id, active=False, action="account.deactivate", reason=reason.strip())
    sessions.end_all(user)
    return user


def reactivate(*, actor: User, user_id: int, reason: str = "") -> User:
    return _set_active(actor, user_id, active=True, action="account.reactivate", reason=reason)


def reset_password(*, actor: User, user_id: int) -> str:
    """Give an account a new first password and end its sessions; return the password, shown once."""
    require(actor, MANAGE)
    if actor.pk == user_id:
        raise Conflict(_("自己的密码请在“修改密码”中更改。"), code="own_password")
    password = first_password()
    with audit.act(actor, action="account.reset_password") as trail:
        user = _locked(user_id)
        before = audit.snapshot(user, *FIELDS)
        user.set_password(password)
        user.must_change_password = True
        user.password_changed_at = None
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        if not trail.add(user, before, audit.snapshot(user, *FIELDS)):
            trail.note({"password": "reset"}, label=str(user))
    sessions.end_all(user)
    return password


def reset_second_factor(*, actor: User, user_id: int) -> int:
    """Take an account's authenticators away (a lost phone); return how many there were."""
    require(actor, MANAGE)
    with audit.act(actor, action="account.reset_second_factor") as trail:
        user = _locked(user_id)
        removed: int = Authenticator.objects.filter(user=user).delete()[0]
        trail.note({"username": user.username, "removed": removed}, label=str(user))
    sessions.end_all(user)
    return removed


def unlock(*, actor: User, user_id: int) -> None:
    """End the pause after too many failed sign-ins."""
    require(actor, MANAGE)
    with audit.act(actor, action="account.unlock") as trail:
        user = _locked(user_id)
        cleared = reset_failures(username=user.username)
        trail.note({"username": user.username, "failures": cleared}, label=str(user))


def county_of(scope: Scope) -> Region | None:
    """The county that an account belongs to, for the trail."""
    if scope.centre:
        return scope.centre.county
    is_county = scope.region is not None and scope.region.level == Region.Level.COUNTY
    return scope.region if is_county else None


def _locked(user_id: int) -> User:
    user: User = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    return user


def _set_active(actor: User, user_id: int, *, active: bool, action: str, reason: str) -> User:
    require(actor, MANAGE)
    with audit.act(actor, action=action, reason=reason) as trail:
        user = _locked(user_id)
        before = audit.snapshot(user, *FIELDS)
        user.is_active = active
        user.save(update_fields=["is_active"])
        trail.add(user, before, audit.snapshot(user, *FIELDS))
    return user


def take(user: User, scope: Scope) -> None:
    """Put the scope on the account; Invalid with every fault when it doesn't fit."""
    user.role, user.region, user.centre, user.staff = scope.role, scope.region, scope.centre, scope.staff
    problems = Problems([*_scope_problems(scope), *_field_problems(user)])
    if problems:
        raise Invalid(_("账号没有保存，请改正后再试。"), problems=problems)


def _scope_problems(scope: Scope) -> list[Problem]:
    found = []
    level = LEVELS.get(Role(scope.role)) if scope.role in Role.values else None
    if level and (scope.region is None or scope.region.level != level):
        found.append(Problem(_("此角色须选定一个%(level)s。") % {"level": level.label}, place=_("管辖区划")))
    if level is None and scope.region is not None:
        found.append(Problem(_("此角色不按区划授权。"), place=_("管辖区划")))
    if (scope.role in CENTRE_ROLES) != (scope.centre is not None):
        found.append(Problem(_("院长、职工须选定卫生院，其他角色不选。"), place=_("所属卫生院")))
    if scope.staff and (scope.centre is None or scope.staff.centre_id != scope.centre.pk):
        found.append(Problem(_("该职工不在所选的卫生院。"), place=_("对应职工")))
    if scope.role == Role.STAFF and scope.staff is None:
        found.append(Problem(_("职工账号须对应一名职工。"), place=_("对应职工")))
    return found


def _field_problems(user: User) -> list[Problem]:
    """What the model's own rules say, and a name that differs from a kept one by its case only."""
    found: list[Problem] = []
    if User.objects.filter(username__iexact=user.username).exclude(pk=user.pk).exists():
        found.append(Problem(_("用户名已被使用。"), value=user.username, place=_("用户名")))
    try:
        user.clean_fields()
    except ValidationError as error:
        names: dict[str, Any] = {field.name: field.verbose_name for field in User._meta.concrete_fields}
        for name, messages in error.message_dict.items():
            found += [Problem(message, place=str(names.get(name, name))) for message in messages]
    return found
