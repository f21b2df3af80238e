"""The small picture of a PDF's first page: drawn within limits, or left out without a word."""

import io
import json
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from records.attached import files, kinds, page_child
from records.reading.limits import MEBIBYTE, Limits

TEAL = b"0 0.5 0.5 rg 0 0 9999999 9999999 re f"


def pdf(
    box: str = "0 0 595 842",
    *,
    pages: int = 1,
    content: bytes = TEAL,
    resources: bytes = b"<<>>",
    more: tuple[bytes, ...] = (),
) -> bytes:
    """A PDF of its own bytes: `pages` pages of this box, all with the same content; `more` are objects from 4 on."""
    first = 4 + len(more)
    kids = " ".join(f"{first + number} 0 R" for number in range(pages))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 3 0 R/Resources ".encode() + resources + b">>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        *more,
        *([page] * pages),
    ]
    written, places = io.BytesIO(b"%PDF-1.4\n"), []
    written.seek(0, io.SEEK_END)
    for number, one in enumerate(objects, 1):
        places.append(written.tell())
        written.write(b"%d 0 obj" % number + one + b"endobj\n")
    start = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    written.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    written.write(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return written.getvalue()


def size(jpeg: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
        image.load()
        return image.size


def encrypted() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf())))
    writer.encrypt("password", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def bomb(side: int) -> bytes:
    """A page with one picture of `side` × `side` pixels, packed small."""
    packed = zlib.compress(b"\0" * (side * side // 8))
    head = f"<</Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceRGB/BitsPerComponent 8"
    image = f"{head}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"
    return pdf(content=b"500 0 0 500 0 0 cm /I Do", resources=b"<</XObject<</I 4 0 R>>>>", more=(image,))


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ("0 0 595 842", (453, 640)),
        ("0 0 842 595", (640, 453)),
        ("0 0 1000000000 1000000000", (640, 640)),  # a page of 350 km
        ("0 0 100000000 1", (640, 1)),
        ("0 0 20 20", (80, 80)),
        ("0 0 0 0", (495, 640)),  # no page at all: taken for a letter
        ("-300 -300 300 300", (640, 640)),
    ],
)
def test_the_picture_has_its_size_whatever_the_box_says(box: str, expected: tuple[int, int]) -> None:
    found = size(page_child.first_page(pdf(box)))
    assert max(found) <= kinds.PREVIEW
    assert all(abs(one - other) <= 1 for one, other in zip(found, expected, strict=True))


def test_only_the_first_of_many_pages_is_drawn() -> None:
    assert size(page_child.first_page(pdf(pages=3_000))) == size(page_child.first_page(pdf()))


def test_the_child_draws_what_stands_there() -> None:
    data = pdf()
    attached = files.examine(data)
    assert (attached.kind, attached.data) == ("pdf", data)
    with Image.open(io.BytesIO(attached.preview)) as image:
        assert image.getpixel((200, 200))[2] > 100 > image.getpixel((200, 200))[0]  # teal


BARE = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.mark.parametrize("data", [encrypted(), BARE, pdf()[:300], b"%PDF-", b""])
def test_what_cannot_be_drawn_has_no_picture(
    data: bytes, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(page_child, "bound", lambda _limits: None)
    monkeypatch.setattr("sys.argv", ["page_child", json.dumps(kinds.PAGE.as_dict())])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    page_child.main()
    assert capfdbinary.readouterr().out == b""


def test_a_file_without_a_picture_is_taken_all_the_same() -> None:
    assert files.examine(BARE).preview == b""


def test_too_much_memory_or_time_is_no_picture_and_no_fault() -> None:
    assert size(files.first_page(bomb(8_000))) == size(page_child.first_page(pdf()))  # the control
    assert files.first_page(bomb(8_000), Limits(memory=30 * MEBIBYTE)) == b""
    assert files.first_page(pdf(), Limits(seconds=0)) == b""


@pytest.mark.parametrize("answer", [b"<svg/>", b"", kinds.OLE, files.JPEG + b"\0" * files.MOST_PREVIEW])
def test_an_answer_that_is_no_small_jpeg_is_not_kept(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    monkeypatch.setattr(files, "_run_child", lambda *_args: answer)
    assert files.first_page(pdf()) == b""
