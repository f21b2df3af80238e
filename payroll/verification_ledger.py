"""What `verify` proves of the ledger (SAFETY, invariants 1–4, 6, 14, 18, 21). Each fault names year, entry, sheet, fen."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.books import digest
from payroll.core.ledger import Account, Posting, below_zero, faults, opposite, shown
from payroll.models import (
    ACCOUNTS,
    AwardSheet,
    BudgetPortion,
    Correction,
    LedgerEntry,
    LedgerPosting,
    Receipt,
    ReleaseLine,
    ReleaseSheet,
    Remittance,
    Source,
    SubsidyYear,
)
from payroll.queries.ledger import by_source, postings_by_entry, postings_of, sums
from payroll.trail import award_record, correction_record, entry_record, receipt_record, remittance_record
from records import audit, verification

Kind, State = LedgerEntry.Kind, ReleaseSheet.State
LABELS = dict(ACCOUNTS)
ZERO = Decimal("0.00")
BATCH = 500


def entries() -> Iterator[str]:
    """1: every entry is sealed, numbered without a gap, says what its digest says, and sums to 0 in each book."""
    counts: Counter[tuple[int, int]] = Counter()
    rows = LedgerEntry.objects.select_related("county").order_by("county_id", "year", "number")
    for entry, lines, _reversed in _with_lines(rows):
        counts[entry.county_id, entry.year] += 1
        if entry.number != counts[entry.county_id, entry.year]:
            yield _("%(entry)s：凭证号有断号") % {"entry": entry}
        if not entry.sealed or entry.digest != digest(lines):
            yield _("%(entry)s：分录与校验值不符") % {"entry": entry}
        yield from (f"{entry}: {one.zh}" for one in faults(lines))


def _with_lines(rows: QuerySet[LedgerEntry]) -> Iterator[tuple[LedgerEntry, list[Posting], list[Posting]]]:
    """Each entry with its lines and those of the entry that it reverses, 500 entries at a time."""
    entries = rows.iterator(BATCH)
    while batch := list(islice(entries, BATCH)):
        lines = postings_by_entry({key for entry in batch for key in (entry.pk, entry.reverses_id) if key})
        for entry in batch:
            yield entry, lines.get(entry.pk, []), lines.get(entry.reverses_id or 0, [])


def accounts() -> Iterator[str]:
    """2: no account is below 0; budgets, forfeits and payments stand the same in every book, for each source."""
    for year in SubsidyYear.objects.select_related("county"):
        found = sums(postings_of(year.county, year.year))
        for account, source, centre in below_zero(found):
            words = {"account": LABELS[account.value], "source": Source(source).label, "centre": centre or ""}
            yield f"{year} {words['account']} {words['source']} {words['centre']}: {found[account, source, centre]}"
        budgets = _portions(year)
        for source, amounts in by_source(found).items():
            yield from _books(f"{year} {Source(source).label}", amounts, budgets.get(source, ZERO))
        for source in budgets.keys() - by_source(found).keys():
            yield _("%(year)s：%(source)s的核定补助没有入账") % {"year": year, "source": source}


def _portions(year: SubsidyYear) -> dict[str, Decimal]:
    """What each source gives by the newest decisions of the year's budgets."""
    rows = BudgetPortion.objects.filter(
        revision__budget__county=year.county, revision__budget__year=year.year,
        revision__number=F("revision__budget__version"),
    )  # fmt: skip
    return dict(rows.order_by().values_list("source").annotate(whole=Sum("amount")))


def _books(place: str, amounts: dict[Account, Decimal], budget: Decimal) -> Iterator[str]:
    def of(account: Account) -> Decimal:
        return shown(account, amounts.get(account, ZERO))

    pairs = {
        "budget": (of(Account.BUDGET), budget),
        "fund": (of(Account.FUND_IN), of(Account.FORFEITED)),
        "outlay": (of(Account.OUTLAY), of(Account.PAID) + of(Account.AWARDED)),
    }
    for name, (one, other) in pairs.items():
        if one != other:
            yield _("%(place)s：%(name)s 相差 %(amount)s 元") % {
                "place": place,
                "name": name,
                "amount": one - other,
            }


def sheets() -> Iterator[str]:
    """3: what was posted of a sheet is what its lines say, line by line; its workbook reads back the same."""
    rows = LedgerPosting.objects.filter(entry__kind=Kind.PAYMENT, line__isnull=False)
    posted: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for line, account, amount in (
        rows.order_by().values_list("line_id", "account").annotate(whole=Sum("amount"))
    ):
        posted[line][account] = amount
    lines = ReleaseLine.objects.filter(sheet__sequence__isnull=False).select_related("sheet__county")
    for line in lines.order_by("sheet", "ordinal"):
        wanted = {"paid": line.amount, "forfeited": line.forfeited}
        for name, amount in wanted.items():
            found = posted.get(line.pk, {}).get(name, ZERO)
            if found != amount:
                words = {"line": f"{line.sheet.county} {line}", "ledger": found, "sheet": amount}
                yield _("%(line)s：账上 %(ledger)s 元，拨付单 %(sheet)s 元") % words


