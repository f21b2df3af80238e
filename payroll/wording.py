"""Words of the audit record for acts on sheets and reconciliations."""

from django.utils.translation import gettext_lazy as _

from records import audit_words

audit_words.register(
    {
        "money.unit": _("设置金额单位"),
        "paper.issue": _("签发单据"),
        "release.bank_list": _("导出银行付款清单"),
        "reconciliation.make": _("保存对账结果"),
        "reconciliation.download": _("下载对账文件"),
    }
)
