"""Every text that the grid's scripts may show (config/static/js/grid); they hold none of their own."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return (
        _entry()
        | _locks()
        | _self()
        | _kinds()
        | _states()
        | _progress()
        | _pasting()
        | _conflicts()
        | _held()
    )


def _entry() -> dict[str, str]:
    return {
        "na": _("缺项"),
        "value": _("录入值"),
        "points": _("得分"),
        "reason": _("扣分原因"),
        "na_reason": _("缺项原因"),
        "reason_due": _("未得满分，请写明原因"),
        "reason_needed": _("需写明原因"),
        "source": _("数据来源"),
        "source_date": _("数据日期"),
        "source_and_date": _("来源与日期"),
        "full_marks": _("满分"),
        "less": _("减一"),
        "more": _("加一"),
        "not_entered": _("未录入"),
        "unscored": _("未评分"),
        "incomplete": _("还缺：%(names)s"),
        "points_of": _("得 %(points)s 分，满分 %(full)s 分"),
        "full_of": _("满分 %(full)s"),
        "expected": _("应为%(expected)s"),
        "explain": _("得分说明"),
        "details": _("原因、缺项、来源"),
        "comma": _("，"),
        "list_comma": _("、"),
        "loading": _("正在读取…"),
        "failed": _("操作没有成功，请稍后再试。"),
        "read_only": _("只读"),
        "sum_of": _("%(category)s 小计"),
        "collapse": _("收起"),
        "expand": _("展开"),
        "no_missing": _("没有未评的格。"),
        "no_missing_open": _("可修改的评分表没有未评的格。"),
        "no_match": _("没有符合条件的对象或指标。"),
        "total_open": _("评完才有总分"),
    }


def _locks() -> dict[str, str]:
    return {
        "locked": _("锁定：%(why)s"),
        "row_open": _("本表可以修改"),
        "locked_out": _("%(n)s 格锁定，没有改动"),
        "shut_moved": _("可以修改的评分表有变动。"),
        "known": _("知道了"),
    }


def _self() -> dict[str, str]:
    return {
        "self_name": _("自评"),
        "self_points": _("%(points)s 分"),
        "self_take": _("采用"),
        "self_taken": _("已采用自评"),
        "self_differs": _("与自评不同"),
        "self_same": _("与自评一致"),
        "self_open": _("尚未评分"),
        "self_take_all": _("采用本类自评"),
        "self_take_open": _("只填入还没有评分的指标"),
        "self_none": _("本类没有可以采用的自评：都已评分。"),
        "self_done": _("已采用自评 %(n)s 格"),
    }


def _kinds() -> dict[str, str]:
    return {
        "ne": _("未提供佐证"),
        "ne_short": _("无佐证"),
        "ne_remark": _("未提供佐证材料，该项不得分"),
        "ne_reason": _("情况说明"),
        "evidence": _("佐证 %(n)s"),
        "evidence_due": _("缺佐证：请上传，或标注“未提供佐证”并写明情况"),
        "mark_reason_due": _("请写明情况"),
        "yes": _("是"),
        "doubt": _("待核查：%(words)s"),
        "points_only": _("得 %(points)s 分"),
        "no_marks": _("不占分"),
        "add_record": _("添加一份"),
        "remove_record": _("删除这一份"),
        "record_number": _("档案号"),
        "records_listed": _("已登记 %(n)s %(unit)s"),
    }


def _states() -> dict[str, str]:
    return {
        "autosave": _("自动保存"),
        "all_saved": _("已全部保存"),
        "saving": _("正在保存 %(n)s 格"),
        "unsaved": _("%(n)s 格尚未保存"),
        "refused": _("%(n)s 格被退回"),
        "conflicts": _("%(n)s 格有冲突"),
        "state_waiting": _("尚未保存"),
        "state_saving": _("正在保存"),
        "state_saved": _("已保存"),
        "state_offline": _("尚未保存"),
        "state_refused": _("没有保存"),
        "state_conflict": _("与他人的修改冲突"),
    }


def _progress() -> dict[str, str]:
    return {
        "progress": _("已评 %(entered)s / %(cells)s，还差 %(missing)s"),
        "complete": _("%(cells)s 格已全部评完"),
        "left": _("还差 %(missing)s"),
        "done": _("已评完"),
        "reasons": _("缺原因 %(n)s"),
        "category_progress": _("%(entered)s/%(cells)s"),
        "fresh": _("他人修改了 %(n)s 格"),
        "selected": _("已选 %(n)s 格"),
        "nothing_to_undo": _("没有可撤销的修改"),
        "nothing_to_redo": _("没有可重做的修改"),
        "restored": _("已找回 %(n)s 格未保存的录入，正在保存。"),
    }


def _pasting() -> dict[str, str]:
    return {
        "paste_saved": _("粘贴：已保存 %(n)s 格"),
        "paste_unchanged": _("未变 %(n)s 格"),
        "paste_refused": _("退回 %(n)s 格"),
        "paste_conflict": _("冲突 %(n)s 格"),
        "paste_locked": _("锁定 %(n)s 格未粘贴"),
        "paste_beyond": _("超出表格 %(n)s 格未粘贴"),
        "copied": _("已复制 %(n)s 格"),
    }


def _conflicts() -> dict[str, str]:
    return {
        "issues": _("%(n)s 格需要处理"),
        "more_issues": _("另有 %(n)s 格未列出"),
        "changed_by": _("%(name)s 于 %(time)s 先改了这一格。"),
        "somebody": _("他人"),
        "theirs": _("对方的"),
        "mine": _("我的"),
        "keep_theirs": _("采用对方的"),
        "save_mine": _("保存我的"),
        "discard": _("放弃"),
    }


def _held() -> dict[str, str]:
    return {
        "held_offline": _("网络中断。录入的内容留在本机，连上后自动保存。"),
        "held_signed_out": _("登录已过期。录入的内容留在本机，请在新窗口登录，本页随后自动继续保存。"),
        "held_other_account": _("现在登录的是另一账号，本页暂停保存。请换回原账号登录，或刷新页面。"),
        "held_closed": _("本轮次已不在评分阶段，下列录入没有保存。"),
        "kept_but_closed": _("有 %(n)s 格录入没有来得及保存，而本轮次已不能修改。"),
    }
