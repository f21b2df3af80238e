"""Every text that the editor's scripts may show (config/static/js/scheme); they hold none of their own."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return _tree() | _form() | _rule() | _checks() | _conflict() | _removal()


def _tree() -> dict[str, str]:
    return {
        "rounds": _("轮次"),
        "bands": _("等次"),
        "gates": _("评优门槛"),
        "categories": _("类别与指标"),
        "add_round": _("添加轮次"),
        "add_band": _("添加等次"),
        "add_gate": _("添加评优门槛"),
        "add_category": _("添加类别"),
        "add_indicator": _("添加指标"),
        "new_round": _("新轮次"),
        "new_band": _("新等次"),
        "new_gate": _("新评优门槛"),
        "new_category": _("新类别"),
        "new_indicator": _("新指标"),
        "no_marks": _("不占分"),
        "drag": _("拖动排序"),
        "expand": _("展开"),
        "collapse": _("收起"),
        "sum_differs": _("指标合计 %(total)s 分，类别满分 %(marks)s 分"),
        "unsaved": _("未保存"),
        "move_up": _("上移"),
        "move_down": _("下移"),
        "move_to": _("移到类别"),
        "duplicate": _("复制一份"),
        "remove": _("删除此项"),
    }


def _form() -> dict[str, str]:
    return {
        "save": _("保存修改"),
        "saving": _("正在保存…"),
        "saved": _("已保存。"),
        "cancel": _("放弃新建"),
        "revert": _("放弃修改"),
        "choose": _("请选择"),
        "yes": _("是"),
        "no": _("否"),
        "failed": _("操作没有成功，请稍后再试。"),
        "offline": _("网络不通，没有保存；所填内容仍在页面上。"),
        "check_failed": _("暂时无法检查。"),
        "chosen_count": _("已选 %(count)s 项"),
        "gate_indicators": _("所含指标"),
        "no_such_indicator": _("（方案中没有这个指标）"),
        "last_year": _("上年"),
        "last_blank": _("未填"),
        "last_same": _("规则与上年相同。"),
        "last_none": _("上年没有此指标。"),
        "last_sentence": _("上年：%(kind)s。%(sentence)s"),
    }


def _rule() -> dict[str, str]:
    return {
        "rule": _("评分规则"),
        "choose_kind": _("选择规则"),
        "change_kind": _("更换规则"),
        "no_kind": _("先选择一种评分规则，再填写参数。"),
        "sentence": _("规则说明"),
        "rule_incomplete": _("规则尚不完整，补齐后显示说明。"),
        "no_marks_help": _("本规则不占满分"),
        "add_row": _("添加一行"),
        "row_tools": _("操作"),
        "row_up": _("上移"),
        "row_remove": _("删除这一行"),
        "add_part": _("添加子项"),
        "part_number": _("子项 %(number)s"),
        "part_remove": _("删除子项"),
        "try_out": _("试算"),
        "try_empty": _("填入数据，即可看到得分和计算过程；试算不保存。"),
        "try_unsound": _("规则完整后可以试算。"),
        "others": _("其他单位的数值"),
        "others_help": _("用顿号隔开，例如：95、80、70。"),
    }


def _checks() -> dict[str, str]:
    return {
        "total_marks": _("总分"),
        "category_sums": _("类别与指标"),
        "differing": _("%(count)s 个类别合计不符"),
        "agree": _("合计相符"),
        "round_weights": _("轮次权重"),
        "category_weights": _("类别权重"),
        "defaults": _("默认值待核定"),
        "faults": _("%(count)s 处问题"),
        "no_faults": _("没有问题，可以启用"),
    }


def _conflict() -> dict[str, str]:
    return {
        "conflict": _("%(who)s 于 %(when)s 修改了这一条目，您的修改没有保存。"),
        "conflict_lost": _("您填写的内容仍在下方表单中。请逐项选择保留哪一方的内容："),
        "conflict_field": _("项目"),
        "conflict_theirs": _("%(who)s 保存的"),
        "conflict_mine": _("您填写的"),
        "conflict_save": _("按所选保存"),
        "conflict_adopt": _("全部采用对方的"),
    }


def _removal() -> dict[str, str]:
    return {
        "remove_one": _("删除后可以立即撤销；审计记录保留。"),
        "remove_category": _("类别及其中的 %(count)s 项指标将一并删除；删除后可以立即撤销，审计记录保留。"),
        "removed": _("已删除“%(name)s”。"),
        "undo": _("撤销删除"),
    }
