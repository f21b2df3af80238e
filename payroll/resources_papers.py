"""What the admin exports of issued sheets and reconciliations; nothing comes in this way, no account number goes out."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from payroll.models import UNITS, BankFile, IssuedPaper, MoneySetting, Reconciliation, ReconciliationRow
from records.admin_import import ChoiceWidget, CountWidget, OfficeMeta, OfficeResource, PointsWidget


class SettingResource(OfficeResource):
    county = Field("county__code", column_name=_("县代码"))
    unit = Field("unit", column_name=_("金额单位"), widget=ChoiceWidget(UNITS))

    class Meta(OfficeMeta):
        model = MoneySetting
        fields = ("county", "unit")
        export_order = fields


class PaperResource(OfficeResource):
    title = Field("title", column_name=_("名称"))
    number = Field("number", column_name=_("编号"))
    total = Field("total", column_name=_("金额（元）"), widget=PointsWidget())
    fingerprint = Field("fingerprint", column_name=_("指纹"))

    class Meta(OfficeMeta):
        model = IssuedPaper
        fields = ("title", "number", "total", "fingerprint")
        export_order = fields


class FileResource(OfficeResource):
    name = Field("name", column_name=_("文件名"))
    sha256 = Field("sha256", column_name=_("文件校验值"))

    class Meta(OfficeMeta):
        model = BankFile
        fields = ("name", "sha256")
        export_order = fields


class ReconciliationResource(OfficeResource):
    year = Field("year", column_name=_("年度"), widget=CountWidget())
    sheet = Field("sheet__number", column_name=_("拨付单"))
    file = Field("file__name", column_name=_("文件名"))
    sha256 = Field("file__sha256", column_name=_("文件校验值"))

    class Meta(OfficeMeta):
        model = Reconciliation
        fields = ("year", "sheet", "file", "sha256")
        export_order = fields


class RowResource(OfficeResource):
    number = Field("number", column_name=_("行号"), widget=CountWidget())
    payee = Field("payee", column_name=_("收款人"))
    amount = Field("amount", column_name=_("金额（元）"), widget=PointsWidget())

    class Meta(OfficeMeta):
        model = ReconciliationRow
        fields = ("number", "payee", "amount")
        export_order = fields
