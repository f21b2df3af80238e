"""The register by reach, and the check that anybody may make: what it tells to whom."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from records import documents
from records.models import AuditEntry
from tests.factories import CentreFactory
from tests.records import people
from tests.records.test_documents import NOW, issue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters")]
LIST, CHECK = "/documents/", "/documents/check/"


@pytest.fixture
def leader() -> Any:
    return people.user("leader")


def page(client: Client, user: Any, address: str = LIST) -> str:
    client.force_login(user)
    return client.get(address).content.decode()


def test_the_register_is_filtered(client: Client, leader: Any) -> None:
    issue(leader, key="a", subject="甲镇卫生院")
    issue(leader, key="b", kind="test_other", subject="乙镇卫生院")
    everything = page(client, leader)
    assert "卫测〔2026〕1号" in everything
    assert "卫另〔2026〕1号" in everything
    assert "卫另〔" not in page(client, leader, f"{LIST}?kind=test_letter")
    assert "甲镇卫生院" not in page(client, leader, f"{LIST}?q=乙镇")
    for nothing in ("year=2025", "year=٢", "state=withdrawn", "kind=none"):
        assert "没有符合条件的文书" in page(client, leader, f"{LIST}?{nothing}")


def test_each_reads_what_is_in_reach(client: Client, leader: Any) -> None:
    county = people.county()
    own, other = (CentreFactory(county=county, code=code) for code in ("A01", "A02"))
    far = people.county("360199", "远县")
    made = [
        issue(leader, key="a", subject="本院文书", centre_code=own.code),
        issue(leader, key="b", subject="他院文书", centre_code=other.code),
        issue(leader, key="c", subject="全县公示", open_to_county=True),
    ]
    director = people.user("director", centre=own)
    text = page(client, director)
    assert "本院文书" in text
    assert "全县公示" in text
    assert "他院文书" not in text
    assert client.get(f"{LIST}{made[1].pk}/file.pdf").status_code == 404
    assert client.get(f"{LIST}{made[0].pk}/file.pdf").status_code == 200
    assert "他院文书" in page(client, people.user("prefecture", region=county.parent))
    assert "本院文书" not in page(client, people.user("leader", "far", region=far))
    for role in ("finance", "sysadmin"):
        client.force_login(people.user(role))
        assert client.get(LIST).status_code == 403


def test_a_download_is_the_issued_bytes_and_on_record(client: Client, leader: Any) -> None:
    document = issue(leader)
    client.force_login(leader)
    answer = client.get(f"{LIST}{document.pk}/file.pdf")
    assert b"".join(answer.streaming_content) == documents.content_of(document)  # type: ignore[attr-defined]
    assert AuditEntry.objects.latest("sequence").action == "document.download"


def test_a_document_is_withdrawn_on_its_page(client: Client, leader: Any) -> None:
    document = issue(leader)
    client.force_login(leader)
    address = f"{LIST}{document.pk}/withdraw"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "印错"}).status_code == 302
    assert client.post(address, {"reason": "印错"}).status_code == 409
    text = page(client, leader, f"{LIST}{document.pk}/")
    assert "印错" in text
    assert 'data-dialog="withdraw"' not in text


def test_a_stranger_with_the_number_learns_that_it_holds_and_no_more(client: Client, leader: Any) -> None:
    issue(leader, subject="甲镇卫生院")
    for typed in ("临江县卫测〔2026〕1号", " 临江县卫测[2026]1号 ", "临江县卫测(２０２６)1号"):
        text = client.post(CHECK, {"q": typed}).content.decode()
        assert "确系印发，现行有效" in text, typed
        assert "甲镇卫生院" not in text
        assert "关于测试的通知" not in text
    assert "查无此文" in client.get(CHECK, {"q": "临江县卫测〔2026〕2号"}).content.decode()
    assert client.post(CHECK, {"q": " "}).status_code == 422


def test_counties_of_one_name_are_told_apart_by_the_code(client: Client, leader: Any) -> None:
    made = [issue(leader, key="a"), issue(leader, key="b", issuer="360199")]
    assert made[0].number == made[1].number
    assert "同名机关有相同的文号" in client.post(CHECK, {"q": made[0].number}).content.decode()
    assert "确系印发" in client.get(f"{CHECK}{made[1].code}").content.decode()


def test_who_holds_the_paper_reads_what_it_is(client: Client, leader: Any) -> None:
    document = issue(leader, subject="甲镇卫生院")
    for answer in (
        client.get(f"{CHECK}{document.code}"),
        client.post(CHECK, {"q": f"http://any.example/documents/check/{document.code}"}),
    ):
        text = answer.content.decode()
        assert "甲镇卫生院" in text
        assert "关于测试的通知" in text
    issue(leader, subject="甲镇卫生院")
    text = client.get(f"{CHECK}{document.code}").content.decode()
    assert "确系印发，但已被替代" in text
    assert "卫测〔2026〕2号" in text
    assert "查无此文" in client.get(f"{CHECK}{'0' * 20}").content.decode()


def test_a_file_is_the_issued_one_or_not(client: Client, leader: Any) -> None:
    document = issue(leader)
    other = issue(leader, key="b")
    genuine = documents.content_of(document)
    documents.withdraw(actor=leader, document=document, reason="印错", now=NOW)
    cases = {
        ("", genuine): "确系印发，但已撤销",
        (document.number, genuine): "文件与印发时的原件完全一致",
        (document.number, genuine + b" "): "不是临江县卫测〔2026〕1号印发时的文件",
        (other.number, genuine): "不是临江县卫测〔2026〕2号印发时的文件",
        ("", b"%PDF- any"): "没有印发过内容完全相同的文件",
    }
    for (number, content), said in cases.items():
        upload = SimpleUploadedFile("通知.pdf", content, "application/pdf")
        assert said in client.post(CHECK, {"q": number, "file": upload}).content.decode(), said


def test_a_page_of_twice_the_documents_asks_the_same(client: Client, leader: Any) -> None:
    client.force_login(leader)
    counts = []
    for start in (0, 3):
        for number in range(start, start + 3):
            issue(leader, key=str(number))
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
