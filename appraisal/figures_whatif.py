"""Charts of the sensitivity view."""

from django.utils.translation import gettext as _

from appraisal.charts.bars import Bar, bar_chart
from appraisal.core.text import plain
from appraisal.queries.sensitivity import SensitivityPage

DRAWN = 10


def indicator_chart(page: SensitivityPage, *, narrow: bool) -> str:
    """The indicators that turn round most pairs of centres; "" where none does."""
    top = [(one, share) for one, share in page.weights if share > 0][:DRAWN]
    if not top:
        return ""
    bars = [
        Bar(
            label=f"{one.code} {one.name}",
            value=share,
            figure=_("%(share)s%%，分差%(spread)s") % {"share": plain(share), "spread": f"{one.spread:.2f}"},
        )
        for one, share in top
    ]
    name = "deciding-narrow" if narrow else "deciding"
    return bar_chart(name, _("左右名次的指标"), bars, width=340 if narrow else 720, narrow=narrow)
