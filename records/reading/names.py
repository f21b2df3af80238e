"""Names of places and people, and the letters of columns."""

import difflib
import unicodedata
from collections.abc import Iterable

from records.reading.numbers import ZERO_WIDTH


def normalise(name: str) -> str:
    """The name for matching: NFKC, no blank anywhere, no zero-width character. Never shown, never stored
    alone.
    """
    folded = unicodedata.normalize("NFKC", name.translate(ZERO_WIDTH))
    return unicodedata.normalize("NFKC", "".join(folded.split()))


def tidy(name: str) -> str:
    """The name for keeping: no zero-width character, no blank around it, runs of blanks as one."""
    return " ".join(name.translate(ZERO_WIDTH).split())


def similar(name: str, names: Iterable[str], *, most: int = 3) -> list[str]:
    """Names to ask about ("是否指 …?"): NFKC doesn't unify 東鄉 and 东乡, a person must. Best first."""
    by_key = {normalise(candidate): candidate for candidate in names}
    keys = difflib.get_close_matches(normalise(name), list(by_key), n=most, cutoff=1 / 2)
    return [by_key[key] for key in keys]


def column_letter(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
