"""What a cell measures, in a few words behind its inputs: "= 90%", "第 3 名 / 12", "×0.92"."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.book import Entry
from appraisal.core.cells import CellResult
from appraisal.core.rules import Cohort
from appraisal.core.rules.factor import FactorTerms
from appraisal.core.rules.rank import RankTerms
from appraisal.core.text import plain


def speaks(entry: Entry) -> bool:
    """True where points alone don't say what a cell is worth: a place among all, a factor on the total."""
    return isinstance(entry.spec.rule().terms, RankTerms | FactorTerms)


def figure_words(result: CellResult, entry: Entry, cohort: Cohort | None = None) -> str:
    """The measured rate, the place among the centres' values, the factor; "" where there is none."""
    if result.value is None:
        return ""
    terms = entry.spec.rule().terms
    parts = [_rate(result, entry)]
    if isinstance(terms, RankTerms) and cohort:
        place = {"place": terms.place_of(result.value, cohort), "all": len(cohort)}
        parts.append(_("第 %(place)s 名 / %(all)s") % place)
    if isinstance(terms, FactorTerms):
        parts.append(f"×{plain(terms.held(result.value))}")
    return " · ".join(part for part in parts if part)


def _rate(result: CellResult, entry: Entry) -> str:
    measure = getattr(entry.spec.rule().terms, "measure", None)
    if measure is None or not measure.ratio or result.value is None:
        return ""
    return f"= {measure.shown(result.value).in_(get_language() or 'zh-hans')}"
