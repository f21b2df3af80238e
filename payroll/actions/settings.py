"""A county's setting of how money is shown."""

from django.utils.translation import gettext as _

from centres.access import county_for, require
from centres.models import Region, User
from payroll.core.units import Unit
from payroll.models import MoneySetting
from payroll.queries.settings import setting_of
from payroll.trail import setting_record
from records import audit
from records.errors import Conflict, Invalid


def set_unit(*, actor: User, county: Region, unit: str, expected_version: int) -> MoneySetting:
    """Show the county's money in `unit`. The same unit again changes nothing.

    Raises Invalid for no such unit, Conflict where somebody has set it since the page was opened.
    """
    require(actor, "budget.edit")
    region = county_for(actor, county.code)
    if unit not in list(Unit):
        raise Invalid(_("没有这个金额单位。"), code="no_such_unit")
    if setting_of(region).unit == unit:
        return setting_of(region)
    with audit.act(actor, action="money.unit", county=region) as trail:
        setting, new = MoneySetting.objects.select_for_update().get_or_create(county=region)
        if setting.version != expected_version:
            raise Conflict(_("设置已被他人修改，请刷新页面。"), code="version")
        before = None if new else setting_record(setting)
        setting.unit, setting.version = unit, setting.version + 1
        setting.save(update_fields=["unit", "version"])
        trail.add(setting, before, setting_record(setting), label=str(setting))
    return setting
