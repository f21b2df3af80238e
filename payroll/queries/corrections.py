"""What newer results make of what was paid: by sheet, each centre whose forfeit would be another one."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from appraisal.models import Publication
from centres.models import Region
from payroll.core.subsidy import ZERO
from payroll.drafting import DraftLine, Period, draft
from payroll.models import Correction, CorrectionLine, ReleaseLine, ReleaseSheet
from payroll.queries.publications import newest

Kind, State = ReleaseSheet.Kind, ReleaseSheet.State
BASIS = {Kind.JUNE: Publication.Kind.JUNE, Kind.YEAR_END: Publication.Kind.YEAR}


@dataclass(frozen=True, slots=True)
class Due:
    """One centre's: the paid line, what it says now with corrections made already, and what it should say."""

    line: ReleaseLine
    before: Decimal
    fresh: DraftLine

    @property
    def after(self) -> Decimal:
        return self.fresh.line.forfeited

    @property
    def change(self) -> Decimal:
        """Above 0 is owed to the centre."""
        return self.before - self.after


def outstanding(county: Region, year: int) -> list[tuple[ReleaseSheet, Publication]]:
    """Paid sheets whose newest result isn't the one that was paid on, nor one that a correction has followed."""
    sheets = ReleaseSheet.objects.filter(county=county, year=year, state=State.PAID, kind__in=BASIS)
    found = []
    for sheet in sheets.select_related("county", "scheme", "publication").order_by("sequence"):
        publication = newest(county, year, BASIS[Kind(sheet.kind)])
        done = {sheet.publication_id, *sheet.corrections.values_list("publication_id", flat=True)}
        if publication is not None and publication.pk not in done:
            found.append((sheet, publication))
        elif (june := _later_june(sheet, done)) is not None:
            found.append((sheet, june))
    return found


def _later_june(sheet: ReleaseSheet, done: Collection[int | None]) -> Publication | None:
    """A June result published after a year-end sheet that judged the June part along with the year's, where it
    changes what was forfeited.
    """
    june = newest(sheet.county, sheet.year, Publication.Kind.JUNE) if sheet.kind == Kind.YEAR_END else None
    if june is None or june.pk in done or sheet.paid_at is None or june.published_at <= sheet.paid_at:
        return None
    return june if due(sheet) else None


def due(sheet: ReleaseSheet) -> list[Due]:
    """Every line of the sheet whose forfeit changes with the newest results.

    A centre that has no grade any more keeps what it was paid until it has one.
    """
    period = Period(sheet.county, sheet.year, sheet.kind, 0, sheet, corrected=True)
    fresh = {row.position.centre.pk: row for row in draft(period, sheet.scheme).lines}
    done = corrected_by_line(sheet)
    lines = ReleaseLine.objects.filter(sheet=sheet).select_related("centre").order_by("ordinal")
    rows = [
        Due(line, line.forfeited - done.get(line.pk, ZERO), fresh[line.centre_id])
        for line in lines
        if line.centre_id in fresh
    ]
    return [one for one in rows if one.change]


def corrected_by_line(sheet: ReleaseSheet) -> dict[int, Decimal]:
    """What corrections have given back of each line's forfeit (below 0: taken besides)."""
    rows = CorrectionLine.objects.filter(correction__in=Correction.objects.filter(sheet=sheet))
    return dict(rows.order_by().values_list("line_id").annotate(change=Sum("change")))
