"""The sensitivity page in finished values."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.core.points import round_points
from appraisal.core.text import join
from appraisal.core.whatif.deciding import Weight, deciding
from appraisal.core.whatif.reckon import reckon
from appraisal.core.whatif.sensitivity import Distance, distances
from appraisal.queries.whatif import Loaded

GRID = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class CentreLine:
    """One centre: how far from the grade above and the one below, in words where words say it better."""

    code: str
    name: str
    distance: Distance
    grade: str
    ordinal: int
    above: str
    above_ordinal: int
    words: str
    slack: str


@dataclass(frozen=True, slots=True)
class SensitivityPage:
    """`weights` are all indicators, the most deciding first; `share` is by indicator code, per cent on the 0.01 grid."""

    weights: Sequence[tuple[Weight, Decimal]]
    centres: Sequence[CentreLine]
    ungraded: Sequence[str]

    @property
    def pairs(self) -> int:
        return self.weights[0][0].pairs if self.weights else 0


def sensitivity_page(loaded: Loaded) -> SensitivityPage:
    """Work it out; reads nothing beyond the base."""
    found = reckon(loaded.base)
    weights = [(one, round_points(one.share)) for one in deciding(found)]
    lines = [_line(one, loaded) for one in distances(found)]
    return SensitivityPage(weights, lines, [loaded.centres[key] for key in found.grades.ungraded])


def _line(one: Distance, loaded: Loaded) -> CentreLine:
    band, above = loaded.bands[one.grade], loaded.bands.get(one.above)
    return CentreLine(
        code=loaded.codes[one.key],
        name=loaded.centres[one.key],
        distance=one,
        grade=band.name,
        ordinal=band.ordinal,
        above=above.name if above else "",
        above_ordinal=above.ordinal if above else 0,
        words=_words(one, loaded),
        slack=_slack(one, loaded),
    )


def _words(one: Distance, loaded: Loaded) -> str:
    if one.held:
        why = join(one.held).in_(get_language() or "zh-hans")
        return _("分数已达%(reached)s，%(why)s") % {"reached": loaded.bands[one.by_score].name, "why": why}
    if not one.above:
        return _("已是最高等次。")
    names = {"grade": loaded.bands[one.above].name, "points": f"{one.needed:.2f}"}
    return _("距%(grade)s还差%(points)s分") % names


def _slack(one: Distance, loaded: Loaded) -> str:
    if one.slack is None:
        return "—"
    return _("再失%(points)s分即降等") % {"points": f"{one.slack + GRID:.2f}"}
