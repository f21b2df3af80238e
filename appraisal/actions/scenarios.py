"""Saving and removing scenarios: the only writes of what-if, and to nothing but the scenario itself (RULES 14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from appraisal.access import field_for, scenarios_for
from appraisal.core.whatif.more_changes import as_json, read_changes
from appraisal.models import Publication, Scenario
from appraisal.rights import admit
from appraisal.scheme_document import canonical_text
from appraisal.whatif_places import Target
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid

KEPT = ("name", "note", "changes", "year", "base")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioValues:
    """What is saved. `changes` is JSON data of `core.whatif`."""

    name: str
    note: str
    changes: Sequence[Any]


def save_new(
    *, actor: User, county_code: str, year: int, target: Target, values: ScenarioValues, now: datetime
) -> Scenario:
    """Keep a new scenario of a round or year. Raises Invalid, Conflict for a name in use."""
    admit(actor, "scenario.save")
    county, field = field_for(actor, county_code, target.level, target.owner)
    clean = _clean(values)
    if target.kind not in Publication.Kind.values:
        raise Invalid(_("没有这一类考核。"), code="kind")
    with audit.act(actor, action="scenario.save", county=county) as trail:
        row = Scenario(
            county=county,
            level=field.level,
            centre=field.centre,
            year=year,
            base=target.kind,
            name=clean.name,
            note=clean.note,
            changes=list(clean.changes),
            created_by=actor,
            created_at=now,
            updated_at=now,
        )
        _check_free(row)
        row.save(force_insert=True)
        trail.add(row, None, audit.snapshot(row, *KEPT))
    return row


def save_over(
    *, actor: User, scenario_id: int, version: int | None, values: ScenarioValues, now: datetime
) -> Scenario:
    """Save a scenario anew. Raises Conflict where somebody else saved it since `version`."""
    admit(actor, "scenario.save")
    clean = _clean(values)
    with audit.act(actor, action="scenario.save") as trail:
        row = _take(actor, scenario_id)
        trail.county_code = row.county.code
        if version != row.version:
            raise Conflict(_("该情景已被他人修改，请刷新页面后再保存，或另存为新情景。"), code="stale")
        before = audit.snapshot(row, *KEPT)
        row.name, row.note, row.changes = clean.name, clean.note, list(clean.changes)
        row.version, row.updated_at = row.version + 1, now
        _check_free(row)
        row.save(update_fields=["name", "note", "changes", "version", "updated_at"])
        trail.add(row, before, audit.snapshot(row, *KEPT))
    return row


def delete(*, actor: User, scenario_id: int) -> None:
    """Remove a scenario; the trail keeps what it held."""
    admit(actor, "scenario.save")
    with audit.act(actor, action="scenario.delete") as trail:
        row = _take(actor, scenario_id)
        trail.county_code = row.county.code
        trail.add(row, audit.snapshot(row, *KEPT), None)
        row.delete()


def _take(actor: User, scenario_id: int) -> Scenario:
    """Hold a scenario in the actor's scope; 404 for another's."""
    return get_object_or_404(scenarios_for(actor).select_for_update(of=("self",)), pk=scenario_id)


def _clean(values: ScenarioValues) -> ScenarioValues:
    """Names without blanks around, changes that can be read again."""
    name, note = canonical_text(values.name).strip(), canonical_text(values.note).strip()
    if not name or len(name) > 60:
        raise Invalid(_("请填写情景名称，不超过60字。"), code="name")
    if len(note) > 300:
        raise Invalid(_("说明不超过300字。"), code="note")
    try:
        changes = read_changes(list(values.changes))
    except ValueError as error:
        raise Invalid(_("情景的改动内容格式不对。"), code="changes") from error
    return ScenarioValues(name=name, note=note, changes=[as_json(one) for one in changes])


def _check_free(row: Scenario) -> None:
    """Refuse a name that another scenario of the same round or year has."""
    same = Scenario.objects.filter(
        county=row.county, level=row.level, centre=row.centre, year=row.year, base=row.base, name=row.name
    )
    if same.exclude(pk=row.pk).exists():
        raise Conflict(_("已有同名的情景，请换一个名称。"), code="name_taken")
