"""Files that are no workbook are refused by name."""

import io
import zipfile

import pytest

from records.errors import Invalid
from records.reading.files import read_workbook
from records.reading.limits import DEFAULT
from tests.records.books import SHEET, book, packed, parts_of


def refused(data, limits=DEFAULT):
    with pytest.raises(Invalid) as caught:
        read_workbook(data, limits)
    assert "Traceback" not in caught.value.message
    assert "/" not in caught.value.message
    return caught.value.code.removeprefix("file:")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (OLE + b"\0" * 600, "xls"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"{\\rtf1", "rtf"),
        (b"Rar!\x1a", "archive"),
        (b"\n <html><table>", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "html"),
        (b"a,b\n\0,1", "binary"),
        (b"a,b\n\xff\xff,1", "encoding"),
        (b'a,b\n"x', "csv"),
        (b"PK\x03\x04 nothing", "damaged"),
        (packed({"a.txt": b"x"}), "not_workbook"),
        (packed({"word/document.xml": b"x"}), "not_workbook"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}), "ods"),
        (packed({"xl/workbook.bin": b""}), "xlsb"),
        (packed(parts_of(book([[1]])) | {"xl/vbaProject.bin": b"x"}), "macro"),
        (packed(parts_of(book([[1]])) | {"xl/workbook.xml": b"<workbook"}), "damaged"),
    ],
)
def test_other_files_are_refused_by_name(data, code):
    assert refused(data) == code


def test_an_encrypted_member_is_refused():
    data = bytearray(book([[1]]))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + offset] |= 1
    assert refused(bytes(data)) == "encrypted"


def test_two_members_of_one_name_are_damage():
    buffer = io.BytesIO(book([[1]]))
    with zipfile.ZipFile(buffer, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(SHEET, b"<worksheet/>")
    assert refused(buffer.getvalue()) == "damaged"
