"""An auditor of its own for the money machine: what SAFETY asks of money (1–6, 14, 18), held against the tables.

Plain SQL and whole fen, and nothing of the application's own reckoning: where `verify` and the actions share a
mistake, this one doesn't. A dozen short queries, so that it can look after every single step. Percentages are the
defaults of RULES 9 (80 / 20, and the holdback 40 / 60).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

Row = tuple[Any, ...]
FUND = {"fund", "fund_in", "fund_brought", "fund_forward", "awarded"}
CASH = {"granted", "treasury", "bank", "outlay", "cash_brought", "cash_forward"}
NEVER_BELOW = ("due", "held", "paid", "forfeited", "returned", "fund", "awarded", "treasury", "outlay")
LEFT = ("due", "held", "carry", "fund", "treasury", "bank")
CARRIED = (("forward", "opening"), ("fund_forward", "fund_brought"), ("cash_forward", "cash_brought"))
# What documents there are, the entry that each has, and where its trail counts its versions.
DOCUMENTS = {
    "sheet": ("payment", "SELECT id, state FROM payroll_releasesheet WHERE sequence IS NOT NULL"),
    "award": ("award", "SELECT id, state FROM payroll_awardsheet WHERE sequence IS NOT NULL"),
    "receipt": ("receipt", "SELECT id, withdrawn FROM payroll_receipt"),
    "remittance": ("remittance", "SELECT id, withdrawn FROM payroll_remittance"),
}
ON_RECORD = {
    "payroll.releasesheet": "SELECT id, version FROM payroll_releasesheet",
    "payroll.budget": "SELECT id, version FROM payroll_budget",
    "payroll.awardsheet": "SELECT id, version FROM payroll_awardsheet",
    "payroll.ledgerentry": "SELECT id, 1 FROM payroll_ledgerentry",
    "payroll.receipt": "SELECT id, 1 FROM payroll_receipt",
    "payroll.correction": "SELECT id, 1 FROM payroll_correction",
}


def ask(sql: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


@dataclass(slots=True)
class Tables:
    """Everything of money in the database, and the sums that more than one check wants."""

    entries: dict[int, Row] = field(default_factory=dict)
    postings: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    sums: Counter[Row] = field(default_factory=Counter)
    sheets: dict[int, Row] = field(default_factory=dict)
    lines: list[Row] = field(default_factory=list)

    def of(self, account: str, *, year: int, centre: int | None = None, source: str | None = None) -> int:
        return sum(
            fen
            for (one_year, name, one_source, key), fen in self.sums.items()
            if (one_year, name) == (year, account) and centre in {None, key} and source in {None, one_source}
        )


def read() -> Tables:
    found = Tables()
    for row in ask(
        "SELECT id, year, number, kind, sheet_id, receipt_id, remittance_id, award_id, reverses_id, made_by_id, sealed "
        "FROM payroll_ledgerentry ORDER BY year, number"
    ):
        found.entries[row[0]] = row
    for entry, *row in ask(
        "SELECT entry_id, account, source, centre_id, line_id, amount FROM payroll_ledgerposting ORDER BY entry_id, ordinal"
    ):
        found.postings[entry].append(tuple(row))
        found.sums[found.entries[entry][1], row[0], row[1], row[2]] += row[4]
    for row in ask(
        "SELECT id, year, kind, month, state, made_by_id, reviewed_by_id, paid_by_id, reversed_by_id, total, forfeited "
        "FROM payroll_releasesheet"
    ):
        found.sheets[row[0]] = row
    found.lines = ask(
        "SELECT id, sheet_id, centre_id, budget, holdback, due, forfeited, adjustment, amount FROM payroll_releaseline"
    )
    return found


def faults(found: Tables) -> list[str]:
    """Everything that is wrong, with its place."""
    checks = (entries, accounts, documents, lines, sheets, budgets, holdings, closed_years, trails, people)
    return [f"{check.__name__}: {fault}" for check in checks for fault in check(found)]


def book(account: str, centre: int | None) -> object:
    return "fund" if account in FUND else "cash" if account in CASH else centre


def entries(found: Tables) -> Iterator[str]:
    """1, 4: each entry balances in each book; numbers without gap; a reversal is the opposite of a reversible one."""
    numbers: Counter[int] = Counter()
    for pk, year, number, kind, *_documents, reverses, _by, sealed in found.entries.values():
        numbers[year] += 1
        rows = found.postings[pk]
        sums: Counter[object] = Counter()
        for account, source, centre, _line, fen in rows:
            sums[source, book(account, centre)] += fen
        off = {place: fen for place, fen in sums.items() if fen}
        if len(rows) < 2 or off or not sealed or number != numbers[year]:
            yield f"{year}/{number} {kind}: {len(rows)} rows, sealed {sealed}, off {off}"
        if reverses is not None:
            original = [(*row[:4], -row[4]) for row in found.postings[reverses]]
            if rows != original or found.entries[reverses][3] == "reversal":
                yield f"{year}/{number}: not the opposite of {reverses}"


def accounts(found: Tables) -> Iterator[str]:
    """2: nothing below 0; what is forfeited came into the fund; what was paid and awarded left the account."""
    for place, fen in found.sums.items():
        if place[1] in NEVER_BELOW and fen < 0:
            yield f"{place} stands at {fen}"
    for year, source in {(place[0], place[2]) for place in found.sums}:
        of = lambda name: found.of(name, year=year, source=source)  # noqa: B023, E731
        if of("forfeited") + of("fund_in"):
            yield f"{year} {source}: forfeited {of('forfeited')}, fund {of('fund_in')}"
        if of("outlay") != of("paid") + of("awarded"):
            yield f"{year} {source}: outlay {of('outlay')}, paid {of('paid')}, awarded {of('awarded')}"


def documents(found: Tables) -> Iterator[str]:
    """6: each document has one entry, reversed exactly where it says so; cash is what receipts say."""
    place = {"sheet": 4, "receipt": 5, "remittance": 6, "award": 7}
    undone = {row[8] for row in found.entries.values() if row[8] is not None}
    for name, (kind, sql) in DOCUMENTS.items():
        posted = defaultdict(list)
        for row in found.entries.values():
            if row[3] == kind:
                posted[row[place[name]]].append(row[0] in undone)
        for pk, mark in ask(sql):
            if posted.get(pk) != [mark in {"reversed", True}]:
                yield f"{name} {pk} ({mark}): entries {posted.get(pk)}"
    yield from _cash(found)


def _cash(found: Tables) -> Iterator[str]:
    receipts = ask("SELECT year, source, amount FROM payroll_receipt WHERE NOT withdrawn")
    passed = ask(
        "SELECT one.year, one.source, part.amount FROM payroll_remittance part JOIN payroll_receipt one "
        "ON one.id = part.receipt_id WHERE NOT part.withdrawn"
    )
    granted = _by(receipts)
    treasury = granted.copy()
    treasury.subtract(_by(passed))
    for year, source in {(place[0], place[2]) for place in found.sums}:
        told = (
            -found.of("granted", year=year, source=source),
            found.of("treasury", year=year, source=source),
        )
        if told != (granted[year, source], treasury[year, source]):
            yield f"{year} {source}: cash {told}"


def _by(rows: Iterable[Row]) -> Counter[Row]:
    sums: Counter[Row] = Counter()
    for *place, fen in rows:
        sums[tuple(place)] += fen
    return sums


def lines(found: Tables) -> Iterator[str]:
    """2, 3, 4: the ledger says of each centre what its standing lines say; a period is paid once."""
    corrected = _by(ask("SELECT line_id, change FROM payroll_correctionline"))
    paid: Counter[Row] = Counter()
    gone: Counter[Row] = Counter()
    times: Counter[Row] = Counter()
    for pk, sheet, centre, *_plan, forfeited, _adjustment, amount in found.lines:
        _id, year, kind, month, state, *_rest = found.sheets[sheet]
        if state == "paid":
            paid[year, centre] += amount
            gone[year, centre] += forfeited - corrected[(pk,)]
            times[year, centre, kind, month] += 1
    yield from (f"paid {times} times: {place}" for place, times in times.items() if times > 1)
    for year, name, _source, centre in list(found.sums):
        wanted = {"paid": paid, "forfeited": gone}.get(name)
        if wanted is not None and found.of(name, year=year, centre=centre) != wanted[year, centre]:
            yield f"{year} {name} of {centre}: {found.of(name, year=year, centre=centre)}, lines {wanted[year, centre]}"
    for year, centre in paid:
        if found.of("paid", year=year, centre=centre) != paid[year, centre]:
            yield f"{year} paid of {centre} isn't {paid[year, centre]}"


def sheets(found: Tables) -> Iterator[str]:
    """3: totals are the sums of lines, lines add up, and each line's postings are the line."""
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    posted: Counter[Row] = Counter()
    for pk, row in found.entries.items():
        if row[3] == "payment":
            for account, _source, _centre, line, fen in found.postings[pk]:
                posted[line, account] += fen
    for pk, sheet, _centre, _budget, _held, due, forfeited, adjustment, amount in found.lines:
        totals[sheet][0] += amount
        totals[sheet][1] += forfeited
        if amount != due - forfeited + adjustment or not 0 <= forfeited <= due or amount < 0:
            yield f"line {pk} doesn't add up"
        if found.sheets[sheet][4] in {"paid", "reversed"}:
            told = (posted[pk, "paid"], posted[pk, "forfeited"])
            if told != (amount, forfeited):
                yield f"line {pk}: {(amount, forfeited)}, posted {told}"
    for pk, row in found.sheets.items():
        if list(row[9:11]) != totals[pk]:
            yield f"sheet {pk}: {row[9:11]}, lines {totals[pk]}"


