"""A letter as DOCX: WordprocessingML written by hand, since a letter is paragraphs and plain tables.

The page is that of GB/T 9704-2012: A4, block 156 × 225 mm, 22 lines of 28 characters as the document grid.
Lengths are twentieths of a point (1 mm = 56.7) and sizes half points, as the format wants them. Word, WPS and
LibreOffice open it. Text is escaped; nothing of the data becomes a field or a link.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from records.letters import Letter, LetterTable, Slip

MM_TENTHS = 567  # twentieths of a point in 10 mm
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SONG, FANG, HEI = "方正小标宋简体", "仿宋_GB2312", "黑体"
THREE, TWO, SMALL_FOUR = 32, 44, 24  # 三号 16 pt, 二号 22 pt, 小四 12 pt, in half points
DATED = (1980, 1, 1, 0, 0, 0)  # the same letter gives the same bytes

TYPES = f"""{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/header1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>\
<Override PartName="/word/footer1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"""
ROOT = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" \
Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>"""
PARTS = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATIONS}/header" \
Target="header1.xml"/><Relationship Id="r2" Type="{RELATIONS}/footer" Target="footer1.xml"/></Relationships>"""
# 37 / 35 / 28 / 26 mm, number 7 mm below the block; 22 lines of 10.227 mm, 28 characters of 5.571 mm.
SECTION = """<w:sectPr><w:headerReference w:type="default" r:id="r1"/><w:footerReference w:type="default" r:id="r2"/>\
<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" \
w:header="850" w:footer="1400" w:gutter="0"/><w:docGrid w:type="linesAndChars" w:linePitch="580" \
w:charSpace="-842"/></w:sectPr>"""
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def letter_docx(letter: Letter) -> bytes:
    """The letter as an editable draft."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(letter):
            entry = zipfile.ZipInfo(name, DATED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return buffer.getvalue()


def _parts(letter: Letter) -> Iterator[tuple[str, str]]:
    yield "[Content_Types].xml", TYPES
    yield "_rels/.rels", ROOT
    yield "word/_rels/document.xml.rels", PARTS
    body = "".join(_body(letter))
    yield "word/document.xml", f"{HEAD}<w:document {_names()}><w:body>{body}{SECTION}</w:body></w:document>"
    mark = paragraph([run(_("草稿　以编号印发的 PDF 为准"), FANG, 21, colour="808080")], align="right")
    yield "word/header1.xml", f"{HEAD}<w:hdr {_names()}>{mark}</w:hdr>"
    number = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    yield "word/footer1.xml", f"{HEAD}<w:ftr {_names()}>{paragraph([number], align='center')}</w:ftr>"


def _names() -> str:
    return f'xmlns:w="{SPACE}" xmlns:r="{RELATIONS}"'


def _body(letter: Letter) -> Iterator[str]:
    for line in letter.title:
        yield paragraph([run(line, SONG, TWO)], align="center")
    yield paragraph([])
    if letter.to:
        yield paragraph([run(letter.to, FANG, THREE)])
    for one in letter.paragraphs:
        runs = [run(one.heading, HEI, THREE)] if one.heading else []
        yield paragraph([*runs, run(one.text, FANG, THREE)], indent=True)
    if letter.annexes:
        yield paragraph([])
        for annex in letter.annexes:
            yield paragraph([run(annex, FANG, THREE)], indent=True)
    yield paragraph([])
    for line in (letter.office, letter.date):
        yield paragraph([run(line, FANG, THREE)], align="right", right=4)
    for table in letter.tables:
        yield from _table(table)
    for slip in letter.slips:
        yield from _slip(slip)


def run(text: str, font: str, size: int, *, colour: str = "") -> str:
    """Characters of one type: `size` in half points."""
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
    kept = escape(text)
    return f'<w:r><w:rPr>{fonts}{shade}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{kept}</w:t></w:r>'


def paragraph(
    runs: Sequence[str], *, align: str = "both", indent: bool = False, right: int = 0, breaks: bool = False
) -> str:
    """A paragraph; `indent` by two characters, `right` by so many, `breaks` starts a page."""
    ends = f' w:rightChars="{right}00"' if right else ""
    begins = ' w:firstLineChars="200"' if indent else ""
    place = f"<w:ind{begins}{ends}/>" if begins or ends else ""
    page = "<w:pageBreakBefore/>" if breaks else ""
    return f'<w:p><w:pPr>{page}{place}<w:jc w:val="{align}"/></w:pPr>{"".join(runs)}</w:p>'


def _table(table: LetterTable) -> Iterator[str]:
    if table.title:
        yield paragraph([run(table.title, HEI, THREE)], breaks=table.new_page)
    widths = [column.width * MM_TENTHS // 10 for column in table.columns]
    head = _row([column.header for column in table.columns], widths, [HEI] * len(widths), header=True)
    rows = "".join(_row(row, widths, [FANG] * len(widths)) for row in table.rows)
    yield _grid(widths, head + rows) + paragraph([])


def _slip(slip: Slip) -> Iterator[str]:
    yield paragraph([run(slip.title, SONG, TWO)], align="center", breaks=True)
    widths = [40 * MM_TENTHS // 10, 116 * MM_TENTHS // 10]
    yield _grid(widths, "".join(_row(row, widths, [HEI, FANG]) for row in slip.rows))
    yield paragraph([run(slip.note, FANG, SMALL_FOUR)])


def _grid(widths: Sequence[int], rows: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = f'<w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _row(texts: Sequence[str], widths: Sequence[int], fonts: Sequence[str], *, header: bool = False) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{paragraph([run(text, font, SMALL_FOUR)], align='left')}</w:tc>"
        for text, width, font in zip(texts, widths, fonts, strict=True)
    )
    repeats = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    return f"<w:tr>{repeats}{cells}</w:tr>"
