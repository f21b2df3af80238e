"""Random texts and figures, within what people may write into cells."""

from decimal import Decimal

from hypothesis import strategies as st

from appraisal.scheme_document import canonical_number, canonical_text

# Whatever may stand in a cell: Chinese, rare characters, signs that spreadsheets take for formulas or numbers.
CHARACTERS = st.one_of(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")),
    st.sampled_from("珺䶮㛃𠅤·=+-@'\"%/—0123456789_x"),
)


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    return (
        st.text(CHARACTERS, min_size=least, max_size=min(most, 12))
        .map(canonical_text)
        .filter(lambda text: least <= len(text) <= most and text.isprintable())
    )


def numbers(low: str, high: str, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False).map(canonical_number)


def figure(low: str, high: str, places: int = 2) -> st.SearchStrategy[str]:
    return numbers(low, high, places).map(lambda number: f"{number:f}")


def sometimes(**strategies: st.SearchStrategy) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({}, optional=strategies)
