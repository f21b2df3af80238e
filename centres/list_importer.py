"""Village clinics, support hospitals and staff from a workbook, through the staged flow of records.imports."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from centres.access import county_for, require
from centres.actions import master
from centres.lists import LISTINGS, Column, Listing, plain_value, stored_value
from centres.models import Centre, Region, Staff
from records import imports
from records.errors import Conflict, Invalid
from records.reading import tables
from records.reading.files import Workbook
from records.reading.names import normalise

MOST_ROWS = 3_000
Key = tuple[str, ...]


@dataclass(slots=True)
class Shelf:
    """What a county has of one list (1 query, and 1 for each column that names other rows)."""

    listing: Listing
    county: Region
    kept: dict[Key, Any] = field(default_factory=dict)
    named: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept = {self._key_of(row): row for row in self.listing.rows(self.county)}
        for column in self.listing.columns:
            if column.related is not None:
                rows = column.related(self.county)
                self.named[column.name] = {getattr(row, column.by): row for row in rows}

    def _key_of(self, row: Any) -> Key:
        return tuple(str(plain_value(row, self.listing.column(name))) for name in self.listing.key)

    def key(self, values: Mapping[str, Any]) -> Key:
        return tuple(str(values.get(name) or "") for name in self.listing.key)

    def laid_over(self, values: Mapping[str, Any]) -> Any:
        """The row that the values speak of with the values laid over; a new one where none is kept."""
        kept = self.kept.get(self.key(values))
        row = copy(kept) if kept is not None else self._blank()
        for name, value in values.items():
            column = self.listing.column(name)
            found = self.named[name][value] if name in self.named else stored_value(column, value)
            setattr(row, column.target, found)
        return row

    def _blank(self) -> Any:
        return self.listing.model() if self.listing.model is Staff else self.listing.model(county=self.county)

    def changes(self, values: Mapping[str, Any]) -> Iterator[tuple[Column, Any, Any]]:
        """(column, old, new) of each value that differs from what is kept."""
        kept = self.kept.get(self.key(values))
        for name, new in values.items():
            column = self.listing.column(name)
            old = plain_value(kept, column) if kept is not None else None
            if new != old:
                yield column, old, new


class ListImporter(imports.Importer):
    """Rows: {"new", "values"}; `values` are plain and by column, blank ones left out; `params` name the county."""

    def __init__(self, listing: Listing) -> None:
        self.listing, self.kind = listing, listing.kind
        self.title, self.help = listing.title, listing.help

    def authorise(self, user: Any, params: Mapping[str, str]) -> imports.Context:
        require(user, "centre.edit")
        county = county_for(user, params.get("county") or user.region.code)
        return imports.Context(county.code, {"county": county.code})

    def parse(self, workbook: Workbook, context: imports.Context) -> imports.Reading:
        listing = self.listing
        columns = [
            tables.Column(one.name, one.header, required=one.name in listing.key, aliases=one.aliases)
            for one in listing.columns
        ]
        table = tables.find(workbook, columns)
        if len(table.rows) > MOST_ROWS:
            raise Invalid(_("一次最多导入 %(most)d 行。") % {"most": MOST_ROWS}, code="too_many_rows")
        shelf, seen = Shelf(listing, _county(context)), set[Key]()
        read = [(row, _values(row, listing)) for row in table.rows]
        foreign = _foreign_codes(listing, [values for _row, values in read], shelf)
        for row, values in read:
            _check(row, values, shelf, seen, foreign)
        _check_apart(read, shelf)
        rows = [{"new": shelf.key(values) not in shelf.kept, "values": values} for _row, values in read]
        return imports.Reading(rows, table.problems, table.notes)

    def diff(self, rows: list[imports.PlainRow], context: imports.Context) -> imports.Diff:
        shelf, found = self._shelf(rows, context), imports.Diff()
        for row in rows:
            told = list(shelf.changes(row["values"]))
            found.new += row["new"]
            found.changed += bool(told) and not row["new"]
            found.unchanged += not told
            found.lines += _lines(row, told, shelf)
        before = len(shelf.kept)
        found.sums = [(str(self.title), f"{before} → {before + found.new}")]
        return found

    def apply(self, rows: list[imports.PlainRow], actor: Any, context: imports.Context) -> dict[str, Any]:
        shelf = self._shelf(rows, context)
        plan = [row["values"] for row in rows if any(shelf.changes(row["values"]))]
        for values in plan:
            master.save(actor=actor, obj=shelf.laid_over(values), reason=_("导入"))
        return {"saved": len(plan)}

    def _shelf(self, rows: list[imports.PlainRow], context: imports.Context) -> Shelf:
        """What is kept now. Conflict where a row has come or gone since the file was read."""
        shelf = Shelf(self.listing, _county(context))
        for row in rows:
            key = shelf.key(row["values"])
            if (key in shelf.kept) == row["new"]:
                words = {"key": " ".join(key)}
                raise Conflict(_("预览之后 %(key)s 有了变化，请重新上传。") % words, code="import:changed")
        return shelf

    def done_url(self, result: Mapping[str, Any], context: imports.Context) -> str:
        return f"{reverse(f'centres:{self.kind}')}?county={context.county_code}"

    def downloads(self, context: imports.Context) -> list[tuple[Any, str]]:
        address = f"{reverse('centres:list-export', args=[self.kind])}?county={context.county_code}"
        return [(_("下载预填的工作簿"), address)]


def _county(context: imports.Context) -> Region:
    return Region.objects.get(code=context.county_code)


def _values(row: tables.Row, listing: Listing) -> dict[str, Any]:
    """The row's values as plain ones; *not entered* is left out, a fault is at its cell."""
    read = {
        one.name: row.require(one.name, one.parse)
        if one.name in listing.key
        else row.read(one.name, one.parse)
        for one in listing.columns
    }
    return {name: value for name, value in read.items() if value is not None}


