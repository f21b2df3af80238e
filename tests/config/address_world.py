"""A county with one of everything that an address of ours may name, and an account of each role."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from appraisal import papers
from appraisal.actions import (
    appeals,
    draws,
    evidence,
    filings,
    publishing,
    reopening,
    rounds,
    scenarios,
    schemes,
    scores,
    self_assessment,
    spot_checks,
    stages,
    survey_forms,
    surveys,
)
from appraisal.actions.scores import CellChange
from appraisal.models import (
    Assessment,
    Draw,
    Evidence,
    ExternalFile,
    Indicator,
    Publication,
    Rectification,
    RectificationStep,
    Result,
    Round,
    Scenario,
    Scheme,
    SheetReturn,
    SpotCell,
    SpotCheck,
    SurveyAnswer,
)
from appraisal.plans import RoundPlan
from appraisal.whatif_places import Target
from centres.models import DirectorTerm, Region, Staff, User
from centres.roles import CENTRE_ROLES, COUNTY_ROLES, Role
from payroll.actions.reconciling import keep_file, keep_reconciliation
from payroll.models import (
    AwardLine,
    AwardSheet,
    IssuedPaper,
    LedgerEntry,
    MoneySetting,
    Reconciliation,
    ReconciliationRow,
    ReleaseLine,
    ReleaseSheet,
)
from payroll.queries.reconciling import Scope
from records import documents
from records.models import AuditEntry, IssuedDocument, Job, Reminder, StagedImport
from tests.appraisal.field.files import PDF, photo
from tests.appraisal.field.world import answers
from tests.appraisal.levels.world import level_scheme
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
        self._own()
        self._life()
        self._money()
        self._records()
        self._after()

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
            "file": self._file(
                opened, Indicator.objects.filter(scheme=opened.scheme).values_list("pk", flat=True)[0]
            ),
            "scenario": self._scenario(),
            **self._field(opened, sheet),
            "survey_form": survey_forms.copy_shipped(
                actor=self.money.clerk, county_code=self.money.region.code, form_code="MY13", now=NOW
            ).pk,
            "return": SheetReturn.objects.create(
                assessment=sheet, remark="病历数不符", by=self.money.leader, at=NOW
            ).pk,
            "result": Result.objects.get(publication=year, centre=self.money.centres[0]).pk,
        }

    def _own(self) -> None:
        """A centre's own appraisal: February's published result of a member of staff, March open."""
        centre, region = self.money.centres[0], self.money.region
        director, leader = self.roles[Role.DIRECTOR], self.money.leader
        Staff.objects.create(centre=centre, number=f"S{region.code}", name="职工甲")
        scheme = level_scheme(region, "staff", {"annual": "100", "m02": "0", "m03": "0"})
        february, march = (
            rounds.open_round(actor=director, scheme=scheme, kind=kind, now=NOW) for kind in ("m02", "m03")
        )
        sheet, indicator = Assessment.objects.get(round=february), Indicator.objects.get(scheme=scheme)
        cell = CellChange(sheet.pk, indicator.pk, {"points": "90"}, reason="见记录")
        scores.save_cells(actor=director, round_id=february.pk, changes=[cell], now=NOW, all_or_nothing=True)
        rounds.submit(actor=director, round_id=february.pk, now=NOW)
        rounds.review(actor=leader, round_id=february.pk, now=NOW)
        (published,) = publishing.finalise(actor=leader, round_id=february.pk, now=NOW)
        self.things |= {
            "own_round": march.pk,
            "own_base": f"staff.m03.{centre.code}",
            "own_sheet": Assessment.objects.get(round=march).pk,
            "own_indicator": indicator.pk,
            "member": f"S{region.code}",
            "own_publication": published.pk,
            "own_result": Result.objects.get(publication=published).pk,
        }

    def _file(self, opened: Round, indicator: int) -> int:
        """A file of another body, kept in the open round."""
        return ExternalFile.objects.create(
            round=opened, indicator_id=indicator, body="县疾控中心", dated=NOW.date(), file_name="接种率.csv",
            sha256=hashlib.sha256(b"1").hexdigest(), size=1, content=b"1", uploaded_by=self.money.clerk, uploaded_at=NOW,
        ).pk  # fmt: skip

    def _field(self, opened: Round, sheet: Assessment) -> dict[str, int]:
        """A PDF and a photo at a cell, a draw, a survey with an answer."""
        clerk, code = self.money.clerk, sheet.centre.code
        indicator = Indicator.objects.filter(scheme=opened.scheme)[0]
        kept = [
            evidence.add(
                actor=clerk, round_id=opened.pk, code=code, indicator_id=indicator.pk, source=data, name="", now=NOW
            ).pk
            for data in (PDF, photo())
        ]  # fmt: skip
        wanted = draws.Wanted(kind="households", size=2, about="名册", code=code, frame="1至9")
        survey = surveys.start(actor=clerk, round_id=opened.pk, form_code="MY13", least_answers=1, now=NOW)
        given = surveys.Given(code=code, who="household", number="1", answers=answers(5))
        [answer] = surveys.take(actor=clerk, survey_id=survey.pk, given=[given], now=NOW)
        return {
            "evidence": kept[0],
            "photo": kept[1],
            "draw": draws.draw(actor=clerk, round_id=opened.pk, wanted=wanted, now=NOW).pk,
            "poll": survey.pk,
            "answer": answer.pk,
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

    def _after(self) -> None:
        """A document, a rectification with its director, a check being scored and one demanded, a filing."""
        centre, leader, auditor = self.money.centres[0], self.money.leader, self.roles[Role.PREFECTURE]
        result = Result.objects.get(pk=self.things["result"])
        staff = Staff.objects.create(centre=centre, number="D1", name="院长")
        DirectorTerm.objects.create(centre=centre, staff=staff, started_on=NOW.date())
        draft = papers.paper_of("result_notice").draft(result, "result_notice")
        document = documents.issue(
            actor=leader, draft=draft, render=lambda _stamp: b"%PDF-", site="http://x/", now=NOW
        )
        case = Rectification.objects.create(
            county=self.money.region, centre=centre, publication=result.publication, result=result, year=2026,
            due_on=NOW.date(), ordered_by=leader, ordered_at=NOW, director=staff, director_name=staff.name,
        )  # fmt: skip
        checks = [
            spot_checks.make(
                actor=auditor, round_id=self.things["final"], centres=1, indicators=1, tolerance=Decimal(5),
                seed="abcd", now=NOW,
            )
            for _number in range(2)
        ]  # fmt: skip
        entries = {cell.pk: (cell.county_points, "") for cell in checks[1].cells.all()}
        spot_checks.score(actor=auditor, check_id=checks[1].pk, entries=entries, now=NOW)
        spot_checks.report(actor=auditor, check_id=checks[1].pk, now=NOW)
        spot_checks.demand(
            actor=auditor,
            check_id=checks[1].pk,
            wanted="explain",
            text="说明",
            due_on=date(2099, 1, 1),
            now=NOW,
        )
        filing = filings.send(actor=leader, county_code=self.money.region.code, year=2026, now=NOW)
        self.things |= {
            "document": document.pk, "code": document.code, "notice_kind": "result_notice", "draw_kind": "draw_record",
            "summary_kind": "survey_summary", "filing_kind": "filing", "report_kind": "prefecture_report", "case": case.pk,
            "director": staff.pk, "check": checks[0].pk, "demanded": checks[1].pk, "filing": filing.pk,
        }  # fmt: skip

    def _scenario(self) -> int:
        values = scenarios.ScenarioValues(
            name="名额放宽", note="", changes=[{"kind": "cap", "percent": "50"}]
        )
        region = self.money.region
        return scenarios.save_new(
            actor=self.money.clerk,
            county_code=region.code,
            year=2026,
            target=Target("june"),
            values=values,
            now=NOW,
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
        for centre in self.money.centres:
            centre.bank_name, centre.bank_account = "农业银行", f"6228{centre.pk:08d}"
            centre.save()
        self.things |= {
            "approved_award": self._approved_award(),
            "voucher": LedgerEntry.objects.filter(county=self.money.region, kind="payment").get().pk,
            "reconciliation": self._reconciliation(paid),
            "paid": paid.pk,
            "release": draft.pk,
            "line": line.pk,
            "receipt": receipt.pk,
            "remittance": remittance.pk,
            "award": award.pk,
        }

    def _approved_award(self) -> int:
        """Of the year before, with one line: it may be paid, and has its list for the bank."""
        sheet = AwardSheet.objects.create(
            county=self.money.region, year=2025, publication_id=self.things["publication"], percent=50, fund=10,
            total=5, made_by=self.money.finance, made_at=NOW,
        )  # fmt: skip
        AwardLine.objects.create(
            sheet=sheet,
            ordinal=1,
            centre=self.money.centres[0],
            result_id=self.things["result"],
            weight=2,
            amount=5,
        )
        sheet.state, sheet.approved_by, sheet.approved_at = "approved", self.money.leader, NOW
        sheet.save()
        return sheet.pk

    def _reconciliation(self, paid: ReleaseSheet) -> int:
        """A file with one payment, held against January."""
        file = {"county": self.money.region, "name": "银行.csv", "sha256": "0" * 64, "content": b"x"}
        keep_file(actor=self.money.finance, **file, now=NOW)
        row = ReconciliationRow(number=2, payee=self.money.centres[0].name, amount=5)
        scope = Scope(self.money.region, 2026, paid)
        return keep_reconciliation(
            actor=self.money.finance, scope=scope, sha256="0" * 64, unit="元", rows=[row], now=NOW
        ).pk

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
        reminder = Reminder.objects.create(recipient=clerk, title="评分未完", url="/rounds/", sent_at=now)
        self.things |= {
            "reminder": reminder.pk,
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
        ExternalFile,
        Evidence,
        Draw,
        SurveyAnswer,
        ReleaseLine,
        LedgerEntry,
        IssuedPaper,
        MoneySetting,
        Reconciliation,
        Job,
        StagedImport,
        IssuedDocument,
        Rectification,
        RectificationStep,
        SpotCheck,
        SpotCell,
        User,
        AuditEntry,
    )
    return {model.__name__: model._default_manager.count() for model in models}
