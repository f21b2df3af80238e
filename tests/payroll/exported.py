"""Invariant 21 within a run of the money machine: what has changed since the last look, exported and read back.

A sheet is read back as it stands, draft or paid, and not again until its version says that something of it changed. Of
what every entry moves, the fund and the statement of each centre.
"""

from collections.abc import Iterator

from payroll.models import AwardSheet, LedgerEntry, ReleaseSheet
from payroll.papers.award import award_paper
from payroll.papers.fund import fund_paper
from payroll.papers.paper import Paper
from payroll.papers.release import release_paper
from payroll.papers.statement import statement_paper
from payroll.queries.sheets import sheet_view
from payroll.verification_exports import exported_wrong
from tests.payroll.world import Money


class Exported:
    """What was read back so far: (kind, row, version) of sheets, the number of entries."""

    def __init__(self, money: Money) -> None:
        self.money = money
        self.seen: set[tuple[str, int, int]] = set()
        self.entries = 0

    def faults(self, year: int) -> list[str]:
        return list(exported_wrong(self.changed(year)))

    def changed(self, year: int) -> Iterator[Paper]:
        county = self.money.region
        for pk in self.new(
            "release", ReleaseSheet.objects.filter(county=county).values_list("pk", "version")
        ):
            people = ("scheme", "publication", "made_by", "reviewed_by", "paid_by")
            yield release_paper(sheet_view(ReleaseSheet.objects.select_related("county", *people).get(pk=pk)))
        for pk in self.new("award", AwardSheet.objects.filter(county=county).values_list("pk", "version")):
            yield award_paper(AwardSheet.objects.select_related("county", "publication__scheme").get(pk=pk))
        entries = LedgerEntry.objects.filter(county=county).count()
        if entries != self.entries:
            self.entries = entries
            yield fund_paper(county, year)
            yield from (statement_paper(centre, year) for centre in self.money.centres)

    def new(self, kind: str, rows: object) -> list[int]:
        found = {(kind, pk, version) for pk, version in rows} - self.seen  # type: ignore[attr-defined]
        self.seen |= found
        return sorted(pk for _kind, pk, _version in found)
