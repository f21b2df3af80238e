"""Why a typed cell isn't saved, beside what its values say: errors of the rule, and words that are too long."""

from django.utils.translation import gettext as _

from appraisal.book import Entry
from appraisal.core.cells import CellResult
from appraisal.models import MAX_REASON, MAX_SOURCE
from records.errors import Problem


def rule_faults(entry: Entry, result: CellResult) -> tuple[Problem, ...]:
    """Errors of the rule; a cell that is merely incomplete has none (it is kept, unscored)."""
    return tuple(entry.problem(one) for one in result.problems if one.severity == "error")


def too_long(reason: str, source: str) -> tuple[Problem, ...]:
    """The texts of a cell that don't fit, each with its limit in characters."""
    if len(reason) <= MAX_REASON and len(source) <= MAX_SOURCE:
        return ()
    texts = ((reason, MAX_REASON, _("扣分原因")), (source, MAX_SOURCE, _("数据来源")))
    return tuple(
        Problem(_("不超过%(limit)d字") % {"limit": limit}, value=text[:40], place=name)
        for text, limit, name in texts
        if len(text.strip()) > limit
    )
