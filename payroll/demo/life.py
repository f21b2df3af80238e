"""What a round's long life leaves behind in the demo: self-assessment, evidence, visits, appeals, a check, a filing.

All by the public actions, on the people's own days, so that none of these pages is empty for a newcomer.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from PIL import Image, ImageDraw

from appraisal.actions import (
    appeals,
    draws,
    duties,
    evidence,
    fieldwork,
    filings,
    plausibility,
    rectification,
    reopening,
    rounds,
    scores,
    self_assessment,
    spot_checks,
    stages,
    surveys,
)
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Result, Round, Score, SpotCell, SpotCheck
from appraisal.queries.plausibility import open_looks
from appraisal.survey_forms import shipped
from centres.models import User
from payroll.demo.county import People
from payroll.demo.days import at

# Centres whose directors have an account: they hand in a self-assessment and appeal.
FIRST, FAILING = 0, 16
VISITED = (FIRST, 1)
HOUSEHOLDS, PATIENTS = 22, 3
FORM = "MY13"
RECHECKED, TOLERANCE = 2, Decimal("3.00")
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 58>>stream\nBT /F 20 Tf 60 500 Td (Ledger 2026, page 1 of 1) Tj ET     \nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def person(username: str) -> User:
    found: User = User.objects.get(username=username)
    return found


def director_of(place: int) -> User:
    return person("director" if place == FIRST else "director17")


# --- while a round is in public notice


def appeal_rejected(people: People, opened: Round, now: datetime) -> None:
    """One centre appeals, the clerk looks into it, the leader upholds the county's points."""
    cell = _lost(opened, people, FAILING)
    row = appeals.make(
        actor=director_of(FAILING), round_id=opened.pk, reason="现场检查时台账正在装订，未能出示",
        claims={cell.indicator_id: "台账齐全，应得满分"}, now=now,
    )  # fmt: skip
    appeals.investigate(
        actor=people.clerk, appeal_id=row.pk, finding="调阅台账，缺二季度记录，与考核时一致",
        proposals={}, now=now + timedelta(days=1),
    )  # fmt: skip
    said = "经核实，考核时扣分有据，维持原得分"
    appeals.reject(actor=people.leader, appeal_id=row.pk, decision=said, now=now + timedelta(days=2))


def _lost(opened: Round, people: People, place: int) -> Score:
    """The cell of a centre that lost most, in the order of its indicators."""
    cells = Score.objects.filter(
        assessment__round=opened, assessment__centre=people.centres[place], points__isnull=False
    )
    found = list(cells.select_related("indicator").order_by("indicator__ordinal", "pk"))
    return max(found, key=lambda cell: cell.indicator.full_marks - (cell.points or Decimal(0)))


# --- the open round


def assess_themselves(opened: Round, cells: dict[int, list[CellChange]], now: datetime) -> None:
    """Some centres fill their own sheet and hand it in; the others let the day pass."""
    for place, changes in cells.items():
        director = director_of(place)
        self_assessment.save_self(actor=director, round_id=opened.pk, changes=changes, now=now)
        self_assessment.hand_in(actor=director, round_id=opened.pk, now=now)


def on_site(people: People, opened: Round, year: int) -> None:
    """Draws, visits, a symposium, files, and who answers for which sheet of the open round."""
    sheets = {row.centre_id: row for row in opened.assessments.select_related("centre")}
    mine = [sheets[centre.pk] for centre in people.centres if centre.pk in sheets]
    _divide(people, opened, mine, at(year, 11, 16))
    _draws(people, opened, mine[FIRST], at(year, 11, 17))
    _visits(people, opened, [mine[place] for place in VISITED], at(year, 11, 19))
    _files(people, opened, mine[FIRST], at(year, 11, 19))


def _divide(people: People, opened: Round, sheets: list[Assessment], now: datetime) -> None:
    for clerk, part in ((people.clerk, sheets[::2]), (people.clerk2, sheets[1::2])):
        ids = [sheet.pk for sheet in part]
        duties.assign(actor=people.leader, round_id=opened.pk, sheet_ids=ids, clerk_id=clerk.pk, now=now)


