"""Every text of the page that works without a network (config/static/js/grid/onsite)."""

from django.utils.translation import gettext as _


def onsite_words() -> dict[str, str]:
    return _taking() | _panel() | _refusals()


def carried_words() -> dict[str, str]:
    """What the grid's own texts become where nothing is saved before it is handed in."""
    waits = _("%(n)s 格待交回")
    return {
        "autosave": _("自动存在本机"),
        "all_saved": _("已全部交回"),
        "saving": waits,
        "unsaved": waits,
        "state_waiting": _("待交回"),
        "state_offline": _("待交回"),
        "state_saving": _("正在交回"),
        "state_saved": _("已交回"),
        "restored": _("已从本机找回 %(n)s 格待交回的录入。"),
        "failed": _("脱机时看不到，请连上网络后再试。"),
        "held_offline": _("网络又断了。录入的内容仍在本机，连上后继续交回。"),
        "held_signed_out": _("登录已过期。录入的内容仍在本机，请在新窗口登录，本页随后自动继续交回。"),
        "held_other_account": _("现在登录的是另一账号，不能交回。请换回原账号登录；录入的内容仍在本机。"),
        "held_closed": _("本轮次已不在评分阶段，没有交回。录入的内容仍在本机。"),
    }


def _taking() -> dict[str, str]:
    return {
        "take": _("带到现场"),
        "again": _("重新准备"),
        "offer": _("现场没有网络？先带走本表，断网也能打开、填写，回来再交回。"),
        "preparing": _("正在准备，请保持联网…"),
        "ready": _("已于 %(time)s 备好，断网也能打开。"),
        "waits": _("已于 %(time)s 备好，本机有 %(n)s 格待交回。"),
        "not_prepared": _("没有备好，请检查网络后再试。"),
    }


def _panel() -> dict[str, str]:
    return {
        "online": _("已联网"),
        "offline": _("脱机"),
        "prepared": _("备于 %(time)s"),
        "waiting": _("本机 %(n)s 格待交回"),
        "conflicts": _("%(n)s 格与他人的修改冲突，请在下方选择"),
        "refusals": _("%(n)s 格被退回，请改正"),
        "comma": _("，"),
        "hand_in": _("交回 %(n)s 格"),
        "hand_in_later": _("连上网络后可交回 %(n)s 格"),
        "hand_in_none": _("交回"),
        "handed_in": _("已交回"),
        "cleared": _("%(n)s 格已全部交回，本机的副本已清除。"),
        "full": _("本机存储写不进去，请不要关闭本页，先把录入记在纸上。"),
        "drop_asks": _("本机还有 %(n)s 格待交回。移除后这些录入就没有了，确定移除吗？"),
    }


def _refusals() -> dict[str, str]:
    return {
        "not_yours": _("这张表是另一账号在本机带走的。请联网用原账号登录后再打开；内容不向其他账号显示。"),
        "nothing_here": _("本机没有这张表，或尚未登录。请联网登录，在评分表页面点“带到现场”。"),
        "no_insecure": _(
            "本站没有使用 https，浏览器不允许断网使用。请改用 https 地址，或带工作簿、打印的评分表到现场。"
        ),
        "no_browser": _("这个浏览器不支持断网使用。请换新版浏览器，或带工作簿、打印的评分表到现场。"),
    }
