"""Small files of every kind that people attach, and of some that nobody should."""

import base64
import io
import zipfile
from typing import Any

from PIL import Image

from records.attached import kinds
from records.reading.limits import Limits

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def photo(
    width: int = 40, height: int = 30, *, form: str = "JPEG", colour: str = "teal", exif: bytes = b""
) -> bytes:
    written = io.BytesIO()
    more = {"exif": exif} if exif else {}
    Image.new("RGB", (width, height), colour).save(written, form, **more)
    return written.getvalue()


def package(*names: str, types: str = "<Types/>", content: bytes = b"<x/>") -> bytes:
    """A ZIP with these parts and a table of content types."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        if types:
            file.writestr("[Content_Types].xml", types)
        for name in names:
            file.writestr(name, content)
    return written.getvalue()


def office(kind: str) -> bytes:
    return package(OFFICE[kind])


def looked_at_here(data: bytes, limits: Limits) -> dict[str, Any]:
    """What the child process answers about a file, without the process."""
    try:
        looked = kinds.look(data, limits)
    except kinds.RefusedFile as refused:
        return {"refused": refused.code, "details": refused.details}
    return {"kind": looked.kind, "preview": base64.b64encode(looked.preview).decode()}
