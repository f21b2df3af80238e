"""Pages of schemes: who sees and does what, what is said, how much is asked of the database."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.actions import schemes
from appraisal.models import Scheme
from appraisal.sheets.scheme_export import write_scheme
from appraisal.sheets.scheme_import import read_scheme
from centres.models import User
from records.models import StagedImport
from records.reading.files import read_workbook
from tests.appraisal.schemes.shelf import active, clerk, draft, indicator, leader, shipped, small
from tests.records.people import county, user

pytestmark = pytest.mark.django_db
ACTS = ("activate", "retire", "copy-version", "copy-year", "discard")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(scheme: Scheme) -> str:
    return reverse("appraisal:scheme", args=[scheme.pk])


@pytest.mark.parametrize(
    ("role", "reads_list", "reads_draft", "reads_active"),
    [
        ("clerk", 200, 200, 200),
        ("leader", 200, 200, 200),
        ("prefecture", 200, 200, 200),
        ("province", 200, 200, 200),
        ("director", 200, 404, 200),
        ("finance", 403, 403, 403),
        ("staff", 403, 403, 403),
        ("sysadmin", 403, 403, 403),
        ("auditadmin", 403, 403, 403),
    ],
)
def test_who_reads_what(role: str, reads_list: int, reads_draft: int, reads_active: int, make_user) -> None:
    fixed, loose = active(), draft(small(code="NEW"))
    client = signed_in(User.objects.filter(role=role).first() or make_user(role))
    assert client.get(reverse("appraisal:schemes")).status_code == reads_list
    for scheme, status in ((loose, reads_draft), (fixed, reads_active)):
        assert client.get(page(scheme)).status_code == status
        assert client.get(reverse("appraisal:scheme-workbook", args=[scheme.pk])).status_code == status


def test_whoever_is_not_signed_in_is_sent_to_sign_in() -> None:
    assert Client().get(page(draft())).status_code == 302


def test_another_countys_scheme_is_not_there() -> None:
    scheme = active()
    stranger = signed_in(user("leader", "stranger", region=county("360124", "安义县")))
    assert stranger.get(page(scheme)).status_code == 404
    assert stranger.post(reverse("appraisal:scheme-act", args=[scheme.pk, "retire"])).status_code == 404


@pytest.mark.parametrize(
    "role", ["prefecture", "province", "director", "finance", "staff", "sysadmin", "auditadmin"]
)
def test_readers_see_no_button_and_can_do_nothing(role: str, make_user) -> None:
    scheme = active()
    client = signed_in(make_user(role))
    text = client.get(page(scheme)).content.decode()
    assert "data-dialog" not in text
    for act in ACTS:
        assert client.post(reverse("appraisal:scheme-act", args=[scheme.pk, act])).status_code in {403, 404}
    assert client.post(reverse("appraisal:scheme-load-shipped")).status_code == 403
    assert Scheme.objects.values_list("state", flat=True).get() == "active"


def test_nothing_changes_on_get() -> None:
    scheme = draft()
    client = signed_in(leader())
    for act in ACTS:
        assert client.get(reverse("appraisal:scheme-act", args=[scheme.pk, act])).status_code == 405
    assert client.get(reverse("appraisal:scheme-load-shipped")).status_code == 405


def test_the_page_says_each_rule_in_words() -> None:
    text = signed_in(clerk()).get(page(active())).content.decode()
    assert "比率≥95% 得满分 30 分；低于 95% 的，按比率 ÷ 95% × 30 计分。" in text
    assert "合格（份） ÷ 抽查（份）" in text
    assert "缺项剔除后折算" in text


def test_the_page_speaks_english() -> None:
    client = signed_in(clerk())
    text = client.get(page(active()), headers={"Accept-Language": "en"}).content.decode()
    assert "earns full marks" in text


def test_a_draft_with_faults_lists_them_and_offers_no_activation() -> None:
    wrong = small(categories=(small().categories[0],))
    client = signed_in(leader())
    scheme = draft(wrong)
    text = client.get(page(scheme)).content.decode()
    assert "类别满分合计 60 分，与满分 100 分不符。" in text
    assert 'data-dialog="activate" disabled' in text
    answer = client.post(reverse("appraisal:scheme-act", args=[scheme.pk, "activate"]))
    assert answer.status_code == 422
    assert "方案满分" in answer.content.decode()


def test_the_life_of_a_scheme_by_its_buttons() -> None:
    scheme, head, worker = draft(), signed_in(leader()), signed_in(clerk())

    def act(client: Client, one: Scheme, name: str) -> str:
        return client.post(reverse("appraisal:scheme-act", args=[one.pk, name])).url

    assert act(head, scheme, "activate") == page(scheme)
    second = Scheme.objects.get(pk=int(act(worker, scheme, "copy-version").split("/")[-2]))
    third = Scheme.objects.get(pk=int(act(worker, scheme, "copy-year").split("/")[-2]))
    assert (second.version, third.year, third.code) == (2, 2027, "S-2027")
    assert act(worker, third, "discard") == reverse("appraisal:schemes")
    act(head, scheme, "retire")
    assert sorted(Scheme.objects.values_list("version", "state")) == [(1, "retired"), (2, "draft")]
    assert head.post(reverse("appraisal:scheme-act", args=[scheme.pk, "retire"])).status_code == 409
    assert head.post(reverse("appraisal:scheme-act", args=[scheme.pk, "melt"])).status_code == 404


def test_the_shipped_scheme_is_loaded_by_one_button() -> None:
    client = signed_in(clerk())
    assert "载入系统自带方案" in client.get(reverse("appraisal:schemes")).content.decode()
    client.post(reverse("appraisal:scheme-load-shipped"))
    assert Scheme.objects.get().code == shipped().code
    answer = client.get(reverse("appraisal:scheme-shipped"))
    assert read_scheme(read_workbook(BytesIO(answer.content))).document == shipped()


def test_a_workbook_from_upload_to_confirmation() -> None:
    client = signed_in(clerk())
    data = write_scheme(small(note="改过"))
    draft()
    upload = reverse("records:import_upload", args=["scheme"])
    assert client.get(upload).status_code == 200
    answer = client.post(upload, {"file": SimpleUploadedFile("方案.xlsx", data)})
    preview = client.get(answer.url).content.decode()
    assert "改过" in preview
    assert "修改第1版草稿" in preview
    assert Scheme.objects.get().note == ""
    staged = StagedImport.objects.get()
    answer = client.post(reverse("records:import_confirm", args=[staged.key]))
    assert answer.url == page(Scheme.objects.get())
    assert Scheme.objects.get().note == "改过"


def test_a_faulty_workbook_shows_its_faults_and_writes_nothing() -> None:
    client = signed_in(clerk())
    data = write_scheme(small(bands=small().bands[::-1]))
    upload = reverse("records:import_upload", args=["scheme"])
    answer = client.post(upload, {"file": SimpleUploadedFile("方案.xlsx", data)}, follow=True)
    assert "应小于上一等次的下限" in answer.content.decode()
    assert not Scheme.objects.exists()


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_a_schemes_page_asks_as_much_for_2n_indicators_as_for_n() -> None:
    first, second = small().categories
    many = tuple(indicator(f"A-{row:02d}", full_marks=first.full_marks / 10) for row in range(10))
    wide = small(code="WIDE", categories=(replace(first, indicators=many), second))
    client = signed_in(clerk())
    slim, broad = draft(), draft(wide)
    client.get(page(slim))
    assert queries(lambda: client.get(page(slim))) == queries(lambda: client.get(page(broad)))


def test_the_list_asks_as_much_for_2n_schemes_as_for_n() -> None:
    client = signed_in(clerk())
    address = reverse("appraisal:schemes")
    counted = []
    for size in (2, 2):
        for _ in range(size):
            draft(small(code=f"S{Scheme.objects.count()}"))
        client.get(address)
        counted.append(queries(lambda: client.get(address)))
    assert counted[0] == counted[1]


def test_a_leader_is_reminded_of_a_draft_to_put_in_force() -> None:
    draft()
    assert "等待启用" in signed_in(leader()).get("/").content.decode()
    schemes.discard(actor=clerk(), scheme_id=Scheme.objects.get().pk)
    assert "等待启用" not in signed_in(leader()).get("/").content.decode()
