"""Files of an appeal: by the rules of evidence, from the centre that appeals, until the decision and no longer."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from appraisal import papers
from appraisal.actions import appeals, carrying, evidence
from appraisal.field_access import Holder
from appraisal.models import Appeal, Evidence, EvidenceWithdrawal, Round
from appraisal.queries.appeals import seen_mark
from appraisal.queries.evidence import appeal_evidence, counting_files, counts_of, faulty_files
from centres.roles import Role
from records import guards
from records.attached import files
from records.errors import Conflict, Invalid, NotAllowed
from records.letters import letter_html
from records.models import AuditEntry
from tests.appraisal.field.files import PDF, looked_at_here, photo
from tests.appraisal.field.world import signed_in
from tests.appraisal.life.world import NOTICE_ENDS, NOW, LifeWorld
from tests.factories import UserFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept_apart(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _looked_at_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child process has tests of its own."""
    monkeypatch.setattr(files, "_ask_child", looked_at_here)
    monkeypatch.setattr(files, "first_page", lambda _data: b"")


@kept
def world() -> LifeWorld:
    return LifeWorld()


@kept
def noticed(world: LifeWorld) -> Round:
    return world.in_state("notice")


@pytest.fixture
def appeal(world: LifeWorld, noticed: Round) -> Appeal:
    return world.appeal(noticed)


def add(world: LifeWorld, appeal: Appeal, actor: Any = None, **more: Any) -> Evidence:
    values = {"source": photo(), "name": "会议记录.jpg", "indicator_id": world.indicators[0].pk, "now": NOW}
    return evidence.add_to_appeal(
        actor=actor or world.directors[0], appeal_id=appeal.pk, **(values | more)
    )  # fmt: skip


def at_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the pages stands in the notice."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_a_file_is_kept_with_its_hash_and_its_act(world: LifeWorld, appeal: Appeal) -> None:
    row = add(world, appeal, note="第3页")
    assert (row.appeal, row.assessment, row.kind, row.note) == (appeal, appeal.assessment, "jpeg", "第3页")
    assert files.place(row.path).read_bytes() == photo()
    entry = AuditEntry.objects.filter(action="evidence.add").get()
    assert (entry.actor, entry.new["appeal"], entry.new["sha256"]) == (
        world.directors[0],
        appeal.pk,
        row.sha256,
    )
    files.place(row.path).write_bytes(b"changed")
    assert len(list(faulty_files())) == 1


def test_the_rules_are_those_of_evidence(world: LifeWorld, appeal: Appeal) -> None:
    first = add(world, appeal)
    with pytest.raises(Invalid):
        add(world, appeal, source=b"MZ program")
    with pytest.raises(Conflict, match="没有重复保存"):
        add(world, appeal)
    second = add(world, appeal, source=PDF, name="扫描.pdf", replaces_id=first.pk)
    assert (second.version, second.replaces) == (2, first)
    evidence.withdraw(actor=world.directors[0], evidence_id=second.pk, reason="扫错了", now=NOW)
    [cell] = appeal_evidence(world.clerk, Holder(appeal.assessment, appeal), NOW)
    assert (cell.count, cell.lacks, cell.pieces[0].reason) == (0, False, "扫错了")
    assert counting_files(appeal) == []


def test_it_is_the_appeals_and_not_the_cells(world: LifeWorld, noticed: Round, appeal: Appeal) -> None:
    """A cell's count, and what a reopened round goes on with, leave it out; neither replaces the other's."""
    row = add(world, appeal)
    assert counts_of([appeal.assessment]) == {}
    appeals.withdraw(actor=world.directors[0], appeal_id=appeal.pk, now=NOW)
    again = world.appeal(noticed)
    with pytest.raises(Conflict, match="同一指标"):
        add(world, again, source=PDF, replaces_id=row.pk)
    add(world, again)
    assert list(carrying._counting_evidence(noticed)) == []


def test_who_may_add(world: LifeWorld, appeal: Appeal) -> None:
    for actor in (
        world.clerk,
        world.leader,
        *(world.people[role] for role in (Role.PREFECTURE, Role.PROVINCE)),
    ):
        with pytest.raises(NotAllowed):
            add(world, appeal, actor)
    for actor in (world.directors[1], UserFactory(role=Role.CLERK), UserFactory(role=Role.LEADER)):
        with pytest.raises(Http404):
            add(world, appeal, actor)
    with pytest.raises(Http404):
        add(world, appeal, indicator_id=world.indicators[1].pk)
    assert Evidence.objects.count() == 0