def releases() -> Iterator[str]:
    """4: one unreversed release per centre, period and kind; a reversal is exact and isn't reversed itself."""
    standing = ReleaseLine.objects.filter(sheet__state=State.PAID)
    twice = (
        standing.order_by()
        .values("centre__code", "sheet__year", "sheet__kind", "sheet__month")
        .annotate(times=Count("pk"))
    )
    yield from (str(row) for row in twice.filter(times__gt=1))
    reversals = LedgerEntry.objects.filter(reverses__isnull=False).select_related("county", "reverses")
    for entry, lines, reversed_ in _with_lines(reversals.order_by("pk")):
        if lines != opposite(reversed_):
            yield _("%(entry)s：不是原凭证的相反数") % {"entry": entry}
        if entry.reverses and entry.reverses.kind == Kind.REVERSAL:
            yield _("%(entry)s：冲销了一笔冲销") % {"entry": entry}


def documents() -> Iterator[str]:
    """6: each paid or received document has had one effect: one entry, reversed exactly where it says so."""
    yield from _effects(
        ReleaseSheet.objects.filter(sequence__isnull=False), "sheet", Kind.PAYMENT, Q(state=State.REVERSED)
    )
    yield from _effects(
        AwardSheet.objects.filter(sequence__isnull=False), "award", Kind.AWARD, Q(state=State.REVERSED)
    )
    yield from _effects(Receipt.objects.all(), "receipt", Kind.RECEIPT, Q(withdrawn=True))
    yield from _effects(Remittance.objects.all(), "remittance", Kind.REMITTANCE, Q(withdrawn=True))


def _effects(rows: object, name: str, kind: str, undone: Q) -> Iterator[str]:
    entries = LedgerEntry.objects.filter(kind=kind)
    posted = Counter(entries.values_list(name, flat=True))
    reversed_ = set(entries.filter(reversed_by__isnull=False).values_list(name, flat=True))
    known = set(rows.filter(undone).values_list("pk", flat=True))  # type: ignore[attr-defined]
    for row in rows.order_by("pk"):  # type: ignore[attr-defined]
        if posted[row.pk] != 1:
            yield _("%(document)s：入账 %(count)d 次") % {"document": row, "count": posted[row.pk]}
        if (row.pk in known) != (row.pk in reversed_):
            yield _("%(document)s：冲销状态与账不符") % {"document": row}


def trails() -> Iterator[str]:
    """14: the audit rows of each entry and document form a chain that ends at what is kept."""
    yield from audit.object_faults(LedgerEntry.objects.order_by("pk"), entry_record)
    yield from audit.object_faults(Receipt.objects.order_by("pk"), receipt_record)
    yield from audit.object_faults(Remittance.objects.order_by("pk"), remittance_record)
    yield from audit.object_faults(Correction.objects.order_by("pk"), correction_record)
    yield from audit.object_faults(AwardSheet.objects.order_by("pk"), award_record)


def people() -> Iterator[str]:
    """18: awards are approved by another than who proposed, and every reversal is another's than its entry."""
    same = Q(approved_by=F("made_by")) | Q(reversed_by=F("paid_by"))
    yield from (str(sheet) for sheet in AwardSheet.objects.select_related("county").filter(same))
    reversals = LedgerEntry.objects.filter(reverses__made_by=F("made_by")).select_related("county")
    yield from (str(entry) for entry in reversals)


def closed_years() -> Iterator[str]:
    """2: a closed year has nothing left, and the next one opened with exactly what it carried forward."""
    for year in SubsidyYear.objects.filter(closed_at__isnull=False).select_related("county"):
        ended, opened = (sums(postings_of(year.county, number)) for number in (year.year, year.year + 1))
        for account in (
            Account.DUE,
            Account.HELD,
            Account.CARRY,
            Account.FUND,
            Account.TREASURY,
            Account.BANK,
        ):
            if any(place[0] is account for place in ended):
                yield _("%(year)s 已关账，%(account)s仍有余额") % {
                    "year": year,
                    "account": LABELS[account.value],
                }
        for forward, brought in CARRIED:
            if _of(ended, forward) != {key: -amount for key, amount in _of(opened, brought).items()}:
                yield _("%(year)s 的结转与下年年初不符：%(account)s") % {
                    "year": year,
                    "account": LABELS[forward.value],
                }


CARRIED = (
    (Account.FORWARD, Account.OPENING),
    (Account.FUND_FORWARD, Account.FUND_BROUGHT),
    (Account.CASH_FORWARD, Account.CASH_BROUGHT),
)


def _of(found: dict[tuple[Account, str, int | None], Decimal], account: Account) -> dict[object, Decimal]:
    return {place[1:]: amount for place, amount in found.items() if place[0] is account}


verification.register("ledger_entries", 1, gettext_lazy("每笔凭证借贷平衡、不断号"), entries)
verification.register("ledger_accounts", 2, gettext_lazy("各来源账目相符，没有负余额"), accounts)
verification.register("ledger_closed", 2, gettext_lazy("已关账年度结清并转入下年"), closed_years)
verification.register("ledger_sheets", 3, gettext_lazy("拨付单与账上分录一致"), sheets)
verification.register("ledger_releases", 4, gettext_lazy("不重复拨付，冲销为原凭证的相反数"), releases)
verification.register("ledger_documents", 6, gettext_lazy("每张单据只入账一次"), documents)
verification.register("ledger_trails", 14, gettext_lazy("凭证与单据的留痕首尾相接"), trails)
verification.register("ledger_people", 18, gettext_lazy("批准、冲销与经办人不同"), people)
