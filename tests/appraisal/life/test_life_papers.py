"""The papers of a round's life: the public notice and the decision on an appeal, as drafts and as issued."""

from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from appraisal import papers
from appraisal.actions import appeals
from appraisal.models import Appeal, Round
from records import documents
from records.letters import letter_html
from tests.appraisal.life.world import NOW, LifeWorld
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def world() -> LifeWorld:
    return LifeWorld()


@kept
def noticed(world: LifeWorld) -> Round:
    return world.in_state("notice")


def letter(kind: str, row: Any) -> str:
    return letter_html(papers.paper_of(kind).letter(row))


def accepted(world: LifeWorld, noticed: Round) -> Appeal:
    row = world.accepted(world.looked_into(world.appeal(noticed, 2), "45"))
    row.refresh_from_db()
    return row


def test_the_notice_says_when_where_and_who(noticed: Round) -> None:
    page = letter("public_notice", noticed)
    for said in (
        "2026年上半年乡镇卫生院绩效考核结果的公示",
        "2026年7月2日至2026年7月8日，共5个工作日",
        "拟定等次",
    ):
        assert said in page, said
    assert "90.00" in page
    assert "None" not in page


def test_the_notice_without_scores_has_none(noticed: Round) -> None:
    Round.objects.filter(pk=noticed.pk)
    noticed.notice_scores = False
    assert "90.00" not in letter("public_notice", noticed)


def test_the_decision_answers_each_indicator(world: LifeWorld, noticed: Round) -> None:
    page = letter("appeal_decision", accepted(world, noticed))
    for said in ("申诉处理决定书", "申诉成立", "同意更正。", "45.00", "总分由70.00分变为", "名次仍为第3名，"):
        assert said in page, said
    assert "None" not in page


def test_a_refusal_keeps_the_points(world: LifeWorld, noticed: Round) -> None:
    row = world.appeal(noticed, 2)
    appeals.reject(actor=world.leader, appeal_id=row.pk, decision="证据不足", now=NOW)
    row.refresh_from_db()
    page = letter("appeal_decision", row)
    for said in ("申诉不成立，维持原评定。", "证据不足", "维持原评分"):
        assert said in page, said


def test_there_is_no_decision_before_it_is_made(world: LifeWorld, noticed: Round) -> None:
    row = world.appeal(noticed)
    with pytest.raises(Http404):
        papers.paper_of("appeal_decision").fetch(world.leader, row.pk)


def test_both_are_issued_and_reach_whom_they_are_for(
    client: Client, world: LifeWorld, noticed: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.pdf.render_pdf", lambda html: f"%PDF- {html}".encode())
    row = accepted(world, noticed)
    for kind, pk in (("public_notice", noticed.pk), ("appeal_decision", row.pk)):
        client.force_login(world.clerk)
        assert client.post(reverse("appraisal:paper-issue", args=[kind, pk])).status_code == 403
        client.force_login(world.leader)
        assert client.post(reverse("appraisal:paper-issue", args=[kind, pk])).status_code == 302
    decision = documents.standing(row, "appeal_decision")["appeal_decision"]
    assert decision.centre_code == world.centres[2].code
    pdf = reverse("appraisal:paper-pdf", args=["appeal_decision", row.pk])
    for director, status in ((world.directors[2], 200), (world.directors[0], 404)):
        client.force_login(director)
        assert client.get(pdf).status_code == status
    assert client.get(reverse("appraisal:paper-pdf", args=["public_notice", noticed.pk])).status_code == 200


def test_their_pages_offer_them(client: Client, world: LifeWorld, noticed: Round) -> None:
    row = accepted(world, noticed)
    client.force_login(world.leader)
    assert "公示" in client.get(reverse("appraisal:notice", args=[noticed.pk])).content.decode()
    page = client.get(reverse("appraisal:appeal", args=[row.pk])).content.decode()
    assert "申诉处理决定书" in page
    assert 'data-dialog="issue-appeal_decision"' in page
