"""A draft as the editor shows it: every row with what its form holds, the tree, the sums, the faults with their rows.

9 queries whatever the number of indicators (2 more where last year's scheme stands beside it).
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from appraisal.actions.scheme_rows import content_print
from appraisal.core.rules import RULES
from appraisal.core.rules.parameters import Fault
from appraisal.core.schemes import check_scheme
from appraisal.core.text import plain
from appraisal.editing.forms import MODELS, basics
from appraisal.editing.kinds import said, shown_params
from appraisal.models import Indicator, Scheme
from appraisal.queries.scheme_years import last_years
from appraisal.queries.schemes import document_of, indicator_part
from appraisal.scheme_changes import sentence
from appraisal.scheme_document import IndicatorPart, SchemeDocument
from appraisal.scheme_spec import spec_of
from records.models import AuditEntry

Rows = Mapping[str, list[Any]]
Json = dict[str, Any]
# Where a fault of the core stands: "categories[1].indicators[0].params.target" and its like.
PLACE = re.compile(
    r"categories\[(?P<category>\d+)\](?:\.indicators\[(?P<indicator>\d+)\])?\.?(?P<of_category>.*)"
    r"|(?P<list>rounds|bands|gates)\[(?P<row>\d+)\]\.?(?P<of_row>.*)"
)
SINGULAR = {"rounds": "round", "bands": "band", "gates": "gate"}
# The core's names of fields where the form has another.
FIELDS = {
    "cap_percent": "top_cap_percent",
    "money.monthly_percent": "monthly_percent",
    "money.first_part_percent": "june_part_percent",
    "money.award_percent": "award_percent",
    "na_mode": "not_applicable",
    "kind": "rule",
    "below": "floor",
    "indicators": "indicator_codes",
}


def editor_data(scheme: Scheme) -> Json:
    """All that the page holds of the draft."""
    rows, document = _rows(scheme), document_of(scheme)
    before = last_years(scheme)
    last = _Last(None if before is None else document_of(before))
    nodes = [_head(scheme), *_flat(rows), *_categories(rows, last)]
    faults = [_fault(one, scheme, rows) for one in check_scheme(spec_of(document))]
    return {
        "nodes": nodes,
        "check": _check(document, faults),
        "last": None if before is None else {"pk": before.pk, "name": f"{before.code} v{before.version}"},
    }


def standing(scheme_id: int, part: str, pk: int | None) -> Json | None:
    """One row as the database holds it, with who changed it last and when; None where it is gone (2 queries)."""
    row: Any = MODELS[part]._default_manager.filter(pk=(scheme_id if part == "scheme" else pk) or 0).first()
    if row is None:
        return None
    node = _indicator(row, _Last(None)) if part == "indicator" else _node(part, row)
    entries = AuditEntry.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk))
    last = entries.order_by("-sequence").first()
    when = "" if last is None else f"{localtime(last.at):%m-%d %H:%M}"
    rule = sentence(indicator_part(row)) if isinstance(row, Indicator) else ""
    return node | {"by": "" if last is None else last.actor_name, "at": when, "sentence": rule}


def _rows(scheme: Scheme) -> dict[str, list[Any]]:
    """The rows of each part in the order of the document, those of indicators by category."""
    models: dict[str, Any] = {part: model for part, model in MODELS.items() if part != "scheme"}
    found = {part: list(model._default_manager.filter(scheme=scheme)) for part, model in models.items()}
    for part, rows in found.items():
        rows.sort(key=lambda row: (-ord(row.kind[0]), row.pk) if part == "round" else (row.ordinal, row.pk))
    return found


def _head(scheme: Scheme) -> Json:
    return _node("scheme", scheme) | {"title": _("方案基本信息"), "code": ""}


def _node(part: str, row: Any, **more: Any) -> Json:
    """What every row has in common; `seen` is the fingerprint that its form is made from."""
    return {
        "key": f"{part}:{row.pk}",
        "part": part,
        "pk": row.pk,
        "title": getattr(row, "name", "") or str(row),
        "code": getattr(row, "code", ""),
        "marks": "",
        "seen": content_print(row),
        "values": basics(part, row),
        "flags": [],
    } | more


def _flat(rows: Rows) -> Iterator[Json]:
    for row in rows["round"]:
        yield _node("round", row, marks=f"{plain(row.weight_percent)}%")
    for row in rows["band"]:
        yield _node("band", row, marks=f"≥ {plain(row.floor)}")
    for row in rows["gate"]:
        yield _node("gate", row, marks=f"≥ {plain(row.percent)}%")


def _categories(rows: Rows, last: "_Last") -> Iterator[Json]:
    gated = {code for gate in rows["gate"] for code in gate.indicator_codes}
    for category in rows["category"]:
        inner = [row for row in rows["indicator"] if row.category_id == category.pk]
        total = sum((row.full_marks for row in inner), Decimal(0))
        yield _node(
            "category",
            category,
            marks=plain(category.full_marks),
            total=plain(total),
            differs=total != category.full_marks,
            weight="" if category.weight_percent is None else f"{plain(category.weight_percent)}%",
            last_marks=last.category(category.code),
        )
        for row in inner:
            yield _indicator(row, last, gated=row.code in gated)


def _indicator(row: Any, last: "_Last", *, gated: bool = False) -> Json:
    rule = RULES.get(row.rule)
    flags = [
        *([_("评优门槛")] if gated else []),
        *([_("须佐证")] if row.needs_evidence else []),
        *([_("默认值")] if row.is_default else []),
    ]
    return _node(
        "indicator",
        row,
        category=row.category_id,
        marks=plain(row.full_marks) if row.full_marks else "",
        rule=row.rule,
        kind=row.rule if rule is None else said(rule.name),
        params=row.params,
        flags=flags,
        last=last.indicator(row.code),
    )


class _Last:
    """Last year's scheme, by the codes of its categories and indicators."""

    def __init__(self, document: SchemeDocument | None) -> None:
        self.known = document is not None
        categories = document.categories if document else ()
        self.categories = {part.code: part for part in categories}
        self.indicators = {part.code: part for one in categories for part in one.indicators}

    def category(self, code: str) -> str:
        found = self.categories.get(code)
        return "" if found is None else plain(found.full_marks)

    def indicator(self, code: str) -> Json | None:
        """Last year's marks, sentence and single parameters; {} where there was no such indicator."""
        if not self.known:
            return None
        part = self.indicators.get(code)
        return {} if part is None else _last_part(part)


