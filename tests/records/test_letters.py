"""Letters: the page of the standard with number and QR or the mark of a draft; the same letter as DOCX."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from defusedxml import ElementTree
from pypdf import PdfReader

from records.documents import Stamp, stamp_of
from records.docx import letter_docx
from records.letters import Column, Letter, LetterTable, Paragraph, Slip, letter_html, letter_pdf

LETTER = Letter(
    title=["临江县卫生健康局", "关于考核结果的通报"],
    to="各乡镇卫生院：",
    paragraphs=[Paragraph("考核已经结束。", "一、基本情况。"), Paragraph("第二段<b>&珺䶮</b>")],
    tables=[
        LetterTable(
            [Column("卫生院", 60), Column("总分", 30, numeric=True)],
            [["珺䶮院", "90.00"]],
            "附件1",
            new_page=True,
        )
    ],
    annexes=["附件：1.考核结果表"],
    slips=[Slip("送达回执", [("受送达单位", "珺䶮院"), ("签收日期", "")], "签收后退回。")],
    office="临江县卫生健康局",
    date="2026年7月1日",
    seal=["封存指纹 abc"],
)


def texts(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        tree = ElementTree.fromstring(archive.read("word/document.xml"))
    return "".join(node.text or "" for node in tree.iter() if node.tag.endswith("}t"))


def test_a_docx_holds_everything_and_escapes_it() -> None:
    text = texts(letter_docx(LETTER))
    for said in (
        "关于考核结果的通报",
        "各乡镇卫生院：",
        "一、基本情况。",
        "第二段<b>&珺䶮</b>",
        "90.00",
        "附件1",
        "送达回执",
        "签收后退回。",
    ):
        assert said in text
    assert letter_docx(LETTER) == letter_docx(LETTER)


def test_a_docx_is_always_marked_as_a_draft_and_has_the_page_of_the_standard() -> None:
    stamped = replace(LETTER, stamp=Stamp("临江县卫测〔2026〕1号", "https://x.example/", "data:"))
    with zipfile.ZipFile(io.BytesIO(letter_docx(stamped))) as archive:
        body, header = archive.read("word/document.xml").decode(), archive.read("word/header1.xml").decode()
    assert "草稿" in header
    assert "〔2026〕1号" not in body
    margins = {name: int(value) for name, value in re.findall(r'w:(top|right|bottom|left)="(\d+)"', body)}
    assert {name: round(value * 10 / 567) for name, value in margins.items()} == {
        "top": 37, "right": 26, "bottom": 35, "left": 28,
    }  # fmt: skip


def paragraphs(docx: bytes) -> dict[str, str]:
    """The source of each paragraph by its text."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = archive.read("word/document.xml").decode()
    found = re.findall(r"<w:p>.*?</w:p>", body)
    return {"".join(re.findall(r"<w:t [^>]*>([^<]*)</w:t>", one)): one for one in found}


def test_a_docx_is_set_alike_in_every_office_program() -> None:
    """Indents as lengths beside characters, no grid of characters, smaller type off the grid of lines."""
    found = paragraphs(letter_docx(LETTER))
    text = found["一、基本情况。考核已经结束。"]
    assert 'w:firstLineChars="200" w:firstLine="632"' in text
    assert '<w:spacing w:val="-5"/><w:sz w:val="32"/>' in text
    assert 'w:hangingChars="300"' in found["附件：1.考核结果表"]
    assert "<w:keepNext/>" in found["临江县卫生健康局"] or 'w:val="center"' in found["临江县卫生健康局"]
    assert "<w:keepNext/><w:pageBreakBefore/>" in found["附件1"]
    aligned = {
        text: re.findall(r'<w:jc w:val="(\w+)"/>', found[text]) for text in ("总分", "90.00", "珺䶮院")
    }
    assert aligned == {"总分": ["center"], "90.00": ["right"], "珺䶮院": ["left"]}
    assert '<w:snapToGrid w:val="0"/>' in found["90.00"]
    with zipfile.ZipFile(io.BytesIO(letter_docx(LETTER))) as archive:
        parts = {
            name: archive.read(f"word/{name}.xml").decode() for name in ("document", "footer1", "fontTable")
        }
    assert '<w:docGrid w:type="lines" w:linePitch="580"/>' in parts["document"]
    assert re.sub("<[^>]+>", "", parts["footer1"]).strip().endswith("— 1 —")
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋,' in parts["fontTable"]


def test_a_slip_has_room_to_write_in() -> None:
    with zipfile.ZipFile(io.BytesIO(letter_docx(LETTER))) as archive:
        body = archive.read("word/document.xml").decode()
    assert body.count('<w:trHeight w:val="850"/>') == 2


def test_a_draft_bears_its_mark_and_no_number() -> None:
    page = letter_html(LETTER)
    assert 'class="draft"' in page
    assert 'class="doc-number"' not in page
    assert "&lt;b&gt;&amp;珺䶮" in page


def test_an_issued_letter_bears_number_and_qr_and_no_mark() -> None:
    stamp = stamp_of("临江县卫测〔2026〕1号", "ab" * 10, "https://x.example/")
    page = letter_html(replace(LETTER, stamp=stamp))
    assert 'class="draft"' not in page
    assert "临江县卫测〔2026〕1号" in page
    assert 'src="data:image/svg+xml' in page
    assert stamp.address == f"https://x.example/documents/check/{'ab' * 10}"


def test_the_pdf_has_its_pages() -> None:
    reader = PdfReader(
        io.BytesIO(letter_pdf(LETTER, stamp_of("临江县卫测〔2026〕1号", "ab" * 10, "https://x/")))
    )
    pages = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    assert len(pages) == 3
    assert "临江县卫测〔2026〕1号" in pages[0]
    assert "附件1" in pages[1]
    assert "送达回执" in pages[2]
    assert all("封存指纹abc" in page for page in pages)


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        _lines = LetterTable([Column("一", 10)], [["a", "b"]]).lines