def _draws(people: People, opened: Round, sheet: Assessment, now: datetime) -> None:
    code = sheet.centre.code
    homes = draws.Wanted(
        kind="households", size=HOUSEHOLDS, about="青石村、柳塘村在册农户", code=code, frame="1至320",
        seed="20261117-081942",
    )  # fmt: skip
    staff = draws.Wanted(kind="staff", size=3, about="在岗职工名册", code=code, seed="20261117-350716")
    drawn = [
        draws.draw(actor=people.clerk, round_id=opened.pk, wanted=one, now=now) for one in (homes, staff)
    ]
    out = drawn[0].result[3]
    draws.replace(actor=people.clerk, draw_id=drawn[0].pk, out=out, reason="全家外出务工", now=now)


def _visits(people: People, opened: Round, sheets: list[Assessment], now: datetime) -> None:
    """Answers of households and patients, and the symposium, of each visited centre."""
    survey = surveys.start(actor=people.clerk, round_id=opened.pk, form_code=FORM, least_answers=20, now=now)
    random = Random(f"visits-{opened.year}")  # noqa: S311  (invented answers, the same each time)
    given = [one for sheet in sheets for one in _answers(sheet, random)]
    surveys.take(actor=people.clerk, survey_id=survey.pk, given=given, now=now)
    for sheet in sheets:
        fieldwork.hold_symposium(
            actor=people.clerk, round_id=opened.pk, sheet_id=sheet.pk, held_on=now.date(), staff=9,
            patients=PATIENTS, now=now,
        )  # fmt: skip


def _answers(sheet: Assessment, random: Random) -> Iterator[surveys.Given]:
    codes = [item["code"] for item in shipped()[FORM]["items"]]
    for who, count in (("household", HOUSEHOLDS), ("patient", PATIENTS)):
        for number in range(1, count + 1):
            levels = {code: random.choice((5, 5, 4, 4, 4, 3, 2)) for code in codes}
            yield surveys.Given(code=sheet.centre.code, who=who, number=f"{number:03d}", answers=levels)


def _files(people: People, opened: Round, sheet: Assessment, now: datetime) -> None:
    """A photo by the director and a scanned page by the clerk, at the first two indicators."""
    cells = list(Score.objects.filter(assessment=sheet).order_by("indicator__category__ordinal", "pk")[:2])
    given = (
        (director_of(FIRST), photo(), "公示栏.jpg", "自评时拍摄"),
        (people.clerk, PDF, "入账明细.pdf", "查阅资料"),
    )
    for cell, (who, data, name, note) in zip(cells, given, strict=True):
        evidence.add(
            actor=who, round_id=opened.pk, code=sheet.centre.code, indicator_id=cell.indicator_id,
            source=data, name=name, note=note, now=now,
        )  # fmt: skip


def photo() -> bytes:
    """A drawn notice board: nothing real is shown in the demo."""
    picture = Image.new("RGB", (320, 240), "#dfe7e3")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((40, 30, 280, 200), fill="#f8f5ea", outline="#7a5c3a", width=6)
    for line in range(6):
        pen.line((64, 60 + line * 22, 256 - (line % 3) * 30, 60 + line * 22), fill="#5b6b73", width=5)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()


# --- what follows


def after_the_year(people: People, year: int) -> None:
    """Last year filed with the province; its failing centre putting things right, at the second attempt."""
    filing = filings.send(
        actor=people.leader, county_code=people.county.code, year=year - 1, now=at(year, 2, 10)
    )
    filings.receive(actor=person("province"), filing_id=filing.pk, now=at(year, 2, 20))
    result = Result.objects.get(
        publication__year=year - 1, publication__kind="year", publication__level="centre",
        publication__county=people.county, centre=people.centres[FAILING],
    )  # fmt: skip
    case = rectification.order(
        actor=people.leader, result_id=result.pk, due_on=date(year, 4, 30), now=at(year, 2, 24)
    )
    report = "补齐传染病报告登记；公共卫生科增配一人；制度上墙。"
    rectification.report(
        actor=director_of(FAILING), rectification_id=case.pk, text=report, now=at(year, 4, 27)
    )
    rectification.inspect(
        actor=people.leader, rectification_id=case.pk, passed=False, note="登记仍有漏项，限期再改",
        due_on=date(year, 12, 18), now=at(year, 5, 12),
    )  # fmt: skip


