"""The design tokens: both dark blocks agree, and every pair of ink and ground reads (WCAG AA)."""

import re

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "config/static/css/tokens.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{6})\s*;")
BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")

TEXT, EDGE = 4.5, 3.0
GROUNDS = ("ground", "surface", "sunken", "hover", "raised")
# Ink on each of several grounds.
PAIRS = [
    (ink, ground, TEXT)
    for ink in ("ink", "ink-soft", "ink-faint", "accent", "accent-strong")
    for ground in GROUNDS
]
PAIRS += [
    (mark, ground, TEXT)
    for mark in ("ok", "warn", "bad", "info")
    for ground in ("ground", "surface", "raised")
]
PAIRS += [(mark, f"{mark}-soft", TEXT) for mark in ("ok", "warn", "bad", "info")]
PAIRS += [("ink", f"{mark}-soft", TEXT) for mark in ("ok", "warn", "bad", "info", "accent")]
PAIRS += [("accent", f"{mark}-soft", TEXT) for mark in ("ok", "warn", "bad", "info")]
PAIRS += [(f"grade-{rank}", f"grade-{rank}-soft", TEXT) for rank in range(1, 5)]
PAIRS += [(f"grade-{rank}", "surface", TEXT) for rank in range(1, 5)]
PAIRS += [("on-accent", "accent", TEXT), ("on-accent", "accent-strong", TEXT), ("on-bad", "bad-solid", TEXT)]
PAIRS += [("accent-strong", "accent-soft", TEXT), ("ink-faint", "accent-soft", TEXT)]
PAIRS += [("control-line", ground, EDGE) for ground in ("surface", "ground", "raised")]
PAIRS += [("focus", ground, EDGE) for ground in GROUNDS]
PAIRS += [("bar", ground, EDGE) for ground in ("surface", "bar-rest")]
PAIRS += [("bar-mean", "surface", EDGE)]


def blocks() -> list[tuple[str, dict[str, str]]]:
    """Selector and colours of each block that sets colours."""
    found = [(selector.strip(), dict(COLOUR.findall(body))) for selector, body in BLOCK.findall(CSS)]
    return [(selector, colours) for selector, colours in found if colours]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def themes() -> dict[str, dict[str, str]]:
    light, dark, _by_system = (colours for _selector, colours in blocks())
    return {"light": light, "dark": dark}


def test_the_dark_colours_stand_twice_and_agree() -> None:
    light, manual, by_system = blocks()
    assert manual[0].endswith('[data-theme="dark"]')
    assert by_system[0].endswith(':not([data-theme="light"])')
    assert manual[1] == by_system[1]
    assert set(light[1]) == set(manual[1])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_reads(theme: str) -> None:
    colours = {name[2:]: value for name, value in themes()[theme].items()}
    measured = {
        (ink, ground): (contrast(colours[ink], colours[ground]), least) for ink, ground, least in PAIRS
    }
    assert {pair: round(ratio, 2) for pair, (ratio, least) in measured.items() if ratio < least} == {}


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_colours_stand_in_the_tokens_only() -> None:
    """Elsewhere: black on white for the printer, and the paper of a QR code."""
    allowed = {
        "print.css": {"#fff", "#000", "#999"},
        "matrix-print.css": {"#000", "#999"},
        "entrance.css": {"#fff"},
    }
    for path in sorted((settings.BASE_DIR / "config/static/css").glob("*.css")):
        if path.name != "tokens.css":
            used = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*[;}])", path.read_text(encoding="utf-8")))
            assert used <= allowed.get(path.name, {"#000"}), path.name


def test_styles_keep_to_what_old_browsers_read() -> None:
    for path in sorted((settings.BASE_DIR / "config/static/css").glob("*.css")):
        text = path.read_text(encoding="utf-8")
        for word in ("light-dark(", "color-mix(", "oklch(", "&:", "& "):
            assert word not in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), (path.name, word)
