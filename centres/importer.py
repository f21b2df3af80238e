"""Centres from a workbook or CSV file, through the staged flow of records.imports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.access import county_for, require
from centres.actions import master
from centres.centre_columns import COLUMNS, FIELDS, KIND_WORDS
from centres.centre_rows import Rows, Statement, changes, laid_over
from centres.models import Centre, Region
from records import imports
from records.errors import Conflict, Invalid
from records.reading import tables
from records.reading.files import Workbook
from records.reading.numbers import Parsed, parse_count

MOST_ROWS = 1_000
DATES = {field.name for field in FIELDS if field.kind == "date"}
COUNTS = [field.name for field in FIELDS if field.kind == "count"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of the file against the centre as it is now; None for one to be made."""

    kept: Centre | None
    values: Mapping[str, Any]

    @property
    def differs(self) -> bool:
        return any(changes(self.kept, self.values))


class CentreImporter(imports.Importer):
    """Rows: {"code", "new", "values"}; `values` by attribute, blank ones left out; `params` name the county."""

    kind = "centres"
    title = gettext_lazy("卫生院")
    help = gettext_lazy(
        "每行一家卫生院。留空的格不改动；名单里没有的卫生院不受影响；有一处错误则全部不写入。"
    )

    def authorise(self, user: Any, params: Mapping[str, str]) -> imports.Context:
        require(user, "centre.edit")
        county = county_for(user, params.get("county") or user.region.code)
        return imports.Context(county.code, {"county": county.code})

    def parse(self, workbook: Workbook, context: imports.Context) -> imports.Reading:
        table = tables.find(workbook, COLUMNS)
        if len(table.rows) > MOST_ROWS:
            raise Invalid(_("一次最多导入 %(most)d 家卫生院。") % {"most": MOST_ROWS}, code="too_many_rows")
        found = Rows(table, _county(context)).statements()
        if not table.problems:
            _check_totals(table, found)
        return imports.Reading([_plain(one) for one in found], table.problems, table.notes)

    def diff(self, rows: list[imports.PlainRow], context: imports.Context) -> imports.Diff:
        plan = _plan(rows, context)
        found = imports.Diff()
        for one in plan:
            found.new += one.kept is None
            found.changed += one.kept is not None and one.differs
            found.unchanged += not one.differs
            found.lines += _lines(one)
        found.sums = _sums(plan, context)
        return found

    def apply(self, rows: list[imports.PlainRow], actor: Any, context: imports.Context) -> dict[str, Any]:
        """Those that are merged into another come last: the other may be new itself."""
        plan = [one for one in _plan(rows, context) if one.differs]
        for one in sorted(plan, key=lambda one: "merged_into" in one.values):
            centre = laid_over(one.kept or Centre(county=_county(context)), one.values)
            if "merged_into" in one.values:
                centre.merged_into = _centre(context, one.values["merged_into"])
            master.save(actor=actor, obj=centre, reason=_("导入"))
        return {"saved": len(plan)}

    def done_url(self, result: Mapping[str, Any], context: imports.Context) -> str:
        return f"{reverse('centres:list')}?county={context.county_code}"

    def downloads(self, context: imports.Context) -> list[tuple[Any, str]]:
        address = f"{reverse('centres:export')}?county={context.county_code}"
        return [(_("下载预填的工作簿"), address)]


def _county(context: imports.Context) -> Region:
    return Region.objects.get(code=context.county_code)


def _centre(context: imports.Context, code: str) -> Centre:
    return Centre.objects.get(county__code=context.county_code, code__iexact=code)


def _check_totals(table: tables.Table, found: list[Statement]) -> None:
    """The file's own 合计 of people against the sum of its rows."""
    for name in COUNTS:
        own = sum(one.values[name] or 0 for one in found)
        if name in table.places:
            table.check_total(name, Decimal(own), _parse_total)


def _parse_total(value: Any, number_format: str = "") -> Any:
    answer = parse_count(value, number_format)
    return (
        Parsed(None if answer.value is None else Decimal(answer.value))
        if isinstance(answer, Parsed)
        else answer
    )


def _plain(one: Statement) -> imports.PlainRow:
    values = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in one.values.items()
        if value is not None
    }
    return {"code": one.centre.code, "new": one.kept is None, "values": values}


def _plan(rows: list[imports.PlainRow], context: imports.Context) -> list[Planned]:
    """The rows against what is kept now (1 query). Conflict where a centre has come or gone since they were read."""
    kept = {
        centre.code: centre
        for centre in Centre.objects.filter(county__code=context.county_code).select_related(
            "county", "merged_into"
        )
    }
    plan = []
    for row in rows:
        if (row["code"] in kept) == row["new"]:
            words = {"code": row["code"]}
            raise Conflict(
                _("预览之后机构代码 %(code)s 有了变化，请重新上传。") % words, code="import:changed"
            )
        plan.append(Planned(kept.get(row["code"]), _values(row)))
    return plan


def _values(row: imports.PlainRow) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name in DATES else value for name, value in row["values"].items()
    }


def _lines(one: Planned) -> Iterator[imports.Change]:
    kept, values = one.kept, one.values
    if kept is None:
        told = [one for one in changes(None, values) if one[0] not in {"code", "name"}]
        said = "；".join(f"{header} {_shown(name, new)}" for name, header, _old, new in told)
        yield imports.Change(f"{values['code']} {values['name']}", _("新增卫生院"), "", said, "new")
        return
    for name, header, old, new in changes(kept, values):
        yield imports.Change(f"{kept.code} {kept.name}", header, _shown(name, old), _shown(name, new))


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "bank_account":
        return master.masked(str(value))
    if name == "kind":
        return KIND_WORDS[value]
    return value.isoformat() if isinstance(value, date) else str(value)


def _sums(plan: list[Planned], context: imports.Context) -> list[tuple[str, str]]:
    own = Centre.objects.filter(county__code=context.county_code)
    before, people = own.count(), own.aggregate(sum=Sum("population"))["sum"] or 0
    after = before + sum(one.kept is None for one in plan)
    moved = sum(
        one.values["population"] - (one.kept.population if one.kept else 0)
        for one in plan
        if "population" in one.values
    )
    return [
        (_("卫生院数"), f"{before} → {after}"),
        (_("服务人口"), f"{people:,} → {people + moved:,}"),
    ]


imports.register(CentreImporter())
