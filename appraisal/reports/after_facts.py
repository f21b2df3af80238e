"""From kept rows to the plain data that letters of what follows a year are made of."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.core.checks import Pair, differences
from appraisal.models import Rectification, Result, Score, SpotCell, SpotCheck
from appraisal.reports.after_letters import CheckedCell, CheckFacts, Failure
from appraisal.reports.letters import seal_lines
from appraisal.reports.seal import seal_of
from centres.models import Region

WORST = 12


def office_of(region: Region) -> str:
    """The office of a region as documents name it."""
    if region.bureau_name:
        return region.bureau_name
    if region.level == Region.Level.COUNTY:
        return _("%(county)s卫生健康局") % {"county": region.name}
    return _("%(region)s卫生健康委员会") % {"region": region.name}


def failure_of(row: Rectification) -> Failure:
    """A rectification's failing year."""
    result = row.result
    return Failure(
        bureau=office_of(row.county),
        centre=row.centre.name,
        year=row.year,
        total=str(result.total),
        grade=result.grade_name,
        rank=str(result.rank or "—"),
        graded=row.publication.graded,
        director=row.director_name,
        failing_years=row.failing_years,
        due_on=row.due_on,
        dated=timezone.localdate(row.ordered_at),
        lost=worst_losses(result),
        seal=seal_lines(seal_of(row.publication)),
    )


def worst_losses(result: Result) -> Sequence[tuple[str, str]]:
    """The indicators of the year's rounds that lost most, with the points lost (2 queries)."""
    rounds = [one.pk for one in result.publication.rounds().values()]
    cells = Score.objects.filter(
        assessment__round__in=rounds, assessment__centre=result.centre_id, points__isnull=False
    ).select_related("indicator", "assessment__round")
    lost = [
        (cell.indicator.full_marks - cell.points, cell)
        for cell in cells
        if cell.points is not None and cell.points < cell.indicator.full_marks
    ]
    lost.sort(key=lambda pair: (-pair[0], pair[1].assessment.round.kind, pair[1].indicator.code))
    return [
        (f"{cell.indicator.name}（{cell.assessment.round.get_kind_display()}）", f"{points:.2f}")
        for points, cell in lost[:WORST]
    ]


def pairs_of(cells: Sequence[SpotCell]) -> list[Pair]:
    return [
        Pair(cell.centre.name, cell.indicator.code, cell.full_marks, cell.county_points, cell.points)
        for cell in cells
    ]


def cells_of(check: SpotCheck) -> list[SpotCell]:
    """The drawn cells by centre and indicator (1 query)."""
    return list(check.cells.select_related("centre", "indicator", "scored_by"))


def check_facts(check: SpotCheck) -> CheckFacts:
    """A scored check. Raises ValueError while a cell is open: there is no report then."""
    cells = cells_of(check)
    pairs = pairs_of(cells)
    return CheckFacts(
        office=office_of(check.region),
        body=_("督查") if check.body == SpotCheck.Body.PROVINCE else _("抽查"),
        county=check.county.name,
        round=str(check.round),
        dated=timezone.localdate(check.reported_at or check.made_at),
        seed=check.seed,
        centre_frame=len(check.centre_frame),
        indicator_frame=len(check.indicator_frame),
        centres=list(dict.fromkeys(cell.centre.name for cell in cells)),
        indicators=list(dict.fromkeys(cell.indicator.name for cell in cells)),
        tolerance=check.tolerance,
        sums=differences(pairs, check.tolerance),
        cells=[_checked(cell, pair) for cell, pair in zip(cells, pairs, strict=True)],
        seal=[f"{check.round}　{_('封存指纹')} {check.round.fingerprint}"],
    )


def _checked(cell: SpotCell, pair: Pair) -> CheckedCell:
    return CheckedCell(
        centre=cell.centre.name,
        indicator=f"{cell.indicator.code} {cell.indicator.name}",
        full=str(cell.full_marks),
        county=str(cell.county_points),
        again=str(cell.points),
        difference=f"{pair.difference:+}",
        reason=cell.reason,
    )


def share(count: int, whole: int) -> str:
    """Per cent to one place, half up, as text; "—" of nothing."""
    if not whole:
        return "—"
    tenths = (count * 2000 + whole) // (whole * 2)
    return f"{tenths // 10}.{tenths % 10}"
