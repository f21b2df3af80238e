"""How high a row and how many pages a printed sheet is: Excel and WPS give merged and fixed rows no height by text."""

from decimal import Decimal

from records.cell_values import display_width

# Points: a row, a further line in it, and what a landscape page holds between its margins (210 mm − 1 inch) at full
# size; characters that its width holds.
ROW, LINE, PAGE, ACROSS = 20, 16, 523, 140


def height_of(text: str, width: int) -> int:
    """Points that a text takes in so many characters' width; a tenth to spare, fonts differ."""
    wide = max(width * 9 // 10, 1)
    lines = sum(max(1, -(-display_width(one) // wide)) for one in text.split("\n"))
    return ROW + LINE * (lines - 1)


def whole_pages(high: int, width: int) -> int:
    """The pages that a sheet of so many points and characters is to be printed on, 0 where it takes what it takes.

    No page for the last few lines alone: what is a little over full pages is made a little smaller.
    """
    pages = high * min(Decimal(1), Decimal(ACROSS) / max(width, 1)) / PAGE
    full = int(pages)
    over = pages - full
    return full if full >= 1 and 0 < over <= min(Decimal("0.3"), full * Decimal("0.2")) else 0
