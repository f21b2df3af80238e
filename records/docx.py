"""A letter as DOCX: WordprocessingML written by hand, since a letter is paragraphs and plain tables.

The page is that of GB/T 9704-2012: A4, block 156 × 225 mm, 22 lines of 28 characters.
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
# 三号 16 pt, 二号 22 pt, 四号 14 pt, 小四 12 pt, in half points.
THREE, TWO, FOUR, SMALL_FOUR = 32, 44, 28, 24
SLIP_LINE = 850  # 15 mm to write in
CHARACTER = 316  # the width of one character of 三号 in the grid, in twentieths of a point
DATED = (1980, 1, 1, 0, 0, 0)  # the same letter gives the same bytes

TYPES = f"""{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/header1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>\
<Override PartName="/word/footer1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>\
<Override PartName="/word/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>\
<Override PartName="/word/fontTable.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/></Types>"""
ROOT = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" \
Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>"""
PARTS = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATIONS}/header" \
Target="header1.xml"/><Relationship Id="r2" Type="{RELATIONS}/footer" Target="footer1.xml"/>\
<Relationship Id="r3" Type="{RELATIONS}/styles" Target="styles.xml"/>\
<Relationship Id="r4" Type="{RELATIONS}/fontTable" Target="fontTable.xml"/></Relationships>"""
STYLES = f"""{HEAD}<w:styles xmlns:w="{SPACE}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FANG}" \
w:hAnsi="{FANG}" w:eastAsia="{FANG}"/><w:sz w:val="{THREE}"/><w:szCs w:val="{THREE}"/>\
<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>"""
# What stands in where a computer lacks the official type.
INSTEAD = {
    SONG: "小标宋,华文中宋,宋体,SimSun",
    FANG: "仿宋,FangSong,Noto Serif CJK SC",
    HEI: "SimHei,Noto Sans CJK SC",
}
FONTS = "".join(
    f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
    for name, others in INSTEAD.items()
)
# 37 / 35 / 28 / 26 mm, number 7 mm below the block; 22 lines of 10.227 mm. The 28 characters of 5.571 mm are 三号 set
# a quarter of a point closer: office programs differ in what a grid of characters does to figures and to smaller type.
SECTION = """<w:sectPr><w:headerReference w:type="default" r:id="r1"/><w:footerReference w:type="default" r:id="r2"/>\
<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" \
w:header="850" w:footer="1400" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="580"/></w:sectPr>"""
CLOSER = '<w:spacing w:val="-5"/>'
OFF_GRID = '<w:snapToGrid w:val="0"/>'
PADDING = """<w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>\
<w:bottom w:w="57" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>"""
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
    mark = paragraph(
        [run(_("草稿　以编号印发的 PDF 为准"), FANG, 21, colour="808080")], align="right", off_grid=True
    )
    yield "word/header1.xml", f"{HEAD}<w:hdr {_names()}>{mark}</w:hdr>"
    yield "word/footer1.xml", f"{HEAD}<w:ftr {_names()}>{_page_number()}</w:ftr>"
    yield "word/styles.xml", STYLES
    yield "word/fontTable.xml", f'{HEAD}<w:fonts xmlns:w="{SPACE}">{FONTS}</w:fonts>'


def _page_number() -> str:
    """— 1 — in 四号, as the standard has it."""
    dash, space = run("—", "宋体", FOUR), run(" ", "宋体", FOUR)
    field = f'<w:fldSimple w:instr="PAGE">{run("1", "宋体", FOUR)}</w:fldSimple>'
    return paragraph([dash, space, field, space, dash], align="center", off_grid=True)


def _names() -> str:
    return f'xmlns:w="{SPACE}" xmlns:r="{RELATIONS}"'


def _body(letter: Letter) -> Iterator[str]:
    for line in letter.title:
        yield paragraph([run(line, SONG, TWO)], align="center", off_grid=True, line=652)
    yield paragraph([])
    if letter.to:
        yield paragraph([run(letter.to, FANG, THREE)])
    for one in letter.paragraphs:
        runs = [run(one.heading, HEI, THREE)] if one.heading else []
        yield paragraph([*runs, run(one.text, FANG, THREE)], indent=True)
    if letter.annexes:
        yield paragraph([])
        for annex in letter.annexes:
            yield paragraph([run(annex, FANG, THREE)], hanging=True)
    yield paragraph([], stays=True)
    yield paragraph([run(letter.office, FANG, THREE)], align="right", right=4, stays=True)
    yield paragraph([run(letter.date, FANG, THREE)], align="right", right=4)
    for table in letter.tables:
        yield from _table(table)
    for slip in letter.slips:
        yield from _slip(slip)