def checked(people: People, june: Round, year: int) -> None:
    """The prefecture checks June again, demands a correction, and the county reopens it: in public notice, appealed."""
    check = _check(june, year)
    new = _reopened(people, june, check, at(year, 11, 6))
    _corrected(people, new, check, at(year, 11, 9))
    keys = [one.key for one in open_looks(new)]
    if keys:
        said = "已核对原始台账，数据属实"
        plausibility.tick_all(
            actor=people.clerk, round_id=new.pk, keys=keys, reason=said, now=at(year, 11, 9)
        )
    rounds.submit(actor=people.clerk, round_id=new.pk, now=at(year, 11, 10))
    rounds.review(actor=people.leader, round_id=new.pk, now=at(year, 11, 12))
    stages.open_notice(actor=people.leader, round_id=new.pk, now=at(year, 11, 23))
    cell = _lost(new, people, FAILING)
    appeals.make(
        actor=director_of(FAILING), round_id=new.pk, reason="复核时未计入三季度补报的数据",
        claims={cell.indicator_id: "请按补报数据重新计分"}, now=at(year, 11, 24),
    )  # fmt: skip


def _check(june: Round, year: int) -> SpotCheck:
    auditor = person("prefecture")
    check = spot_checks.make(
        actor=auditor, round_id=june.pk, centres=3, indicators=12, tolerance=TOLERANCE, seed="20261012-4402",
        now=at(year, 10, 12),
    )  # fmt: skip
    cells = list(check.cells.select_related("indicator").order_by("pk"))
    off = {cell.pk for cell in _judged(cells)[:RECHECKED]}
    entries = {cell.pk: _again(cell, lower=cell.pk in off) for cell in cells}
    spot_checks.score(actor=auditor, check_id=check.pk, entries=entries, now=at(year, 10, 20))
    spot_checks.report(actor=auditor, check_id=check.pk, now=at(year, 10, 21))
    return spot_checks.demand(
        actor=auditor, check_id=check.pk, wanted="correct", text="抽查中两项得分偏高，请核实更正",
        due_on=date(year, 12, 10), now=at(year, 10, 23),
    )  # fmt: skip


def _judged(cells: list[SpotCell]) -> list[SpotCell]:
    """Those that an assessor judges, with at least a point to lose."""
    return [one for one in cells if one.indicator.rule == "points" and one.county_points >= 1]


def _again(cell: SpotCell, *, lower: bool) -> spot_checks.CellEntry:
    if lower:
        return cell.county_points - 1, "复核：制度与记录不一致"
    return cell.county_points, ""


def _reopened(people: People, june: Round, check: SpotCheck, now: datetime) -> Round:
    asked = reopening.ask(
        actor=people.leader, round_id=june.pk, check_id=check.pk, reason="市级抽查要求更正", now=now
    )
    reopening.decide(
        actor=people.leader2, request_id=asked.pk, permit=True, note="同意，按抽查意见更正", now=now,
        expires_at=now + timedelta(days=14),
    )  # fmt: skip
    return reopening.reopen(actor=people.clerk, request_id=asked.pk, now=now + timedelta(hours=2))


def _corrected(people: People, new: Round, check: SpotCheck, now: datetime) -> None:
    """The cells that the check scored lower take its points."""
    for cell in _judged(list(check.cells.select_related("indicator").order_by("pk"))):
        if cell.points is None or cell.points == cell.county_points:
            continue
        score = Score.objects.get(
            assessment__round=new, assessment__centre=cell.centre_id, indicator=cell.indicator_id
        )
        change = CellChange(
            score.assessment_id, score.indicator_id, {"points": f"{cell.points:f}"}, reason="按市级抽查意见更正",
            expected_version=score.version,
        )  # fmt: skip
        scores.save_cells(actor=people.clerk, round_id=new.pk, changes=[change], now=now)