def test_neither_the_decision_nor_the_end_of_the_notice_is_waited_past(
    world: LifeWorld, appeal: Appeal
) -> None:
    row = add(world, appeal)
    add(world, appeal, source=photo(colour="red"), now=NOTICE_ENDS - timedelta(microseconds=1))
    with pytest.raises(Conflict, match="公示期已过"):
        add(world, appeal, source=PDF, now=NOTICE_ENDS)
    appeals.reject(actor=world.leader, appeal_id=appeal.pk, decision="证据不足", now=NOW)
    for act in (
        lambda: add(world, appeal, source=PDF),
        lambda: evidence.withdraw(actor=world.directors[0], evidence_id=row.pk, reason="晚了", now=NOW),
    ):
        with pytest.raises(Conflict, match="已处理"):
            act()


def test_what_came_since_is_looked_at_before_the_decision(world: LifeWorld, appeal: Appeal) -> None:
    looked = world.looked_into(appeal, "45")
    seen = seen_mark(looked)
    add(world, appeal)
    with pytest.raises(Conflict, match="重新查看"):
        appeals.accept(actor=world.leader, appeal_id=appeal.pk, decision="同意", seen=seen, now=NOW)
    assert world.accepted(looked).state == Appeal.State.ACCEPTED


def copied(row: Evidence, **more: Any) -> Evidence:
    new = Evidence.objects.get(pk=row.pk)
    new.pk, new.sha256 = None, "0" * 64
    for name, value in more.items():
        setattr(new, name, value)
    return new


def refused(act: Any, guard: str) -> None:
    with pytest.raises(IntegrityError, match=guard), transaction.atomic():
        act()


def test_the_database_takes_none_out_of_time_or_of_another(
    world: LifeWorld, noticed: Round, appeal: Appeal
) -> None:
    row, guard = add(world, appeal), "evidence_of_open_appeal"
    copied(row).save()
    refused(lambda: copied(row, added_at=NOTICE_ENDS).save(), guard)
    refused(lambda: copied(row, indicator=world.indicators[1]).save(), guard)
    refused(lambda: copied(row, assessment=world.sheet(noticed, 1)).save(), guard)
    mine = world.appeal(noticed, 1)
    other = {"appeal": mine, "assessment": mine.assessment, "replaces": row, "version": 2}
    refused(lambda: copied(row, **other).save(), "evidence_of_cell")
    refused(lambda: Evidence.objects.filter(pk=row.pk).update(name="改"), "evidence")
    refused(lambda: Evidence.objects.filter(pk=row.pk).delete(), "evidence")
    late = EvidenceWithdrawal(evidence=row, reason="晚", by=world.directors[0], at=NOTICE_ENDS)
    refused(late.save, "withdrawal_in_open_appeal")
    appeals.reject(actor=world.leader, appeal_id=appeal.pk, decision="证据不足", now=NOW)
    refused(lambda: copied(row).save(), guard)
    gone = EvidenceWithdrawal(evidence=row, reason="晚", by=world.directors[0], at=NOW)
    refused(gone.save, "withdrawal_in_open_appeal")


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_same_write_passes(world: LifeWorld) -> None:
    """The control."""
    appeal = world.appeal(world.in_state("notice"))
    row = add(world, appeal)
    with guards.lifted():
        copied(row, added_at=NOTICE_ENDS).save()
    assert Evidence.objects.count() == 2


def test_the_decision_lists_them_with_their_hashes(world: LifeWorld, appeal: Appeal) -> None:
    first, kept = add(world, appeal), add(world, appeal, source=photo(colour="red"), name="签到表.jpg")
    evidence.withdraw(actor=world.directors[0], evidence_id=first.pk, reason="不用", now=NOW)
    appeals.reject(actor=world.leader, appeal_id=appeal.pk, decision="证据不足", now=NOW)
    appeal.refresh_from_db()
    page = letter_html(papers.paper_of("appeal_decision").letter(appeal))
    for words in ("提交的材料1份", "二、申诉材料", "附件2", "签到表.jpg", kept.sha256):
        assert words in page, words
    assert first.sha256 not in page
    assert "附件1　各指标复核情况" in page


