"""A printed sheet against the system: issued, paid, reversed, changed since, or unknown, within the asker's reach."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from centres.roles import Role
from payroll.actions.issuing import issue
from payroll.actions.settings import set_unit
from payroll.models import AwardSheet, IssuedPaper, MoneySetting, ReleaseSheet
from payroll.papers.release import release_paper
from payroll.papers.statement import statement_paper
from payroll.papers.summary import summary_paper
from payroll.queries.checking import Answer, answers, asked
from payroll.queries.plain_checking import plain_answers
from payroll.queries.sheets import sheet_view
from payroll.verification_papers import files, trails
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.factories import UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money

pytestmark = pytest.mark.django_db


@kept
def money() -> Money:
    made = Money(2)
    made.region.name = "临江县"
    made.region.save()
    made.directors()
    made.budget("1200000", "600000")
    made.release("month", 1)
    return made


def paid() -> ReleaseSheet:
    return ReleaseSheet.objects.get(month=1)


def only(found: list[Answer]) -> Answer:
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("临卫拨〔2026〕1号", "临卫拨〔2026〕1号"),
        (" 临卫拨[2026] 1号 ", "临卫拨〔2026〕1号"),
        ("临卫拨（2026）１号", "临卫拨〔2026〕1号"),
        ("临卫拨【2026】1号", "临卫拨〔2026〕1号"),
        ("ABCDEF 012345", "abcdef012345"),
        ("https://a.test/money/check/?q=abcdef012345", "abcdef012345"),
        ("https://a.test/money/check/", ""),
        ("", ""),
    ],
)
def test_what_is_asked(typed: str, wanted: str) -> None:
    assert asked(typed) == wanted


def test_by_number_fingerprint_beginning_and_code(money: Money) -> None:
    sheet = paid()
    for typed in (
        sheet.number, sheet.fingerprint, sheet.fingerprint[:12].upper(), f"http://x.test/money/check/?q={sheet.fingerprint}",
    ):  # fmt: skip
        one = only(answers(money.leader, typed))
        assert (one.status, one.number, one.total, one.holds) == ("paid", sheet.number, sheet.total, True)
    for typed in ("临卫拨〔2026〕9号", "0" * 64, sheet.fingerprint[:11], "%", "q"):
        assert answers(money.leader, typed) == []


def test_paid_then_reversed(money: Money) -> None:
    sheet = paid()
    money.reverse(sheet)
    one = only(answers(money.leader, sheet.number))
    assert (one.status, one.holds) == ("reversed", True)


def test_a_draft_is_no_ground_to_pay_on_and_is_overtaken_by_the_paid_sheet(money: Money) -> None:
    draft = money.draft("month", 2)
    paper = release_paper(sheet_view(draft))
    issue(actor=money.finance, paper=paper, now=NOW)
    one = only(answers(money.leader, paper.fingerprint))
    assert (one.status, one.number, one.holds) == ("draft", "", True)
    money.pay(money.review(draft))
    assert only(answers(money.leader, paper.fingerprint)).holds is False
    money.reverse(ReleaseSheet.objects.get(pk=draft.pk))
    assert only(answers(money.leader, paper.fingerprint)).holds is False


def test_a_statement_holds_until_the_books_move(money: Money) -> None:
    paper = statement_paper(money.centres[0], 2026)
    issue(actor=money.finance, paper=paper, now=NOW)
    one = only(answers(money.finance, paper.fingerprint))
    assert (one.status, one.holds) == ("issued", True)
    set_unit(actor=money.finance, county=money.region, unit="万元", expected_version=0)
    assert only(answers(money.finance, paper.fingerprint)).holds is True
    money.release("month", 2)
    assert only(answers(money.finance, paper.fingerprint)).holds is False


def test_awards(money: Money) -> None:
    money.results("june", "50", "90")
    money.results("year", "50", "90")
    money.release("june")
    sheet = money.award()
    one = only(answers(money.leader, AwardSheet.objects.get().number))
    assert (one.status, one.total, one.holds) == ("paid", sheet.total, True)


def test_a_change_behind_the_system_s_back_shows(money: Money) -> None:
    from records import guards

    with guards.lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE payroll_releaseline SET remark = '改' WHERE sheet_id = %s", [paid().pk])
    assert only(answers(money.leader, paid().number)).holds is False


def test_who_learns_what(money: Money) -> None:
    sheet, statement = paid(), statement_paper(money.centres[0], 2026)
    summary = summary_paper(money.region, 2026)
    other = statement_paper(money.centres[1], 2026)
    for paper in (release_paper(sheet_view(sheet)), statement, summary, other):
        issue(actor=money.finance, paper=paper, now=NOW)
    director = UserFactory(role=Role.DIRECTOR, centre=money.centres[0])
    assert only(answers(director, statement.fingerprint)).status == "issued"
    for typed in (sheet.number, sheet.fingerprint, summary.fingerprint, other.fingerprint):
        assert answers(director, typed) == []
    foreign = Money(1).finance
    for typed in (sheet.number, sheet.fingerprint, statement.fingerprint):
        assert answers(foreign, typed) == []
    prefecture = UserFactory(role=Role.PREFECTURE, county=money.region)
    assert only(answers(prefecture, sheet.fingerprint)).status == "paid"


def test_a_paper_of_another_gets_the_plain_answer_only(client: Client, money: Money) -> None:
    """Whoever holds it has its whole fingerprint, and learns that it is genuine: no name, no amount, no way to it."""
    other = statement_paper(money.centres[1], 2026)
    issue(actor=money.finance, paper=other, now=NOW)
    sheet, director = paid(), UserFactory(role=Role.DIRECTOR, centre=money.centres[0])
    [plain] = plain_answers(director, other.fingerprint)
    assert (plain.status, plain.number, plain.own) == ("issued", "", None)
    assert (
        plain_answers(director, other.fingerprint[:63]) == plain_answers(director, "临卫拨〔2026〕9号") == []
    )
    client.force_login(director)
    page = (
        client.get(reverse("payroll:check"), {"q": other.fingerprint}).content.decode().split("<main", 1)[1]
    )
    assert "确由本系统签发" in page
    for hidden in (
        money.centres[1].name,
        money.finance.display_name,
        f"{other.total:,.2f}",
        "/money/sheets/",
    ):
        assert hidden not in page, hidden
    foreign = Money(1).finance
    assert plain_answers(foreign, sheet.number) == []
    [plain] = plain_answers(foreign, sheet.fingerprint)
    assert (plain.status, plain.number, plain.own) == ("paid", sheet.number, None)


def test_a_director_checks_a_county_s_sheet_by_the_own_line(client: Client, money: Money) -> None:
    """By number or fingerprint: whether it was paid or reversed, and what of it is the own centre's."""
    money.results("june", "50", "90")
    money.results("year", "50", "90")
    money.release("june")
    award, sheet = money.award(), paid()
    director = UserFactory(role=Role.DIRECTOR, centre=money.centres[1])
    line = sheet.lines.get(centre=money.centres[1])
    for typed in (sheet.number, sheet.fingerprint):
        [plain] = plain_answers(director, typed)
        assert plain.own is not None
        assert (plain.status, plain.own.amount, plain.own.url) == (
            *("paid", line.amount),
            reverse("payroll:line", args=[line.pk]),
        )
    [plain] = plain_answers(director, award.number)
    assert plain.own is not None
    assert plain.own.amount == award.lines.get(centre=money.centres[1]).amount
    client.force_login(director)
    page = client.get(reverse("payroll:check"), {"q": sheet.number}).content.decode().split("<main", 1)[1]
    assert f"{line.amount:,.2f}" in page
    assert f"{sheet.total:,.2f}" not in page
    assert client.get(plain_answers(director, sheet.number)[0].own.url).status_code == 200  # type: ignore[union-attr]
    back = money.reverse(money.release("month", 2))
    assert plain_answers(director, back.number)[0].status == "reversed"


