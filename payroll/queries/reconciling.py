"""A file held against the ledger: what was paid is asked of the postings each time, never kept beside them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.models import Centre, CentreAlias, Region
from payroll.core.ledger import Account
from payroll.core.reconcile import Directory, Expected, Finding, Listed, Match, Why, reconcile
from payroll.core.subsidy import ZERO
from payroll.models import (
    AwardLine,
    LedgerEntry,
    LedgerPosting,
    Reconciliation,
    ReconciliationRow,
    ReleaseSheet,
)
from records.reading.names import normalise

Kind = LedgerEntry.Kind
FINDINGS = {
    Finding.MATCHED: gettext_lazy("相符"),
    Finding.DIFFERENT: gettext_lazy("不符"),
    Finding.MISSING: gettext_lazy("未到账"),
    Finding.TWICE: gettext_lazy("重复支付"),
    Finding.UNKNOWN: gettext_lazy("无法识别"),
}
TONES = {
    Finding.MATCHED: "ok",
    Finding.DIFFERENT: "bad",
    Finding.MISSING: "warn",
    Finding.TWICE: "bad",
    Finding.UNKNOWN: "warn",
}
REASONS = {
    Why.AMOUNT: gettext_lazy("金额不同"),
    Why.ACCOUNT: gettext_lazy("账号与卫生院资料不同"),
    Why.NAME: gettext_lazy("户名与账号不是同一家"),
    Why.NOBODY: gettext_lazy("没有这个收款人"),
    Why.NOT_DUE: gettext_lazy("账上没有这笔付款"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a file is held against: a paid sheet, or all that was paid on the days from `first` to `last`."""

    county: Region
    year: int
    sheet: ReleaseSheet | None = None
    first: date | None = None
    last: date | None = None

    @property
    def title(self) -> str:
        if self.sheet is not None:
            return f"{self.sheet.number} {self.sheet.title}"
        return _("%(first)s 至 %(last)s 的全部付款") % {"first": self.first, "last": self.last}


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment by the books, as it is shown: to whom, by which sheet, on which day."""

    name: str
    sheet: str
    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of the result. Accounts are shown by their last four digits only."""

    match: Match
    paid: Paid | None
    row: ReconciliationRow | None

    @property
    def label(self) -> str:
        return str(FINDINGS[self.match.finding])

    @property
    def tone(self) -> str:
        return TONES[self.match.finding]

    @property
    def why(self) -> str:
        return str(REASONS.get(self.match.why, ""))

    @property
    def paid_amount(self) -> Decimal | None:
        return self.paid.amount if self.paid else None

    @property
    def listed_amount(self) -> Decimal | None:
        return self.row.amount if self.row else None

    @property
    def account(self) -> str:
        return masked(self.row.account) if self.row else ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many lines have a finding, and how much money it is about."""

    finding: str
    label: str
    tone: str
    lines: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """The result: every payment and every row once, and how many of each finding."""

    scope: Scope
    rows: Sequence[ResultRow]
    kept: Reconciliation | None = None

    @property
    def counts(self) -> list[Count]:
        lines = Counter(one.match.finding for one in self.rows)
        amounts: dict[Finding, Decimal] = defaultdict(lambda: ZERO)
        for one in self.rows:
            amounts[one.match.finding] += _amount(one.match)
        return [
            Count(finding.value, str(label), TONES[finding], lines[finding], amounts[finding])
            for finding, label in FINDINGS.items()
        ]

    @property
    def paid_total(self) -> Decimal:
        return sum((one.paid.amount for one in self.rows if one.paid), ZERO)

    @property
    def listed_total(self) -> Decimal:
        return sum((one.match.row.amount for one in self.rows if one.match.row), ZERO)


def _amount(match: Match) -> Decimal:
    """The amount by the books, or the file's where the books have none."""
    if match.expected is not None:
        return match.expected.amount
    return match.row.amount if match.row is not None else ZERO


def masked(account: str) -> str:
    """The last four digits."""
    return f"…{account[-4:]}" if account else ""


