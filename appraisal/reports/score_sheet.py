"""The score sheet on paper: rule, full marks, room for value, points and reason, and both signatures (RULES 7, 12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language

from appraisal.book import Book, Entry, book_for
from appraisal.core.rules import EntryField
from appraisal.core.text import unit_text
from appraisal.models import Assessment, Indicator

# Up to so many answers stand as boxes to tick; of more there is a line to write on.
TICKED = 5


@dataclass(frozen=True, slots=True)
class Blank:
    """Room for one input: its name, its unit, and the answers to tick where there are few."""

    label: str
    unit: str
    answers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator. `full` is None where it carries no marks of its own (a veto, a bonus on top)."""

    code: str
    name: str
    rule: str
    full: Decimal | None
    method: str
    evidence: bool
    clause: str
    blanks: Sequence[Blank]


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    name: str
    full: Decimal | None
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """An empty sheet of one institution or person for one round."""

    subject: str
    code: str
    round: str
    bureau: str
    scheme: str
    full: Decimal
    groups: Sequence[Group]
    printed: str


class Forms:
    """Makes the paper sheets of one round: what all of them share is read once (2 queries beside the book)."""

    def __init__(self, sheet: Assessment, printed_on: date) -> None:
        current = sheet.round
        self.round, self.printed_on = current, printed_on
        book = book_for(current.scheme)
        rows = {row.pk: row for row in Indicator.objects.filter(scheme=current.scheme)}
        self.groups = _groups(book, rows)

    def form(self, sheet: Assessment) -> ScoreSheet:
        county = self.round.county
        return ScoreSheet(
            subject=sheet.subject.name,
            code=sheet.subject.code,
            round=str(self.round),
            bureau=county.bureau_name or county.name,
            scheme=str(self.round.scheme),
            full=self.round.scheme.full_marks,
            groups=self.groups,
            printed=date_format(self.printed_on, "DATE_FORMAT"),
        )

    def html(self, sheet: Assessment) -> str:
        values = {"form": self.form(sheet), "LANGUAGE_CODE": _language()}
        return render_to_string("reports/appraisal/score_sheet.html", values)

    def pdf(self, sheet: Assessment) -> bytes:
        # Imported late: half a second that a page without documents needn't pay.
        from records.pdf import render_pdf

        return render_pdf(self.html(sheet))


def _language() -> str:
    return get_language() or "zh-hans"


def _groups(book: Book, rows: Mapping[int, Indicator]) -> list[Group]:
    lines = {pk: _line(entry, rows[pk]) for pk, entry in book.entries.items()}
    return [
        Group(
            code=category.code,
            name=category.name,
            full=category.full_marks or None,
            lines=[lines[pk] for pk, entry in book.entries.items() if entry.category_id == category_id],
        )
        for category_id, category in book.categories.items()
    ]


def _line(entry: Entry, row: Indicator) -> Line:
    return Line(
        code=entry.spec.code,
        name=entry.spec.name,
        rule=entry.spec.sentence().in_(_language()),
        full=entry.spec.full_marks or None,
        method=row.get_method_display(),
        evidence=entry.spec.needs_evidence,
        clause=row.clause,
        blanks=[_blank(field) for field in entry.fields],
    )


def _blank(field: EntryField) -> Blank:
    ticked = field.type == "choice" and len(field.choices) <= TICKED
    return Blank(
        label=field.label.in_(_language()),
        unit=unit_text(field.unit).in_(_language()),
        answers=[choice.label.in_(_language()) for choice in field.choices] if ticked else [],
    )
