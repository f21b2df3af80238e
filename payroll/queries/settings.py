"""The unit that a county reads its money in."""

from centres.models import Region
from payroll.core.units import Unit
from payroll.models import MoneySetting


def setting_of(county: Region) -> MoneySetting:
    """The county's setting; an unsaved one in 元 where it has made none."""
    return MoneySetting.objects.filter(county=county).first() or MoneySetting(county=county)


def unit_of(county: Region) -> Unit:
    return Unit(setting_of(county).unit)
