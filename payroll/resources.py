"""What the admin exports of money; budgets come in through `payroll.importers`, sheets through nobody."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from payroll.models import Budget, BudgetRevision, ReleaseLine, ReleaseSheet
from records.admin_import import ChoiceWidget, CountWidget, OfficeMeta, OfficeResource, PointsWidget


class BudgetResource(OfficeResource):
    year = Field("year", column_name=_("年度"), widget=CountWidget())
    code = Field("centre__code", column_name=_("机构代码"))
    name = Field("centre__name", column_name=_("卫生院"))
    amount = Field("amount", column_name=_("核定补助（元）"), widget=PointsWidget())
    version = Field("version", column_name=_("核定次数"), widget=CountWidget())

    class Meta(OfficeMeta):
        model = Budget
        fields = ("year", "code", "name", "amount", "version")
        export_order = fields


class RevisionResource(OfficeResource):
    year = Field("budget__year", column_name=_("年度"), widget=CountWidget())
    code = Field("budget__centre__code", column_name=_("机构代码"))
    name = Field("budget__centre__name", column_name=_("卫生院"))
    number = Field("number", column_name=_("次序"), widget=CountWidget())
    amount = Field("amount", column_name=_("核定补助（元）"), widget=PointsWidget())
    from_month = Field("from_month", column_name=_("起始月份"), widget=CountWidget())
    document = Field("document", column_name=_("文号"))
    reason = Field("reason", column_name=_("理由"))

    class Meta(OfficeMeta):
        model = BudgetRevision
        fields = ("year", "code", "name", "number", "amount", "from_month", "document", "reason")
        export_order = fields


class SheetResource(OfficeResource):
    year = Field("year", column_name=_("年度"), widget=CountWidget())
    kind = Field("kind", column_name=_("类别"), widget=ChoiceWidget(ReleaseSheet.Kind.choices))
    month = Field("month", column_name=_("月份"), widget=CountWidget())
    state = Field("state", column_name=_("状态"), widget=ChoiceWidget(ReleaseSheet.State.choices))
    number = Field("number", column_name=_("编号"))
    total = Field("total", column_name=_("本次实拨合计（元）"), widget=PointsWidget())
    forfeited = Field("forfeited", column_name=_("转入奖励基金（元）"), widget=PointsWidget())
    fingerprint = Field("fingerprint", column_name=_("指纹"))

    class Meta(OfficeMeta):
        model = ReleaseSheet
        fields = ("year", "kind", "month", "state", "number", "total", "forfeited", "fingerprint")
        export_order = fields


class LineResource(OfficeResource):
    sheet = Field("sheet__number", column_name=_("拨付单编号"))
    code = Field("centre_code", column_name=_("机构代码"))
    name = Field("centre_name", column_name=_("卫生院"))
    budget = Field("budget", column_name=_("年度核定补助"), widget=PointsWidget())
    score = Field("score", column_name=_("得分"), widget=PointsWidget())
    grade_name = Field("grade_name", column_name=_("等次"))
    due = Field("due", column_name=_("应拨或应兑现"), widget=PointsWidget())
    forfeited = Field("forfeited", column_name=_("扣减转入奖励基金"), widget=PointsWidget())
    adjustment = Field("adjustment", column_name=_("以前多（少）拨调整"), widget=PointsWidget())
    amount = Field("amount", column_name=_("本次实拨"), widget=PointsWidget())
    remark = Field("remark", column_name=_("备注"))

    class Meta(OfficeMeta):
        model = ReleaseLine
        fields = (
            *("sheet", "code", "name", "budget", "score", "grade_name", "due", "forfeited", "adjustment"),
            *("amount", "remark"),
        )
        export_order = fields