def budgets(found: Tables) -> Iterator[str]:
    """2, 5: a budget is its newest decision, that is its portions, and that is what is posted of each source."""
    rows = ask(
        "SELECT budget.year, part.source, budget.centre_id, part.amount FROM payroll_budgetportion part "
        "JOIN payroll_budgetrevision one ON one.id = part.revision_id "
        "JOIN payroll_budget budget ON budget.id = one.budget_id AND budget.version = one.number"
    )
    portions = _by(rows)
    posted = Counter(
        {
            (year, source, key): -fen
            for (year, name, source, key), fen in found.sums.items()
            if name == "budget"
        }
    )
    for place in portions.keys() | posted.keys():
        if portions[place] != posted[place]:
            yield f"{place}: decided {portions[place]}, posted {posted[place]}"
    whole = _by((year, centre, fen) for year, _source, centre, fen in rows)
    for year, centre, amount in ask("SELECT year, centre_id, amount FROM payroll_budget WHERE version > 0"):
        if whole[year, centre] != amount:
            yield f"{year} {centre}: {amount} isn't the sum of its sources {whole[year, centre]}"


def percent(fen: int, share: int) -> int:
    """Half up, for what isn't below 0."""
    return (fen * share + 50) // 100


def holdings(found: Tables) -> Iterator[str]:
    """5: budget − 80 % is held until it is judged, first 40 % of it, and a line says so. Twelve months are the 80 %."""
    standing: dict[Row, dict[Row, Row]] = defaultdict(dict)
    for row in found.lines:
        _id, year, kind, month, state, *_rest = found.sheets[row[1]]
        if state == "paid":
            standing[year, row[2]][kind, month] = row
        if row[4] != row[3] - percent(row[3], 80):
            yield f"line {row[0]}: holdback {row[4]} of {row[3]}"
    bound = "SELECT year FROM payroll_subsidyyear WHERE scheme_id IS NOT NULL AND closed_at IS NULL"
    years = {year for (year,) in ask(bound)}
    for year, centre, amount, version in ask(
        "SELECT year, centre_id, amount, version FROM payroll_budget WHERE version > 0"
    ):
        kinds = standing[year, centre]
        if year in years:
            yield from _held(found, year, centre, amount, kinds)
        months = [row[5] for (kind, _month), row in kinds.items() if kind == "month"]
        if version == 1 and len(months) == 12 and sum(months) != percent(amount, 80):
            yield f"{year} {centre}: the months add up to {sum(months)} of {amount}"


