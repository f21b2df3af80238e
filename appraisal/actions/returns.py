"""Answering a sheet that the reviewer sent back: what became of it, so that the round can be handed in again (RULES 6)."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from appraisal.actions.rounds import must_be
from appraisal.locks import take_round
from appraisal.models import MAX_REASON, Round, SheetReturn
from appraisal.rights import admit, require_on
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid


def answer(*, actor: User, round_id: int, return_id: int, text: str, now: datetime) -> SheetReturn:
    """Say of a sheet sent back what was put right, or why nothing was; said again, it replaces what was said.

    Raises Conflict once the round is handed in again, Invalid without words.
    """
    admit(actor, "score.enter")
    said = text.strip()
    if not said or len(said) > MAX_REASON:
        raise Invalid(_("请写明处理情况，不超过%(limit)d字。") % {"limit": MAX_REASON}, code="answer_missing")
    with audit.act(actor, action="return.answer") as trail:
        current = take_round(actor, round_id)
        require_on(actor, "score.enter", current)
        must_be(current, Round.State.SCORING)
        row = _take(current, return_id)
        before = {"answer": row.answer}
        row.answer, row.corrected_by, row.corrected_at = said, actor, now
        row.save(update_fields=["answer", "corrected_by", "corrected_at"])
        trail.county_code = current.county.code
        label = f"{row.assessment.subject.name} {current}"
        trail.add(row, before, {"answer": said}, label=label, centre=row.assessment.centre)
    return row


def _take(current: Round, return_id: int) -> SheetReturn:
    rows = SheetReturn.objects.select_for_update(of=("self",)).filter(assessment__round=current)
    row = get_object_or_404(rows.select_related("assessment__centre", "assessment__staff"), pk=return_id)
    if row.answered_at is not None:
        raise Conflict(_("该评分表已经再次提交。"), code="answered")
    return row
