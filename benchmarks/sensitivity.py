"""What decides ranks, for a county of 54 centres × 100 indicators × 2 rounds, beside one plain recompute of it.

    python -m benchmarks.sensitivity

Both are pure and measured by turns in one process: scoring and summing the county once (`reckon`), then what every
indicator decides (`deciding`) and how far every centre is from the next grade (`distances`). Process time; the least
of some repeats. Bar: both answers together in well under a second, no more than two recomputes.
"""

import sys
import time
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

COUNTY, CATEGORIES, INDICATORS = 54, 10, 100
REPEATS = 5
BAR = 2.0


def county(seed: int = 1) -> Any:
    """A year of two rounds with every cell filled, of every kind but rank."""
    from appraisal.core.schemes import RoundSpec, SchemeSpec
    from appraisal.core.whatif.base import Base, RoundSheets
    from tests.appraisal.core.build import BANDS
    from tests.appraisal.core.differential import generate
    from tests.appraisal.core.differential.test_differential import Ours, cell_of

    rng = Random(seed)
    kinds = [kind for kind in generate.PARAMS if kind != "rank"]
    parts = [
        {
            "code": str(place),
            "indicators": [
                generate._indicator(rng, f"{place}.{n}", kinds) for n in range(INDICATORS // CATEGORIES)
            ],
        }
        for place in range(1, CATEGORIES + 1)
    ]
    data = {"categories": parts, "gates": [], "bands": generate.BANDS}
    categories = tuple(Ours(data).categories)
    scheme = SchemeSpec(
        code="T", name="T", year=2026, level="centre", full_marks=sum((one.full_marks for one in categories), Decimal(0)),
        rounds=(RoundSpec("june", "6月考核", Decimal(40)), RoundSpec("december", "12月考核", Decimal(60))),
        categories=categories, bands=BANDS, cap_percent=Decimal(20), tie_breaks=(),
    )  # fmt: skip
    rounds = []
    for code in ("june", "december"):
        cells = {
            f"C{number:03d}": {name: cell_of(one) for name, one in generate.cells_of(rng, data).items()}
            for number in range(COUNTY)
        }
        rounds.append(RoundSheets(code, scheme, cells))
    return Base("year", tuple(rounds))


def seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def main() -> int:
    from appraisal.core.whatif.deciding import deciding
    from appraisal.core.whatif.reckon import reckon
    from appraisal.core.whatif.sensitivity import distances

    base = county()
    found = reckon(base)
    acts: dict[str, Callable[[], object]] = {
        "recompute": lambda: reckon(base),
        "deciding": lambda: deciding(found),
        "distances": lambda: distances(found),
    }
    least = dict.fromkeys(acts, 1e9)
    for _repeat in range(REPEATS):
        for name, act in acts.items():
            least[name] = min(least[name], seconds(act))
    both = least["deciding"] + least["distances"]
    ratio = both / least["recompute"]
    print(f"{COUNTY} × {INDICATORS} × 2: recompute {least['recompute']:.2f} s, what decides {least['deciding']:.2f} s, "
          f"distances {least['distances']:.2f} s of one core; both {ratio:.2f} × the recompute "
          f"({'meets' if ratio <= BAR else 'misses'} the bar of {BAR:g})")  # fmt: skip
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
