"""The ledger's balances by a date, as rows, CSV and workbook. The texts are the document's and stay Chinese."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from centres.models import Centre, Region
from payroll.core.ledger import Account, shown
from payroll.models import ACCOUNTS, LedgerEntry, Source
from payroll.queries.ledger import postings_of, sums
from records.writing import Book, Col

HEADER = ("县代码", "年度", "科目", "科目名称", "资金来源", "机构代码", "卫生院", "余额")
COLUMNS = (
    Col(HEADER[0]),
    Col(HEADER[1], "count", width=8),
    Col(HEADER[2], width=14),
    Col(HEADER[3], width=26),
    Col(HEADER[4], width=10),
    Col(HEADER[5]),
    Col(HEADER[6], width=26),
    Col(HEADER[7], "money", width=20),
)
LABELS = {name: str(label) for name, label in ACCOUNTS}


@dataclass(frozen=True, slots=True)
class Row:
    """One balance in yuan, as people read it: what was approved, granted or brought in stands above 0."""

    county: str
    year: int
    account: str
    source: str
    centre_code: str
    centre_name: str
    balance: Decimal

    @property
    def values(self) -> tuple[str, int, str, str, str, str, str, Decimal]:
        return (
            *(self.county, self.year, self.account, LABELS[self.account], str(Source(self.source).label)),
            *(self.centre_code, self.centre_name, self.balance),
        )

    def as_json(self) -> dict[str, object]:
        return {
            "county": self.county,
            "year": self.year,
            "account": self.account,
            "source": self.source,
            "centre": self.centre_code or None,
            "balance": f"{self.balance:f}",
        }


def rows(counties: Iterable[Region], as_of: date, year: int | None = None) -> list[Row]:
    """Every balance that isn't 0 on that day, by county, year, account, source and centre."""
    order = {account: place for place, account in enumerate(Account)}
    found: list[Row] = []
    for county in counties:
        centres = {one.pk: one for one in Centre.objects.filter(county=county)}
        years = LedgerEntry.objects.filter(county=county, day__lte=as_of).order_by("year")
        for number in years.values_list("year", flat=True).distinct():
            if year in {None, number}:
                balances = sums(postings_of(county, number), as_of)
                made = [_row(county, number, place, amount, centres) for place, amount in balances.items()]
                found += sorted(
                    made, key=lambda one: (order[Account(one.account)], one.source, one.centre_code)
                )
    return found


def _row(
    county: Region,
    year: int,
    place: tuple[Account, str, int | None],
    amount: Decimal,
    centres: dict[int, Centre],
) -> Row:
    account, source, key = place
    centre = centres.get(key) if key is not None else None
    return Row(
        county.code,
        year,
        account.value,
        source,
        centre.code if centre else "",
        centre.name if centre else "",
        shown(account, amount),
    )


def ledger_csv(found: Sequence[Row]) -> str:
    """The rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([_harmless(value) for value in row.values] for row in found)
    return out.getvalue()


def _harmless(value: object) -> str:
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in {"=", "+", "-", "@"} else text


def ledger_xlsx(found: Sequence[Row], as_of: date) -> bytes:
    title = f"补助资金账目余额（截至{as_of.isoformat()}）"
    book = Book(title=title)
    page = book.sheet("账目余额", COLUMNS, title=title, unit="单位：元", freeze=2)
    page.rows(row.values for row in found)
    return book.data()