def _last_part(part: IndicatorPart) -> Json:
    rule = RULES.get(part.rule)
    return {
        "name": part.name,
        "marks": plain(part.full_marks),
        "rule": part.rule,
        "kind": part.rule if rule is None else said(rule.name),
        "sentence": sentence(part),
        "params": {} if rule is None else shown_params(rule.parameters, part.params),
        "raw": dict(part.params),
    }


def _fault(fault: Fault, scheme: Scheme, rows: Rows) -> Json:
    key, path = _address(fault.path, scheme, rows)
    return {
        "key": key,
        "path": path,
        "place": said(fault.place),
        "message": said(fault.message),
        "value": fault.value,
    }


def _address(path: str, scheme: Scheme, rows: Rows) -> tuple[str, str]:
    """The row that a fault belongs to, and the field of its form."""
    found = PLACE.fullmatch(path)
    if found is None:
        return f"scheme:{scheme.pk}", FIELDS.get(path, path.split("[")[0])
    if found["list"]:
        part = SINGULAR[found["list"]]
        return f"{part}:{rows[part][int(found['row'])].pk}", FIELDS.get(found["of_row"], found["of_row"])
    category = rows["category"][int(found["category"])]
    rest = found["of_category"].removeprefix("params.")
    if found["indicator"] is None:
        return f"category:{category.pk}", "" if rest == "indicators" else rest
    inner = [row for row in rows["indicator"] if row.category_id == category.pk]
    return f"indicator:{inner[int(found['indicator'])].pk}", FIELDS.get(rest, rest)


def _check(document: SchemeDocument, faults: list[Json]) -> Json:
    """The sums of the check bar, as they are read, each with whether it is right."""
    total = sum((part.full_marks for part in document.categories), Decimal(0))
    rounds = sum((part.weight_percent for part in document.rounds), Decimal(0))
    weights = [part.weight_percent for part in document.categories if part.weight_percent is not None]
    weighted = sum(weights, Decimal(0))
    parts = [part for _category, part in document.indicators()]
    return {
        "marks": {
            "text": f"{plain(total)} / {plain(document.full_marks)}",
            "ok": total == document.full_marks,
        },
        "rounds": {"text": f"{plain(rounds)}%", "ok": rounds == 100},
        "weights": {"text": f"{plain(weighted)}%", "ok": weighted == 100} if weights else None,
        "differing": sum(
            sum((one.full_marks for one in part.indicators), Decimal(0)) != part.full_marks
            for part in document.categories
        ),
        "indicators": len(parts),
        "defaults": sum(part.is_default for part in parts),
        "faults": faults,
    }
