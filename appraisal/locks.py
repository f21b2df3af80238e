"""Row locks in one order: the round first, then its sheets, so that no two writers wait for each other.

A writer of cells shares the round with other writers; whoever changes the round's state takes it alone
(SAFETY, traps: 0 deadlocks instead of 10 in 8 s on PostgreSQL). SQLite has one writer at a time anyway:
its transactions begin IMMEDIATE.

The two locks of a saved cell are statements of our own: the ORM has no FOR SHARE, and it would take longer to
write its SQL than the database takes to answer.
"""

from collections.abc import Sequence

from django.db import connection
from django.http import Http404
from django.shortcuts import get_object_or_404

from appraisal.access import rounds_for
from appraisal.models import Assessment, Round, Scheme
from appraisal.standings import Field
from centres.models import Centre, Region, Staff, User
from records.rows import Columns, fetch, marks

ROUND = Columns(Round, "id", "county", "scheme", "level", "centre", "year", "kind", "version", "state")
SCHEME = Columns(Scheme, "id", "code", "state", "activated_at")
SHEET = Columns(
    Assessment, "id", "round", "centre", "staff", "total", "subtotal", "entered", "cells", "version"
)
CENTRE = Columns(Centre, "id", "code", "name")
READ_ROUND = """
    SELECT {round}, {scheme} FROM appraisal_round
    JOIN appraisal_scheme ON appraisal_scheme.id = appraisal_round.scheme_id
    WHERE appraisal_round.id = %s {lock}"""
READ_SHEETS = """
    SELECT {sheet}, {centre} FROM appraisal_assessment
    JOIN centres_centre ON centres_centre.id = appraisal_assessment.centre_id
    WHERE appraisal_assessment.{which} ORDER BY appraisal_assessment.id {lock}"""


def share_round(actor: User, round_id: int) -> Round:
    """Hold the round against a change of state, together with other writers of cells; 404 out of scope.

    It comes with its scheme (1 query), and with the county that the account brings along. Fields that aren't
    read here are fetched when somebody asks for them.
    """
    for current in _shared(round_id):
        if actor.region is not None and actor.region.pk == current.county_id:
            current.county = actor.region
        if _in_reach(actor, current):
            return current
    raise Http404


def share_any_round(round_id: int) -> Round:
    """The same for a caller who has found the round in reach by another door: a director's self-assessment."""
    for current in _shared(round_id):
        return current
    raise Http404


def _shared(round_id: int) -> list[Round]:
    """The round with its scheme, held together with other writers; empty where there is none."""
    lock = _lock("SHARE OF appraisal_round")
    rows = fetch(READ_ROUND.format(round=ROUND.sql(), scheme=SCHEME.sql(), lock=lock), [round_id])
    found = ROUND.rows(rows)
    for current in found:
        [current.scheme] = SCHEME.rows(rows, len(ROUND.fields))
    return list(found)


def _in_reach(actor: User, current: Round) -> bool:
    """The same as `access.round_scope`, of a round at hand."""
    if actor.can("own.appraise"):
        return current.centre_id is not None and current.centre_id == actor.centre_id
    return actor.sees_county(current.county)


def _lock(mode: str) -> str:
    """SQLite has no row locks, and needs none."""
    return f"FOR {mode}" if connection.features.has_select_for_update else ""


def take_round(actor: User, round_id: int) -> Round:
    """Hold the round alone, for a change of its state; 404 when it isn't in the account's scope."""
    return get_object_or_404(rounds_for(actor).select_for_update(of=("self",)), pk=round_id)


def hold_round(round_id: int) -> Round:
    """The same for what happens by itself, in nobody's name: a deadline."""
    rows = Round.objects.select_related("county", "scheme", "centre").select_for_update(of=("self",))
    return get_object_or_404(rows, pk=round_id)


def take_year(county: Region, year: int, field: Field = Field()) -> dict[int, Round]:  # noqa: B008  (frozen)
    """Hold all rounds of a field's year, in the order of their ids: its results rest on all of them."""
    rows = Round.objects.select_for_update(of=("self",)).filter(
        county=county, year=year, level=field.level, centre=field.centre
    )
    return {row.pk: row for row in rows.select_related("county", "scheme", "centre").order_by("pk")}


def take_round_with_year(actor: User, round_id: int) -> Round:
    """Hold a round with the other rounds of its year, so that no two publications of the year pass each other."""
    known = get_object_or_404(rounds_for(actor), pk=round_id)
    return take_year(known.county, known.year, Field.of(known))[known.pk]


def take_sheets(sheet_ids: set[int]) -> dict[int, Assessment]:
    """Hold these sheets, in the order of their ids, and return them by id with their centres (1 query)."""
    return _take(f"id IN ({marks(sheet_ids)})", list(sheet_ids)) if sheet_ids else {}


def take_all_sheets(current: Round) -> dict[int, Assessment]:
    """Hold every sheet of a round, likewise: for cells that move those of other centres."""
    return _take("round_id = %s", [current.pk])


def _take(which: str, values: list[int]) -> dict[int, Assessment]:
    lock = _lock("UPDATE OF appraisal_assessment")
    statement = READ_SHEETS.format(sheet=SHEET.sql(), centre=CENTRE.sql(), which=which, lock=lock)
    rows = fetch(statement, values)
    sheets = SHEET.rows(rows)
    for sheet, centre in zip(sheets, CENTRE.rows(rows, len(SHEET.fields)), strict=True):
        sheet.centre = centre
    _with_staff(sheets)
    return {sheet.pk: sheet for sheet in sheets}


def _with_staff(sheets: Sequence[Assessment]) -> None:
    """The members of staff that the sheets are about (1 query, none in a round of institutions)."""
    ids = [sheet.staff_id for sheet in sheets if sheet.staff_id]
    staff = Staff.objects.in_bulk(ids) if ids else {}
    for sheet in sheets:
        if sheet.staff_id:
            sheet.staff = staff[sheet.staff_id]
