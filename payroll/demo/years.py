"""Two years of rounds: last year published whole, this year June published and reopened once, December open."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from django.conf import settings

from appraisal.actions import decisions, plausibility, publishing, reopening, rounds, schemes, scores, stages
from appraisal.actions.scores import CellChange
from appraisal.book import Book, Entry, book_for
from appraisal.core.cells import CellInput, score_cell
from appraisal.models import Assessment, Round, Scheme, Score
from appraisal.plans import USUAL_NOTICE_DAYS, RoundPlan
from appraisal.queries.plausibility import open_looks
from appraisal.scheme_json import from_json
from payroll.demo import life
from payroll.demo.answers import Inputs, sheet
from payroll.demo.county import People
from payroll.demo.days import at as _at

SCHEME = Path(settings.BASE_DIR) / "fixtures" / "schemes" / "wsy-2026.json"
# Twins tie in every row: the second has twice the numerators and denominators of the first.
TWINS = (2, 3)
KINDERGARTEN, OTHER_WORK, VACCINES = "C05-08", "C11-01", "C05-01"
NO_KINDERGARTEN, NO_OTHER_WORK, MISSING = 12, 14, 7
NA_REASONS = {KINDERGARTEN: "辖区内没有托幼机构", OTHER_WORK: "本期未布置其他工作"}
REASONS = (
    "查阅资料：制度修订不及时",
    "现场检查：台账与实物不符",
    "查阅资料：记录不完整，缺签字",
    "现场检查：标识和专栏未及时更新",
    "座谈了解：落实不够经常",
    "查阅资料：分析报告缺整改措施",
)


# This year's rounds go the whole way: what is final was in public notice for five working days.
NOTICED = RoundPlan(notice_days=USUAL_NOTICE_DAYS)
# A finished round's own days behind its submission, without and with a notice.
PLAIN_DAYS, NOTICE_DAYS = 8, 14
BETTER = Decimal(3)
During = Callable[[People, Round, datetime], None]


def build(people: People, year: int) -> tuple[Round, Round]:
    """This year's and last year's rounds; return June as it was corrected, and the open one."""
    last = _scheme(people, year - 1)
    _whole_round(people, last, "june", _at(year - 1, 6, 10))
    _whole_round(people, last, "december", _at(year - 1, 12, 8))
    this = _scheme(people, year)
    june = _whole_round(people, this, "june", _at(year, 6, 9), plan=NOTICED, during=life.appeal_rejected)
    corrected = _correct(people, june, _at(year, 7, 20))
    opened = _self_assessed(people, this, year)
    _score(people, opened, _at(year, 11, 18), leave=MISSING)
    return corrected, opened


def _self_assessed(people: People, scheme: Scheme, year: int) -> Round:
    """December opened with self-assessment: two centres hand it in, then the county begins to score."""
    plan = dataclasses.replace(NOTICED, self_assessment=True, self_due_on=date(year, 11, 13))
    opened = rounds.open_round(
        actor=people.leader, scheme=scheme, kind="december", now=_at(year, 11, 3), due_on=date(year, 12, 20),
        plan=plan,
    )  # fmt: skip
    own = {place: _own_view(people, opened, place) for place in (life.FIRST, life.FAILING)}
    life.assess_themselves(opened, own, _at(year, 11, 12))
    stages.begin_scoring(actor=people.leader, round_id=opened.pk, now=_at(year, 11, 14))
    opened.refresh_from_db()
    return opened


def _own_view(people: People, opened: Round, place: int) -> list[CellChange]:
    """A centre sees itself a little better than the county will."""
    sheet = Assessment.objects.get(round=opened, centre=people.centres[place])
    wished = people.data["year_totals"][str(opened.year)][opened.kind][place]
    better = min(Decimal(wished) + BETTER, Decimal(98))
    return list(_cells(book_for(opened.scheme), sheet, place, better, opened))


def _scheme(people: People, year: int) -> Scheme:
    document = dataclasses.replace(
        from_json(SCHEME.read_text(encoding="utf-8")), code=f"WSY-{year}", year=year
    )
    draft = schemes.create(actor=people.clerk, county=people.county, document=document)
    return schemes.activate(actor=people.leader, scheme_id=draft.pk, now=_at(year, 3, 2))


def _whole_round(
    people: People,
    scheme: Scheme,
    kind: str,
    start: datetime,
    *,
    plan: RoundPlan = RoundPlan(),  # noqa: B008  (frozen)
    during: During | None = None,
) -> Round:
    opened = rounds.open_round(actor=people.leader, scheme=scheme, kind=kind, now=start, plan=plan)
    have = set(opened.assessments.values_list("centre_id", flat=True))
    for centre in people.centres:
        if centre.pk not in have:
            decisions.exempt(
                actor=people.leader, round_id=opened.pk, centre=centre, reason="考核时尚未启用", now=start
            )
    _score(people, opened, start + timedelta(days=8))
    _finish(people, opened, start + timedelta(days=20), during)
    return opened


def _look(people: People, opened: Round, now: datetime) -> None:
    """The clerk looks at every unlikely value before handing the round in."""
    keys = [one.key for one in open_looks(opened)]
    if keys:
        said = "已核对原始台账，数据属实"
        plausibility.tick_all(actor=people.clerk, round_id=opened.pk, keys=keys, reason=said, now=now)


def _finish(people: People, opened: Round, now: datetime, during: During | None = None) -> None:
    """Handed in, reviewed, where it uses one in public notice, final; `during` is what happens in the notice."""
    _look(people, opened, now - timedelta(days=1))
    rounds.submit(actor=people.clerk, round_id=opened.pk, now=now)
    rounds.review(actor=people.leader, round_id=opened.pk, now=now + timedelta(days=1))
    if opened.notice_days:
        stages.open_notice(actor=people.leader, round_id=opened.pk, now=now + timedelta(days=1))
        if during is not None:
            during(people, opened, now + timedelta(days=2))
    days = NOTICE_DAYS if opened.notice_days else PLAIN_DAYS
    publishing.finalise(actor=people.leader, round_id=opened.pk, now=now + timedelta(days=days))


def _score(people: People, opened: Round, now: datetime, leave: int | None = None) -> None:
    book = book_for(opened.scheme)
    wished = people.data["year_totals"][str(opened.year)][opened.kind]
    sheets = {row.centre_id: row for row in Assessment.objects.filter(round=opened)}
    for place, centre in enumerate(people.centres):
        if centre.pk not in sheets:
            continue
        cells = list(_cells(book, sheets[centre.pk], place, Decimal(wished[place]), opened))
        if place == leave:
            cells = [cell for cell in cells if book.entries[cell.indicator_id].spec.code != VACCINES]
        clerk = people.clerk if place % 2 else people.clerk2
        scores.save_cells(actor=clerk, round_id=opened.pk, changes=cells, now=now, all_or_nothing=True)


def _cells(book: Book, row: Assessment, place: int, wished: Decimal, opened: Round) -> Iterator[CellChange]:
    seed = TWINS[0] if place in TWINS else place
    random = Random(f"{opened.year}-{opened.kind}-{seed}")  # noqa: S311  (invented answers, the same each time)
    excluded, full = _not_applicable(place)
    answers = sheet(book, _got(book, wished, excluded, full), random, excluded | full)
    for key, entry in book.entries.items():
        if entry.spec.code in NA_REASONS and key not in answers:
            yield CellChange(row.pk, key, not_applicable=True, reason=NA_REASONS[entry.spec.code])
            continue
        inputs = _twice(answers[key].inputs) if place == TWINS[1] else answers[key].inputs
        yield CellChange(row.pk, key, inputs, reason=_reason(entry, inputs, random))


def _not_applicable(place: int) -> tuple[frozenset[str], frozenset[str]]:
    excluded = frozenset({KINDERGARTEN}) if place == NO_KINDERGARTEN else frozenset[str]()
    return excluded, frozenset({OTHER_WORK}) if place == NO_OTHER_WORK else frozenset[str]()


def _got(book: Book, wished: Decimal, excluded: frozenset[str], full: frozenset[str]) -> Decimal:
    """The points to earn so that the total, 缺项 taken out and scaled up, is the wished one."""
    marks = {entry.spec.code: entry.spec.full_marks for entry in book.entries.values()}
    applicable = 100 - sum((marks[code] for code in excluded), Decimal(0))
    got = (wished * applicable / 100).quantize(Decimal("0.01"))
    return got - sum((marks[code] for code in full), Decimal(0))


def _twice(inputs: Inputs) -> Inputs:
    if "denominator" not in inputs:
        return inputs
    return {name: str(Decimal(value) * 2) for name, value in inputs.items()}


def _reason(entry: Entry, inputs: Inputs, random: Random) -> str:
    if not score_cell(entry.spec, CellInput(inputs), explain=False).needs_reason:
        return ""
    return random.choice(REASONS)


def _correct(people: People, june: Round, now: datetime) -> Round:
    """June is reopened once: a count that was wrong, found when a centre asked about it."""
    request = reopening.ask(
        actor=people.clerk, round_id=june.pk, reason="河湾乡卫生院传染病报告核对后迟报例数有误", now=now
    )
    expiry = now + timedelta(days=7)
    reopening.decide(
        actor=people.leader2,
        request_id=request.pk,
        permit=True,
        note="同意，限期更正",
        now=now,
        expires_at=expiry,
    )
    new = reopening.reopen(actor=people.clerk, request_id=request.pk, now=now + timedelta(hours=2))
    cell = _worst_count(new, people)
    better = dict.fromkeys(cell.inputs, "0")
    change = CellChange(cell.assessment_id, cell.indicator_id, better, expected_version=cell.version)
    scores.save_cells(actor=people.clerk, round_id=new.pk, changes=[change], now=now + timedelta(hours=3))
    _finish(people, new, now + timedelta(days=1))
    return new


def _worst_count(new: Round, people: People) -> Score:
    """A counted cell of the ninth centre that lost points."""
    cells = Score.objects.filter(
        assessment__round=new, assessment__centre=people.centres[8], indicator__rule="count"
    ).select_related("indicator")
    return max(cells, key=lambda cell: cell.indicator.full_marks - (cell.points or Decimal(0)))
