"""Last year's appraisal of one centre's staff and of the support hospitals, finished: a newcomer sees both levels."""

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from appraisal.actions import plausibility, publishing, rounds, schemes, scores
from appraisal.actions.scores import CellChange
from appraisal.book import Entry, book_for
from appraisal.models import Assessment, Round, Scheme, subject_code
from appraisal.queries.plausibility import open_looks
from appraisal.scheme_json import from_json
from centres.actions import master
from centres.models import SupportHospital, User
from payroll.demo.county import People

SHELF = Path(settings.BASE_DIR) / "fixtures" / "schemes"
ZONE = ZoneInfo("Asia/Shanghai")
# How often each subject, in the order of their numbers, falls short: of ten indicators so many.
STAFF, HOSPITALS = (1, 4, 2, 6, 3, 9), (1, 3, 6)
SHORT = "查阅资料：记录不完整"


def build(people: People, year: int) -> None:
    """The staff of the first centre and three county hospitals, in the year before `year`."""
    director = User.objects.get(username="director")
    for row in people.data["hospitals"]:
        master.save(actor=people.clerk, obj=SupportHospital(county=people.county, code=row[0], name=row[1]))
    staff, hospitals = (_scheme(people, name, year - 1) for name in ("zg-2026", "zy-2026"))
    _annual(people, staff, director, director, STAFF)
    _annual(people, hospitals, people.leader, people.clerk, HOSPITALS)


def _scheme(people: People, name: str, year: int) -> Scheme:
    document = from_json((SHELF / f"{name}.json").read_text(encoding="utf-8"))
    document = dataclasses.replace(document, code=f"{name[:2].upper()}-{year}", year=year)
    draft = schemes.create(actor=people.clerk, county=people.county, document=document)
    return schemes.activate(actor=people.leader, scheme_id=draft.pk, now=_at(year, 3, 2))


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, 30, tzinfo=ZONE)


def _annual(people: People, scheme: Scheme, opener: User, clerk: User, short: Sequence[int]) -> None:
    """The year's round: opened, scored, handed in, reviewed by the leader, published."""
    start = _at(scheme.year, 12, 10)
    opened = rounds.open_round(
        actor=opener, scheme=scheme, kind="annual", now=start, due_on=date(scheme.year, 12, 25)
    )
    sheets = Assessment.objects.filter(round=opened).order_by(subject_code())
    cells = [
        cell for sheet, often in zip(sheets, short, strict=True) for cell in _cells(opened, sheet, often)
    ]
    scores.save_cells(
        actor=clerk, round_id=opened.pk, changes=cells, now=start + timedelta(days=3), all_or_nothing=True
    )
    _finish(people, opened, clerk, start + timedelta(days=9))


def _finish(people: People, opened: Round, clerk: User, now: datetime) -> None:
    keys = [one.key for one in open_looks(opened)]
    if keys:
        said = "已核对原始记录，属实"
        plausibility.tick_all(actor=clerk, round_id=opened.pk, keys=keys, reason=said, now=now)
    rounds.submit(actor=clerk, round_id=opened.pk, now=now)
    rounds.review(actor=people.leader, round_id=opened.pk, now=now + timedelta(days=1))
    publishing.finalise(actor=people.leader, round_id=opened.pk, now=now + timedelta(days=7))


def _cells(opened: Round, sheet: Assessment, often: int) -> Iterator[CellChange]:
    for place, entry in enumerate(book_for(opened.scheme).entries.values()):
        lapse = (place * 7 + often * 3) % 10 < often
        inputs = ANSWERS[entry.spec.kind](entry, lapse)
        reason = SHORT if lapse and entry.spec.rule().judged else ""
        yield CellChange(sheet.pk, entry.indicator_id, inputs, reason=reason)


def _rate(entry: Entry, lapse: bool) -> dict[str, str]:
    lower = entry.spec.params.get("direction") == "lower"
    got = {True: (4, 18), False: (200, 176)}[lower][lapse]
    return {"numerator": str(got), "denominator": "200"}


def _count(entry: Entry, lapse: bool) -> dict[str, str]:
    return {field.name: "2" if lapse and place == 0 else "0" for place, field in enumerate(entry.fields)}


def _checklist(entry: Entry, lapse: bool) -> dict[str, str]:
    last = entry.fields[-1].name
    return {field.name: "no" if lapse and field.name == last else "yes" for field in entry.fields}


def _quota(entry: Entry, lapse: bool) -> dict[str, str]:
    required = int(entry.spec.params["required"])
    return {"count": str(required - (required + 4) // 5 if lapse else required)}


def _points(entry: Entry, lapse: bool) -> dict[str, str]:
    full = entry.spec.full_marks
    return {"points": f"{full - 1 if lapse else full:f}"}


def _sample(entry: Entry, lapse: bool) -> dict[str, str]:
    defect = entry.spec.params["defects"][-1]["code"]
    found = f": {defect}" if lapse else ""
    return {"records": "\n".join(f"2025-{n:03d}{found if n < 3 else ''}" for n in range(1, 11))}


ANSWERS: dict[str, Any] = {
    "linear": _rate,
    "step": _rate,
    "count": _count,
    "bonus": lambda entry, _lapse: {field.name: "0" for field in entry.fields},
    "checklist": _checklist,
    "quota": _quota,
    "points": _points,
    "sample": _sample,
    "yes_no": lambda _entry, lapse: {"answer": "partly" if lapse else "yes"},
    "veto": lambda _entry, _lapse: {"answer": "no"},
    "survey": lambda _entry, lapse: {"answers": "40", "satisfied": "33" if lapse else "38"},
    "growth": lambda _entry, lapse: {"current": "9120" if lapse else "10050", "base": "10000"},
}
