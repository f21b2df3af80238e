"""Answers appraisal's question for a director's file: which results bore an award (RULES 8)."""

from collections.abc import Iterable

from appraisal import award_hook
from appraisal.award_hook import Award
from payroll.models.fund import AwardLine, AwardSheet


def awards_of(result_ids: Iterable[int]) -> dict[int, Award]:
    """Approved and paid awards by result id (1 query)."""
    states = [AwardSheet.State.APPROVED, AwardSheet.State.PAID]
    rows = AwardLine.objects.filter(result_id__in=list(result_ids), sheet__state__in=states)
    return {
        row.result_id: Award(row.amount, row.sheet.state == AwardSheet.State.PAID)
        for row in rows.select_related("sheet")
    }


award_hook.register(awards_of)
