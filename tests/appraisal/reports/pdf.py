"""Measures of a PDF page: where each word stands, in millimetres from the top left."""

import subprocess
from dataclasses import dataclass
from xml.etree import ElementTree

HTML = "{http://www.w3.org/1999/xhtml}"
MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Sheet:
    width: float
    height: float
    words: list[Word]


def sheets(pdf: bytes) -> list[Sheet]:
    """Every page with its words, as poppler sees them."""
    command = ["pdftotext", "-bbox", "-", "-"]
    found = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    root = ElementTree.fromstring(found)
    return [_sheet(page) for page in root.iter(f"{HTML}page")]


def _sheet(page: ElementTree.Element) -> Sheet:
    words = [
        Word(
            word.text or "",
            *(float(word.attrib[name]) * MM for name in ("xMin", "yMin", "xMax", "yMax")),
        )
        for word in page.iter(f"{HTML}word")
    ]
    return Sheet(float(page.attrib["width"]) * MM, float(page.attrib["height"]) * MM, words)
