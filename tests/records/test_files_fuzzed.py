"""Damaged and hostile files: an answer or a refusal, never anything else."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.reading import child, csv_text
from records.reading.limits import DEFAULT, RefusedFile
from tests.records.books import SHEET, book, packed, parts_of

WHOLE = book([["机构代码", "得分"], ["A1", 85.1], ["A2", "=B2"], ["合计", 1]])
PARTS = parts_of(WHOLE)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outcome(data):
    """What the child would answer; a panic of native code is one of its refusals too."""
    try:
        answer = child.read(data, DEFAULT)
    except RefusedFile as refused:
        return refused.code
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return "damaged"
    json.dumps(answer)
    return "read"


def test_the_whole_file_is_read():
    assert outcome(WHOLE) == "read"


@SLOW
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_flipped_bytes(flips):
    data = bytearray(WHOLE)
    for place, value in flips:
        data[place] = value
    assert outcome(bytes(data))


@SLOW
@given(st.integers(0, len(WHOLE)))
def test_a_file_cut_off(length):
    assert outcome(WHOLE[:length])


@SLOW
@given(
    st.sampled_from(sorted(PARTS)),
    st.integers(0, 400),
    st.sampled_from(
        [b"<", b">", b"&", b'"', b"<c", b"</row>", b'r="ZZZ99999999"', b't="s"', b"<v>1e999</v>", b"\xff"]
    ),
)
def test_broken_xml(name, place, piece):
    part = PARTS[name]
    assert outcome(packed(PARTS | {name: part[:place] + piece + part[place:]}))


@SLOW
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["n", "s", "str", "b", "e", "inlineStr", "d", "x"]),
            st.sampled_from(["1", "-1", "99999", "NaN", "inf", "", "TRUE", "2026-06-30", "#N/A", "1e400"]),
            st.sampled_from(["", ' s="1"', ' s="99"', ' s="-1"', ' s="x"']),
        ),
        max_size=6,
    )
)
def test_strange_cells(cells):
    row = "".join(f'<c t="{kind}"{style}><v>{value}</v></c>' for kind, value, style in cells)
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>{row}</row></sheetData></worksheet>'
    assert outcome(packed(PARTS | {SHEET: xml.encode()}))


@SLOW
@given(st.binary(max_size=300))
def test_any_bytes(data):
    assert outcome(data)


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_text_decodes_to_itself_or_is_refused(text, encoding):
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    read, found = csv_text.decode(data)
    # GB18030 bytes may by chance be UTF-8 as well: then the header won't match.
    assert read == text or found != encoding or text.startswith("\ufeff")


def test_nothing_is_replaced():
    with pytest.raises(RefusedFile):
        csv_text.decode(b"\x81")
