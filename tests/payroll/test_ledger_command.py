"""`manage.py ledger`: balances of any day in three forms, and what was paid before the ledger began, posted once."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from payroll.models import LedgerEntry, LedgerPosting
from records import guards
from records.reading import child
from records.reading.limits import DEFAULT
from tests.harness.worlds import kept
from tests.payroll.world import Money, accounts, faults, sources

pytestmark = pytest.mark.django_db
BEFORE, LAST = "2026-08-02", "2026-09-01"


def ledger(*arguments: str) -> str:
    out = io.StringIO()
    call_command("ledger", *arguments, stdout=out)
    return out.getvalue()


def balances(*arguments: str) -> dict[tuple[str, str, str], str]:
    """account, source, centre → yuan."""
    rows = json.loads(ledger(*arguments))["balances"]
    return {(row["account"], row["source"], row["centre"] or ""): row["balance"] for row in rows}


@kept
def money() -> Money:
    """Budgets of two sources and January on 3 August, a June part with a forfeit, September on its first day."""
    made = Money(1)
    sources(made, {"province": "900000", "county": "300000"})
    made.months(1, 8)
    made.results("june", "59.99")
    made.release("june")
    made.release("month", 9)
    return made


def test_as_of_a_day(money: Money) -> None:
    code = money.centres[0].code
    assert balances("--as-of", BEFORE) == {}
    august = balances("--as-of", "2026-08-03")
    assert (august["paid", "province", code], august["due", "province", code]) == ("516000.00", "240000.00")
    september = balances("--as-of", LAST)
    assert (september["paid", "province", code], september["due", "province", code]) == (
        *("576000.00", "180000.00"),
    )
    assert september["fund", "province", ""] == september["forfeited", "province", code] == "36000.00"
    assert balances("--as-of", LAST, "--year", "2025") == {}
    today = json.loads(ledger())
    assert (today["unit"], today["as_of"] >= LAST) == ("元", True)


def test_the_three_forms_say_the_same(money: Money, tmp_path: Path) -> None:
    told = balances("--as-of", LAST, "--county", money.region.code)
    rows = list(csv.reader(io.StringIO(ledger("--as-of", LAST, "--format", "csv"))))
    assert rows[0][-1] == "余额"
    assert sorted(row[-1] for row in rows[1:]) == sorted(told.values())
    path = tmp_path / "账.xlsx"
    assert str(path) in ledger("--as-of", LAST, "--format", "xlsx", "--output", str(path))
    read: Any = child.read(path.read_bytes(), DEFAULT)["sheets"][0]["rows"]
    amounts = [f"{float(row[-1]):.2f}" for row in read if row and row[0] == money.region.code]
    assert sorted(amounts) == sorted(told.values())
    page = tmp_path / "账.json"
    ledger("--as-of", LAST, "--output", str(page))
    assert json.loads(page.read_text(encoding="utf-8"))["as_of"] == LAST


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--as-of", "2026-02-30"), "日期应写作"),
        (("--county", "000000"), "没有代码为"),
        (("--format", "xlsx"), "须用 --output"),
    ],
)
def test_clear_ends(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        ledger(*arguments)


def test_what_was_paid_before_the_ledger_is_posted_once(money: Money) -> None:
    """As an installation of the first version has it: sheets and budgets, and no entry."""
    before = accounts(money)
    connection.check_constraints()
    with guards.lifted():
        LedgerPosting.objects.all().delete()
        LedgerEntry.objects.all().delete()
    assert accounts(money) == {}
    posted = json.loads(ledger("--post-existing", "--as-of", date(2030, 1, 1).isoformat()))
    assert posted["posted"] == LedgerEntry.objects.count() == 11  # the budgets and ten sheets
    assert accounts(money) == before
    assert faults() == []
    assert json.loads(ledger("--post-existing"))["posted"] == 0


def test_as_an_account_only_what_it_may_read(money: Money) -> None:
    other = Money(1)
    other.budget("5")
    for user, code in ((money.finance, money.region.code), (other.leader, other.region.code)):
        found = json.loads(ledger("--as", user.username))["balances"]
        assert {row["county"] for row in found} == {code}
    assert {row["county"] for row in json.loads(ledger())["balances"]} == {
        money.region.code,
        other.region.code,
    }
    with pytest.raises(CommandError, match="没有代码为"):
        ledger("--as", other.finance.username, "--county", money.region.code)
    with pytest.raises(CommandError, match="您的角色没有此项权限"):
        ledger("--as", money.clerk.username)
