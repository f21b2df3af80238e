"""The award sheet as a document of its own: numbered, marked, summed, checked, and the list that the bank pays by."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from payroll.actions import awards
from payroll.core.words import in_words
from payroll.models import AwardSheet, IssuedPaper
from payroll.papers.award import award_bank_paper, award_paper
from payroll.papers.bank import CSV_HEADER
from payroll.queries.checking import answers
from payroll.queries.ledger import by_account, postings_of, sums
from payroll.reports import paper_html
from payroll.workbooks.paper import paper_xlsx
from records.errors import Conflict, Invalid
from records.models import AuditEntry
from records.reading.files import read_workbook
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money

pytestmark = pytest.mark.django_db


@kept
def money() -> Money:
    """Two directors to be awarded 2 : 1 out of half of what the third centre forfeited."""
    made = Money(3)
    made.region.name = "临江县"
    made.region.save()
    made.directors()
    for number, centre in enumerate(made.centres, 1):
        centre.bank_name, centre.bank_account = "中国农业银行临江支行", f"6228480{number:012d}"
        centre.save()
    made.budget("600000", "600000.01", "100000.03")
    made.months(1, 1)
    made.results("june", "91", "85", "40")
    made.release("june")
    made.results("year", "91", "85", "40")
    return made


def proposed(money: Money) -> AwardSheet:
    return awards.propose(actor=money.finance, county=money.region, year=2026, now=NOW)


def approved(money: Money) -> AwardSheet:
    return awards.approve(actor=money.leader, sheet_id=proposed(money).pk, now=NOW)


def test_one_sum_everywhere(money: Money) -> None:
    """Lines = total = words = workbook = PDF = ledger; totals are live and read back to the fen."""
    sheet = money.award()
    paper = award_paper(sheet)
    posted = by_account(sums(postings_of(money.region, 2026)))
    assert paper.total == paper.tables[0].sum_of(7) == posted["awarded"] == Decimal("2000.00")  # type: ignore[index]
    assert paper.words.endswith(in_words(paper.total))
    data = paper_xlsx(paper)
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    last = 4 + sheet.lines.count()
    assert page[f"H{last}"].value == f"=SUM(H4:H{last - 1})"
    assert (page.page_setup.orientation, page.print_title_rows) == ("landscape", "$1:$3")
    cells = read_workbook(data).sheets[0]
    amounts = [Decimal(str(cells.cell(row, 8).value)) for row in range(4, last)]
    assert amounts == [line.amount for line in sheet.lines.order_by("ordinal")]
    assert sum(amounts, Decimal(0)) == Decimal(str(cells.cell(last, 8).value)) == sheet.total
    html = paper_html(paper)
    for said in (
        sheet.number,
        paper.words,
        "2,000.00",
        sheet.fingerprint,
        "制表人（",
        "批准人（",
        "负责人：",
    ):
        assert said in html, said
    assert paper.fingerprint == sheet.fingerprint


def test_it_says_what_it_is_before_it_is_paid_and_after_it_is_undone(money: Money) -> None:
    sheet = proposed(money)
    assert (award_paper(sheet).standing, award_paper(sheet).number) == ("【草稿　未批准】", "")
    assert '<div class="watermark">草稿　未批准</div>' in paper_html(award_paper(sheet))
    sheet = awards.approve(actor=money.leader, sheet_id=sheet.pk, now=NOW)
    assert award_paper(sheet).watermark == "已批准　未拨付"
    sheet = awards.pay(actor=money.payer, sheet_id=sheet.pk, key="k" * 12, now=NOW)
    assert (award_paper(sheet).watermark, award_paper(sheet).standing) == ("", f"编号：{sheet.number}")
    sheet = awards.reverse_award(actor=money.leader, sheet_id=sheet.pk, reason="退回", now=NOW)
    assert award_paper(sheet).standing.endswith("【已冲销　作废】")


def test_each_file_can_be_checked(client: Client, money: Money) -> None:
    """A paid sheet is found once, by its own fingerprint; a draft's paper is no ground to pay on."""
    draft = proposed(money)
    client.force_login(money.finance)
    assert client.get(reverse("payroll:award-xlsx", args=[draft.pk])).status_code == 200
    issued = IssuedPaper.objects.get(kind="award")
    assert [(one.status, one.holds) for one in answers(money.leader, issued.fingerprint)] == [("draft", True)]
    awards.approve(actor=money.leader, sheet_id=draft.pk, now=NOW)
    sheet = awards.pay(actor=money.payer, sheet_id=draft.pk, key="k" * 12, now=NOW)
    assert [one.holds for one in answers(money.leader, issued.fingerprint)] == [False]
    assert client.get(reverse("payroll:award-xlsx", args=[sheet.pk])).status_code == 200
    for typed in (sheet.number, sheet.fingerprint):
        found = answers(money.leader, typed)
        assert [(one.status, one.total, one.holds) for one in found] == [("paid", sheet.total, True)]
        assert client.get(found[0].url).status_code == 200
    assert AuditEntry.objects.filter(action="paper.issue").count() == 2


