"""One click from any amount: how it came about, by which result, from which source and receipt, by whom and when."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from payroll.actions import corrections
from payroll.models import ReleaseLine
from payroll.queries.explain import life, paid_from
from tests.factories import UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money, line_of, sources

pytestmark = pytest.mark.django_db


@kept
def money() -> Money:
    """Two sources, the province's money received; January and a June part with a forfeit are paid."""
    made = Money(2)
    sources(made, {"province": "900000", "county": "300000"}, {"county": "600000"})
    made.received("900000", "province")
    made.release("month", 1)
    made.results("june", "59.99", "80")
    made.release("june")
    return made


def the_line(money: Money, kind: str, index: int = 0) -> ReleaseLine:
    return ReleaseLine.objects.select_related("sheet").get(sheet__kind=kind, centre=money.centres[index])


def test_each_source_with_its_documents(money: Money) -> None:
    """80,000.00 of January: three quarters are the province's, received by a document."""
    found = [
        (one.name, f"{one.amount:f}", one.decided_by, one.receipts)
        for one in paid_from(the_line(money, "month"))
    ]
    assert found == [
        ("省级", "60000.00", "province〔2026〕1号（2026-01-05）", "省财社〔2026〕1号（2026-01-10）"),
        ("县级", "20000.00", "county〔2026〕1号（2026-01-05）", ""),
    ]
    june = the_line(money, "june")
    assert sum(one.amount for one in paid_from(june)) == june.amount


def test_nothing_before_it_is_paid(money: Money) -> None:
    assert paid_from(line_of(money.draft("month", 2), money.centres[0])) == []


def test_who_and_when(money: Money) -> None:
    sheet = the_line(money, "june").sheet
    told = [(one.what, one.who) for one in life(sheet)]
    assert told == [
        ("制表人", str(money.finance)), ("复核人", str(money.leader)), ("拨付人", str(money.payer)),
    ]  # fmt: skip
    assert [one.what for one in life(money.draft("month", 2))] == ["制表人"]
    assert life(money.reverse(sheet))[-1].who == str(money.leader)


def test_the_page_of_a_line_tells_all(client: Client, money: Money) -> None:
    client.force_login(money.finance)
    line = the_line(money, "june")
    page = client.get(reverse("payroll:line", args=[line.pk])).content.decode()
    for said in (
        "59.99 分，不合格，该等次扣减 50%",
        "篇1 八(一)(二)",
        "四舍五入到分",
        "province〔2026〕1号（2026-01-05）",
        "省财社〔2026〕1号（2026-01-10）",
        "尚未登记到账",
        str(money.payer),
        reverse("appraisal:result", args=[line.result_id]),
    ):
        assert said in page, said


def links(page: str, name: str) -> set[str]:
    return set(re.findall(rf'href="({name}[^"]*)"', page))


def test_every_amount_leads_there(client: Client, money: Money) -> None:
    """From the sheet, the accounts, the statement and the year."""
    client.force_login(money.finance)
    line = the_line(money, "june")
    sheet = client.get(reverse("payroll:sheet", args=[line.sheet_id])).content.decode()
    own = reverse("payroll:line", args=[line.pk])
    assert (
        sheet.count(f'href="{own}"') == 7
    )  # budget, paid by month, holdback, due, forfeited, adjustment, paid
    code, centre = money.region.code, money.centres[0].code
    account = reverse("payroll:account", args=[centre, 2026])
    accounts = client.get(reverse("payroll:accounts", args=[code, 2026])).content.decode()
    balances = re.findall(rf'href="{account}(?:balance/(\w+)/)?"', accounts)
    assert balances == ["", "budget", "paid", "due", "held", "forfeited"]
    statement = client.get(account).content.decode()
    assert statement.count(f'href="{own}"') == 6  # paid and forfeited of the entry, and the line's four
    assert 'href="#decisions"' in statement
    year = client.get(reverse("payroll:year", args=[code, 2026])).content.decode()
    assert year.count(f'href="{reverse("payroll:sheet", args=[line.sheet_id])}"') >= 2


def test_a_director_is_told_the_same_of_the_own_centre(client: Client, money: Money) -> None:
    client.force_login(UserFactory(role="director", centre=money.centres[0]))
    page = client.get(reverse("payroll:line", args=[the_line(money, "month").pk])).content.decode()
    assert "province〔2026〕1号（2026-01-05）" in page
    other = reverse("payroll:line", args=[the_line(money, "month", 1).pk])
    assert client.get(other).status_code == 404


def test_the_year_says_what_waits_what_is_late_and_the_fund(client: Client, money: Money) -> None:
    client.force_login(money.leader)
    page = client.get(reverse("payroll:year", args=[money.region.code, 2026]))
    text = page.content.decode()
    assert [row.kind for row in page.context["page"].waiting] == ["year_end"]
    assert f"{page.context['fund'].left:f}" == "48000.00"
    assert page.context["overdue"] == 1
    for said in ("现在要办", "等待考核结果", "48,000.00", "1 笔"):
        assert said in text
    assert "<form" not in text.split("<main", 1)[1]


def test_a_statement_has_as_many_queries_at_twice_the_entries(client: Client, money: Money) -> None:
    client.force_login(money.finance)
    address = reverse("payroll:account", args=[money.centres[0].code, 2026])

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    few = queries()
    money.months(2, 4)
    money.results("june", "90", "80")
    corrections.correct_sheet(
        actor=money.finance, sheet_id=the_line(money, "june").sheet_id, cause="复核", now=NOW
    )
    assert queries() == few
