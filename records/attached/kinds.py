"""What an attached file is, by its first bytes and its inside; never by its name. Runs in the child process.

Allowed are photos (JPEG, PNG, WebP), PDF, and office files without macros (DOCX, XLSX, PPTX). Everything else is
refused by the name of what it is.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from records.reading.limits import MEBIBYTE, Limits, RefusedFile
from records.reading.package import Package

# 15 MB holds a phone's photo at full size and a scan of some pages.
ATTACHED = Limits(
    size=15 * MEBIBYTE, members=3_000, unpacked=200 * MEBIBYTE, ratio=200, memory=1024 * MEBIBYTE, seconds=20
)
# Drawing a page is a courtesy: it may take less than looking at the file.
PAGE = Limits(size=ATTACHED.size, memory=768 * MEBIBYTE, seconds=5)
PIXELS = 60_000_000
PREVIEW, QUALITY = 640, 80
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# (first bytes, offset, code of the refusal)
REFUSED = (
    (b"MZ", 0, "program"),
    (b"\x7fELF", 0, "program"),
    (b"#!", 0, "program"),
    (b"ftypheic", 4, "heic"),
    (b"ftypheix", 4, "heic"),
    (b"ftypmif1", 4, "heic"),
    (b"Rar!", 0, "archive"),
    (b"7z\xbc\xaf", 0, "archive"),
    (b"\x1f\x8b", 0, "archive"),
    (OLE, 0, "old_office"),
    (b"GIF8", 0, "other_image"),
    (b"BM", 0, "other_image"),
    (b"II*\0", 0, "other_image"),
    (b"MM\0*", 0, "other_image"),
)
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
IMAGES = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp"}


@dataclass(frozen=True, slots=True)
class Looked:
    """What the file is, and a small JPEG of a photo (empty for others)."""

    kind: str
    preview: bytes = b""


def look(data: bytes, limits: Limits = ATTACHED) -> Looked:
    """Recognise a file. Raises RefusedFile with the code of what it is, or of what is wrong with it."""
    if not data:
        raise RefusedFile("empty")
    if len(data) > limits.size:
        raise RefusedFile("size", limit=limits.size)
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _is_webp(data):
        return _image(data)
    if data.startswith(b"PK\x03\x04"):
        return _office(data, limits)
    for signature, offset, code in REFUSED:
        if data.startswith(signature, offset):
            raise RefusedFile(code)
    raise RefusedFile("markup" if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "unknown")


def _is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def _pdf(data: bytes) -> Looked:
    """A whole PDF: one that was cut off on the way has no end."""
    if b"%%EOF" not in data[-2048:]:
        raise RefusedFile("damaged")
    if b"/Encrypt" in data[-4096:]:
        raise RefusedFile("encrypted")
    return Looked("pdf")


def _image(data: bytes) -> Looked:
    """The photo decoded whole, and a preview drawn anew: nothing of the original (place, comments) is in it."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(io.BytesIO(data), formats=list(IMAGES)) as image:
            if image.width * image.height > PIXELS:
                raise RefusedFile("pixels", limit=PIXELS // 1_000_000)
            kind = IMAGES[str(image.format)]
            image.draft("RGB", (PREVIEW * 2, PREVIEW * 2))
            image.load()
            small = ImageOps.exif_transpose(image)
            small.thumbnail((PREVIEW, PREVIEW))
            return Looked(kind, _jpeg(small))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedFile("pixels", limit=PIXELS // 1_000_000) from None
    except (OSError, ValueError, SyntaxError, KeyError, EOFError):
        raise RefusedFile("damaged") from None


def _jpeg(image: Image.Image) -> bytes:
    """On white where the image lets light through; a new file without any metadata."""
    whole = Image.new("RGB", image.size, "white")
    layer = image.convert("RGBA")
    whole.paste(layer, mask=layer.getchannel("A"))
    written = io.BytesIO()
    whole.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _office(data: bytes, limits: Limits) -> Looked:
    package = Package(data, limits)
    names = {name.lower() for name in package.names()}
    types = package.get("[Content_Types].xml")
    if types is None:
        raise RefusedFile("archive")
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        raise RefusedFile("macro")
    for part, kind in OFFICE.items():
        if part in names:
            return Looked(kind)
    raise RefusedFile("archive")
