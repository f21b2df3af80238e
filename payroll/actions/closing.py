"""The end of a year: everything judged, paid or carried; the next year opens with what was left (RULES 9).

What a centre has left goes into the next year as its opening balance; of a centre that is closed it is given back.
The fund's rest is brought forward, and so is what is in the bureau's account. A closed year is read-only in the
database. Years close in order, so that each opening balance comes before its own year ends.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from centres.access import require
from centres.models import Region, User
from payroll.actions.checks import check_reason
from payroll.books import Act, post
from payroll.core.ledger import Account, Posting, move
from payroll.core.money import with_commas
from payroll.core.sources import BySource, plus
from payroll.locks import take_year
from payroll.models import LedgerEntry, SubsidyYear
from payroll.queries.closing import LEFT, LeftOver, left_over, obstacles
from payroll.queries.ledger import Books, books_of
from payroll.trail import year_record
from records import audit
from records.errors import Conflict, Problem

Kind = LedgerEntry.Kind


def close_year(*, actor: User, county: Region, year: int, reason: str = "", now: datetime) -> SubsidyYear:
    """Close a year. `reason` is needed where something is left that is carried into the next year.

    Closing a closed year again changes nothing. Raises Conflict with everything that stands in the way.
    """
    require(actor, "year.close")
    with audit.act(actor, action="year.close", county=county, reason=reason) as trail:
        kept = SubsidyYear.objects.filter(county=county, year=year, closed_at__isnull=False).first()
        if kept is not None:
            return kept
        held = take_year(county, year)
        _check(county, year)
        act = Act(trail, held, actor, now, books_of(county, year))
        rests = left_over(county, act.books)
        if rests:
            _check_reason(rests, reason)
        opened = Act(trail, take_year(county, year + 1), actor, now, books_of(county, year + 1))
        _carry(act, opened, rests, reason)
        before = year_record(held)
        held.closed_at, held.closed_by, held.close_reason = now, actor, reason.strip()
        held.save(update_fields=["closed_at", "closed_by", "close_reason"])
        trail.add(held, before, year_record(held), label=str(held))
    return held


def _check(county: Region, year: int) -> None:
    if found := obstacles(county, year):
        problems = [Problem(one) for one in found]
        raise Conflict(_("还不能关账。"), code="not_settled", problems=problems)


def _check_reason(rests: list[LeftOver], reason: str) -> None:
    """What isn't paid is carried only with a reason, and is named."""
    if not reason.strip():
        problems = [
            Problem(_("尚余 %(amount)s 元") % {"amount": with_commas(one.amount)}, place=one.centre.name)
            for one in rests
        ]
        message = _("还有未拨付或未兑现的金额，结转下年须写明理由。")
        raise Conflict(message, code="left_over", problems=problems)
    check_reason(reason.strip())


def _carry(act: Act, opened: Act, rests: list[LeftOver], reason: str) -> None:
    """Post the closing entry of the year and the opening entry of the next."""
    year = act.year.year
    closing: list[Posting] = []
    opening: list[Posting] = []
    for one in rests:
        out, into = _rest(act.books, one)
        closing += out
        opening += into
    for off, forward, brought in (
        (Account.FUND, Account.FUND_FORWARD, Account.FUND_BROUGHT),
        (Account.BANK, Account.CASH_FORWARD, Account.CASH_BROUGHT),
    ):
        amounts = act.books.of(off)
        closing += move(amounts, off, forward)
        opening += move(amounts, brought, off)
    post(act, Kind.CLOSING, closing, f"{year}年年终结转", reason=reason)
    post(opened, Kind.OPENING, opening, f"{year}年结转", reason=reason)


def _rest(books: Books, one: LeftOver) -> tuple[list[Posting], list[Posting]]:
    """A centre's rest out of the year, and into the next one unless the centre is closed and is owed it."""
    key = one.centre.pk
    amounts: BySource = plus(*(books.of(account, key) for account in LEFT))
    back = one.centre.closed_on is not None and all(amount >= 0 for amount in amounts.values())
    onto = Account.RETURNED if back else Account.FORWARD
    out = [posting for account in LEFT for posting in move(books.of(account, key), account, onto, key)]
    return out, [] if back else move(amounts, Account.OPENING, Account.CARRY, key)