def run(text: str, font: str, size: int, *, colour: str = "") -> str:
    """Characters of one type: `size` in half points."""
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    close = CLOSER if size == THREE else ""
    fonts = f'<w:rFonts w:hint="eastAsia" w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
    kept = escape(text)
    return f'<w:r><w:rPr>{fonts}{shade}{close}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{kept}</w:t></w:r>'


def paragraph(
    runs: Sequence[str],
    *,
    align: str = "both",
    indent: bool = False,
    hanging: bool = False,
    right: int = 0,
    breaks: bool = False,
    stays: bool = False,
    off_grid: bool = False,
    line: int = 0,
) -> str:
    """A paragraph; `indent` by two characters, `hanging` like a list of annexes, `right` by so many characters.

    `breaks` starts a page, `stays` with the next one; `line` is its exact height in twentieths of a point.
    """
    before = f"{'<w:keepNext/>' if stays else ''}{'<w:pageBreakBefore/>' if breaks else ''}"
    height = f'<w:spacing w:line="{line}" w:lineRule="exact"/>' if line else ""
    place = _indents(indent=indent, hanging=hanging, right=right)
    grid = OFF_GRID if off_grid else ""
    return f'<w:p><w:pPr>{before}{grid}{height}{place}<w:jc w:val="{align}"/></w:pPr>{"".join(runs)}</w:p>'


def _indents(*, indent: bool, hanging: bool, right: int) -> str:
    """In characters for Word and WPS, and as lengths for who doesn't count characters."""
    found = ""
    if hanging:
        found += (
            f' w:leftChars="500" w:left="{5 * CHARACTER}" w:hangingChars="300" w:hanging="{3 * CHARACTER}"'
        )
    if right:
        found += f' w:rightChars="{right}00" w:right="{right * CHARACTER}"'
    if indent:
        found += f' w:firstLineChars="200" w:firstLine="{2 * CHARACTER}"'
    return f"<w:ind{found}/>" if found else ""


def _table(table: LetterTable) -> Iterator[str]:
    if table.title:
        yield paragraph([run(table.title, HEI, THREE)], breaks=table.new_page, stays=True)
    widths = [column.width * MM_TENTHS // 10 for column in table.columns]
    head = _row([column.header for column in table.columns], widths, [HEI] * len(widths), header=True)
    aligns = ["right" if column.numeric else "left" for column in table.columns]
    rows = "".join(_row(row, widths, [FANG] * len(widths), aligns) for row in table.rows)
    yield _grid(widths, head + rows) + paragraph([])


def _slip(slip: Slip) -> Iterator[str]:
    yield paragraph([run(slip.title, SONG, TWO)], align="center", breaks=True, off_grid=True, line=652)
    widths = [40 * MM_TENTHS // 10, 116 * MM_TENTHS // 10]
    yield _grid(widths, "".join(_row(row, widths, [HEI, FANG], height=SLIP_LINE) for row in slip.rows))
    yield paragraph([run(slip.note, FANG, SMALL_FOUR)], off_grid=True)


def _grid(widths: Sequence[int], rows: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    whole = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
    properties = f'<w:tblPr>{whole}<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>{PADDING}</w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _row(
    texts: Sequence[str],
    widths: Sequence[int],
    fonts: Sequence[str],
    aligns: Sequence[str] = (),
    *,
    header: bool = False,
    height: int = 0,
) -> str:
    """One row that stays on one page, at least so high; a header is centred and repeated on each."""
    places = aligns or ["center" if header else "left"] * len(texts)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph([run(text, font, SMALL_FOUR)], align=align, off_grid=True)}</w:tc>"
        for text, width, font, align in zip(texts, widths, fonts, places, strict=True)
    )
    least = f'<w:trHeight w:val="{height}"/>' if height else ""
    repeats = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{repeats}</w:trPr>{cells}</w:tr>"
