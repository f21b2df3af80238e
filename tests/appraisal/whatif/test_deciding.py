"""What decides ranks: the arithmetic of the product against the plain definition, on schemes of all kinds."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.core.schemes import RoundSpec, SchemeSpec
from appraisal.core.whatif.base import Base, RoundSheets
from appraisal.core.whatif.deciding import deciding
from appraisal.core.whatif.reckon import reckon
from appraisal.core.whatif.sensitivity import distances
from tests.appraisal.core.differential import generate
from tests.appraisal.core.differential.test_differential import Ours, cell_of
from tests.appraisal.whatif import build
from tests.appraisal.whatif.plain_deciding import levelled, plainly, totals

CENTRES = ("A", "B", "C", "D")


def drawn(seed: int) -> Base:
    """A round or a year of a county of four under a random scheme, perhaps with marks changed and exemptions."""
    rng = Random(seed)
    data = generate.scheme_of(rng)
    ours = Ours(data)
    june, december = (Decimal(one) for one in data["weights"])
    scheme = SchemeSpec(
        code="T", name="T", year=2026, level="centre",
        full_marks=sum((one.full_marks for one in ours.categories), Decimal(0)),
        rounds=(RoundSpec("june", "6月考核", june), RoundSpec("december", "12月考核", december)),
        categories=tuple(ours.categories), bands=tuple(ours.bands), cap_percent=Decimal(data["cap"]),
        tie_breaks=("december",), gates=tuple(ours.gates),
    )  # fmt: skip
    rounds = tuple(_round(rng, code, scheme, data) for code in ("june", "december"))
    return Base("year", rounds) if rng.random() < 0.6 else Base("june", rounds[:1])


def _round(rng: Random, code: str, scheme: SchemeSpec, data: generate.Data) -> RoundSheets:
    cells = {
        key: {name: cell_of(one) for name, one in generate.cells_of(rng, data).items()} for key in CENTRES
    }
    factors = {"1": Fraction(137, 100)} if rng.random() < 0.3 else {}
    exempt = frozenset("D") if code == "june" and rng.random() < 0.3 else frozenset[str]()
    return RoundSheets(code, scheme, cells, exempt, factors)


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_arithmetic_on_sums_is_the_plain_definition(seed: int) -> None:
    found = reckon(drawn(seed))
    ours = {one.code: (one.code, one.spread, one.removed, one.levelled, one.pairs) for one in deciding(found)}
    assert sorted(ours.values()) == sorted(plainly(found))
    for one in distances(found):
        for carrier in one.carriers:
            assert carrier.total == totals(found, carrier.code, levelled)[one.key]


def test_a_round_without_weight_decides_nothing() -> None:
    """All weight on one round: whoever is exempt from that one is not graded, as in the real year."""
    start = build.base(
        june={"A": ("50", "30"), "B": ("40", "30")}, december={"A": ("20", "30"), "B": ("55", "30")}
    )
    june, december = start.rounds
    weights = tuple(
        replace(one, weight_percent=Decimal(weight))
        for one, weight in zip(start.scheme.rounds, (0, 100), strict=True)
    )
    rounds = (june, replace(december, exempt=frozenset("A"), scheme=replace(start.scheme, rounds=weights)))
    found = reckon(start.with_rounds(rounds))
    assert {key: (line.standing, line.total) for key, line in found.lines.items()} == {
        "A": ("incomplete", None),
        "B": ("graded", Decimal("85.00")),
    }
    assert [one.pairs for one in deciding(found)] == [0, 0]
