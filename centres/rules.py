"""What must hold of regions, centres and people beyond their columns; each returns every fault."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from centres.models import (
    Centre,
    CentreAlias,
    DirectorTerm,
    Post,
    Region,
    Staff,
    SupportHospital,
    VillageClinic,
)
from centres.models.places import InstitutionType
from records.errors import Problem
from records.reading.names import normalise, tidy

CLINIC = InstitutionType.CLINIC
ABOVE = {Region.Level.PREFECTURE: Region.Level.PROVINCE, Region.Level.COUNTY: Region.Level.PREFECTURE}


def of_region(region: Region) -> Iterator[Problem]:
    wanted = ABOVE.get(Region.Level(region.level))
    if wanted is None and region.parent is not None:
        yield Problem(_("省没有上级。"), place=_("上级"))
    if wanted is not None and (region.parent is None or region.parent.level != wanted):
        yield Problem(_("上级须为%(level)s。") % {"level": wanted.label}, place=_("上级"))


def tidy_centre(centre: Centre) -> None:
    centre.name = tidy(centre.name)
    centre.code = tidy(centre.code)


def tidy_clinic(clinic: VillageClinic) -> None:
    """A clinic's county is its centre's."""
    clinic.type = InstitutionType.CLINIC
    if clinic.parent is not None:
        clinic.county = clinic.parent.county
    tidy_centre(clinic)


def tidy_hospital(hospital: SupportHospital) -> None:
    hospital.type = InstitutionType.HOSPITAL
    tidy_centre(hospital)


def of_centre(centre: Centre) -> Iterator[Problem]:
    if centre.county.level != Region.Level.COUNTY:
        yield Problem(_("卫生院须属于一个县（市、区）。"), place=_("所属县"))
    yield from _of_names(centre, Centre.everyone.filter(county=centre.county_id).exclude(type=CLINIC))
    if centre.merged_into_id and (centre.merged_into_id == centre.pk or _elsewhere(centre)):
        yield Problem(_("只能并入同县的另一家卫生院。"), place=_("并入"))
    if centre.merged_into_id and centre.closed_on is None:
        yield Problem(_("并入其他卫生院的，须填写停用日期。"), place=_("停用日期"))


def of_hospital(hospital: SupportHospital) -> Iterator[Problem]:
    if hospital.county.level != Region.Level.COUNTY:
        yield Problem(_("支援医院须属于一个县（市、区）。"), place=_("所属县"))
    yield from _of_names(hospital, Centre.everyone.filter(county=hospital.county_id).exclude(type=CLINIC))


def of_clinic(clinic: VillageClinic) -> Iterator[Problem]:
    """A clinic belongs to a township health centre of its county; its name is its own within that centre."""
    if clinic.parent is None:
        yield Problem(_("请写明由哪家卫生院管理。"), place=_("所属卫生院"))
        return
    if clinic.parent.type != InstitutionType.TOWNSHIP or clinic.parent.county_id != clinic.county_id:
        yield Problem(_("村卫生室须属于本县的一家乡镇卫生院。"), place=_("所属卫生院"))
    yield from _of_names(clinic, VillageClinic.objects.filter(parent=clinic.parent_id))


def _of_names(centre: Centre, others: QuerySet[Centre]) -> Iterator[Problem]:
    """A code is one institution's, whatever its type; a name is told apart among `others`."""
    taken = Centre.everyone.filter(code=centre.code).exclude(pk=centre.pk).exclude(type=centre.type).first()
    if taken is not None:
        yield Problem(_("这个机构代码已有别的机构使用。"), value=centre.code, place=_("机构代码"))
    for other in others.exclude(pk=centre.pk).only("code", "name"):
        if normalise(other.name) == normalise(centre.name):
            yield Problem(
                _("与 %(code)s %(name)s 重名。") % {"code": other.code, "name": other.name},
                value=centre.name,
                place=_("名称"),
            )


def _elsewhere(centre: Centre) -> bool:
    return centre.merged_into is not None and centre.merged_into.county_id != centre.county_id


def tidy_alias(alias: CentreAlias) -> None:
    """An alias is kept as names are matched; its county is its centre's."""
    alias.name = normalise(alias.name)
    if alias.centre_id:
        alias.county_id = alias.centre.county_id


def of_alias(alias: CentreAlias) -> Iterator[Problem]:
    for centre in Centre.objects.filter(county=alias.centre.county_id).only("code", "name"):
        if normalise(centre.name) == alias.name:
            yield Problem(
                _("这是 %(code)s %(name)s 的正式名称。") % {"code": centre.code, "name": centre.name},
                value=alias.name,
                place=_("别名"),
            )


def of_post(post: Post) -> Iterator[Problem]:
    if post.county.level != Region.Level.COUNTY:
        yield Problem(_("岗位须属于一个县（市、区）。"), place=_("所属县"))
    if post.position_coefficient <= 0:
        yield Problem(_("岗位系数须大于 0。"), place=_("岗位系数"))


def of_staff(staff: Staff) -> Iterator[Problem]:
    if staff.post is not None and staff.post.county_id != staff.centre.county_id:
        yield Problem(_("岗位须是本县的。"), place=_("岗位"))
    if staff.started_on and staff.ended_on and staff.ended_on <= staff.started_on:
        yield Problem(_("离岗日期须晚于到岗日期。"), place=_("离岗日期"))


def of_term(term: DirectorTerm) -> Iterator[Problem]:
    """A director is of the centre's own staff, and one centre has one director at a time."""
    if term.staff.centre_id != term.centre_id:
        yield Problem(_("院长须是本院职工。"), place=_("院长"))
    begun_before_end = Q() if term.ended_on is None else Q(started_on__lt=term.ended_on)
    not_over = Q(ended_on__isnull=True) | Q(ended_on__gt=term.started_on)
    others = DirectorTerm.objects.filter(begun_before_end, not_over, centre=term.centre_id)
    for other in others.exclude(pk=term.pk).select_related("staff"):
        yield Problem(
            _("与%(name)s的任期（自 %(date)s 起）重叠。")
            % {"name": other.staff.name, "date": f"{other.started_on:%Y-%m-%d}"},
            place=_("任职日期"),
        )
