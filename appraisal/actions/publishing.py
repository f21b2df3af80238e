"""Finalising a round and publishing its results and the year's: sealed, by version (RULES 5, 6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from appraisal.actions.rounds import move, round_record, step
from appraisal.actions.spot_checks import corrected
from appraisal.core.deadlines import is_open
from appraisal.core.grading import Grading
from appraisal.grading import grade_round, grade_year, is_the_year
from appraisal.locks import take_round_with_year
from appraisal.models import Publication, PublicationPart, Result, Round
from appraisal.queries.appeals import open_appeals
from appraisal.queries.kept import drifted_sheets
from appraisal.seal import publication_fingerprint, round_fingerprint
from appraisal.standings import Field, Standing, Standings
from centres.access import require
from centres.models import User
from centres.queries import directors_on
from records import audit
from records.errors import Conflict


def finalise(*, actor: User, round_id: int, now: datetime) -> list[Publication]:
    """Make a reviewed round final and publish it; with both rounds final, publish the year as well.

    Raises Conflict when the round isn't reviewed, or when a kept total differs from its cells (invariant 26).
    The number of queries doesn't grow with the centres.
    """
    require(actor, "round.finalise")
    with audit.act(actor, action="round.finalise") as trail:
        current = take_round_with_year(actor, round_id)
        before = round_record(current)
        state = step(current, "finalise")
        _check_notice(current, now)
        if drifted := drifted_sheets(current):
            raise Conflict(
                _("以下评分表的合计与明细不符，不能定稿：%(sheets)s") % {"sheets": "、".join(drifted)},
                code="drift",
            )
        current.finalised_by, current.finalised_at = actor, now
        current.fingerprint = round_fingerprint(current)
        move(current, state, ["finalised_by", "finalised_at", "fingerprint"])
        trail.county_code = current.county.code
        trail.add(current, before, round_record(current), label=str(current))
        corrected(trail, current)
        made = [_publish(grade_round(current), actor, now, trail)]
        year = (
            None
            if is_the_year(current)
            else grade_year(current.county, current.year, field=Field.of(current))
        )
        if year is not None:
            made.append(_publish(year, actor, now, trail))
    return made


def _check_notice(current: Round, now: datetime) -> None:
    """A round in public notice waits for its end and for every appeal (RULES 6)."""
    if current.state != Round.State.NOTICE:
        return
    if is_open(current.notice_ends_at, now):
        raise Conflict(_("公示期未满，不能定稿。"), code="notice_open")
    if count := open_appeals(current):
        raise Conflict(_("还有%(count)d件申诉没有处理，不能定稿。") % {"count": count}, code="appeals_open")


def _publish(standings: Standings, actor: User, now: datetime, trail: audit.Trail) -> Publication:
    """Store one set of results under the next version and log it."""
    field = standings.field
    known = Publication.objects.filter(
        county=standings.county,
        level=field.level,
        centre=field.centre,
        year=standings.year,
        kind=standings.kind,
    )
    latest = known.aggregate(latest=Max("version"))["latest"] or 0
    publication = Publication.objects.create(
        county=standings.county,
        level=field.level,
        centre=field.centre,
        year=standings.year,
        kind=standings.kind,
        version=latest + 1,
        scheme=standings.scheme,
        june_round=standings.rounds.get("june"),
        december_round=standings.rounds.get("december"),
        graded=len(standings.grades.graded),
        lines=len(standings.rows),
        top_places=standings.grades.places,
        fingerprint=publication_fingerprint(standings),
        published_by=actor,
        published_at=now,
    )
    others = [row for kind, row in standings.rounds.items() if kind not in {"june", "december"}]
    PublicationPart.objects.bulk_create(PublicationPart(publication=publication, round=row) for row in others)
    Result.objects.bulk_create(_results(publication, standings), batch_size=500)
    after = {
        "version": publication.version,
        "fingerprint": publication.fingerprint,
        "graded": publication.graded,
    }
    trail.add(publication, None, after, label=str(publication), action="publication.create")
    return publication


def _results(publication: Publication, standings: Standings) -> list[Result]:
    gradings = {grading.key: grading for grading in standings.grades.graded}
    names = {band.code: band.name for band in standings.bands}
    bearing = [row.centre.pk for row in standings.rows] if standings.bears_director else []
    directors = directors_on(bearing, standings.day) if bearing else {}
    return [_result(publication, row, gradings.get(row.key), names, directors) for row in standings.rows]


def _result(
    publication: Publication,
    row: Standing,
    grading: Grading | None,
    names: Mapping[str, str],
    directors: Mapping[int, str],
) -> Result:
    steps: Sequence[object] = [*row.steps, *(grading.steps if grading else ())]
    return Result(
        publication=publication,
        centre=row.centre,
        staff=row.staff,
        round_totals={kind: None if total is None else f"{total:f}" for kind, total in row.others.items()},
        standing=row.standing if grading or row.standing != "graded" else Result.Standing.INCOMPLETE,
        june_total=row.june,
        december_total=row.december,
        total=row.total,
        rank=grading.rank if grading else None,
        band_code=grading.by_score if grading else "",
        grade_code=grading.grade if grading else "",
        grade_name=names[grading.grade] if grading else "",
        remark_code=grading.remarks[0].code if grading and grading.remarks else "",
        steps=[step.as_json() for step in steps],  # type: ignore[attr-defined]
        director_name=directors.get(row.centre.pk, ""),
    )