def test_the_bank_pays_the_centre_and_is_told_for_whom(money: Money) -> None:
    sheet = approved(money)
    paper = award_bank_paper(sheet)
    assert (paper.total, paper.number, paper.standing) == (sheet.total, "", "【已批准　未拨付】")
    assert paper.tables[0].column("摘要")[0] == f"2026年度院长奖励（{sheet.lines.get(ordinal=1).director}）"
    money.centres[0].bank_account = ""
    money.centres[0].save()
    with pytest.raises(Invalid) as refused:
        award_bank_paper(sheet)
    assert [one.place for one in refused.value.problems] == [money.centres[0].name]


def test_no_list_of_what_is_not_approved_or_is_undone(money: Money) -> None:
    sheet = proposed(money)
    with pytest.raises(Conflict):
        award_bank_paper(sheet)
    awards.approve(actor=money.leader, sheet_id=sheet.pk, now=NOW)
    awards.pay(actor=money.payer, sheet_id=sheet.pk, key="k" * 12, now=NOW)
    sheet = awards.reverse_award(actor=money.leader, sheet_id=sheet.pk, reason="退回", now=NOW)
    with pytest.raises(Conflict):
        award_bank_paper(sheet)


def test_each_list_is_on_record_and_for_the_payer_only(client: Client, money: Money) -> None:
    sheet = money.award()
    client.force_login(money.payer)
    for encoding, codec in {"utf-8": "utf-8-sig", "gb18030": "gb18030"}.items():
        answer = client.get(reverse("payroll:award-bank-csv", args=[sheet.pk]), {"encoding": encoding})
        rows = list(csv.reader(io.StringIO(answer.content.decode(codec))))
        assert tuple(rows[0]) == CSV_HEADER
        assert sum((Decimal(row[3]) for row in rows[1:]), Decimal(0)) == sheet.total
        assert all("院长奖励" in row[4] for row in rows[1:])
    assert (
        client.get(reverse("payroll:award-bank-csv", args=[sheet.pk]), {"encoding": "x"}).status_code == 404
    )
    entries = AuditEntry.objects.filter(action="release.bank_list").order_by("sequence")
    assert [one.new["file"] for one in entries] == ["utf-8", "gb18030"]
    client.force_login(money.leader)
    assert client.get(reverse("payroll:award-bank-xlsx", args=[sheet.pk])).status_code == 403


def test_the_page_explains_each_award_and_offers_what_one_may_do(client: Client, money: Money) -> None:
    sheet = proposed(money)
    address = reverse("payroll:award", args=[sheet.pk])
    acts = {money.finance: "withdraw", money.leader: "approve"}
    for user, act in acts.items():
        client.force_login(user)
        page = client.get(address).content.decode()
        assert reverse("payroll:award-act", args=[sheet.pk, act]) in page
    assert "余下的分按最大余数分配" in page
    assert reverse("appraisal:result", args=[sheet.lines.get(ordinal=1).result_id]) in page
    assert reverse("payroll:county-balance", args=[money.region.code, 2026, "fund"]) in page
    assert client.post(reverse("payroll:award-act", args=[sheet.pk, "approve"])).url == address  # type: ignore[attr-defined]
    client.force_login(money.payer)
    pay = reverse("payroll:award-act", args=[sheet.pk, "pay"])
    assert client.post(pay, {"key": "k" * 12}).status_code == 302
    page = client.get(address).content.decode()
    assert AwardSheet.objects.get().number in page
    assert pay not in page
    client.force_login(Money(1).finance)
    assert client.get(address).status_code == 404
