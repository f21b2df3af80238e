"""A county with one of everything that an address of ours may name, and an account of each role."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from appraisal.actions import appeals, reopening, rounds, scenarios, schemes, scores, self_assessment, stages
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Indicator, Publication, Result, Round, Scenario, Scheme
from appraisal.plans import RoundPlan
from centres.models import Region, User
from centres.roles import CENTRE_ROLES, COUNTY_ROLES, Role
from payroll.models import AwardSheet, LedgerEntry, ReleaseLine
from records.models import AuditEntry, Job, StagedImport
from tests.factories import (
    CountyFactory,
    PrefectureFactory,
    ProvinceFactory,
    UserFactory,
    look_through,
    plain_scheme,
)
from tests.payroll.world import NOW, Money


class World:
    """One county of its own prefecture and province: `roles` has its accounts, `things` what addresses name."""

    def __init__(self, province: str) -> None:
        top = ProvinceFactory(code=f"{province}0000", name=f"省{province}")
        middle = PrefectureFactory(code=f"{province}0100", name=f"市{province}", parent=top)
        county = CountyFactory(code=f"{province}0121", name=f"县{province}", parent=middle)
        self.money = Money(2, scheme=plain_scheme(county))
        self.roles = {role: self._account(role, county) for role in Role.values}
        self.things: dict[str, Any] = {
            "county": county.code,
            "centre": self.money.centres[0].code,
            "centre_id": self.money.centres[0].pk,
            "year": 2026,
        }
        self._grades()
        self._life()
        self._money()
        self._records()

    def _account(self, role: str, county: Region) -> User:
        if role in CENTRE_ROLES:
            return UserFactory(role=role, centre=self.money.centres[0])
        known = {
            Role.CLERK: self.money.clerk,
            Role.LEADER: self.money.leader,
            Role.FINANCE: self.money.finance,
        }
        return known[Role(role)] if role in COUNTY_ROLES else UserFactory(role=role, county=county)

    def _grades(self) -> None:
        """A year's publication, June reopened as an open second version, a request for December, a draft scheme."""
        year = self.money.year(["90", "80"], ["90", "70"])
        june = Round.objects.get(county=self.money.region, kind="june")
        december = Round.objects.get(county=self.money.region, kind="december")
        self.things["final"] = december.pk
        asked = self._ask(june)
        reopening.decide(
            actor=self.money.leader,
            request_id=asked,
            permit=True,
            note="",
            now=NOW,
            expires_at=NOW + timedelta(days=9),
        )
        opened = reopening.reopen(actor=self.money.clerk, request_id=asked, now=NOW)
        sheet = Assessment.objects.get(round=opened, centre=self.money.centres[0])
        self.things |= {
            "round": opened.pk,
            "request": self._ask(december),
            "active": self.money.scheme.pk,
            "draft": schemes.copy_version(actor=self.money.leader, scheme_id=self.money.scheme.pk).pk,
            "sheet": sheet.pk,
            "indicator": Indicator.objects.filter(scheme=opened.scheme).values_list("pk", flat=True)[0],
            "publication": year.pk,
            "scenario": self._scenario(),
            "result": Result.objects.get(publication=year, centre=self.money.centres[0]).pk,
        }

    def _life(self) -> None:
        """The next year's June in public notice, with self-assessments before it and an appeal by the first centre."""
        money = self.money
        copied = schemes.copy_next_year(actor=money.leader, scheme_id=money.scheme.pk)
        scheme = schemes.activate(actor=money.leader, scheme_id=copied.pk, now=NOW)
        plan = RoundPlan(self_assessment=True, notice_days=60)
        opened = rounds.open_round(actor=money.leader, scheme=scheme, kind="june", now=NOW, plan=plan)
        indicators = list(Indicator.objects.filter(scheme=scheme).order_by("ordinal"))
        sheets = list(Assessment.objects.filter(round=opened).order_by("centre__code"))
        for sheet in sheets:
            self._self_assess(sheet, indicators[0])
        stages.begin_scoring(actor=money.clerk, round_id=opened.pk, now=NOW)
        changes = [
            CellChange(sheet.pk, one.pk, {"points": str(30 + sheet.pk % 7)}, reason="按标准扣分")
            for sheet in sheets
            for one in indicators
        ]
        scores.save_cells(actor=money.clerk, round_id=opened.pk, changes=changes, now=NOW)
        look_through(opened, money.clerk)
        rounds.submit(actor=money.clerk, round_id=opened.pk, now=NOW)
        rounds.review(actor=money.leader, round_id=opened.pk, now=NOW)
        stages.open_notice(actor=money.leader, round_id=opened.pk, now=NOW)
        director = self.roles[Role.DIRECTOR]
        claims = {indicators[0].pk: "应得满分"}
        appeal = appeals.make(actor=director, round_id=opened.pk, reason="有据", claims=claims, now=NOW)
        self.things |= {"noticed": opened.pk, "noticed_sheet": sheets[0].pk, "appeal": appeal.pk}
        self.things["noticed_indicator"] = indicators[0].pk

    def _self_assess(self, sheet: Assessment, indicator: Indicator) -> None:
        own = self.roles[Role.DIRECTOR]
        director = (
            own if sheet.centre_id == own.centre_id else UserFactory(role="director", centre=sheet.centre)
        )
        change = CellChange(sheet.pk, indicator.pk, {"points": "40"}, reason="自评", source="年报")
        values = {"actor": director, "round_id": sheet.round_id, "now": NOW}
        self_assessment.save_self(**values, changes=[change])  # type: ignore[arg-type]
        self_assessment.hand_in(**values)  # type: ignore[arg-type]

    def _scenario(self) -> int:
        values = scenarios.ScenarioValues(
            name="名额放宽", note="", changes=[{"kind": "cap", "percent": "50"}]
        )
        region = self.money.region
        return scenarios.save_new(
            actor=self.money.clerk, county_code=region.code, year=2026, base="june", values=values, now=NOW
        ).pk

    def _ask(self, current: Round) -> int:
        return reopening.ask(actor=self.money.clerk, round_id=current.pk, reason="录错", now=NOW).pk

    def _money(self) -> None:
        """January paid, February a draft."""
        self.money.budget("120000", "240000")
        paid, draft = self.money.release("month", 1), self.money.draft("month", 2)
        line = ReleaseLine.objects.get(sheet=paid, centre=self.money.centres[0])
        receipt = self.money.received("100")
        remittance = self.money.passed_on(receipt, "40")
        award = AwardSheet.objects.create(
            county=self.money.region, year=2026, publication_id=self.things["publication"], percent=50, fund=10,
            total=5, made_by=self.money.finance, made_at=NOW,
        )  # fmt: skip
        self.things |= {
            "paid": paid.pk,
            "release": draft.pk,
            "line": line.pk,
            "receipt": receipt.pk,
            "remittance": remittance.pk,
            "award": award.pk,
        }

    def _records(self) -> None:
        """The clerk's finished job and staged import; an entry of the county on the record."""
        now, clerk = timezone.now(), self.money.clerk
        name = f"test-{self.things['county']}.zip"
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"PK")
        job = Job.objects.create(
            kind="test", state=Job.State.DONE, requested_by=clerk, created_at=now, finished_at=now,
            result_name=name, result_path=name,
        )  # fmt: skip
        staged = StagedImport.objects.create(
            kind="centres", county_code=self.things["county"], actor=clerk, key=f"key{self.things['county']}",
            created_at=now, params={"county": self.things["county"]},
        )  # fmt: skip
        entry = AuditEntry.objects.filter(county_code=self.things["county"]).latest("sequence")
        self.things |= {
            "job": job.pk,
            "import": staged.key,
            "entry": entry.pk,
            "account": self.roles[Role.DIRECTOR].pk,
        }


def rows() -> dict[str, int]:
    """How many rows each table that a refused request might write has, and where the record of acts ends."""
    models = (
        Scheme,
        Round,
        Assessment,
        Publication,
        Result,
        Scenario,
        ReleaseLine,
        LedgerEntry,
        Job,
        StagedImport,
        User,
        AuditEntry,
    )
    return {model.__name__: model._default_manager.count() for model in models}
