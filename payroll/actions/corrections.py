"""A correction after payment: an appeal or a reopened round changed a result that money was paid on (RULES 9).

What each centre should have been paid is reckoned from the new result as it was on the day of payment; the difference
leaves or enters the reward fund at once, and the centre gets it, or gives it back, by the adjustment line of the next
release, which names the cause. One correction for each new publication, so that none is counted twice.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from appraisal.models import Publication
from centres.access import require
from centres.models import User
from payroll.actions.checks import REASON_LENGTH, check_reason, must_be
from payroll.actions.sheets import take_own
from payroll.books import Act, post, refuse_below_zero
from payroll.models import Correction, CorrectionLine, LedgerEntry, ReleaseSheet
from payroll.postings import of_correction
from payroll.queries.corrections import Due, due, outstanding
from payroll.queries.ledger import books_of
from payroll.trail import correction_record
from records import audit
from records.errors import Conflict

KINDS = {Publication.Kind.JUNE: "上半年考核", Publication.Kind.YEAR: "年度考核"}


def correct_sheet(*, actor: User, sheet_id: int, cause: str, now: datetime) -> Correction:
    """Follow the newest result of a paid sheet. `cause` says why it changed: the appeal, the reopened round.

    Raises Conflict where no newer result is there, or where the fund has been awarded and can't give it back.
    """
    require(actor, "release.make")
    check_reason(cause.strip())
    with audit.act(actor, action="correction.make") as trail:
        year, sheet = take_own(actor, sheet_id, trail)
        must_be(sheet, ReleaseSheet.State.PAID)
        newer = {one.pk: publication for one, publication in outstanding(sheet.county, sheet.year)}
        if sheet.pk not in newer:
            raise Conflict(_("没有比拨付依据更新的考核结果。"), code="nothing_newer")
        publication = newer[sheet.pk]
        text = (
            f"{KINDS[Publication.Kind(publication.kind)]}结果第{publication.version}版更正：{cause.strip()}"
        )
        correction = Correction(
            county=sheet.county, year=sheet.year, sheet=sheet, publication=publication,
            cause=text[:REASON_LENGTH], made_by=actor, made_at=now,
        )  # fmt: skip
        correction.save()
        lines = [_line(correction, one) for one in due(sheet)]
        CorrectionLine.objects.bulk_create(lines, batch_size=500)
        trail.add(correction, None, correction_record(correction), label=str(correction))
        _post(Act(trail, year, actor, now, books_of(sheet.county, sheet.year)), correction, lines)
    return correction


def _line(correction: Correction, one: Due) -> CorrectionLine:
    return CorrectionLine(
        correction=correction,
        line=one.line,
        centre=one.line.centre,
        grade_name=one.fresh.judged.verdict.grade if one.fresh.judged else "",
        before=one.before,
        after=one.after,
        change=one.change,
        steps=[step.as_json() for step in one.fresh.line.steps],
    )


def _post(act: Act, correction: Correction, lines: list[CorrectionLine]) -> None:
    """The year's own plan stays as it is: only the carry knows of the correction, so nothing is arranged."""
    found = [posting for line in lines for posting in of_correction(line, act.books)]
    post(act, LedgerEntry.Kind.CORRECTION, found, correction.cause, correction=correction)
    refuse_below_zero(act.books)
