"""The paper score sheets of all centres of a round in one archive, made by a worker (RULES 7, 12)."""

from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from appraisal.access import rounds_for
from appraisal.queries.grid import sheets_of
from appraisal.reports import names
from appraisal.reports.bundle import Page, archived
from appraisal.reports.score_sheet import Forms
from records import jobs
from records.errors import Refused

KIND = "reports.score_sheets"


def make_score_sheets(run: jobs.Run) -> jobs.Produced:
    """The handler of the job. Parameters: `round` (its key) and `language`."""
    current = rounds_for(run.actor).filter(pk=run.params["round"]).first()
    sheets = list(sheets_of(current).select_related("centre", "staff", "round")) if current else []
    if current is None or not sheets:
        raise Refused(_("该轮次不在您的管辖范围内，或还没有评分表。"), code="out_of_scope")
    from records.pdf import many  # imported late: see Forms

    with override(run.params["language"]), many():
        for sheet in sheets:
            sheet.round = current
        forms = Forms(sheets[0], timezone.localdate())
        made = [(names.score_sheet_name(sheet), partial(forms.pdf, sheet)) for sheet in sheets]
        pages = [Page(name, name, make) for name, make in made]
        return jobs.Produced(names.score_sheets_name(current), archived(run, pages, timezone.now()))


jobs.register(KIND, make_score_sheets, gettext_lazy("全部纸质评分表"))