def reconciled(kept: Reconciliation) -> Result:
    """The result of a kept reconciliation, by the ledger as it stands now."""
    scope = Scope(kept.county, kept.year, kept.sheet, kept.first, kept.last)
    return result_of(scope, list(kept.rows.order_by("number")), kept)


def result_of(scope: Scope, rows: Sequence[ReconciliationRow], kept: Reconciliation | None = None) -> Result:
    """Hold rows against what the ledger says was paid (a constant number of queries)."""
    paid, expected, directors = _payments(scope)
    directory = _directory(scope.county, directors)
    listed = [Listed(one.number, normalise(one.payee), one.account, one.amount) for one in rows]
    by_number = {one.number: one for one in rows}
    found = [
        ResultRow(
            match,
            paid[match.expected.key] if match.expected else None,
            by_number[match.row.number] if match.row else None,
        )
        for match in reconcile(expected, listed, directory)
    ]
    return Result(scope, found, kept)


def _entries(scope: Scope) -> QuerySet[LedgerEntry]:
    """The payments of the scope that weren't reversed."""
    rows = LedgerEntry.objects.filter(county=scope.county, reversed_by__isnull=True)
    if scope.sheet is not None:
        return rows.filter(sheet=scope.sheet, kind=Kind.PAYMENT)
    return rows.filter(kind__in=[Kind.PAYMENT, Kind.AWARD], day__gte=scope.first, day__lte=scope.last)


def _payments(scope: Scope) -> tuple[dict[int, Paid], list[Expected], dict[str, int | None]]:
    """What was paid, as shown and as held against; and the awarded directors by name."""
    entries = _entries(scope)
    postings = LedgerPosting.objects.filter(
        entry__in=entries, account=Account.PAID.value, line__isnull=False
    ).select_related("entry__sheet", "line")
    paid: dict[int, Paid] = {}
    expected: dict[int, Expected] = {}
    for one in postings.order_by("entry__number", "line__ordinal", "ordinal"):
        line = one.line
        if line is None or line.amount == 0:
            continue
        before = expected[line.pk].amount if line.pk in expected else ZERO
        expected[line.pk] = Expected(line.pk, one.centre_id or 0, before + one.amount)
        number = one.entry.sheet.number if one.entry.sheet else ""
        paid[line.pk] = Paid(line.centre_name, number, one.entry.day, before + one.amount)
    awards = _awards(entries)
    paid |= {-line.pk: one for line, one in awards}
    more = [Expected(-line.pk, line.centre_id, one.amount) for line, one in awards]
    return paid, [*expected.values(), *more], _once((line.director, line.centre_id) for line, _one in awards)


def _awards(entries: QuerySet[LedgerEntry]) -> list[tuple[AwardLine, Paid]]:
    """Awards, each paid to the centre's account or to its director's own, which isn't on file; keys are below 0."""
    days = {entry.award_id: entry.day for entry in entries.filter(kind=Kind.AWARD)}
    lines = AwardLine.objects.filter(sheet__in=days, amount__gt=0).select_related("sheet", "centre")
    return [
        (one, Paid(f"{one.centre.name} {one.director}", one.sheet.number, days[one.sheet_id], one.amount))
        for one in lines.order_by("sheet", "ordinal")
    ]


def _directory(county: Region, directors: dict[str, int | None]) -> Directory:
    centres = list(Centre.objects.filter(county=county))
    aliases = CentreAlias.objects.filter(county=county).values_list("name", "centre_id")
    names = [(one.name, one.pk) for one in centres] + list(aliases)
    names += [(one.bank_account_name, one.pk) for one in centres if one.bank_account_name]
    by_account = _once((one.bank_account, one.pk) for one in centres if one.bank_account)
    return Directory(
        by_account={account: who for account, who in by_account.items() if who is not None},
        by_name=directors | _once(names),
        accounts={one.pk: one.bank_account for one in centres},
        persons=frozenset(directors),
    )


def _once(pairs: Iterable[tuple[str, int]]) -> dict[str, int | None]:
    """Normalised name → its bearer; None where two bear it."""
    found: dict[str, int | None] = {}
    for name, who in pairs:
        key = normalise(name)
        found[key] = who if found.get(key, who) == who else None
    return found
