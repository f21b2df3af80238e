"""The words of the audit record for people: actions, kinds of objects, fields."""

from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.importers import importer_of

# An action is "<thing>.<verb>"; the verbs are worded here, an app may word a whole action with `register`.
VERBS: dict[str, Any] = {
    "activate": _("启用"),
    "add": _("添加"),
    "add_sheets": _("补充评分表"),
    "answer": _("录入答卷"),
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
    "draw": _("抽取"),
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
    "move": _("移动"),
    "permit": _("批准"),
    "reactivate": _("恢复启用"),
    "record": _("记录"),
    "recovery_codes": _("生成恢复代码"),
    "refresh": _("重新计算"),
    "remove": _("删除"),
    "refuse": _("不批准"),
    "reopen": _("重开"),
    "replace": _("替换"),
    "reset_password": _("重置密码"),
    "reset_second_factor": _("重置两步验证"),
    "retire": _("退役"),
    "retry": _("重试"),
    "review": _("审核"),
    "save": _("保存"),
    "set": _("设定"),
    "second_factor": _("设置两步验证"),
    "send_back": _("退回"),
    "sign_in": _("登录"),
    "sign_in_failed": _("登录失败"),
    "sign_out": _("退出"),
    "start": _("发起"),
    "submit": _("提交"),
    "unlock": _("解除锁定"),
    "assign": _("分派"),
    "digest": _("发送每日提醒"),
    "remind": _("提醒"),
    "use": _("用于计分"),
    "void": _("作废"),
    "waive": _("说明理由"),
    "withdraw": _("撤回"),
    "close": _("办结"),
    "demand": _("要求处理"),
    "extend": _("延期"),
    "issue": _("印发"),
    "keep": _("不予免职"),
    "make": _("抽取"),
    "order": _("下达整改"),
    "pass": _("复查合格"),
    "put": _("提请研究"),
    "receive": _("予以备案"),
    "report": _("报送或出具报告"),
    "return": _("退回"),
    "score": _("复核评分"),
    "send": _("发出"),
    "accept": _("采纳"),
    "allocate": _("分配"),
    "approve": _("批准"),
    "begin": _("开始"),
    "begin_scoring": _("开始县级评分"),
    "enter": _("登记"),
    "file": _("登记备案"),
    "hand_in": _("提交自评"),
    "investigate": _("记录核实情况"),
    "open_notice": _("开始公示"),
    "permit_early": _("准予提前拨付"),
    "post_existing": _("补记账目"),
    "propose": _("提出"),
    "reject": _("驳回"),
    "reverse": _("冲销"),
    "take_over": _("采用"),
    "tick_warning": _("核查"),
}
THINGS: dict[str, Any] = {
    "import": _("导入"),
    "export": _("导出"),
    "job": _("后台任务"),
    "audit": _("审计记录"),
    "account": _("账号"),
}
# What events without a model note.
DETAILS: dict[str, Any] = {
    "anchor": _("链首"),
    "changed": _("修改"),
    "code": _("原因"),
    "file": _("文件"),
    "filter": _("筛选条件"),
    "job": _("后台任务"),
    "kind": _("类别"),
    "method": _("方式"),
    "new": _("新增"),
    "problems": _("问题数"),
    "rows": _("行数"),
    "sha256": _("文件校验值"),
    "unchanged": _("未变"),
    "answer": _("选项"),
    "base": _("上年数"),
    "cells": _("复核格数"),
    "claims": _("申诉内容"),
    "current": _("本期数"),
    "denominator": _("分母"),
    "inputs": _("录入值"),
    "lines": _("各院金额"),
    "note": _("说明"),
    "numerator": _("分子"),
    "percent": _("百分比"),
    "points": _("得分"),
    "proposed": _("拟更正"),
    "reason": _("理由"),
    "sheets": _("评分表数"),
    "value": _("数值"),
    "version": _("版本"),
}
_actions: dict[str, Any] = {"demo.county": _("载入演示县")}


def register(words: dict[str, Any]) -> None:
    """Word whole actions: {"scheme.copy_year": _("方案复制到下一年")}."""
    _actions.update(words)


def action_name(action: str, object_type: str = "") -> str:
    """The action in words: "评分：保存"; parts without words stay as they are."""
    if action in _actions:
        return str(_actions[action])
    thing, _dot, verb = action.partition(".")
    name = str(THINGS.get(thing) or type_name(object_type) or thing)
    return f"{name}：{_verb(thing, verb, object_type)}" if verb else name


def _verb(thing: str, verb: str, object_type: str) -> str:
    importer = importer_of(verb) if thing == "import" else None
    if importer:
        return str(importer.title)
    model = _model_named(verb) if thing in ("import", "export") else None
    if model:
        return str(model._meta.verbose_name)
    return str(VERBS.get(verb) or choice_name(object_type, "kind", verb))


def _model_named(name: str) -> type[models.Model] | None:
    """The model of an import or export of the admin: "export.staff"."""
    return next((model for model in apps.get_models() if model._meta.model_name == name), None)


def role_name(role: str) -> str:
    """The role in words, as the account's model words it."""
    field: Any = get_user_model()._meta.get_field("role")
    return str(dict(field.flatchoices).get(role, role))


def type_name(object_type: str) -> str:
    """The readable name of a kind of object; its label where the model is gone."""
    model = _model(object_type)
    return str(model._meta.verbose_name) if model else object_type


def field_name(object_type: str, name: str) -> str:
    field = field_of(object_type, name)
    return str(getattr(field, "verbose_name", "") or detail_name(name))


def detail_name(name: str) -> str:
    """The readable name of what isn't a field of a model."""
    return str(DETAILS.get(name, name))


def field_of(object_type: str, name: str) -> Any:
    """The model's field of that name, or None."""
    model = _model(object_type)
    return _fields(model).get(name) if model else None


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


def choice_name(object_type: str, name: str, value: Any) -> str:
    """The value of a field as the field's choices word it; itself where they don't."""
    field = field_of(object_type, name)
    return str(dict(getattr(field, "flatchoices", ())).get(value, value))


@cache
def _fields(model: type[models.Model]) -> dict[str, Any]:
    return {field.name: field for field in model._meta.get_fields()}
