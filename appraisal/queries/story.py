"""How one cell came about: rule, inputs, steps, and everything the audit trail knows of it (RULES 14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from appraisal.book import Entry, book_for
from appraisal.cohorts import cell_of, cohorts_of
from appraisal.core.cells import CellInput, CellResult, score_cell
from appraisal.core.text import unit_text
from appraisal.entry_texts import shown_list
from appraisal.models import Assessment, Indicator, Score, SelfScore
from appraisal.queries.external_files import FileMark, marks_of
from appraisal.queries.grid import language
from records.models import AuditEntry

HISTORY = 50


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a cell's history: who, when, and what differed."""

    who: str
    at: datetime
    action: str
    differences: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Story:
    indicator: Indicator
    centre: str
    sentence: str
    facts: list[Fact]
    steps: list[str]
    points: Decimal | None
    full_marks: Decimal
    state: str
    who: str
    at: datetime | None
    changes: list[Change]
    more: int
    file: FileMark | None = None


def cell_story(sheet: Assessment, score: Score) -> Story:
    """The story of a cell with its newest 50 changes, and how many more.

    2 queries, one more where centres are compared or where a file may be kept.
    """
    entry = book_for(sheet.round.scheme).entries[score.indicator_id]
    cohorts = cohorts_of(sheet.round, book_for(sheet.round.scheme)) if entry.spec.rule().rule.cohort else {}
    result = score_cell(entry.spec, cell_of(score), cohort=cohorts.get(score.indicator_id))
    trail = AuditEntry.objects.filter(object_type=Score._meta.label_lower, object_id=str(score.pk))
    count = trail.count()
    return Story(
        indicator=score.indicator,
        centre=sheet.subject.name,
        sentence=entry.spec.sentence().in_(language()),
        facts=_facts(score, entry),
        steps=[step.in_(language()) for step in result.steps],
        points=score.points,
        full_marks=entry.spec.full_marks,
        state=_state(result),
        who=str(score.updated_by) if score.updated_by else "",
        at=score.updated_at,
        changes=[_change(row, entry) for row in trail.order_by("-sequence")[:HISTORY]],
        more=max(0, count - HISTORY),
        file=marks_of(sheet, [score]).get(score.indicator_id),
    )


def self_story(sheet: Assessment, cell: SelfScore) -> Story:
    """The same of a cell of the centre's own self-assessment (2 queries)."""
    entry = book_for(sheet.round.scheme).entries[cell.indicator_id]
    given = CellInput(cell.inputs, cell.not_applicable, cell.reason, cell.no_evidence)
    result = score_cell(entry.spec, given)
    trail = AuditEntry.objects.filter(object_type=SelfScore._meta.label_lower, object_id=str(cell.pk))
    return Story(
        indicator=cell.indicator,
        centre=sheet.centre.name,
        sentence=entry.spec.sentence().in_(language()),
        facts=_facts(cell, entry),
        steps=[step.in_(language()) for step in result.steps],
        points=cell.points,
        full_marks=entry.spec.full_marks,
        state=_state(result),
        who=str(cell.updated_by) if cell.pk else "",
        at=cell.updated_at,
        changes=[_change(row, entry) for row in trail.order_by("-sequence")[:HISTORY]],
        more=max(0, trail.count() - HISTORY),
    )


def _state(result: CellResult) -> str:
    names = {"scored": _("已评分"), "not_applicable": _("缺项"), "invalid": _("数据有误")}
    return names.get(result.state, _("未评分"))


def _facts(score: Score | SelfScore, entry: Entry) -> list[Fact]:
    """What was entered, under the names the page uses."""
    facts = [
        Fact(field.label.in_(language()), _value(entry, field.name, score.inputs)) for field in entry.fields
    ]
    if score.not_applicable:
        facts = [Fact(_("缺项"), _("是"))]
    elif score.no_evidence:
        facts = [Fact(_("未提供佐证"), _("是")), *facts]
    facts.append(Fact(_("扣分原因"), score.reason))
    facts.append(Fact(_("数据来源"), score.source))
    facts.append(Fact(_("数据日期"), score.source_date.isoformat() if score.source_date else ""))
    return [fact for fact in facts if fact.value]


def _value(entry: Entry, name: str, inputs: Mapping[str, str]) -> str:
    """An input as a person reads it: a choice by its label, a number with its unit."""
    raw = inputs.get(name, "")
    field = next((one for one in entry.fields if one.name == name), None)
    if not raw or field is None:
        return raw
    for choice in field.choices:
        if choice.code == raw:
            return choice.label.in_(language())
    if field.type == "list":
        return shown_list(raw, field, language())
    return f"{raw} {unit_text(field.unit).in_(language())}".strip()


def _change(row: AuditEntry, entry: Entry) -> Change:
    old, new = row.old, row.new
    differences = []
    for key in sorted(set(old) | set(new), key=_order):
        differences += _difference(key, old.get(key), new.get(key), entry)
    return Change(row.actor_name, row.at, row.action, differences)


ORDER = ("inputs", "not_applicable", "no_evidence", "points", "reason", "source", "source_date")


def _order(key: str) -> int:
    return ORDER.index(key) if key in ORDER else len(ORDER)


def _difference(key: str, old: Any, new: Any, entry: Entry) -> list[tuple[str, str, str]]:
    """Name, old and new of one recorded field; inputs one by one."""
    if key == "inputs":
        before, after = old or {}, new or {}
        return [
            (field.label.in_(language()), _value(entry, field.name, before), _value(entry, field.name, after))
            for field in entry.fields
            if before.get(field.name) != after.get(field.name)
        ]
    names = {
        "not_applicable": _("缺项"),
        "no_evidence": _("未提供佐证"),
        "points": _("得分"),
        "reason": _("扣分原因"),
        "source": _("数据来源"),
        "source_date": _("数据日期"),
    }
    return [(names.get(key, key), _plain(old), _plain(new))]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value is None else str(value)
