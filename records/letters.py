"""An official letter as plain data, and its two forms: PDF as GB/T 9704-2012 wants it, DOCX for the office to edit.

Whoever words a letter fills `Letter`; neither form knows what it is about. A PDF bears its `Stamp` (number, QR) or
the mark of a draft; a DOCX is always a draft: what counts is the issued PDF.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string
from django.utils.translation import get_language

from records.documents import Stamp


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `heading` runs into it in black type 黑体."""

    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a letter's table; `width` in millimetres of the 156 of the text block."""

    header: str
    width: int
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A table after the text; `new_page` puts it, as an annex, on a page of its own."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    title: str = ""
    new_page: bool = False

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        """Each row's cells with whether they are numbers."""
        return [
            [(text, column.numeric) for text, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing after the text: SVG that was escaped when it was made (`format_html`), else its marks print as text.
    A DOCX leaves it out: what it shows stands in a table as well.
    """

    title: str
    drawing: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A page to be filled in and returned (送达回执): names and what is already known of each."""

    title: str
    rows: Sequence[tuple[str, str]]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter: title lines, 主送, text, tables, drawings, annexes, who signs and when, what seals its figures."""

    title: Sequence[str]
    office: str
    date: str
    to: str = ""
    paragraphs: Sequence[Paragraph] = ()
    tables: Sequence[LetterTable] = ()
    figures: Sequence[Figure] = ()
    annexes: Sequence[str] = ()
    slips: Sequence[Slip] = ()
    seal: Sequence[str] = ()
    stamp: Stamp = field(default_factory=Stamp)

    @property
    def name(self) -> str:
        return "".join(self.title)


def letter_html(letter: Letter) -> str:
    """The letter as the page that is printed."""
    values = {"document": letter, "stamp": letter.stamp, "LANGUAGE_CODE": get_language() or "zh-hans"}
    return render_to_string("reports/letter.html", values)


def letter_pdf(letter: Letter, stamp: Stamp | None = None) -> bytes:
    """The letter as PDF, under its stamp or as a draft."""
    # Half a second of import that a page without documents needn't pay.
    from records.pdf import render_pdf

    return render_pdf(letter_html(replace(letter, stamp=stamp) if stamp else letter))
