"""Small drawings of results as SVG: the same drawing stands in the page and in the PDF.

Every mark has a class (the page's style sheet gives it the colour of the theme) and presentation attributes
(what the PDF uses). Text stays text. A drawing never stands alone: its figures are in a table beside it.
"""

from appraisal.charts.comparison import Compared, comparison_chart
from appraisal.charts.distribution import Dot, Zone, distribution_chart
from appraisal.charts.ranking import BandLine, RankBar, ranking_chart

__all__ = [
    "BandLine",
    "Compared",
    "Dot",
    "RankBar",
    "Zone",
    "comparison_chart",
    "distribution_chart",
    "ranking_chart",
]
