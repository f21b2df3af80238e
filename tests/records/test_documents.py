"""Issued documents: numbers without gaps, the very bytes, one standing, and nothing that can be changed afterwards."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from records import audit, documents, guards, verification
from records.documents import Draft, Kind, Stamp
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry, DocumentFile, DocumentSeries, IssuedDocument
from tests.records import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters")]
NOW = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)  # evening of that day in Shanghai
SITE = "https://kaohe.example.cn/"


def draft(about: Any = None, kind: str = "test_letter", issuer: str = "360123", **values: Any) -> Draft:
    about = about or people.county()
    return Draft(
        kind=kind, issuer_code=issuer, issuer_region="临江县", issuer_name="临江县卫生健康局", title="关于测试的通知",
        about=about, county_code="360123", **values,
    )  # fmt: skip


def paper(stamp: Stamp) -> bytes:
    return f"%PDF- {stamp.number} {stamp.address}".encode()


def issue(
    actor: Any, render: Callable[[Stamp], bytes] = paper, now: datetime = NOW, **values: Any
) -> IssuedDocument:
    return documents.issue(actor=actor, draft=draft(**values), render=render, site=SITE, now=now)


@pytest.fixture
def leader() -> Any:
    return people.user("leader")


def test_a_document_is_numbered_kept_and_on_record(leader: Any) -> None:
    document = issue(leader, subject="临江镇卫生院", centre_code="A01")
    assert (document.number, document.serial, document.year) == ("临江县卫测〔2026〕1号", 1, 2026)
    content = documents.content_of(document)
    assert document.number.encode() in content
    assert f"{SITE}documents/check/{document.code}".encode() in content
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.size == len(content)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.centre_code, entry.new["sha256"]) == (
        "document.issue",
        "A01",
        document.sha256,
    )


def test_numbers_count_by_issuer_year_and_kind(leader: Any) -> None:
    places = [people.county(f"36012{n}", f"县{n}") for n in range(4, 9)]
    made = [
        issue(leader, about=places[0]),
        issue(leader, about=places[1]),
        issue(leader, about=places[2], kind="test_other"),
        issue(leader, about=places[3], issuer="360100"),
        # 2027 in Shanghai already, though not in UTC.
        issue(leader, about=places[4], now=NOW.replace(hour=16)),
    ]
    assert [(one.issuer_code, one.kind, one.year, one.serial) for one in made] == [
        ("360123", "test_letter", 2026, 1),
        ("360123", "test_letter", 2026, 2),
        ("360123", "test_other", 2026, 1),
        ("360100", "test_letter", 2026, 1),
        ("360123", "test_letter", 2027, 1),
    ]
    assert [
        one.ok for one in verification.run(["document_numbers", "document_files", "document_trails"])
    ] == [True] * 3


def test_a_number_taken_meanwhile_is_not_given_twice(leader: Any) -> None:
    """The paper is made before the number is taken: whoever comes second makes it again under the next one."""
    seen: list[str] = []

    def slow(stamp: Stamp) -> bytes:
        seen.append(stamp.number)
        if len(seen) == 1:
            issue(leader, about=people.county("360124", "乙县"))
        return paper(stamp)

    document = issue(leader, slow)
    assert seen == ["临江县卫测〔2026〕1号", "临江县卫测〔2026〕2号"]
    assert document.serial == 2
    assert seen[1].encode() in documents.content_of(document)


def test_who_never_gets_the_number_is_told(leader: Any) -> None:
    def overtaken(stamp: Stamp) -> bytes:
        issue(leader, about=people.county("360124", "乙县"))
        return paper(stamp)

    with pytest.raises(Conflict, match="文号正被他人占用"):
        issue(leader, overtaken)


def test_a_failed_paper_takes_no_number(leader: Any) -> None:
    def broken(_stamp: Stamp) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        issue(leader, broken)
    assert issue(leader).serial == 1


def test_a_later_document_of_the_same_thing_takes_its_place(leader: Any) -> None:
    first, other = issue(leader, key="a"), issue(leader, key="b")
    second = issue(leader, key="a")
    for one in (first, other):
        one.refresh_from_db()
    assert (first.state, first.replaced_by, first.ended_by) == ("replaced", second, leader)
    assert other.in_force
    assert second.in_force
    assert documents.standing(people.county(), "test_letter", "test_other") == {"test_letter": second}


def test_a_withdrawn_document_says_why_and_stays_so(leader: Any) -> None:
    document = issue(leader)
    with pytest.raises(Invalid):
        documents.withdraw(actor=leader, document=document, reason=" ", now=NOW)
    documents.withdraw(actor=leader, document=document, reason=" 印错对象 ", now=NOW)
    document.refresh_from_db()
    assert (document.state, document.reason, document.ended_by) == ("withdrawn", "印错对象", leader)
    with pytest.raises(Conflict):
        documents.withdraw(actor=leader, document=document, reason="再撤", now=NOW)
    assert not audit.faults() or list(audit.faults()) == []


@pytest.mark.parametrize("role", ["clerk", "finance", "sysadmin", "auditadmin"])
def test_only_the_leader_issues_and_withdraws(leader: Any, role: str) -> None:
    document, other = issue(leader), people.user(role)
    with pytest.raises(NotAllowed):
        issue(other)
    with pytest.raises(NotAllowed):
        documents.withdraw(actor=other, document=document, reason="x", now=NOW)


def test_nobody_withdraws_what_another_office_issued(leader: Any) -> None:
    document = issue(leader)
    above = people.user("prefecture", region=people.county().parent)
    assert above.can("document.withdraw")
    with pytest.raises(NotAllowed):
        documents.withdraw(actor=above, document=document, reason="x", now=NOW)


BREACHES: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "another number": (IssuedDocument, {"number": "假〔2026〕9号"}),
    "another hash": (IssuedDocument, {"sha256": "0" * 64}),
    "another title": (IssuedDocument, {"title": "改过"}),
    "withdrawn without a reason": (IssuedDocument, {"state": "withdrawn", "ended_at": NOW}),
    "other bytes": (DocumentFile, {"content": b"%PDF- other"}),
    "a series turned back": (DocumentSeries, {"last": 0}),
    "a series that stands still": (DocumentSeries, {"last": 1}),
}


@pytest.mark.parametrize("name", BREACHES)
def test_an_issued_document_cannot_be_changed(leader: Any, name: str) -> None:
    issue(leader)
    model, values = BREACHES[name]
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**values)


@pytest.mark.parametrize("model", [IssuedDocument, DocumentFile, DocumentSeries])
def test_an_issued_document_cannot_be_removed(leader: Any, model: Any) -> None:
    issue(leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_what_ended_never_comes_back(leader: Any) -> None:
    document = issue(leader)
    documents.withdraw(actor=leader, document=document, reason="印错", now=NOW)
    rows = IssuedDocument.objects.filter(pk=document.pk)
    for values in ({"state": "in_force", "ended_at": None, "reason": ""}, {"reason": "另一个理由"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


@pytest.mark.parametrize("serial", [1, 3])
def test_a_number_out_of_turn_is_refused(leader: Any, serial: int) -> None:
    document = issue(leader)
    document.pk, document.serial, document.number, document.code = (
        None,
        serial,
        f"另〔2026〕{serial}号",
        "c" * 20,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        document.save(force_insert=True)


def test_planted_faults_are_found(leader: Any) -> None:
    document = issue(leader)
    with guards.lifted():
        DocumentFile.objects.update(content=b"%PDF- forged")
        DocumentSeries.objects.update(last=5)
        IssuedDocument.objects.update(title="改过")
    found = {one.check.name: one.faults for one in verification.run() if one.faults}
    assert found["document_files"] == (document.number,)
    assert "document_numbers" in found
    assert "document_trails" in found
    with guards.lifted():
        DocumentFile.objects.all()._raw_delete("default")
    [finding] = verification.run(["document_files"])
    assert finding.faults == (f"{document.number}: ∅",)


def test_a_kind_is_named_once() -> None:
    documents.register(Kind("test_letter", "测试文书", "卫测"))
    with pytest.raises(ValueError, match="two kinds"):
        documents.register(Kind("test_letter", "别的", "别"))
    assert documents.kind_name("gone") == "gone"
