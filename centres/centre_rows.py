"""The rows of a centres' workbook: which centre each means, what it says of it, every fault at its cell.

A centre is known by its code, then by its name, then by an alias. A new code is a new centre; a row without a code
whose name nobody knows is asked about, never made (SAFETY, Reading: Names).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centres.centre_columns import FIELDS, plain_value
from centres.matching import CentreNames
from centres.models import Centre, Region
from records.reading.names import normalise, similar
from records.reading.table_model import Row, Table

PARSERS = {field.name: field.parse for field in FIELDS}
GENERIC = re.compile(r"(街道)?(镇|乡)?(中心)?(社区)?卫生(院|服务中心)$")


@dataclass(slots=True)
class Statement:
    """What one row says: the centre with the row's values laid over, and as it is kept (None: a new one)."""

    row: Row
    kept: Centre | None
    centre: Centre
    values: dict[str, Any]

    @property
    def name_key(self) -> str:
        return normalise(self.centre.name)

    @property
    def code_key(self) -> str:
        return normalise(self.centre.code).upper()


class Rows:
    """The rows of one table against the centres of one county (3 queries). Faults go to the table."""

    def __init__(self, table: Table, county: Region) -> None:
        self.table, self.county = table, county
        self.names = CentreNames(county)
        codes = {normalise(row.text("code")) for row in table.rows}
        elsewhere = Centre.objects.filter(code__in=codes).exclude(county=county)
        self.elsewhere = set(elsewhere.values_list("code", flat=True))

    def statements(self) -> list[Statement]:
        found = [statement for row in self.table.rows if (statement := self._statement(row))]
        self._check_twice(found, "code", [one.code_key for one in found], _("同一家卫生院出现了两次"))
        self._check_twice(found, "name", [one.name_key for one in found], _("名称与另一行重复"))
        new = {one.code_key for one in found if one.kept is None and not one.values.get("merged_into")}
        for one in found:
            _check_fields(one)
            _check_dates(one)
            self._check_merger(one, new)
        return found

    def _statement(self, row: Row) -> Statement | None:
        before = len(self.table.problems)
        values: dict[str, Any] = {name: row.read(name, PARSERS[name]) for name in ("code", "name")}
        known = len(self.table.problems) == before
        values |= {name: row.read(name, parse) for name, parse in PARSERS.items() if name not in values}
        if not known:
            return None
        kept = self._find(row, values["code"] or "", values["name"] or "")
        if len(self.table.problems) > before:
            return None
        if kept is None:
            return Statement(row, None, laid_over(Centre(county=self.county), values), values)
        values["code"] = kept.code
        if self._named(values["name"] or "") == kept:
            values["name"] = None
        return Statement(row, kept, laid_over(kept, values), values)

    def _named(self, name: str) -> Centre | None:
        key = normalise(name)
        return self.names.by_name.get(key) or self.names.by_alias.get(key)

    def _find(self, row: Row, code: str, name: str) -> Centre | None:
        """The centre that is meant, or None for a new one; or None with a fault."""
        named, coded = self._named(name), self.names.by_code.get(code.upper())
        if not code:
            self._ask(row, name, named)
            return named
        if coded is None:
            self._new(row, code, name, named)
            return None
        if named is not None and named != coded:
            row.fault("name", _("这是本县 %(code)s 的名称，与本行的机构代码不符") % {"code": named.code})
        return coded

    def _ask(self, row: Row, name: str, named: Centre | None) -> None:
        if named is not None:
            return
        said = str(self.names.find("", name))
        if name:
            said = _("%(said)s（如是新增的卫生院，请填写机构代码）") % {"said": said}
        row.fault("name", said)

    def _new(self, row: Row, code: str, name: str, named: Centre | None) -> None:
        if named is not None:
            words = {"name": named.name, "code": named.code}
            row.fault("code", _("本县“%(name)s”的机构代码是 %(code)s；更改代码请到卫生院页面") % words)
        elif code in self.elsewhere:
            row.fault("code", _("这个机构代码已有别的机构使用"))
        elif not name:
            row.fault("name", _("新增卫生院须填写名称"))
        else:
            self._mention_similar(row, name)

    def _mention_similar(self, row: Row, name: str) -> None:
        stems = {_stem(centre.name): centre for centre in self.names.by_name.values()}
        if likely := [stems[stem] for stem in similar(_stem(name), stems)]:
            names = "、".join(f"{centre.name}（{centre.code}）" for centre in likely)
            words = {"row": row.number, "name": name, "names": names}
            self.table.notes.append(_("第%(row)d行“%(name)s”按新增处理，是否指 %(names)s？") % words)

    def _check_twice(self, found: list[Statement], key: str, marks: list[str], message: str) -> None:
        count = Counter(marks)
        for one, mark in zip(found, marks, strict=True):
            if count[mark] > 1:
                one.row.fault(key, message)

    def _check_merger(self, one: Statement, new: set[str]) -> None:
        target = normalise(one.values.get("merged_into") or "").upper()
        if not target:
            return
        if target in self.names.by_code:
            one.values["merged_into"] = self.names.by_code[target].code
        if target == one.code_key:
            one.row.fault("merged_into", _("只能并入同县的另一家卫生院。"))
        elif target not in self.names.by_code and target not in new:
            one.row.fault("merged_into", _("本县没有这个机构代码，或它自己也在并入别处"))
        elif one.centre.closed_on is None:
            one.row.fault("closed_on", _("并入其他卫生院的，须填写停用日期。"))


def laid_over(centre: Centre, values: Mapping[str, Any]) -> Centre:
    """A copy of the centre with the values that aren't blank; a merger is by code and laid over when applied."""
    changed = copy(centre)
    for name, value in values.items():
        if value is not None and name != "merged_into":
            setattr(changed, name, value)
    return changed


def changes(kept: Centre | None, values: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    """(attribute, header, old, new) of each value that differs from what is kept."""
    for field in FIELDS:
        new = values.get(field.name)
        old = plain_value(kept, field.name) if kept else None
        if new is not None and new != old:
            yield field.name, field.header, old, new


def _check_fields(one: Statement) -> None:
    try:
        one.centre.clean_fields(exclude=["county", "merged_into"])
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                one.row.fault(name, message)


def _check_dates(one: Statement) -> None:
    opened, closed = one.centre.opened_on, one.centre.closed_on
    if opened and closed and closed <= opened:
        one.row.fault("closed_on", _("停用日期须晚于启用日期"))


def _stem(name: str) -> str:
    """The part of a name that tells one centre from another."""
    return GENERIC.sub("", normalise(name)) or normalise(name)