def test_every_paper_of_the_own_centre_is_checked_in_full(money: Money) -> None:
    """Whoever took it out: finance, the leader, or the director."""
    director = UserFactory(role=Role.DIRECTOR, centre=money.centres[0])
    paper = statement_paper(money.centres[0], 2026)
    issue(actor=money.leader, paper=paper, now=NOW)
    one = only(answers(director, paper.fingerprint))
    assert (one.total, one.holds, one.person) == (paper.total, True, str(money.leader))
    money.release("month", 2)
    newer = statement_paper(money.centres[0], 2026)
    issue(actor=director, paper=newer, now=NOW)
    assert [only(answers(director, one.fingerprint)).holds for one in (paper, newer)] == [False, True]


def test_only_what_one_may_read_is_handed_out(money: Money) -> None:
    paper = statement_paper(money.centres[0], 2026)
    for role in (Role.CLERK, Role.SYSADMIN):
        with pytest.raises(NotAllowed):
            issue(actor=UserFactory(role=role, county=money.region), paper=paper, now=NOW)
    with pytest.raises(NotAllowed):
        issue(actor=UserFactory(role=Role.DIRECTOR, centre=money.centres[1]), paper=paper, now=NOW)
    assert issue(actor=UserFactory(role=Role.DIRECTOR, centre=money.centres[0]), paper=paper, now=NOW)