def _foreign_codes(listing: Listing, read: list[dict[str, Any]], shelf: Shelf) -> set[str]:
    """Codes of new institutions that another institution has, of any type or county (1 query)."""
    if "code" not in listing.key:
        return set()
    new = {values["code"] for values in read if "code" in values and shelf.key(values) not in shelf.kept}
    return set(Centre.everyone.filter(code__in=new).values_list("code", flat=True))


def _check(
    row: tables.Row, values: Mapping[str, Any], shelf: Shelf, seen: set[Key], foreign: set[str]
) -> None:
    listing, key = shelf.listing, shelf.key(values)
    if "" in key:
        return
    for name in shelf.named:
        if name in values and values[name] not in shelf.named[name]:
            row.fault(name, _("本县没有这个代码或名称"))
            return
    if key in seen:
        row.fault(listing.key[-1], _("同一行出现了两次"))
    seen.add(key)
    if values.get("code") in foreign:
        row.fault("code", _("这个机构代码已有别的机构使用"))
    missing = [name for name in listing.needed if key not in shelf.kept and name not in values]
    for name in missing:
        row.fault(name, _("新增时此处必须填写"))
    if not missing:
        _check_fields(row, shelf.laid_over(values))


def _check_apart(read: list[tuple[tables.Row, dict[str, Any]]], shelf: Shelf) -> None:
    """A name that another row has once the file is written: one kept, or one of the file itself."""
    listing, taken = shelf.listing, dict[Key, Key]()
    if not listing.apart:
        return
    stated = {shelf.key(values): (row, values) for row, values in read}
    names = {
        key: _apart(listing, kept, stated[key][1] if key in stated else {})
        for key, kept in shelf.kept.items()
    }
    names |= {
        key: _apart(listing, None, values) for key, (_row, values) in stated.items() if key not in names
    }
    for key, name in names.items():
        other = taken.setdefault(name, key)
        for one in (key, other):
            if other != key and one in stated:
                stated[one][0].fault("name", _("名称与另一行或已有的重复"))


def _apart(listing: Listing, kept: Any, values: Mapping[str, Any]) -> Key:
    found = []
    for name in listing.apart:
        old = plain_value(kept, listing.column(name)) if kept is not None else ""
        found.append(normalise(str(values.get(name, old))))
    return tuple(found)


def _check_fields(row: tables.Row, obj: Any) -> None:
    known = {column.target: column.name for column in LISTINGS[_kind_of(obj)].columns}
    try:
        obj.clean_fields(exclude=[field.name for field in obj._meta.fields if field.name not in known])
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                row.fault(known[name], message)


def _kind_of(obj: Any) -> str:
    return next(kind for kind, listing in LISTINGS.items() if listing.model is type(obj))


def _lines(
    row: imports.PlainRow, told: list[tuple[Column, Any, Any]], shelf: Shelf
) -> Iterator[imports.Change]:
    key = " ".join(shelf.key(row["values"]))
    if row["new"]:
        said = "；".join(
            f"{column.header} {_shown(column, new)}"
            for column, _old, new in told
            if column.name not in {*shelf.listing.key, "name"}
        )
        name = row["values"]["name"]
        yield imports.Change(f"{key} {name}", _("新增"), "", said, "new")
        return
    kept = shelf.kept[shelf.key(row["values"])]
    for column, old, new in told:
        yield imports.Change(f"{key} {kept.name}", column.header, _shown(column, old), _shown(column, new))


def _shown(column: Column, value: Any) -> str:
    if value is None:
        return ""
    return {code: word for word, code in column.words.items()}.get(str(value), str(value))


for one in LISTINGS.values():
    imports.register(ListImporter(one))
