"""The bounded process that draws the first page of a PDF: `python -m records.attached.page_child LIMITS < FILE > JPEG`.

A process of its own, since the drawing is native code fed by strangers: when it fails, is killed or runs out of what it
may use, the file is kept all the same and only its small picture is missing. Nothing on standard output means no picture.
"""

import io
import json
import math
import sys
from contextlib import suppress

import pypdfium2 as pdfium

from records.attached.kinds import PREVIEW, QUALITY
from records.reading.child import bound
from records.reading.limits import Limits, RefusedFile

# A page of a stamp's size isn't blown up; points are 1/72 inch.
MOST_PIXELS_A_POINT = 4


def scale_of(width: float, height: float) -> float:
    """Pixels a point so that the longer side has PREVIEW pixels at most, whatever the page's box says."""
    longer = max(width, height)
    if not (math.isfinite(width) and math.isfinite(height)) or min(width, height) <= 0:
        raise RefusedFile("damaged")
    return min(PREVIEW / longer, MOST_PIXELS_A_POINT)


def first_page(data: bytes) -> bytes:
    """A JPEG of the first page, at most PREVIEW × PREVIEW pixels; neither forms nor scripts of the file are run."""
    document = pdfium.PdfDocument(data)
    page = document[0]
    drawn = page.render(scale=scale_of(*page.get_size()), may_draw_forms=False)
    image = drawn.to_pil().convert("RGB")
    image.thumbnail((PREVIEW, PREVIEW))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    bound(limits)
    with suppress(BaseException):  # out of memory, a password, damage: all the same, no picture
        sys.stdout.buffer.write(first_page(sys.stdin.buffer.read(limits.size + 1)))


if __name__ == "__main__":
    main()
