"""A county whose year is published with failing centres under known directors; and a check, a filing on top."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from appraisal.actions import filings, rectification, spot_checks
from appraisal.models import Filing, Publication, Rectification, Result, Round, SpotCheck
from centres.models import Centre, DirectorTerm, Staff, User
from centres.roles import CENTRE_ROLES, Role
from tests.factories import County, CountyFactory, UserFactory, plain_scheme

NOW = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)
DUE = date(2027, 4, 30)
LATER = date(2027, 6, 30)
SEED = "abc123"


class After:
    """`years` says the totals of the centres in each year, in order of code; by default the last centre fails."""

    def __init__(self, years: dict[int, Sequence[str]] | None = None, *, indicators: int = 2) -> None:
        years = years or {2026: ["90", "70", "50"]}
        self.region = CountyFactory()
        self.county: County = County(0, scheme=plain_scheme(self.region, indicators=indicators))
        self.centres = self._centres(len(next(iter(years.values()))))
        totals = years[2026]
        self.publications: dict[int, Publication] = {2026: self.county.year(totals, totals)}
        for year in set(years) - {2026}:
            self.publications[year] = self._earlier(year, years[year])
        self.accounts: dict[str, User] = {
            Role.CLERK: self.county.clerk, Role.LEADER: self.county.leader, Role.FINANCE: self.county.finance,
        }  # fmt: skip

    def _centres(self, count: int) -> list[Centre]:
        made = County(count, scheme=self.county.scheme).centres
        self.county.centres = made
        return made

    def _earlier(self, year: int, totals: Sequence[str]) -> Publication:
        """An earlier year's publication as that year left it: below 60 the lowest grade, above it the one before."""
        made = Publication.objects.get(pk=self.publications[2026].pk)
        made.pk, made.year = None, year
        made.save(force_insert=True)
        for centre, total in zip(self.centres, totals, strict=True):
            failed = Decimal(total) < 60
            code, name = ("fail", "不合格") if failed else ("pass", "合格")
            Result.objects.create(
                publication=made, centre=centre, standing="graded", total=Decimal(total), grade_code=code,
                grade_name=name, band_code=code,
            )  # fmt: skip
        return made

    @property
    def year(self) -> Publication:
        return self.publications[max(self.publications)]

    @property
    def failed(self) -> Centre:
        return self.centres[-1]

    def user(self, role: str, centre: Centre | None = None) -> User:
        """The county's account of that role; a centre's are of the failed one."""
        if role not in self.accounts or centre is not None:
            made = (
                UserFactory(role=role, centre=centre or self.failed)
                if role in CENTRE_ROLES
                else UserFactory(role=role, county=self.region)
            )
            if centre is not None:
                return made
            self.accounts[role] = made
        return self.accounts[role]

    def term(
        self, name: str, started: date, ended: date | None = None, centre: Centre | None = None
    ) -> Staff:
        centre = centre or self.failed
        staff, _made = Staff.objects.get_or_create(centre=centre, name=name, defaults={"number": name[:20]})
        DirectorTerm.objects.create(centre=centre, staff=staff, started_on=started, ended_on=ended)
        return staff

    def result(self, centre: Centre | None = None, year: int = 0) -> Result:
        publication = self.publications[year] if year else self.year
        return Result.objects.get(publication=publication, centre=centre or self.failed)

    def round(self, kind: str = "june") -> Round:
        return Round.objects.get(
            county=self.region, year=self.year.year, kind=kind, superseded_by__isnull=True
        )

    # Acts, each by whom it is for.
    def order(self, **values: Any) -> Rectification:
        wanted = {"actor": self.county.leader, "result_id": self.result().pk, "due_on": DUE, "now": NOW}
        return rectification.order(**(wanted | values))

    def report(self, case: Rectification) -> Rectification:
        return rectification.report(
            actor=self.user(Role.DIRECTOR), rectification_id=case.pk, text="已整改", now=NOW
        )

    def check(self, role: str = Role.PREFECTURE, **values: Any) -> SpotCheck:
        wanted = {
            "actor": self.user(role), "round_id": self.round().pk, "centres": 2, "indicators": 1,
            "tolerance": Decimal("5.00"), "seed": SEED, "now": NOW,
        }  # fmt: skip
        return spot_checks.make(**(wanted | values))

    def scored(self, less: str = "0", role: str = Role.PREFECTURE) -> SpotCheck:
        """A reported check in which each cell got `less` points less than the county gave, or more where that is less
        than nothing.
        """
        check = self.check(role)
        entries = {cell.pk: (_off(cell.county_points, Decimal(less)), "复核") for cell in check.cells.all()}
        spot_checks.score(actor=self.user(role), check_id=check.pk, entries=entries, now=NOW)
        return spot_checks.report(actor=self.user(role), check_id=check.pk, now=NOW)

    def demanded(self, wanted: str = "explain", role: str = Role.PREFECTURE) -> SpotCheck:
        check = self.scored("10", role)
        return spot_checks.demand(
            actor=self.user(role), check_id=check.pk, wanted=wanted, text="差异过大", due_on=DUE, now=NOW
        )

    def filing(self) -> Filing:
        return filings.send(
            actor=self.county.leader, county_code=self.region.code, year=self.year.year, now=NOW
        )


def _off(points: Decimal, by: Decimal) -> Decimal:
    return points - by if points >= by else points + by
