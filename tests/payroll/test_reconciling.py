"""A bank's or the treasury's file against the ledger: read, previewed, confirmed, kept with its hash, shown, exported."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from centres.models import CentreAlias
from centres.roles import Role
from payroll.bank_importer import BankImporter
from payroll.models import BankFile, Reconciliation, ReconciliationRow, ReleaseSheet
from payroll.papers.bank import bank_csv, bank_paper
from payroll.queries.reconciling import reconciled
from payroll.queries.sheets import sheet_view
from payroll.workbooks.paper import paper_xlsx
from records import imports
from records.errors import Invalid, NotAllowed
from records.models import AuditEntry
from tests.factories import UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money
from tests.records.books import book

pytestmark = pytest.mark.django_db
HEADER = ["收款人", "账号", "金额（元）", "日期", "摘要"]


@kept
def money() -> Money:
    made = Money(3)
    for number, centre in enumerate(made.centres, 1):
        centre.bank_name, centre.bank_account = "农业银行", f"6228480{number:012d}"
        centre.save()
    made.budget("1200000", "600000", "900000")
    made.release("month", 1)
    return made


def january(money: Money) -> ReleaseSheet:
    return ReleaseSheet.objects.select_related("county").get(county=money.region, month=1)


def context(money: Money, **scope: Any) -> imports.Context:
    params = {"county": money.region.code, "year": "2026"} | (scope or {"sheet": str(january(money).pk)})
    return BankImporter().authorise(money.finance, params)


def examined(
    money: Money, rows: list[list[Any]], header: list[str] | None = None, **scope: Any
) -> imports.Examined:
    data = book([header or HEADER, *rows])
    return imports.examine(BankImporter(), data, context(money, **scope))


def row(money: Money, index: int, amount: object, account: str | None = None) -> list[Any]:
    centre = money.centres[index]
    return [centre.name, centre.bank_account if account is None else account, amount, "2026-08-04", "补助"]


def problems(made: imports.Examined) -> list[str]:
    return [str(problem) for problem in made.reading.problems]


def kept(money: Money, data: bytes, name: str = "银行流水.xlsx", **scope: Any) -> Reconciliation:
    staged = imports.stage(BankImporter(), data, money.finance, context(money, **scope), file_name=name)
    assert staged.state == "staged", staged.problems
    done = imports.confirm(staged.key, money.finance)
    return Reconciliation.objects.get(pk=done.result["reconciliation"])


def counts(one: Reconciliation) -> dict[str, int]:
    return {count.finding: count.lines for count in reconciled(one).counts if count.lines}


def test_the_bank_s_own_list_matches_to_the_fen(money: Money) -> None:
    """read(export(x)) = x, as workbook and as CSV in both encodings."""
    view = sheet_view(january(money))
    for data in (paper_xlsx(bank_paper(view)), bank_csv(view, "utf-8"), bank_csv(view, "gb18030")):
        one = kept(money, data)
        assert counts(one) == {"matched": 3}
        assert reconciled(one).listed_total == view.sheet.total == reconciled(one).paid_total


def test_each_finding_in_the_preview(money: Money) -> None:
    made = examined(money, [
        row(money, 0, 80000),
        row(money, 0, 80000),
        row(money, 1, 39999.99),
        ["外人", "6228000000000000", 5, "2026-08-04", ""],
    ])  # fmt: skip
    sums = dict(made.diff.sums)
    assert sums["相符"] == "1 笔"
    assert sums["不符"] == "1 笔"
    assert sums["未到账"] == "1 笔"
    assert sums["重复支付"] == "1 笔"
    assert sums["无法识别"] == "1 笔"
    assert (sums["账上合计（元）"], sums["文件合计（元）"]) == ("180,000.00", "200,004.99")
    assert [(line.name, line.old, line.new) for line in made.diff.lines] == [
        ("不符：金额不同", "40,000.00", "39,999.99"),
        ("未到账", "60,000.00", ""),
        ("重复支付", "", "80,000.00"),
        ("无法识别：没有这个收款人", "", "5.00"),
    ]


def test_a_bank_s_header_below_titles_and_rows_that_came_in(money: Money) -> None:
    header = ["交易时间", "对方户名", "对方账号", "借方发生额（元）", "贷方发生额（元）", "摘要"]
    first, second, third = money.centres
    data = book([
        ["中国农业银行账户明细", None, None, None, None, None],
        header,
        [datetime(2026, 8, 4, 9, 30, tzinfo=UTC).replace(tzinfo=None), first.name, first.bank_account, 80000, None, "补助"],
        ["2026-08-04 10:00:01", second.name, second.bank_account, "40,000.00", None, "补助"],
        ["20260805", third.name, third.bank_account, 60000, None, ""],
        ["2026-08-06", "县财政局", "1234567890", None, 500000, "拨款"],
    ])  # fmt: skip
    made = imports.examine(BankImporter(), data, context(money))
    assert problems(made) == []
    assert dict(made.diff.sums)["相符"] == "3 笔"
    assert any("1 行没有金额" in note for note in made.reading.notes)
    assert [one["day"] for one in made.reading.rows[1:]] == ["2026-08-04", "2026-08-04", "2026-08-05"]


def test_ten_thousand_yuan_as_the_header_says(money: Money) -> None:
    header = ["收款人", "账号", "金额（万元）", "日期", "摘要"]
    made = examined(money, [row(money, 0, 8), row(money, 1, 4), row(money, 2, 6)], header)
    assert dict(made.diff.sums)["相符"] == "3 笔"


def test_every_fault_has_its_place(money: Money) -> None:
    made = examined(money, [
        row(money, 0, "8万"),
        row(money, 1, -5),
        row(money, 2, 0),
        ["", "", 7, "2026-08-04", ""],
        [money.centres[0].name, "6.22848E+18", 7, "2026-08-04", ""],
        [money.centres[0].name, 6228480000000000001, 7, "2026-08-04", ""],
        [money.centres[0].name, "", 7, "昨天", ""],
    ])  # fmt: skip
    found = problems(made)
    assert [fault.split(" ")[1] for fault in found] == [f"第{number}行" for number in range(2, 9)]
    assert made.diff.new == 0
    plain = examined(money, [row(money, 0, 1)], ["收款人", "账号", "金额", "日期", "摘要"])
    assert "表头须注明单位" in problems(plain)[0]
    wrong = examined(money, [row(money, 0, 1), ["合计", None, 2, None, None]])
    assert "与各行之和 1.00 不符" in problems(wrong)[0]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_list_is_refused(money: Money, data: bytes) -> None:
    with pytest.raises(Invalid):
        imports.examine(BankImporter(), data, context(money))


def test_a_list_without_a_payment_is_refused(money: Money) -> None:
    with pytest.raises(Invalid, match="没有一笔付款"):
        examined(money, [row(money, 0, None)])


def test_the_file_is_kept_with_its_hash_and_the_same_file_is_one_reconciliation(money: Money) -> None:
    data = book([HEADER, row(money, 0, 80000)])
    one, again = kept(money, data), kept(money, data)
    assert one.pk == again.pk
    file = BankFile.objects.get()
    assert bytes(file.content) == data
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    entry = AuditEntry.objects.get(action="reconciliation.make")
    assert (entry.new["sha256"], entry.new["total"], entry.new["rows"]) == (file.sha256, "80000.00", 1)
    assert money.centres[0].bank_account not in str(entry.after)


def test_a_file_that_nothing_rests_on_is_forgotten_after_a_day(money: Money) -> None:
    data = book([HEADER, row(money, 0, 80000)])
    imports.stage(BankImporter(), data, money.finance, context(money), file_name="a.xlsx")
    assert BankFile.objects.count() == 1
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("UPDATE payroll_bankfile SET name = 'x'")
    stale = BankFile.objects.get()
    stale.delete()
    old = {"county": money.region, "sha256": "0" * 64, "name": "alt", "content": b"x"}
    BankFile.objects.create(**old, kept_at=datetime.now(UTC) - timedelta(days=2))
    imports.stage(BankImporter(), data, money.finance, context(money), file_name="a.xlsx")
    assert list(BankFile.objects.values_list("name", flat=True)) == ["a.xlsx"]


def test_the_result_follows_the_ledger(money: Money) -> None:
    one = kept(money, bank_csv(sheet_view(january(money)), "utf-8"))
    money.reverse(january(money))
    assert counts(one) == {"unknown": 3}


def test_a_period_takes_every_sheet_and_award_of_its_days(money: Money) -> None:
    money.directors()
    money.release("month", 2)
    money.results("june", "50", "90", "90")
    money.results("year", "50", "90", "90")
    money.release("june")
    award = money.award()
    rows = [row(money, index, amount) for index, amount in enumerate(["80000", "40000", "60000"])] * 2
    names = [(line.director, line.amount) for line in award.lines.order_by("ordinal")]
    # One to the director's own account, which nobody has on file; the other as our list for the bank has it.
    rows += [[name, "6217000000000001", f"{amount}", "2026-08-04", "奖励"] for name, amount in names[:1]]
    second = award.lines.get(ordinal=2)
    place = [one.pk for one in money.centres].index(second.centre_id)
    rows += [row(money, place, f"{second.amount}")]
    june = ReleaseSheet.objects.get(kind="june")
    rows += [row(money, index, f"{line.amount}") for index, line in enumerate(june.lines.order_by("ordinal"))]
    day = NOW.date().isoformat()
    one = kept(money, book([HEADER, *rows]), first=day, last=day)
    assert counts(one) == {"matched": 9 + len(names)}
    later = (NOW.date() + timedelta(days=1)).isoformat()
    assert counts(kept(money, book([HEADER, *rows]), first=later, last=later)) == {"unknown": 9 + len(names)}


def test_a_confirmed_name_stands_for_the_centre(money: Money) -> None:
    CentreAlias.objects.create(centre=money.centres[0], county=money.region, name="老一院")
    made = examined(money, [["老 一院", "", 80000, None, ""]])
    assert dict(made.diff.sums)["相符"].startswith("1 笔")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.FINANCE])
def test_only_finance_reconciles(money: Money, role: Role) -> None:
    user = UserFactory(role=role, county=money.region)
    params = {"county": money.region.code, "year": "2026", "sheet": str(january(money).pk)}
    with pytest.raises((NotAllowed, Http404)):
        BankImporter().authorise(user, params)


def test_what_is_no_scope(money: Money) -> None:
    for scope in ({"first": "2026-02-01", "last": "2026-01-01"}, {"first": "x", "last": ""}, {"first": ""}):
        with pytest.raises(Invalid):
            context(money, **scope)
    draft = money.draft("month", 2)
    foreign = Money(1)
    foreign.budget("600000")
    other = foreign.release("month", 1)
    for sheet in (str(draft.pk), str(other.pk), "x", "１", "9" * 20):
        with pytest.raises(Http404):
            context(money, sheet=sheet)


def test_rows_say_what_the_file_says(money: Money) -> None:
    one = kept(money, book([HEADER, row(money, 0, "80,000.00")]))
    kept_row = ReconciliationRow.objects.get(reconciliation=one)
    assert (kept_row.number, kept_row.amount, kept_row.day) == (2, Decimal("80000.00"), date(2026, 8, 4))
    assert kept_row.account == money.centres[0].bank_account
