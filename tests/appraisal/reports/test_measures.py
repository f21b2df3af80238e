"""GB/T 9704-2012: the page, the text block, the page number; and nothing that runs out of it."""

import pytest

from appraisal.reports.documents import Press
from tests.appraisal.reports.pdf import Sheet, sheets
from tests.appraisal.results.world import Published
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 184.0, 262.0
LONG = "临江县云雾山国家级自然保护区管理委员会大坪苗族侗族自治乡卫生院"
# Glyph boxes reach a little beyond the line's own box.
SLACK = 2.0


@kept
def long_names() -> Published:
    return Published([[], ["points"], ["tier", "linear"]], names=[f"{LONG}{end}" for end in "甲乙丙"])


def documents(world: Published) -> dict[str, bytes]:
    press, result = Press(world.year), world.result(2)
    return {
        "notice": press.notice_pdf(result),
        "report": press.centre_report_pdf(result),
        "summary": press.summary_pdf(),
    }


def block(sheet: Sheet) -> list[tuple[str, float, float, float, float]]:
    """The words of the text block: what stands above its lower edge, the running head left out."""
    return [
        (word.text, word.left, word.top, word.right, word.bottom)
        for word in sheet.words
        if TOP - SLACK < word.top < BOTTOM
    ]


def test_every_page_is_a4_and_keeps_the_text_block(long_names: Published) -> None:
    for name, pdf in documents(long_names).items():
        for sheet in sheets(pdf):
            assert (round(sheet.width), round(sheet.height)) == (210, 297), name
            for word in block(sheet):
                text, left, _top, right, bottom = word
                assert left >= LEFT - 0.2, (name, text)
                assert right <= RIGHT + 0.2, (name, text)
                assert bottom <= BOTTOM + SLACK, (name, text)


def test_the_text_begins_at_the_left_edge_and_at_the_head(long_names: Published) -> None:
    first = sheets(documents(long_names)["notice"])[0]
    words = block(first)
    assert min(left for _text, left, *_rest in words) == pytest.approx(LEFT, abs=0.3)
    assert min(top for _text, _left, top, *_rest in words) == pytest.approx(TOP, abs=4)


def test_the_number_stands_below_the_block_at_the_outer_edge(long_names: Published) -> None:
    pages = sheets(documents(long_names)["report"])
    assert len(pages) > 2
    for number, sheet in enumerate(pages, start=1):
        found = [word for word in sheet.words if word.text == str(number) and word.top > BOTTOM]
        assert found, number
        assert 7 - 1 < (found[0].top + found[0].bottom) / 2 - BOTTOM < 7 + 5
        assert (found[0].left > 160) == (number % 2 == 1)


def test_the_letter_has_lines_of_twenty_eight_characters(long_names: Published) -> None:
    first = sheets(documents(long_names)["notice"])[0]
    full = [word for word in first.words if word.text.startswith("临江县云雾山") and word.left < LEFT + 1]
    assert full
    assert len(full[0].text) == 28
    assert full[0].right == pytest.approx(RIGHT, abs=0.5)


def test_the_signature_never_stands_alone(long_names: Published) -> None:
    last = sheets(documents(long_names)["notice"])[-1]
    assert any("附件" in word.text for word in last.words)
    assert len(block(last)) > 4


def test_long_tables_repeat_their_head(db: None) -> None:
    world = Published([["points"]] * 40)
    pages = sheets(Press(world.year).summary_pdf())
    heads = [sheet for sheet in pages if any(word.text == "名次" for word in sheet.words)]
    rows = [sheet for sheet in pages if any(word.text.startswith("C0") for word in sheet.words)]
    assert len(rows) > 1
    assert heads == rows
