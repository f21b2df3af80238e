"""Finds the centre that a row of somebody's workbook means (SAFETY, Reading: Names).

By code first, then by name without blanks and width, then by a confirmed alias; never by likeness: an unknown
name is asked about and never made. A centre of another county is unknown here.
"""

from django.utils.translation import gettext as _

from centres.models import Centre, CentreAlias, Region
from records.reading.names import normalise, similar


class CentreNames:
    """The county's centres under all their names (2 queries)."""

    def __init__(self, county: Region) -> None:
        centres = list(Centre.objects.filter(county=county).select_related("county").order_by("code"))
        self.by_code = {normalise(centre.code).upper(): centre for centre in centres}
        self.by_name = {normalise(centre.name): centre for centre in centres}
        by_pk = {centre.pk: centre for centre in centres}
        self.by_alias = {
            normalise(alias.name): by_pk[alias.centre_id]
            for alias in CentreAlias.objects.filter(county=county, centre__county=county)
        }

    def find(self, code: str, name: str) -> Centre | str:
        """The centre, or in words why there is none. An empty code or name is one that wasn't given."""
        key = normalise(name)
        named = self.by_name.get(key) or self.by_alias.get(key)
        if not code.strip():
            return named or self._unknown(name)
        coded = self.by_code.get(normalise(code).upper())
        if coded is None:
            return _("本县没有机构代码“%(code)s”") % {"code": code}
        if key and named != coded:
            return _("机构代码与名称不符：该代码是“%(name)s”") % {"name": coded.name}
        return coded

    def _unknown(self, name: str) -> str:
        if not normalise(name):
            return _("机构代码和名称至少填一项")
        likely = similar(name, [centre.name for centre in self.by_name.values()])
        if likely:
            return _("本县没有这个卫生院，是否指 %(names)s？") % {"names": "、".join(likely)}
        return _("本县没有这个卫生院")
