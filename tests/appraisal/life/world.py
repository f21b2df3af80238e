"""A county whose June round is walked through every state of the whole life, by the right people."""

from datetime import date, datetime, timedelta

from appraisal.actions import appeals, filings, publishing, rounds, self_assessment, stages
from appraisal.actions.scores import CellChange
from appraisal.models import Appeal, Assessment, Indicator, Round
from appraisal.plans import RoundPlan
from appraisal.queries.appeals import seen_mark
from centres.models import User
from centres.roles import CENTRE_ROLES, Role
from tests.factories import NOW, WHOLE, County, UserFactory

DAY = timedelta(days=1)
# Wednesday 1 July 2026: five working days after it end with Wednesday the 8th, at midnight in Shanghai.
NOTICE_ENDS = datetime.fromisoformat("2026-07-09T00:00:00+08:00")
STATES = list(Round.State.values)
TOTALS = ["90", "80", "70"]


class LifeWorld(County):
    """`second` leads the county too; `directors` are those of the centres, in their order."""

    def __init__(self, size: int = 3) -> None:
        super().__init__(size=size)
        self.totals = TOTALS[:size]
        self.second = UserFactory(role="leader", county=self.region)
        self.directors = [UserFactory(role="director", centre=centre) for centre in self.centres]
        self.people = {role: self._person(role) for role in Role.values}

    def _person(self, role: str) -> User:
        known = {
            "clerk": self.clerk,
            "leader": self.leader,
            "finance": self.finance,
            "director": self.directors[0],
        }
        if role in known:
            return known[role]
        if role in CENTRE_ROLES:
            return UserFactory(role=role, centre=self.centres[0])
        return UserFactory(role=role, county=self.region)

    @property
    def indicators(self) -> list[Indicator]:
        return list(Indicator.objects.filter(scheme=self.scheme).order_by("ordinal"))

    def sheet(self, current: Round, number: int = 0) -> Assessment:
        return Assessment.objects.get(round=current, centre=self.centres[number])

    def say(self, current: Round, points: str, number: int = 0, *, indicator: int = 0) -> None:
        """One cell of a centre's self-assessment."""
        change = CellChange(
            self.sheet(current, number).pk,
            self.indicators[indicator].pk,
            {"points": points},
            reason="自评扣分说明",
            source="年报",
        )
        self_assessment.save_self(
            actor=self.directors[number], round_id=current.pk, changes=[change], now=NOW
        )

    def hand_in(self, current: Round, number: int) -> None:
        self.say(current, "45", number)
        self_assessment.hand_in(actor=self.directors[number], round_id=current.pk, now=NOW)

    def in_state(self, state: str, *, plan: RoundPlan = WHOLE, kind: str = "june") -> Round:
        """A new round, walked to this state."""
        current = self.open(kind, plan=plan)
        walked = ["draft", *(["self_assessment"] if plan.self_assessment else []), *STATES[2:]]
        for step in walked[walked.index(current.state) + 1 : walked.index(state) + 1]:
            getattr(self, f"to_{step}")(current)
            current.refresh_from_db()
        return current

    def to_self_assessment(self, current: Round) -> None:
        stages.begin(actor=self.leader, round_id=current.pk, now=NOW)

    def to_scoring(self, current: Round) -> None:
        if current.state == "draft":
            stages.begin(actor=self.leader, round_id=current.pk, now=NOW)
            return
        for number in range(len(self.centres)):
            self.hand_in(current, number)
        stages.begin_scoring(actor=self.clerk, round_id=current.pk, now=NOW)

    def to_submitted(self, current: Round) -> None:
        self.score(current, self.totals)
        rounds.submit(actor=self.clerk, round_id=current.pk, now=NOW)

    def to_reviewed(self, current: Round) -> None:
        rounds.review(actor=self.leader, round_id=current.pk, now=NOW)

    def to_notice(self, current: Round) -> None:
        stages.open_notice(actor=self.leader, round_id=current.pk, now=NOW)

    def to_final(self, current: Round) -> None:
        publishing.finalise(actor=self.leader, round_id=current.pk, now=NOTICE_ENDS)

    def to_reported(self, current: Round) -> None:
        sent = {"document": "安卫报〔2026〕1号", "document_on": date(2026, 7, 10), "now": NOTICE_ENDS}
        stages.report(actor=self.leader, round_id=current.pk, **sent)  # type: ignore[arg-type]

    def to_filed(self, current: Round) -> None:
        """The year is filed with its two rounds: the county sends it, the province receives it."""
        december = self.open("december")
        self.score(december, self.totals)
        self.publish(december, now=NOTICE_ENDS)
        filing = filings.send(
            actor=self.leader, county_code=self.region.code, year=current.year, now=NOTICE_ENDS
        )
        province = self.people[Role.PROVINCE]
        if province.region_id == self.region.pk:
            province.region = self.region.parent.parent
            province.save()
        filings.receive(actor=province, filing_id=filing.pk, now=NOTICE_ENDS)

    def appeal(self, current: Round, number: int = 0, *, indicator: int = 0) -> Appeal:
        return appeals.make(
            actor=self.directors[number],
            round_id=current.pk,
            reason="有会议记录为证",
            claims={self.indicators[indicator].pk: "应得满分"},
            now=NOW,
        )

    def looked_into(self, row: Appeal, points: str) -> Appeal:
        """The clerk proposes these points for the appeal's one cell."""
        item = row.items.get()
        proposal = appeals.Proposal({"points": points}, reason="核实后更正")
        appeals.investigate(
            actor=self.clerk, appeal_id=row.pk, finding="属实", proposals={item.pk: proposal}, now=NOW
        )
        row.refresh_from_db()
        return row

    def accepted(self, row: Appeal) -> Appeal:
        return appeals.accept(
            actor=self.leader, appeal_id=row.pk, decision="同意更正", seen=seen_mark(row), now=NOW
        )
