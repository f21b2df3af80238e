"""Nothing posted is changed, nothing unbalanced is sealed, nothing of a closed year moves: by ORM or SQL, on both."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction

from payroll.actions import corrections
from payroll.models import (
    AwardLine,
    AwardSheet,
    BudgetPortion,
    Correction,
    CorrectionLine,
    LedgerEntry,
    LedgerPosting,
    Receipt,
    ReleaseSheet,
    Remittance,
    SubsidyYear,
)
from tests.harness.worlds import kept
from tests.payroll.test_guards import every_way, refused, sql
from tests.payroll.world import NOW, Money

pytestmark = pytest.mark.django_db


@kept
def money() -> Money:
    """One of everything: a month paid, June corrected, a receipt passed on, awards paid."""
    made = Money(2)
    made.directors()
    made.budget("1200000", "600000")
    made.results("june", "59", "59")
    june = made.release("june")
    made.results("june", "90", "59")
    corrections.correct_sheet(actor=made.finance, sheet_id=june.pk, cause="申诉", now=NOW)
    made.release("month", 1)
    made.results("year", "90", "59")
    made.award()
    made.passed_on(made.received("1000"), "400")
    return made


FIELDS: list[tuple[type[models.Model], str, object]] = [
    (LedgerEntry, "text", "x"),
    (LedgerEntry, "number", 99),
    (LedgerEntry, "sealed", False),
    (LedgerEntry, "digest", "0" * 64),
    (LedgerPosting, "amount", 7),
    (LedgerPosting, "account", "returned"),
    (LedgerPosting, "source", "province"),
    (BudgetPortion, "amount", 7),
    (Receipt, "amount", 7),
    (Receipt, "withdrawn", True),
    (Remittance, "amount", 7),
    (Remittance, "withdrawn", True),
    (Correction, "cause", "x"),
    (CorrectionLine, "change", 7),
    (AwardSheet, "total", 7),
    (AwardSheet, "number", "x"),
    (AwardLine, "amount", 7),
]


@pytest.mark.parametrize(("model", "field", "value"), FIELDS)
def test_nothing_posted_is_changed(
    money: Money, model: type[models.Model], field: str, value: object
) -> None:
    for way in every_way(model._default_manager.order_by("pk")[0], field, value):
        with pytest.raises(IntegrityError), transaction.atomic():
            way()


@pytest.mark.parametrize("model", sorted({row[0] for row in FIELDS}, key=lambda one: one.__name__))
def test_nothing_posted_is_removed(money: Money, model: type[models.Model]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.all()._raw_delete("default")  # type: ignore[attr-defined]


def entry(money: Money, **more: object) -> LedgerEntry:
    last = LedgerEntry.objects.filter(year=2026).latest("number")
    values = {
        "county": money.region, "year": 2026, "number": last.number + 1, "kind": "arrange", "day": NOW.date(),
        "text": "x", "made_by": money.finance, "made_at": NOW, "digest": "0" * 64,
    }  # fmt: skip
    return LedgerEntry(**{**values, **more})


def posted(money: Money, *amounts: int, **more: object) -> LedgerEntry:
    """A loose entry with postings on the first centre's due account."""
    made = entry(money, **more)
    made.save()
    for ordinal, amount in enumerate(amounts, 1):
        LedgerPosting.objects.create(
            entry=made,
            ordinal=ordinal,
            account="due",
            source="county",
            amount=amount,
            centre=money.centres[0],
        )
    return made


def seal(made: LedgerEntry) -> None:
    LedgerEntry.objects.filter(pk=made.pk).update(sealed=True)


@pytest.mark.parametrize("amounts", [(), (1,), (0,), (1, 1), (5, -4)])
def test_an_unbalanced_entry_is_not_sealed(money: Money, amounts: tuple[int, ...]) -> None:
    refused(lambda: seal(posted(money, *amounts)), "ledger_entry_sealed_balanced")


def test_books_balance_each_by_itself_and_for_each_centre(money: Money) -> None:
    def two_centres() -> None:
        made = posted(money, 5)
        LedgerPosting.objects.create(
            entry=made, ordinal=2, account="due", source="county", amount=-5, centre=money.centres[1]
        )
        seal(made)

    refused(two_centres, "ledger_entry_sealed_balanced")