def test_files_come_with_the_appeal(
    world: LifeWorld, noticed: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One good, one that is no document: the appeal and the good one stand, the other is said by name.

    A file of a line that isn't appealed against is left aside.
    """
    at_notice(monkeypatch)
    first, second = world.indicators[:2]
    client = signed_in(world.directors[0])
    data = {
        "reason": "有据", "appeal": [first.pk, second.pk], f"claim-{first.pk}": "应得满分", f"claim-{second.pk}": "同上",
        f"file-{first.pk}": SimpleUploadedFile("台账.pdf", PDF), f"file-{second.pk}": SimpleUploadedFile("a.exe", b"MZ"),
        "file-999999": SimpleUploadedFile("别的.pdf", PDF), "file-x": SimpleUploadedFile("乱.pdf", PDF),
    }  # fmt: skip
    answer = client.post(reverse("appraisal:appeal-make", args=[noticed.pk]), data, follow=True)
    [row] = Evidence.objects.all()
    assert (row.appeal, row.indicator, row.name) == (Appeal.objects.get(), first, "台账.pdf")
    page = answer.content.decode()
    for words in ("“a.exe”没有保存", "台账.pdf", "申诉材料", "换新版本"):
        assert words in page, words


def test_the_page_adds_replaces_and_withdraws(
    world: LifeWorld, appeal: Appeal, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_notice(monkeypatch)
    client = signed_in(world.directors[0])
    address = reverse("appraisal:appeal-evidence", args=[appeal.pk, world.indicators[0].pk])
    answer = client.post(address, {"file": SimpleUploadedFile("台账.pdf", PDF), "note": "一季度"})
    assert answer.headers["Location"].startswith(reverse("appraisal:appeal", args=[appeal.pk]))
    row = Evidence.objects.get()
    piece = client.post(
        address,
        {"replaces": row.pk, "file": SimpleUploadedFile("新.jpg", photo())},
        headers={"HX-Request": "true"},
    )
    assert "新.jpg" in piece.content.decode()
    assert f'hx-post="{address}"' in piece.content.decode()
    new = Evidence.objects.get(version=2)
    gone = client.post(
        reverse("appraisal:evidence-withdraw", args=[new.pk]),
        {"reason": "错"},
        headers={"HX-Request": "true"},
    )
    assert "已撤回：错" in gone.content.decode()
    bad = client.post(address, {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert (bad.status_code, "不能上传" in bad.content.decode()) == (422, True)
    assert "有会议记录为证" in bad.content.decode()


def test_the_county_sees_them_beside_the_reasons(
    world: LifeWorld, appeal: Appeal, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_notice(monkeypatch)
    row = add(world, appeal)
    page = signed_in(world.leader).get(reverse("appraisal:appeal", args=[appeal.pk])).content.decode()
    assert row.name in page
    assert 'type="file"' not in page
    reach = {
        world.clerk: 200, world.directors[0]: 200, world.directors[1]: 404, UserFactory(role=Role.CLERK): 404,
        world.finance: 403,
    }  # fmt: skip
    for user, status in reach.items():
        for name in ("file", "preview"):
            answer = signed_in(user).get(reverse(f"appraisal:evidence-{name}", args=[row.pk]))
            assert answer.status_code == status, (user, name)


def test_an_appeal_without_files_shows_none_to_who_adds_none(world: LifeWorld, appeal: Appeal) -> None:
    holder = Holder(appeal.assessment, appeal)
    assert appeal_evidence(world.clerk, holder, NOW) == []
    assert len(appeal_evidence(world.directors[0], holder, NOW)) == 1
    assert appeal_evidence(world.directors[0], holder, NOTICE_ENDS) == []


def test_the_page_costs_the_same_with_more_files(
    world: LifeWorld, appeal: Appeal, django_assert_max_num_queries: Any
) -> None:
    holder = Holder(appeal.assessment, appeal)
    for colour in ("red", "green", "blue", "white"):
        add(world, appeal, source=photo(colour=colour))
        with django_assert_max_num_queries(2):
            appeal_evidence(world.clerk, holder, NOW)