def test_the_same_figures_are_on_record_once_and_for_good(money: Money) -> None:
    paper = summary_paper(money.region, 2026)
    first = issue(actor=money.finance, paper=paper, now=NOW)
    assert issue(actor=money.leader, paper=summary_paper(money.region, 2026), now=NOW).pk == first.pk
    assert AuditEntry.objects.filter(action="paper.issue").count() == 1
    for statement in ("UPDATE payroll_issuedpaper SET title = 'x'", "DELETE FROM payroll_issuedpaper"):
        with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement)
    assert list(trails()) == list(files()) == []
    assert IssuedPaper.objects.get().fingerprint == paper.fingerprint


def test_verify_finds_a_paper_that_nobody_issued(money: Money) -> None:
    paper = summary_paper(money.region, 2026)
    values = {"county": money.region, "kind": "summary", "title": "假", "total": paper.total}
    IssuedPaper.objects.create(**values, fingerprint="0" * 64, issued_by=money.finance, issued_at=NOW)
    assert any("nothing is on record" in fault for fault in trails())


def test_the_page(client: Client, money: Money) -> None:
    client.force_login(money.leader)
    address = reverse("payroll:check")
    assert "查无此单" not in client.get(address).content.decode()
    page = client.get(address, {"q": paid().number}).content.decode()
    assert "已拨付" in page
    assert "指纹与系统中的数字一致" in page
    assert f"{paid().total:,.2f}" in page
    page = client.get(address, {"q": "<script>"}).content.decode()
    assert "查无此单" in page
    assert "<script>" not in page.split("<main")[1]


def test_the_code_on_a_download_leads_to_its_answer(client: Client, money: Money) -> None:
    client.force_login(money.finance)
    answer = client.get(reverse("payroll:statement-xlsx", args=[money.centres[0].code, 2026]))
    assert answer.status_code == 200
    from tests.payroll.test_documents import io, openpyxl

    cells = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    said = "".join(str(cell.value) for row in cells.iter_rows() for cell in row if cell.value)
    found = re.search(r"核对地址 (http://testserver)(/money/check/\?q=[0-9a-f]{64})", said)
    assert found is not None
    assert "系统已签发" in client.get(found.group(2)).content.decode()


def test_the_unit_is_set_by_finance_once_and_on_record(client: Client, money: Money) -> None:
    for actor in (money.leader, UserFactory(role=Role.CLERK, county=money.region)):
        with pytest.raises(NotAllowed):
            set_unit(actor=actor, county=money.region, unit="万元", expected_version=0)
    with pytest.raises(Invalid):
        set_unit(actor=money.finance, county=money.region, unit="亿元", expected_version=0)
    set_unit(actor=money.finance, county=money.region, unit="元", expected_version=0)
    assert not MoneySetting.objects.exists()
    client.force_login(money.finance)
    address = reverse("payroll:unit", args=[money.region.code])
    assert client.post(address, {"unit": "万元", "version": "0"}).status_code == 302
    assert client.post(address, {"unit": "亿元", "version": "1"}).status_code == 422
    with pytest.raises(Conflict):
        set_unit(actor=money.payer, county=money.region, unit="元", expected_version=0)
    set_unit(actor=money.payer, county=money.region, unit="元", expected_version=1)
    assert [
        one.new["unit"] for one in AuditEntry.objects.filter(action="money.unit").order_by("sequence")
    ] == ["万元", "元"]
    assert list(trails()) == []
