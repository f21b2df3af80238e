"""Finds the sheet that a row of somebody's file means: by code first, then by name, never by likeness."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from appraisal.models import Assessment, Level, Round
from centres.models import Centre, CentreAlias
from records.reading.names import normalise, similar


class SubjectNames:
    """The sheets of a round under their codes, names and confirmed aliases (2 queries)."""

    def __init__(self, current: Round, sheets: Iterable[Assessment]) -> None:
        self.sheets = {normalise(sheet.subject.code).upper(): sheet for sheet in sheets}
        self.by_name: dict[str, list[Assessment]] = {}
        for sheet in self.sheets.values():
            self.by_name.setdefault(normalise(sheet.subject.name), []).append(sheet)
        self.elsewhere: set[str] = set()
        if current.level != Level.STAFF:
            self._institutions(current)

    def _institutions(self, current: Round) -> None:
        """Aliases of the round's own, and the county's other institutions, which a file may well list too."""
        of_centre = {sheet.centre_id: sheet for sheet in self.sheets.values()}
        for alias in CentreAlias.objects.filter(county=current.county):
            if alias.centre_id in of_centre:
                self.by_name.setdefault(normalise(alias.name), [of_centre[alias.centre_id]])
        others = Centre.everyone.filter(county=current.county).exclude(pk__in=of_centre)
        for code, name in others.values_list("code", "name"):
            self.elsewhere |= {normalise(code).upper(), normalise(name)}

    def find(self, code: str, name: str) -> Assessment | str | None:
        """The sheet; in words why there is none; None for an institution of the county that isn't in this round."""
        named = self.by_name.get(normalise(name), []) if name.strip() else []
        if not code.strip():
            return self._by_name(name, named)
        coded = self.sheets.get(normalise(code).upper())
        if coded is None:
            elsewhere = normalise(code).upper() in self.elsewhere
            return None if elsewhere else _("本轮次没有“%(code)s”的评分表") % {"code": code}
        if name.strip() and coded not in named:
            return _("代码与名称不符：该代码是“%(name)s”") % {"name": coded.subject.name}
        return coded

    def _by_name(self, name: str, named: list[Assessment]) -> Assessment | str | None:
        if len(named) == 1:
            return named[0]
        if named:
            return _("有 %(count)d 个同名，请以代码或工号区分") % {"count": len(named)}
        if not normalise(name):
            return _("代码和名称至少填一项")
        if normalise(name) in self.elsewhere:
            return None
        likely = similar(name, [sheet.subject.name for sheet in self.sheets.values()])
        if likely:
            return _("本轮次没有“%(name)s”，是否指 %(names)s？") % {"name": name, "names": "、".join(likely)}
        return _("本轮次没有“%(code)s”的评分表") % {"code": name}
