"""Centres from a workbook: previewed with old → new, then all of them or none."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres import sheets
from centres.access import counties_for, county_for, require
from centres.actions import master
from centres.models import Centre, Region
from records.errors import Invalid
from records.importers import Change, Context, Diff, Importer, PlainRow, Reading, register
from records.reading import tables
from records.reading.files import Workbook

DATES = ("opened_on", "closed_on")


class CentreImporter(Importer):
    """One county's centres. An empty cell leaves what is kept; nothing is removed."""

    kind = "centres"
    title = gettext_lazy("乡镇卫生院")
    help = gettext_lazy(
        "按机构代码新增或更新；没有代码的行按名称匹配已有的卫生院。空白单元格不改动已有的内容，不在表中的卫生院保持不变。"
    )

    def authorise(self, user: Any, params: Mapping[str, str]) -> Context:
        require(user, "centre.edit")
        county = county_for(user, params["county"]) if params.get("county") else _only_county(user)
        return Context(county_code=county.code, params={"county": county.code})

    def parse(self, workbook: Workbook, context: Context) -> Reading:
        table = tables.find(workbook, sheets.COLUMNS)
        known = Centre.objects.filter(county__code=context.county_code)
        others = Centre.objects.exclude(county__code=context.county_code)
        taken = set(others.values_list("code", flat=True))
        rows = sheets.read_rows(table, known, taken)
        return Reading([_plain(row) for row in rows], table.problems, table.notes)

    def diff(self, rows: list[PlainRow], context: Context) -> Diff:
        kept = _kept(context, rows)
        diff = Diff()
        for row in rows:
            centre = kept.get(row["code"])
            changes = list(_changes(centre, row))
            if centre is None:
                diff.new += 1
            elif changes:
                diff.changed += 1
            else:
                diff.unchanged += 1
            diff.lines += changes
        diff.sums = [(_("合计服务人口（表中）"), f"{sum(row.get('population', 0) for row in rows):,}")]
        return diff

    def apply(self, rows: list[PlainRow], actor: Any, context: Context) -> dict[str, Any]:
        county = county_for(actor, context.county_code)
        kept = _kept(context, rows)
        for row in rows:
            centre = kept.get(row["code"])
            if centre is not None and not any(_changes(centre, row)):
                continue
            centre = centre or Centre(county=county)
            for field, value in row.items():
                setattr(centre, field, date.fromisoformat(value) if field in DATES else value)
            master.save(actor=actor, obj=centre)
        return {"rows": len(rows)}

    def done_url(self, result: Mapping[str, Any], context: Context) -> str:
        return reverse("admin:centres_centre_changelist")

    def downloads(self, context: Context) -> list[tuple[Any, str]]:
        return [(gettext_lazy("下载现有数据（可直接修改）"), reverse("centres:centres_xlsx"))]


def _only_county(user: Any) -> Region:
    """The county of an account that has just one."""
    counties = list(counties_for(user)[:2])
    if len(counties) != 1:
        raise Invalid(_("请指定县。"), code="county")
    return counties[0]


def _plain(row: Mapping[str, Any]) -> PlainRow:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}


def _kept(context: Context, rows: list[PlainRow]) -> dict[str, Centre]:
    codes = [row["code"] for row in rows]
    return {c.code: c for c in Centre.objects.filter(county__code=context.county_code, code__in=codes)}


def _changes(centre: Centre | None, row: PlainRow) -> Iterator[Change]:
    """Field by field what a row would change; a bank account shows masked."""
    label = f"{row['code']} {row.get('name') or (centre.name if centre else '')}"
    for part in sheets.PARTS:
        if part.field not in row or part.field == "code":
            continue
        old = "" if centre is None else _shown(part.field, getattr(centre, part.field))
        new = _shown(part.field, row[part.field])
        if centre is None or old != new:
            kind = "new" if centre is None else "changed"
            yield Change(label, part.column.header, old, new, kind)


def _shown(field: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if field == "bank_account":
        return master.masked(str(value))
    if field == "kind":
        return str(dict(Centre.Kind.choices).get(value, value))
    return str(value)


register(CentreImporter())