def _held(found: Tables, year: int, centre: int, amount: int, kinds: dict[Row, Row]) -> Iterator[str]:
    whole = amount - percent(amount, 80)
    june = kinds.get(("june", 0))
    first = june[5] if june else percent(whole, 40)
    wanted = max(0, whole - first) + (0 if june else first)
    wanted = 0 if ("year_end", 0) in kinds else wanted
    held = found.of("held", year=year, centre=centre)
    if held != wanted:
        yield f"{year} {centre}: held {held}, by RULES 9 {wanted}"


def closed_years(found: Tables) -> Iterator[str]:
    """2: a closed year has nothing left, and the next opened with what it carried forward."""
    for (year,) in ask("SELECT year FROM payroll_subsidyyear WHERE closed_at IS NOT NULL"):
        left = {
            place: fen for place, fen in found.sums.items() if place[0] == year and place[1] in LEFT and fen
        }
        if left:
            yield f"{year} is closed, and has {left}"
        for forward, brought in CARRIED:
            ended = {
                place[2:]: fen for place, fen in found.sums.items() if place[:2] == (year, forward) and fen
            }
            began = {
                place[2:]: -fen
                for place, fen in found.sums.items()
                if place[:2] == (year + 1, brought) and fen
            }
            if ended != began:
                yield f"{year} {forward}: {ended}, next year {began}"


def trails(found: Tables) -> Iterator[str]:
    """14: each version of each document, and each entry, has its row in the audit trail."""
    kept = "SELECT object_type, object_id, COUNT(*) FROM records_auditentry GROUP BY object_type, object_id"
    known = {(kind, key): count for kind, key, count in ask(kept)}
    for kind, sql in ON_RECORD.items():
        for pk, version in ask(sql):
            count = known.get((kind, str(pk)), 0)
            if count < version:
                yield f"{kind} {pk}: {count} rows of the trail for version {version}"


def people(found: Tables) -> Iterator[str]:
    """18: made, reviewed, paid and reversed by different people, and so with awards and reversals of any kind."""
    for pk, _year, _kind, _month, _state, made, reviewed, paid, reversed_by, *_sums in found.sheets.values():
        if reviewed is not None and reviewed in (made, paid):
            yield f"sheet {pk}: made {made}, reviewed {reviewed}, paid {paid}"
        if reversed_by is not None and reversed_by == paid:
            yield f"sheet {pk}: reversed by who paid it"
    for row in found.entries.values():
        if row[8] is not None and found.entries[row[8]][9] == row[9]:
            yield f"entry {row[0]}: reversed by who made it"
    for (pk,) in ask(
        "SELECT id FROM payroll_awardsheet WHERE approved_by_id = made_by_id OR reversed_by_id = paid_by_id"
    ):
        yield f"award {pk}: one person"
