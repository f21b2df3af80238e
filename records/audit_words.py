"""The words of the audit record for people: actions, kinds of objects, fields."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

# An action is "<thing>.<verb>"; the verbs are worded here, an app may word a whole action with `register`.
VERBS: dict[str, Any] = {
    "activate": _("启用"),
    "add_sheets": _("补充评分表"),
    "ask": _("申请"),
    "bind": _("绑定"),
    "cancel": _("取消"),
    "change": _("修改"),
    "copy_version": _("复制为新版本"),
    "copy_year": _("复制到下一年"),
    "create": _("新建"),
    "deactivate": _("停用"),
    "decide": _("决定"),
    "delete": _("删除"),
    "discard": _("放弃"),
    "download": _("下载"),
    "draft": _("制表"),
    "edit": _("修改"),
    "exempt": _("免考"),
    "export": _("导出"),
    "fail": _("失败"),
    "finalise": _("定稿"),
    "first_admin": _("设立首个管理员"),
    "first_admin_code": _("发放首个管理员口令"),
    "import": _("导入"),
    "open": _("开启"),
    "password": _("修改密码"),
    "pay": _("拨付"),
    "permit": _("批准"),
    "reactivate": _("恢复启用"),
    "refresh": _("重新计算"),
    "refuse": _("不批准"),
    "reopen": _("重开"),
    "reset_password": _("重置密码"),
    "reset_second_factor": _("重置二次验证"),
    "retire": _("退役"),
    "retry": _("重试"),
    "review": _("审核"),
    "save": _("保存"),
    "send_back": _("退回"),
    "start": _("发起"),
    "submit": _("提交"),
    "unlock": _("解除锁定"),
}
THINGS: dict[str, Any] = {
    "import": _("导入"),
    "job": _("后台任务"),
    "audit": _("审计记录"),
    "account": _("账号"),
}
_actions: dict[str, Any] = {}


def register(words: dict[str, Any]) -> None:
    """Word whole actions: {"scheme.copy_year": _("方案复制到下一年")}."""
    _actions.update(words)


def action_name(action: str, object_type: str = "") -> str:
    """The action in words: "评分：保存"; parts without words stay as they are."""
    if action in _actions:
        return str(_actions[action])
    thing, _dot, verb = action.partition(".")
    name = str(THINGS.get(thing) or type_name(object_type) or thing)
    return f"{name}：{VERBS.get(verb, verb)}" if verb else name


def type_name(object_type: str) -> str:
    """The readable name of a kind of object; its label where the model is gone."""
    model = _model(object_type)
    return str(model._meta.verbose_name) if model else object_type


def field_name(object_type: str, name: str) -> str:
    model = _model(object_type)
    return str(_field_names(model).get(name, name)) if model else name


def object_types() -> list[tuple[str, Any]]:
    """Every kind of object, for a choice."""
    ours = [
        model
        for model in apps.get_models()
        if not model._meta.app_label.startswith(("django_", "auth", "axes"))
    ]
    return sorted(
        ((model._meta.label_lower, model._meta.verbose_name) for model in ours), key=lambda pair: pair[0]
    )


def _model(object_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


@cache
def _field_names(model: type[models.Model]) -> dict[str, Any]:
    return {field.name: getattr(field, "verbose_name", field.name) for field in model._meta.get_fields()}
