"""The audit record in the browser: found, read, exported, and only by whom it concerns."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records import audit, audit_queries, audit_words, guards, imports
from records.csv_files import csv_bytes, harmless
from records.models import AuditEntry
from records.reading.files import read_workbook
from tests.records import people

pytestmark = pytest.mark.django_db
LIST = "/records/audit/"


def record(actor, *names, county="360123", **options):
    region = people.county(county, "临江县")
    for name in names:
        with audit.act(actor, action="region.save", county=region) as trail:
            trail.add(region, {"name": "旧"}, {"name": name}, **options)


@pytest.fixture
def clerk():
    return people.user("clerk")


@pytest.fixture
def reader(client):
    reader = people.user("auditadmin")
    client.force_login(reader)
    return client


def test_who_changed_what_from_what_to_what(reader, clerk):
    record(clerk, "新县", reason="撤并", centre_code="A01")
    page = reader.get(LIST).content.decode()
    for said in ("甲clerk", "临江县", "旧", "新县", "撤并", "A01", "名称", audit.head()):
        assert said in page
    detail = reader.get(LIST + "1/").content.decode()
    for said in ("校验一致", "新县", "360123", AuditEntry.objects.get().digest):
        assert said in detail


def test_a_planted_change_shows_in_its_entry(reader, clerk):
    record(clerk, "新县")
    with guards.lifted():
        AuditEntry.objects.update(after='{"name":"假"}')
    assert "校验不一致" in reader.get(LIST + "1/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["甲乡", "乙乡", "丙乡"]),
        ("q=乙乡", ["乙乡"]),
        ("q=撤并", ["丙乡"]),
        ("q=%25", []),
        ("actor=leader", ["乙乡"]),
        ("verb=save", ["甲乡", "乙乡", "丙乡"]),
        ("verb=pay", []),
        ("object_type=centres.region", ["甲乡", "乙乡", "丙乡"]),
        ("object_type=centres.centre", []),
        ("centre=a01", ["丙乡"]),
        ("county=999999", []),
        ("since=2000-01-01&until=2000-01-02", []),
        ("since=2000-01-01", ["甲乡", "乙乡", "丙乡"]),
        ("since=abc&q=乙乡", ["甲乡", "乙乡", "丙乡"]),
    ],
)
def test_filters(reader, clerk, query, found):
    record(clerk, "甲乡")
    record(people.user("leader"), "乙乡")
    record(clerk, "丙乡", reason="撤并", centre_code="A01")
    page = reader.get(f"{LIST}?{query}").content.decode()
    table = page[page.find("<tbody>") :]
    assert [name for name in ("甲乡", "乙乡", "丙乡") if name in table] == found


def test_a_day_ends_at_midnight_in_shanghai():
    late = datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC)
    with guards.lifted():
        AuditEntry.objects.create(sequence=1, at=late, digest="0")
        AuditEntry.objects.create(sequence=2, at=late.replace(hour=16, minute=0, second=0), digest="0")
    day = datetime(2026, 6, 30, tzinfo=UTC).date()
    found = audit_queries.filtered(AuditEntry.objects.all(), {"since": day, "until": day})
    assert [entry.sequence for entry in found] == [1]


def test_pages_go_both_ways_and_lose_nothing(clerk):
    record(clerk, *(f"名{n}" for n in range(120)))
    entries, seen, before = AuditEntry.objects.all(), [], None
    while True:
        page = audit_queries.page_of(entries, before=before, after=None)
        seen += [line.entry.sequence for line in page.lines]
        if page.older is None:
            break
        before = page.older
    assert seen == list(range(120, 0, -1))
    newer = audit_queries.page_of(entries, before=None, after=page.newer)
    assert [line.entry.sequence for line in newer.lines] == list(range(70, 20, -1))
    top = audit_queries.page_of(entries, before=None, after=newer.newer)
    assert ([line.entry.sequence for line in top.lines], top.newer) == (list(range(120, 70, -1)), None)
    assert audit_queries.page_of(entries.none(), before=None, after=5).lines == []


def test_a_page_costs_the_same_at_any_length(reader, clerk):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(LIST).status_code == 200
        return len(queries)

    record(clerk, "a")
    cost()  # the session's first request
    few = cost()
    record(clerk, *"bcdefghij" * 8)
    assert cost() == few


def test_a_leader_sees_the_own_county_only(client, clerk):
    record(clerk, "本县")
    record(clerk, "外县", county="360124")
    client.force_login(people.user("leader"))
    page = client.get(LIST).content.decode()
    assert "本县" in page
    assert "外县" not in page
    assert "导出 XLSX" not in page
    assert client.get(LIST + "2/").status_code == 404
    assert client.post(LIST + "export").status_code == 403


@pytest.mark.parametrize("role", ["clerk", "finance", "sysadmin"])
def test_others_are_refused(client, role):
    client.force_login(people.user(role))
    for address in (LIST, LIST + "1/"):
        assert client.get(address).status_code == 403
    assert client.post(LIST + "export").status_code == 403


def test_an_export_is_complete_and_on_record(reader, clerk):
    record(clerk, "甲", "乙", "=1+1")
    answer = reader.post(LIST + "export", {"format": "xlsx", "q": ""})
    sheet = read_workbook(answer.content).sheets[0]
    assert [sheet.cell(row, 1).value for row in range(2, 5)] == ["1", "2", "3"]
    assert sheet.cell(2, 10).value == "名称：旧 → 甲"
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.new["rows"]) == ("audit.export", 3)
    answer = reader.post(LIST + "export", {"format": "csv", "q": "乙"})
    assert answer.content.decode("utf-8-sig").count("\r\n") == 2
    assert AuditEntry.objects.latest("sequence").new["filter"] == {"q": "乙"}


def test_an_export_too_large_says_so(reader, clerk, monkeypatch):
    record(clerk, "甲", "乙")
    monkeypatch.setattr("records.views.audit.MOST_EXPORTED", 1)
    assert reader.post(LIST + "export").status_code == 422
    assert reader.post(LIST + "export", {"since": "x"}).status_code == 422


def test_csv_runs_nothing():
    assert [harmless(text) for text in ("=1", "+1", "-1", "@x", "\tx", "a=1")] == [
        "'=1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "a=1",
    ]
    assert csv_bytes(["甲"], [["=1"]]).decode("utf-8-sig") == "甲\r\n'=1\r\n"


def test_words(monkeypatch):
    monkeypatch.setattr(audit_words, "_actions", {})
    assert audit_words.action_name("region.edit", "centres.region") == "行政区划：修改"
    assert audit_words.action_name("import.fail") == "导入：失败"
    assert audit_words.action_name("thing.unheard") == "thing：unheard"
    audit_words.register({"thing.unheard": "没听过"})
    assert audit_words.action_name("thing.unheard") == "没听过"
    assert (audit_words.type_name("gone.model"), audit_words.field_name("gone.model", "x")) == (
        "gone.model",
        "x",
    )


def test_words_of_imports_and_roles():
    importer = imports.register(type("X", (imports.Importer,), {"kind": "words", "title": "文字"})())
    assert audit_words.action_name("import.words") == f"导入：{importer.title}"
    assert (audit_words.role_name("leader"), audit_words.role_name("gone")) == ("局领导", "gone")


def test_the_side_bar_offers_it(client):
    for role, offered in (("auditadmin", True), ("leader", True), ("finance", False)):
        client.force_login(people.user(role))
        assert ('href="/records/audit/"' in client.get("/").content.decode()) == offered
