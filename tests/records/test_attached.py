"""Attached files: recognised by content, bounded, refused by the name of what they are, kept under random names."""

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from records.attached import files, kinds
from records.errors import Invalid
from records.reading.limits import Limits, RefusedFile
from tests.appraisal.field.files import OFFICE, PDF, office, package, photo

GPS = Image.Exif()
GPS[0x010E] = "secret place"

TAKEN = [
    ("jpeg", photo()),
    ("png", photo(form="PNG")),
    ("webp", photo(form="WEBP")),
    ("pdf", PDF),
    *((kind, office(kind)) for kind in OFFICE),
]
REFUSED = [
    ("empty", b""),
    ("program", b"MZ\x90\0" + b"\0" * 60),
    ("program", b"\x7fELF" + b"\0" * 60),
    ("program", b"#!/bin/sh\nrm"),
    ("heic", b"\0\0\0\x18ftypheic" + b"\0" * 20),
    ("archive", b"Rar!\x1a\x07"),
    ("archive", package("a.txt")),
    ("archive", package("word/document.xml", types="")),
    ("old_office", kinds.OLE + b"\0" * 60),
    ("other_image", b"GIF89a" + b"\0" * 20),
    ("markup", b"<svg onload='x'/>"),
    ("markup", b"\xef\xbb\xbf <html>"),
    ("unknown", b"plain words"),
    ("macro", package("word/document.xml", "word/vbaProject.bin")),
    ("macro", package("word/document.xml", types="<x macroEnabled/>")),
    ("damaged", b"PK\x03\x04 not a package"),
    ("damaged", photo()[:200]),
    ("damaged", PDF.replace(b"%%EOF", b"")),
    ("encrypted", PDF.replace(b"<<>>\n%%EOF", b"<</Encrypt 5 0 R>>\n%%EOF")),
    ("ratio", package("word/document.xml", content=b"0" * 10_000_000)),
]


@pytest.mark.parametrize(("kind", "data"), TAKEN)
def test_a_file_is_what_its_content_says(kind: str, data: bytes) -> None:
    looked = kinds.look(data)
    assert looked.kind == kind
    assert bool(looked.preview) == (kind in files.IMAGES)
    assert kind in files.CONTENT_TYPES


@pytest.mark.parametrize(("code", "data"), REFUSED)
def test_everything_else_is_refused_by_name(code: str, data: bytes) -> None:
    with pytest.raises(RefusedFile) as caught:
        kinds.look(data)
    assert caught.value.code == code


@given(st.binary(max_size=400))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    for head in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"%PDF-", b"RIFF1234WEBP"):
        try:
            kinds.look(head + data)
        except RefusedFile:
            continue


def test_the_size_may_be_reached_and_not_exceeded() -> None:
    data = photo()
    assert kinds.look(data, Limits(size=len(data))).kind == "jpeg"
    with pytest.raises(RefusedFile, match="size"):
        kinds.look(data, Limits(size=len(data) - 1))


def test_too_many_pixels_are_refused_before_they_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "PIXELS", 40 * 30)
    assert kinds.look(photo(40, 30)).kind == "jpeg"
    with pytest.raises(RefusedFile, match="pixels"):
        kinds.look(photo(41, 30))


def test_a_preview_is_small_upright_and_says_nothing_of_the_place() -> None:
    GPS[0x0112] = 6  # turned a quarter
    data = photo(2000, 1000, exif=GPS.tobytes())
    assert b"secret place" in data
    preview = kinds.look(data).preview
    assert b"secret place" not in preview
    with Image.open(io.BytesIO(preview)) as image:
        assert (image.width, image.height) == (320, 640)
        assert not image.getexif()


def test_light_comes_through_as_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(written, "PNG")
    with Image.open(io.BytesIO(kinds.look(written.getvalue()).preview)) as image:
        assert image.convert("RGB").getpixel((4, 4)) == (255, 255, 255)


def test_the_child_answers_as_the_function_does() -> None:
    attached = files.examine(io.BytesIO(photo()))
    assert (attached.kind, attached.preview) == ("jpeg", kinds.look(photo()).preview)
    with pytest.raises(Invalid, match="宏") as caught:
        files.examine(package("word/document.xml", "word/vbaProject.bin"))
    assert caught.value.code == "attached:macro"


def test_a_child_out_of_bounds_is_a_refusal() -> None:
    tight = Limits(memory=48 * 1024 * 1024, seconds=20)
    with pytest.raises(Invalid) as caught:
        files.examine(photo(3000, 3000), tight)
    assert caught.value.code in {"attached:resources", "attached:damaged"}


def test_a_file_too_large_never_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_ask_child", lambda *_args: pytest.fail("asked"))
    with pytest.raises(Invalid, match="15 MB") as caught:
        files.examine(io.BytesIO(b"x" * (kinds.ATTACHED.size + 1)))
    assert caught.value.code == "attached:size"


def test_a_file_is_kept_under_a_random_name(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    attached = files.examine(photo())
    with files.keeping(attached) as kept:
        pass
    assert files.place(kept.path).read_bytes() == attached.data
    assert files.place(kept.preview).read_bytes() == attached.preview
    assert files.fault_of(kept.path, attached.sha256) == ""
    files.place(kept.path).write_bytes(b"other")
    assert files.fault_of(kept.path, attached.sha256) == "changed"
    files.place(kept.path).unlink()
    assert files.fault_of(kept.path, attached.sha256) == "missing"


def test_nothing_is_left_where_the_write_fails(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(KeyError), files.keeping(files.examine(photo())):
        raise KeyError
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("path", ["../db.sqlite3", "evidence/../../db.sqlite3", "/etc/passwd", "jobs/a.zip"])
def test_a_path_that_leads_elsewhere_is_no_kept_file(path: str) -> None:
    with pytest.raises(ValueError, match="not a kept file"):
        files.place(path)
