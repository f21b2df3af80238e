"""Papers: every kind as PDF and DOCX, a draft until it is issued, one number, the issued bytes ever after."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from appraisal import papers
from appraisal.reports import filing_facts, issue_all, life_letters
from appraisal.reports.bundle import contents
from appraisal.reports.documents import Press
from appraisal.reports.life_letters import AppealDecision, AppealPoint, NoticeLine, PublicNotice
from centres.models import Region
from centres.roles import Role
from records import documents, verification
from records.errors import Conflict, NotAllowed
from records.letters import letter_html
from records.models import IssuedDocument
from records.reading.files import read_workbook
from tests.appraisal.after.test_rectification import reopen
from tests.appraisal.after.world import NOW, After
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
SITE = "https://kaohe.example.cn/"
KINDS = [
    "result_notice",
    "bulletin_scores",
    "bulletin",
    "criticism",
    "rectification",
    "check_report",
    "prefecture_report",
    "filing",
]
CHECK_BY = {"check_report": Role.PREFECTURE}


@kept
def after() -> After:
    return After()


def row_of(after: After, kind: str) -> Any:
    return {
        "result_notice": after.result,
        "bulletin_scores": lambda: after.year,
        "bulletin": lambda: after.year,
        "criticism": after.order,
        "rectification": after.order,
        "check_report": lambda: after.scored("10"),
        "prefecture_report": lambda: after.year,
        "filing": after.filing,
    }[kind]()


def issue(after: After, kind: str, row: Any) -> IssuedDocument:
    actor = after.user(CHECK_BY.get(kind, Role.LEADER))
    return papers.issue(actor=actor, kind=kind, pk=row.pk, site=SITE, now=NOW)


SAID = {
    "result_notice": ["绩效考核结果通知书", "年度总分50.00分"],
    "bulletin_scores": ["绩效考核结果的通报", "全县平均70.00分", "名次", "50.00"],
    "bulletin": ["绩效考核结果的通报", "不合格（1个）："],
    "criticism": ["予以通报批评的决定", "总分50.00分"],
    "rectification": ["限期整改通知书", "2027年4月30日", "送达回执"],
    "check_report": ["绩效考核抽查情况报告", "abc123", "超出（20.00%）"],
    "prefecture_report": ["结果报送表", "请予抽查", "封存指纹", "66.7%"],
    "filing": ["结果备案表", "参加定等的乡镇卫生院3个", "66.7%"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_worded(after: After, kind: str) -> None:
    row = row_of(after, kind)
    page = letter_html(papers.paper_of(kind).letter(row))
    assert 'class="draft"' in page
    for said in SAID[kind]:
        assert said in page, said
    assert "None" not in page


def test_each_form_goes_to_its_office(after: After) -> None:
    """To the prefecture and to the province; of a county without a prefecture both go to the province."""
    report, filing = papers.paper_of("prefecture_report"), papers.paper_of("filing")
    sent, prefecture = after.filing(), after.region.parent
    assert prefecture is not None
    assert prefecture.parent is not None
    names = [f"{one.name}卫生健康委员会：" for one in (prefecture, prefecture.parent)]
    assert [report.letter(after.year).to, filing.letter(sent).to] == names
    Region.objects.filter(pk=after.region.pk).update(parent=prefecture.parent)
    sent.refresh_from_db()
    year = type(after.year).objects.get(pk=after.year.pk)
    assert [report.letter(year).to, filing.letter(sent).to] == [names[1], names[1]]
    assert filing_facts.office_above(prefecture.parent, Region.Level.PROVINCE) == ""


def test_the_report_is_of_each_round_too(after: After) -> None:
    june = after.year.june_round
    assert june is not None
    publication = type(after.year).objects.get(county=after.region, year=after.year.year, kind="june")
    page = letter_html(papers.paper_of("prefecture_report").letter(publication))
    assert "2026年上半年乡镇卫生院绩效考核结果报送表" in page.replace("<br>", "")


def test_the_bulletin_without_scores_has_none(after: After) -> None:
    page = letter_html(papers.paper_of("bulletin").letter(after.year))
    assert not re.search(r"\b(90|70|50)\.00", page)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_issued_once_under_its_number(after: After, kind: str, monkeypatch: Any) -> None:
    monkeypatch.setattr("records.pdf.render_pdf", lambda html: f"%PDF- {html}".encode())
    row = row_of(after, kind)
    document = issue(after, kind, row)
    content = documents.content_of(document).decode()
    assert document.number in content
    assert document.serial == 1
    assert papers.current(kind, row).decode() == content
    assert document.county_code == after.region.code
    again = issue(after, kind, row)
    document.refresh_from_db()
    assert (document.state, document.replaced_by, again.serial) == ("replaced", again, 2)


def test_a_notice_as_pdf_from_draft_to_the_check(after: After, client: Client) -> None:
    """The one walk with real type: draft, issue, download, check by code and by file."""
    result, director = after.result(), after.user(Role.DIRECTOR)
    client.force_login(director)
    address = reverse("appraisal:notice-pdf", args=[result.pk])

    def fetched() -> bytes:
        return b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]

    draft = words(fetched())
    assert "草稿" in draft
    document = issue(after, "result_notice", result)
    issued = fetched()
    assert issued == documents.content_of(document)
    assert "草稿" not in words(issued)
    assert document.number in words(issued)
    client.logout()
    upload = SimpleUploadedFile("通知书.pdf", issued, "application/pdf")
    assert (
        "完全一致"
        in client.post(reverse("documents:check"), {"q": document.number, "file": upload}).content.decode()
    )
    assert (
        after.failed.name
        in client.get(reverse("documents:check-code", args=[document.code])).content.decode()
    )
    bundle = {page.name: page for page in contents(Press(after.year))}
    [page] = [one for name, one in bundle.items() if after.failed.code in name and "通知书" in name]
    assert page.make() == issued
    assert [
        one.ok for one in verification.run(["document_files", "document_numbers", "document_trails"])
    ] == [True] * 3


def words(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def test_a_new_version_of_the_results_is_a_draft_until_it_is_issued(after: After, monkeypatch: Any) -> None:
    monkeypatch.setattr("records.pdf.render_pdf", lambda html: f"%PDF- {html}".encode())
    old_row = after.result()
    old = issue(after, "result_notice", old_row)
    reopen(after, "june")
    new_row = type(old_row).objects.filter(centre=after.failed, publication__kind="year").latest("pk")
    assert b'class="draft"' in papers.current("result_notice", new_row)
    assert old.number.encode() in papers.current("result_notice", old_row)
    new = issue(after, "result_notice", new_row)
    old.refresh_from_db()
    assert (old.state, old.replaced_by) == ("replaced", new)


ISSUERS = {"check_report": {Role.PREFECTURE}} | {
    kind: {Role.LEADER} for kind in KINDS if kind != "check_report"
}


@pytest.mark.parametrize("kind", KINDS)
def test_who_issues_what(after: After, kind: str, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("records.pdf.render_pdf", lambda _html: b"%PDF-")
    row = row_of(after, kind)
    for role in Role.values:
        client.force_login(after.user(role))
        status = client.post(reverse("appraisal:paper-issue", args=[kind, row.pk])).status_code
        assert (status == 302) == (role in ISSUERS[kind]), (role, status)
        assert status in {302, 403, 404}
    assert IssuedDocument.objects.count() == 1


def test_no_report_before_the_scoring_is_closed(after: After, client: Client) -> None:
    check = after.check()
    client.force_login(after.user(Role.PREFECTURE))
    for name in ("paper-pdf", "paper-docx"):
        assert client.get(reverse(f"appraisal:{name}", args=["check_report", check.pk])).status_code == 404
    assert client.post(reverse("appraisal:paper-issue", args=["check_report", check.pk])).status_code == 404
    assert client.get(reverse("appraisal:paper-pdf", args=["none", check.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["result_notice", "bulletin_scores", "rectification"])
def test_an_editable_draft(after: After, kind: str, client: Client) -> None:
    row = row_of(after, kind)
    client.force_login(after.county.leader)
    answer = client.get(reverse("appraisal:paper-docx", args=[kind, row.pk]))
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert "docx" in answer.headers["Content-Disposition"]


def test_the_filing_form_as_a_workbook(after: After, client: Client) -> None:
    filing = after.filing()
    client.force_login(after.user(Role.PROVINCE))
    answer = client.get(reverse("appraisal:paper-xlsx", args=["filing", filing.pk]))
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    text = str(read_workbook(data))
    for said in (after.failed.name, after.year.fingerprint, filing.sha256):
        assert said in text


def test_a_public_notice_from_plain_data() -> None:
    plain = PublicNotice(
        bureau="临江县卫生健康局", period="2026年上半年", scheme="考核办法", opens=date(2026, 8, 3), closes=date(2026, 8, 7),
        working_days=5, contact="电话0791-1", lines=[NoticeLine("甲院", "良好")], seal=["封存指纹 abc"],
    )  # fmt: skip
    page = letter_html(life_letters.public_notice_letter(plain))
    for said in (
        "绩效考核结果的公示",
        "2026年8月3日至2026年8月7日，共5个工作日。",
        "甲院",
        "拟定等次",
        "封存指纹 abc",
    ):
        assert said in page
    assert "总分" not in page
    scored = PublicNotice(
        **{name: getattr(plain, name) for name in plain.__slots__}
        | {"lines": [NoticeLine("甲院", "良好", "84.00", "1")]}
    )
    assert "84.00" in letter_html(life_letters.public_notice_letter(scored))


@pytest.mark.parametrize(
    ("accepted", "said"), [(True, "申诉成立，相应指标重新评定。"), (False, "申诉不成立，维持原评定。")]
)
def test_an_appeal_decision_from_plain_data(accepted: bool, said: str) -> None:
    appeal = AppealDecision(
        bureau="临江县卫生健康局", centre="甲院", period="2026年上半年", received=date(2026, 8, 5),
        decided=date(2026, 8, 10),
        reason="补充的台账属实。", accepted=accepted, points=[AppealPoint("1.1 门诊", "8.00", "10.00", "台账属实")],
        effect="甲院名次由3升为2。" if accepted else "",
    )  # fmt: skip
    page = letter_html(life_letters.appeal_letter(appeal))
    for words_ in (said, "补充的台账属实。", "1项指标提出的申诉", "1.1 门诊", "2026年8月10日"):
        assert words_ in page
    assert ("对结果的影响" in page) == accepted


def test_all_notices_are_issued_by_a_worker_and_none_twice(
    after: After, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr("records.pdf.render_pdf", lambda html: f"%PDF- {html}".encode())
    before = issue(after, "result_notice", after.result())
    with django_capture_on_commit_callbacks(execute=True):
        job = issue_all.start(actor=after.county.leader, publication=after.year, site=SITE)
    job.refresh_from_db()
    assert (job.state, job.progress, job.error) == ("done", 2, "")
    rows = IssuedDocument.objects.filter(kind="result_notice")
    # The first bears the year of NOW; the worker's bear that of the clock.
    assert len(set(rows.values_list("number", flat=True))) == 3
    assert set(rows.values_list("state", flat=True)) == {"in_force"}
    assert before.number.startswith(after.region.name)
    with pytest.raises(Conflict, match="没有待印发"):
        issue_all.start(actor=after.county.leader, publication=after.year, site=SITE)
    with pytest.raises(NotAllowed):
        issue_all.start(actor=after.county.clerk, publication=after.year, site=SITE)
