"""What a reopened round takes with it: the people were really visited, so their answers go on counting (RULES 6, 7).

Rows are copied, the old ones stay as they are; each copy names the row it comes from and the version that recorded it.
What was voided, withdrawn, replaced or corrected by a newer row stays behind: only what counts is carried.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import F

from appraisal.models import (
    Draw,
    DrawReplacement,
    Duty,
    Evidence,
    FieldMinima,
    FieldWaiver,
    Round,
    Score,
    Survey,
    SurveyAnswer,
    SurveyUse,
    Symposium,
    TakeOver,
)
from appraisal.models.carried import Carried

CarriedT = TypeVar("CarriedT", bound=Carried)
# Of an old row's id, the id of its copy.
Copies = Mapping[int, int]
BATCH = 500


def carry(old: Round, new: Round, sheets: Copies) -> dict[str, int]:
    """Copy what was gathered on site and how the sheets were divided; return how many rows of each."""
    copied = {
        "evidence": _of_sheets(old, sheets, _counting_evidence(old)),
        "symposia": _of_sheets(old, sheets, _newest_symposia(old)),
        "waivers": _of_sheets(old, sheets, FieldWaiver.objects.filter(assessment__round=old)),
        "draws": _draws(old, new, sheets),
        "answers": _surveys(old, new, sheets),
        "duties": _duties(old, sheets),
        "taken_over": _taken_over(old, new, sheets),
    }
    _minima(old, new)
    return {name: number for name, number in copied.items() if number}


def _copied(row: CarriedT, old: Round) -> CarriedT:
    """The row as a new one of the next version, named after the row that was first recorded."""
    if row.origin_id is None:  # type: ignore[attr-defined]
        row.origin_id, row.from_version = row.pk, old.version  # type: ignore[attr-defined]
    row.pk = None
    return row


def _of_sheets(old: Round, sheets: Copies, rows: Iterable[Evidence | Symposium | FieldWaiver]) -> int:
    copies = [_copied(row, old) for row in rows]
    for copy in copies:
        copy.assessment_id = sheets[copy.assessment_id]
        if isinstance(copy, Evidence):
            copy.replaces_id, copy.version = None, 1
    if copies:
        type(copies[0])._default_manager.bulk_create(copies, batch_size=BATCH)  # type: ignore[arg-type]
    return len(copies)


def _counting_evidence(old: Round) -> Iterable[Evidence]:
    """The same files under rows of the new version's own; those of an appeal stay with it."""
    rows = Evidence.objects.filter(
        assessment__round=old, appeal__isnull=True, replaced_by__isnull=True, withdrawal__isnull=True
    )
    return rows.order_by("pk")


def _newest_symposia(old: Round) -> Iterable[Symposium]:
    rows = Symposium.objects.filter(assessment__round=old).order_by("pk")
    return {row.assessment_id: row for row in rows}.values()


def _draws(old: Round, new: Round, sheets: Copies) -> int:
    """Draws with their replacements: the record goes on where it stopped."""
    rows = list(Draw.objects.filter(round=old).order_by("pk").prefetch_related("replacements"))
    replaced = {row.pk: list(row.replacements.all()) for row in rows}
    number = 0
    for row in rows:
        known = row.pk
        copy = _copied(row, old)
        copy.round = new
        copy.assessment_id = sheets[copy.assessment_id] if copy.assessment_id else None
        copy._prefetched_objects_cache = {}  # type: ignore[attr-defined]
        copy.save(force_insert=True)
        DrawReplacement.objects.bulk_create(_moved(one, copy) for one in replaced[known])
        number += 1
    return number


def _moved(one: DrawReplacement, draw: Draw) -> DrawReplacement:
    one.pk, one.draw = None, draw
    return one


def _surveys(old: Round, new: Round, sheets: Copies) -> int:
    """Surveys with the answers that count and what was made of them; return how many answers."""
    number = 0
    for survey in Survey.objects.filter(round=old).order_by("pk"):
        answers = list(SurveyAnswer.objects.filter(survey=survey, void__isnull=True).order_by("pk"))
        uses = list(SurveyUse.objects.filter(survey=survey).order_by("pk"))
        copy = _copied(survey, old)
        copy.round = new
        copy.save(force_insert=True)
        rows: list[SurveyAnswer | SurveyUse] = [*answers, *uses]
        for row in rows:
            _copied(row, old)
            row.survey, row.assessment_id = copy, sheets[row.assessment_id]
        SurveyAnswer.objects.bulk_create(answers, batch_size=BATCH)
        SurveyUse.objects.bulk_create(uses, batch_size=BATCH)
        number += len(answers)
    return number


def _duties(old: Round, sheets: Copies) -> int:
    """The division of the sheets among the clerks who still have their accounts."""
    rows = list(Duty.objects.filter(assessment__round=old, clerk__is_active=True).order_by("pk"))
    for row in rows:
        row.pk, row.assessment_id = None, sheets[row.assessment_id]
    Duty.objects.bulk_create(rows)
    return len(rows)


def _taken_over(old: Round, new: Round, sheets: Copies) -> int:
    """The marks of cells that still hold what the centre said; its self-assessment itself stays the one it handed in."""
    marks = TakeOver.objects.filter(score__assessment__round=old, version=F("score__version"))
    if not (rows := list(marks.select_related("score").order_by("pk"))):
        return 0
    cells = Score.objects.filter(assessment__round=new).values_list("assessment_id", "indicator_id", "pk")
    copies = {(sheet, indicator): pk for sheet, indicator, pk in cells}
    for row in rows:
        row.pk, row.score_id = None, copies[sheets[row.score.assessment_id], row.score.indicator_id]
    TakeOver.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _minima(old: Round, new: Round) -> None:
    """The minima that held, as the round's own: with what was seen they go on holding it back, or not."""
    held = FieldMinima.objects.filter(round=old).order_by("-pk").first()
    if held is not None:
        held.pk, held.round = None, new
        held.save(force_insert=True)
