"""Reconciliations kept for good, in the browser, as a sheet, and with a constant number of queries."""

import hashlib
import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from payroll.models import Reconciliation
from payroll.papers.reconciliation import reconciliation_paper
from payroll.queries.reconciling import reconciled
from payroll.workbooks.paper import paper_xlsx
from records.models import AuditEntry, StagedImport
from records.reading.files import read_workbook
from tests.payroll.test_reconciling import HEADER, january, kept, money, row
from tests.payroll.world import Money
from tests.records.books import book

__all__ = ["money"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", ["payroll_reconciliation", "payroll_reconciliationrow", "payroll_bankfile"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 100", "DELETE FROM {}"])
def test_nothing_of_it_is_changed_or_removed(money: Money, table: str, statement: str) -> None:
    kept(money, book([HEADER, row(money, 0, 80000)]))
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute(statement.format(table))


def test_in_the_browser(client: Client, money: Money) -> None:
    client.force_login(money.finance)
    sheet = january(money)
    assert (
        sheet.number
        in client.get(reverse("payroll:reconciliations", args=[money.region.code, 2026])).content.decode()
    )
    address = f"{reverse('records:import_upload', args=['bank'])}?county={money.region.code}&year=2026&sheet={sheet.pk}"
    file = io.BytesIO(book([HEADER, row(money, 0, 80000), row(money, 1, "39000")]))
    file.name = "流水.xlsx"
    assert "39,000.00" in client.post(address, {"file": file}, follow=True).content.decode()
    done = client.post(reverse("records:import_confirm", args=[StagedImport.objects.get().key]))
    one = Reconciliation.objects.get()
    assert done.headers["Location"] == reverse("payroll:reconciliation", args=[one.pk])
    page = client.get(done.headers["Location"]).content.decode()
    assert all(word in page for word in ("相符", "金额不同", "未到账", "…0001", one.file.sha256))
    assert money.centres[0].bank_account not in page
    only = client.get(done.headers["Location"] + "?finding=missing").content.decode()
    assert only.count("<tr>") < page.count("<tr>")
    fetched = client.get(reverse("payroll:reconciliation-file", args=[one.pk]))
    assert hashlib.sha256(fetched.content).hexdigest() == one.file.sha256
    assert AuditEntry.objects.filter(action="reconciliation.download").count() == 1
    client.force_login(money.leader)
    assert client.get(reverse("payroll:reconciliation-file", args=[one.pk])).status_code == 403


def test_the_result_as_a_sheet(money: Money) -> None:
    one = kept(money, book([HEADER, row(money, 0, 80000), row(money, 1, "39000"), ["外人", "", 1, None, ""]]))
    paper = reconciliation_paper(reconciled(one))
    table = paper.tables[0]
    assert table.column("结论") == ["相符", "不符", "未到账", "无法识别"]
    assert (table.sums[5], table.sums[9]) == (Decimal("180000.00"), Decimal("119001.00"))
    assert any("相差 -60,999.00 元" in note for note in paper.notes)
    cells = read_workbook(paper_xlsx(paper)).sheets[0]
    assert [cells.cell(line, 1).text for line in range(4, 8)] == table.column("结论")
    assert money.centres[0].bank_account not in str(cells.raw)


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    asked = []
    for size in (2, 4):
        world = Money(size)
        world.budget(*["1200000"] * size)
        world.release("month", 1)
        rows = [[centre.name, "", 80000, None, ""] for centre in world.centres]
        one = kept(world, book([HEADER, *rows]))
        client.force_login(world.finance)
        for address in (
            reverse("payroll:reconciliation", args=[one.pk]),
            reverse("payroll:reconciliations", args=[world.region.code, 2026]),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
    assert asked[:2] == asked[2:]
