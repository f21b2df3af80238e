"""An award sheet as its page shows it: what may be done with it, and how each award came about."""

from collections.abc import Sequence
from dataclasses import dataclass

from centres.models import User
from payroll.models import AwardLine, AwardSheet
from payroll.queries.bank import AWARDABLE
from payroll.queries.closing import is_closed
from payroll.queries.sheets import text_of

State = AwardSheet.State


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One director's award and its computation in the language of the moment."""

    line: AwardLine
    steps: Sequence[str]


@dataclass(frozen=True, slots=True)
class AwardRights:
    """What an account may do with a sheet in its present state."""

    withdraw: bool
    approve: bool
    pay: bool
    reverse: bool
    bank: bool


def award_lines(sheet: AwardSheet) -> list[AwardRow]:
    """In order (1 query)."""
    rows = AwardLine.objects.filter(sheet=sheet).select_related("centre", "result").order_by("ordinal")
    return [AwardRow(one, [text_of(step) for step in one.steps]) for one in rows]


def award_rights(user: User, sheet: AwardSheet) -> AwardRights:
    closed = is_closed(sheet.county, sheet.year)
    proposed, paid = sheet.state == State.PROPOSED, sheet.state == State.PAID and not closed
    return AwardRights(
        withdraw=proposed and user.can("award.make"),
        approve=proposed and user.can("award.approve") and sheet.made_by_id != user.pk,
        pay=sheet.state == State.APPROVED and user.can("award.pay"),
        reverse=paid and user.can("release.reverse") and sheet.paid_by_id != user.pk,
        bank=sheet.state in AWARDABLE and user.can("award.pay"),
    )
