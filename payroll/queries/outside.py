"""What comes into a centre's year from outside its own plan: the opening balance, corrections of results, advances.

Read from the ledger, so that one entry counts for every sheet that is paid after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum

from centres.models import Region
from payroll.core.ledger import Account, shown
from payroll.core.money import with_commas
from payroll.core.subsidy import ZERO
from payroll.core.text import Text
from payroll.models import LedgerEntry, ReleaseSheet
from payroll.queries.ledger import postings_of

Kind = LedgerEntry.Kind
BROUGHT = (Kind.OPENING, Kind.CORRECTION)
COUNTED = (Account.CARRY.value, Account.OPENING.value, Account.FORFEITED.value)


@dataclass(slots=True)
class Brought:
    """One centre's, in yuan: `owed` is above 0 where it is owed to the centre; `forfeited` changes what was."""

    owed: Decimal = ZERO
    opening: Decimal = ZERO
    forfeited: Decimal = ZERO
    causes: list[Text] = field(default_factory=list)


def number_before(until: ReleaseSheet | None) -> int | None:
    """The number of the entry that paid a sheet; None without one."""
    if until is None:
        return None
    return LedgerEntry.objects.values_list("number", flat=True).get(sheet=until, kind=Kind.PAYMENT)


def brought_by_centre(
    county: Region, year: int, centres: Sequence[int], before: int | None
) -> dict[int, Brought]:
    """By centre id, in the order of the entries (1 query)."""
    rows = postings_of(county, year, before=before).filter(
        entry__kind__in=BROUGHT, account__in=COUNTED, centre_id__in=centres
    )
    columns = ("entry__number", "entry__kind", "entry__text", "centre_id", "account")
    found: dict[int, Brought] = {}
    for _number, kind, text, centre, name, posted in (
        rows.values_list(*columns).annotate(posted=Sum("amount")).order_by("entry__number", "account")
    ):
        _add(found.setdefault(centre, Brought()), kind, text, Account(name), posted, year)
    return found


def _add(one: Brought, kind: str, text: str, account: Account, posted: Decimal, year: int) -> None:
    if account is Account.OPENING:
        one.opening += shown(account, posted)
    elif account is Account.FORFEITED:
        one.forfeited += posted
    elif posted:
        one.owed += posted
        one.causes.append(_cause(kind, text, posted, year))


def _cause(kind: str, text: str, amount: Decimal, year: int) -> Text:
    size = with_commas(abs(amount))
    if kind == Kind.OPENING:
        zh, en = f"{year - 1}年结转", f"brought forward from {year - 1}"
    else:
        zh, en = text, f"correction of a result: {text}"
    done_zh, done_en = ("应补拨", "owed") if amount > 0 else ("应扣回", "to be taken back")
    return Text(f"{zh}：{done_zh} {size} 元", f"{en[:1].upper()}{en[1:]}: {size} yuan {done_en}")


def advance_cause(kind: str, number: str, amount: Decimal) -> Text:
    """The sentence that names an advance which a line takes back."""
    size, label = with_commas(amount), ReleaseSheet.Kind(kind).label
    part = "June part" if kind == ReleaseSheet.Kind.ADVANCE_JUNE else "year-end part"
    return Text(
        f"{label}（{number}）：已预拨 {size} 元，随结果结算",
        f"Advance on the {part} ({number}): {size} yuan, settled with the result",
    )