def test_a_balanced_one_is_and_takes_nothing_more(money: Money) -> None:
    made = posted(money, 5, -5)
    seal(made)
    line = LedgerPosting(
        entry=made, ordinal=3, account="due", source="county", amount=1, centre=money.centres[0]
    )
    refused(line.save, "posting_before_the_seal")


@pytest.mark.parametrize("number", [1, 99])
def test_the_next_number_is_the_only_one(money: Money, number: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        entry(money, number=number).save()


def test_an_entry_is_not_born_sealed(money: Money) -> None:
    refused(entry(money, sealed=True).save, "ledger_entry_sealed_balanced")


def test_a_reversal_is_anothers_of_what_can_be_reversed_once(money: Money) -> None:
    payment = LedgerEntry.objects.filter(kind="payment").order_by("-number")[0]
    budget = LedgerEntry.objects.filter(kind="budget")[0]
    own = {"kind": "reversal", "reverses": payment, "made_by": payment.made_by}
    refused(entry(money, **own).save, "ledger_entry_sealed_balanced")
    refused(
        entry(money, kind="reversal", reverses=budget, made_by=money.leader).save,
        "ledger_entry_sealed_balanced",
    )
    month = ReleaseSheet.objects.get(kind="month")
    money.reverse(month)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry(money, kind="reversal", reverses=payment, made_by=money.leader).save()
    back = LedgerEntry.objects.get(kind="reversal")
    refused(
        entry(money, kind="reversal", reverses=back, made_by=money.finance).save,
        "ledger_entry_sealed_balanced",
    )


def test_a_sheet_is_not_reversed_without_its_entry(money: Money) -> None:
    row = ReleaseSheet.objects.filter(kind="month")
    values = {"state": "reversed", "reversed_by": money.leader, "reversal_reason": "x", "reversal_key": "k"}
    refused(lambda: row.update(**values), "release_paid_is_only_reversed")


def test_no_more_is_passed_on_than_came(money: Money) -> None:
    receipt = Receipt.objects.get()
    one = Remittance(
        receipt=receipt, passed_on=receipt.received_on, amount=601, key="x", entered_by=money.finance,
        entered_at=NOW,
    )  # fmt: skip
    refused(one.save, "remittance_within_its_receipt")


@pytest.mark.postgres_only(reason="deferred constraint triggers are PostgreSQL's")
@pytest.mark.parametrize("amounts", [(), (1,), (5, -5)])
def test_nothing_unsealed_is_committed(money: Money, amounts: tuple[int, ...]) -> None:
    """Balanced or not: an entry that wasn't sealed ends the transaction."""
    posted(money, *amounts)
    with pytest.raises(IntegrityError, match="ledger_balanced"):
        connection.check_constraints()


CLOSED: dict[str, Callable[[Money], object]] = {
    "an entry": lambda money: entry(money).save(),
    "a sheet": lambda money: ReleaseSheet(
        county=money.region,
        year=2026,
        kind="month",
        month=9,
        scheme=money.scheme,
        made_by=money.finance,
        made_at=NOW,
    ).save(),
    "a receipt": lambda money: Receipt(
        county=money.region,
        year=2026,
        source="county",
        document="x",
        dated=NOW.date(),
        received_on=NOW.date(),
        amount=5,
        key="x",
        entered_by=money.finance,
        entered_at=NOW,
    ).save(),
    "a sheet's state": lambda money: ReleaseSheet.objects.filter(year=2026).update(version=9),
    "reopening": lambda money: SubsidyYear.objects.filter(year=2026).update(closed_at=None, closed_by=None),
}


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_year_is_read_only(name: str) -> None:
    money = Money(1)
    money.budget("1200")
    money.release("month", 1)
    money.close("结转")
    refused(lambda: CLOSED[name](money))


def test_a_year_is_not_closed_past_the_action(money: Money) -> None:
    row = SubsidyYear.objects.filter(year=2026)
    refused(lambda: row.update(closed_at=NOW, closed_by=money.leader), "year_closed_when_settled")


@pytest.mark.sqlite_only(reason="INSERT OR REPLACE is SQLite's")
@pytest.mark.parametrize("model", [LedgerEntry, LedgerPosting, Receipt, AwardSheet])
def test_no_row_is_replaced(money: Money, model: type[models.Model]) -> None:
    table, row = model._meta.db_table, model._default_manager.order_by("pk")[0]
    refused(sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s", row.pk))
