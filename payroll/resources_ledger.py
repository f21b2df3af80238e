"""What the admin exports of the ledger and its documents; nothing comes in this way."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from payroll.models import (
    ACCOUNTS,
    AwardLine,
    AwardSheet,
    BudgetPortion,
    Correction,
    CorrectionLine,
    LedgerEntry,
    LedgerPosting,
    Receipt,
    Remittance,
    Source,
)
from records.admin_import import ChoiceWidget, CountWidget, OfficeMeta, OfficeResource, PointsWidget


def sources() -> ChoiceWidget:
    return ChoiceWidget(Source.choices)


class PortionResource(OfficeResource):
    year = Field("revision__budget__year", column_name=_("年度"), widget=CountWidget())
    code = Field("revision__budget__centre__code", column_name=_("机构代码"))
    number = Field("revision__number", column_name=_("次序"), widget=CountWidget())
    source = Field("source", column_name=_("资金来源"), widget=sources())
    amount = Field("amount", column_name=_("金额（元）"), widget=PointsWidget())
    document = Field("document", column_name=_("文号"))

    class Meta(OfficeMeta):
        model = BudgetPortion
        fields = ("year", "code", "number", "source", "amount", "document")
        export_order = fields


class ReceiptResource(OfficeResource):
    year = Field("year", column_name=_("年度"), widget=CountWidget())
    source = Field("source", column_name=_("资金来源"), widget=sources())
    document = Field("document", column_name=_("文号"))
    amount = Field("amount", column_name=_("金额（元）"), widget=PointsWidget())

    class Meta(OfficeMeta):
        model = Receipt
        fields = ("year", "source", "document", "amount")
        export_order = fields


class RemittanceResource(OfficeResource):
    document = Field("receipt__document", column_name=_("文号"))
    amount = Field("amount", column_name=_("金额（元）"), widget=PointsWidget())

    class Meta(OfficeMeta):
        model = Remittance
        fields = ("document", "amount")
        export_order = fields


class CorrectionResource(OfficeResource):
    year = Field("year", column_name=_("年度"), widget=CountWidget())
    sheet = Field("sheet__number", column_name=_("拨付单编号"))
    cause = Field("cause", column_name=_("原因"))

    class Meta(OfficeMeta):
        model = Correction
        fields = ("year", "sheet", "cause")
        export_order = fields


class CorrectionLineResource(OfficeResource):
    sheet = Field("correction__sheet__number", column_name=_("拨付单编号"))
    code = Field("centre__code", column_name=_("机构代码"))
    before = Field("before", column_name=_("原扣减"), widget=PointsWidget())
    after = Field("after", column_name=_("应扣减"), widget=PointsWidget())
    change = Field("change", column_name=_("应补拨（扣回）"), widget=PointsWidget())

    class Meta(OfficeMeta):
        model = CorrectionLine
        fields = ("sheet", "code", "before", "after", "change")
        export_order = fields


class AwardResource(OfficeResource):
    year = Field("year", column_name=_("年度"), widget=CountWidget())
    state = Field("state", column_name=_("状态"), widget=ChoiceWidget(AwardSheet.State.choices))
    number = Field("number", column_name=_("编号"))
    fund = Field("fund", column_name=_("奖励基金余额"), widget=PointsWidget())
    total = Field("total", column_name=_("奖励合计"), widget=PointsWidget())

    class Meta(OfficeMeta):
        model = AwardSheet
        fields = ("year", "state", "number", "fund", "total")
        export_order = fields


class AwardLineResource(OfficeResource):
    sheet = Field("sheet__number", column_name=_("编号"))
    code = Field("centre__code", column_name=_("机构代码"))
    director = Field("director", column_name=_("院长"))
    weight = Field("weight", column_name=_("权数"), widget=PointsWidget())
    amount = Field("amount", column_name=_("奖励金额"), widget=PointsWidget())

    class Meta(OfficeMeta):
        model = AwardLine
        fields = ("sheet", "code", "director", "weight", "amount")
        export_order = fields


class EntryResource(OfficeResource):
    year = Field("year", column_name=_("年度"), widget=CountWidget())
    number = Field("number", column_name=_("凭证号"), widget=CountWidget())
    kind = Field("kind", column_name=_("类别"), widget=ChoiceWidget(LedgerEntry.Kind.choices))
    text = Field("text", column_name=_("摘要"))

    class Meta(OfficeMeta):
        model = LedgerEntry
        fields = ("year", "number", "kind", "text")
        export_order = fields


class PostingResource(OfficeResource):
    year = Field("entry__year", column_name=_("年度"), widget=CountWidget())
    number = Field("entry__number", column_name=_("凭证号"), widget=CountWidget())
    account = Field("account", column_name=_("科目"), widget=ChoiceWidget(ACCOUNTS))
    source = Field("source", column_name=_("资金来源"), widget=sources())
    code = Field("centre__code", column_name=_("机构代码"))
    amount = Field("amount", column_name=_("金额（元）"), widget=PointsWidget())

    class Meta(OfficeMeta):
        model = LedgerPosting
        fields = ("year", "number", "account", "source", "code", "amount")
        export_order = fields
