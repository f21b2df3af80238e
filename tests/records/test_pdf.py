"""PDF: closed to the outside, Chinese with its rare characters, the page measures of GB/T 9704."""

import io

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from records.pdf import render_pdf


def document(body: str) -> str:
    return render_to_string("reports/_base.html").replace("<body>", f"<body>{body}")


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("name", ["珺", "䶮", "㛃", "𠅤", "买买提·艾力"])
def test_rare_characters_print_as_themselves(name: str) -> None:
    assert name in text_of(render_pdf(document(f"<p>{name}</p>")))


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:1/x.png">',
        '<link rel="stylesheet" href="https://127.0.0.1/x.css">',
        '<object data="file:///etc/passwd"></object>',
        "<style>body { background: url(file:///etc/passwd) }</style>",
    ],
)
def test_nothing_outside_the_document_is_read(tag: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        render_pdf(document(tag))


def test_the_page_is_a4_with_twenty_two_lines_of_twenty_eight_characters() -> None:
    pdf = PdfReader(io.BytesIO(render_pdf(document("<p class='flush'>" + "字" * 28 * 44 + "</p>"))))
    width, height = (float(side) / 72 * 25.4 for side in pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    assert len(pdf.pages) == 2
    lines = [line for line in pdf.pages[0].extract_text().splitlines() if "字" in line]
    assert [len(line.strip()) for line in lines] == [28] * 22


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_pdf(document("<p>同一份文书</p>")) == render_pdf(document("<p>同一份文书</p>"))
