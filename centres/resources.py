"""Import and export of people and posts in the admin; centres come in through `centres.importer`."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from centres.actions import master
from centres.models import Centre, DirectorTerm, Post, Staff, SupportHospital, VillageClinic
from records.admin_import import ChoiceWidget, OfficeMeta, OfficeResource, PointsWidget, YesNoWidget
from records.errors import Problem
from records.reading.dates import parse_date

CENTRE, NUMBER = "机构代码", "工号"


class DayWidget(Widget):  # type: ignore[misc]
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        answer = parse_date(value)
        if isinstance(answer, Problem):
            raise ValueError(str(answer.message))
        return answer.value

    def render(self, value: date | None, obj: Any = None, **kwargs: Any) -> date | None:
        return value


class TextWidget(Widget):  # type: ignore[misc]
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value).strip()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value or "")


class CentreWidget(Widget):  # type: ignore[misc]
    """A centre by its code, among those that the account sees."""

    def __init__(self, actor: Any = None) -> None:
        super().__init__()
        self.actor = actor

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Centre:
        code = "" if value is None else str(value).strip()
        found = Centre.objects.visible_to(self.actor).select_related("county").filter(code=code).first()
        if found is None:
            raise ValueError(_("没有这家卫生院。"))
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.code if value else ""


class PostWidget(CentreWidget):
    """A post by its name, in the county of the row's centre."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        name = "" if value is None else str(value).strip()
        if not name:
            return None
        code = str((row or {}).get(CENTRE) or "").strip()
        found = Post.objects.visible_to(self.actor).filter(name=name, county__centres__code=code).first()
        if found is None:
            raise ValueError(_("本县没有这个岗位。"))
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.name if value else ""


class StaffWidget(CentreWidget):
    """A member of staff by number, in the row's centre."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        number, code = str(value or "").strip(), str((row or {}).get(CENTRE) or "").strip()
        found = Staff.objects.visible_to(self.actor).filter(number=number, centre__code=code).first()
        if found is None:
            raise ValueError(_("该院没有这个工号。"))
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.number if value else ""


class MasterResource(OfficeResource):
    """Rows written by `master.save`; related rows are looked up within the account's scope."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, CentreWidget):
                field.widget = type(field.widget)(self.actor)

    def write(self, instance: Any) -> None:
        master.save(actor=self.actor, obj=instance)


class CentreResource(MasterResource):
    """For the export page only: `centres.sheets` writes the workbook."""

    class Meta(OfficeMeta):
        model = Centre
        fields = ["code", "name", "kind"]


class ClinicResource(MasterResource):
    """For the export page only: `centres.list_books` writes the workbook."""

    class Meta(OfficeMeta):
        model = VillageClinic
        fields = ["code", "name", "parent"]


class HospitalResource(MasterResource):
    """For the export page only: `centres.list_books` writes the workbook."""

    class Meta(OfficeMeta):
        model = SupportHospital
        fields = ["code", "name"]


class PostResource(MasterResource):
    name = Field("name", column_name="岗位名称", widget=TextWidget())
    position_coefficient = Field("position_coefficient", column_name="岗位系数", widget=PointsWidget())

    class Meta(OfficeMeta):
        model = Post
        fields = import_order = export_order = ["name", "position_coefficient"]
        import_id_fields = ["name"]

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        """A new post belongs to the county of whoever imports it."""
        if new:
            instance.county = self.actor.region


class StaffResource(MasterResource):
    centre = Field("centre", column_name=CENTRE, widget=CentreWidget())
    number = Field("number", column_name=NUMBER, widget=TextWidget())
    name = Field("name", column_name="姓名", widget=TextWidget())
    post = Field("post", column_name="岗位", widget=PostWidget())
    employment = Field("employment", column_name="用工形式", widget=ChoiceWidget(Staff.Employment.choices))
    key_talent = Field("key_talent", column_name="技术骨干", widget=YesNoWidget())
    started_on = Field("started_on", column_name="到岗日期", widget=DayWidget())
    ended_on = Field("ended_on", column_name="离岗日期", widget=DayWidget())

    class Meta(OfficeMeta):
        model = Staff
        fields = import_order = export_order = [
            "centre",
            "number",
            "name",
            "post",
            "employment",
            "key_talent",
            "started_on",
            "ended_on",
        ]
        import_id_fields = ["centre", "number"]


class DirectorTermResource(MasterResource):
    centre = Field("centre", column_name=CENTRE, widget=CentreWidget())
    staff = Field("staff", column_name=NUMBER, widget=StaffWidget())
    started_on = Field("started_on", column_name="任职日期", widget=DayWidget())
    ended_on = Field("ended_on", column_name="离任日期", widget=DayWidget())

    class Meta(OfficeMeta):
        model = DirectorTerm
        fields = import_order = export_order = ["centre", "staff", "started_on", "ended_on"]
        import_id_fields = ["centre", "started_on"]
