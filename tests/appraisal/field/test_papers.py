"""The papers of what is done on site: record of a draw, survey summary; draft, issue, number, workbook, check."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from appraisal import papers
from appraisal.actions import draws, fieldwork, surveys
from appraisal.actions.draws import Wanted
from appraisal.core.fieldwork import Minima
from appraisal.models import Draw, Survey
from appraisal.queries.survey_summary import survey_summary
from appraisal.reports.survey_letters import summary_letter
from centres.roles import Role
from records import documents
from records.errors import NotAllowed
from records.models import IssuedDocument
from tests.appraisal.field.world import World, answers, signed_in
from tests.factories import NOW, UserFactory

SITE = "https://kaohe.example.cn/"
KINDS = ["draw_record", "survey_summary"]


@pytest.fixture
def typeset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.pdf.render_pdf", lambda html: f"%PDF- {html}".encode())


def drawn(world: World, frame: str = "1至30", size: int = 4) -> Draw:
    wanted = Wanted(
        kind="households", size=size, about="青石村名册", code=world.code, frame=frame, seed="seed-1"
    )
    return draws.draw(actor=world.clerk, round_id=world.round.pk, wanted=wanted, now=NOW)


def asked(world: World) -> Survey:
    """Two households and a patient content, one household not; a symposium short of what is asked."""
    survey = world.survey()
    people = [("household", "1", 5), ("household", "2", 2), ("patient", "1", 5), ("household", "3", 4)]
    given = [
        surveys.Given(code=world.code, who=who, number=number, answers=answers(level))
        for who, number, level in people
    ]
    surveys.take(actor=world.clerk, survey_id=survey.pk, given=given, now=NOW)
    world.hire(10)
    fieldwork.set_minima(actor=world.leader, round_id=world.round.pk, minima=Minima(), now=NOW)
    fieldwork.hold_symposium(
        actor=world.clerk, round_id=world.round.pk, sheet_id=world.sheets[0].pk, held_on=NOW.date(), staff=3,
        patients=2, note="在二楼会议室", now=NOW,
    )  # fmt: skip
    return survey


def row_of(world: World, kind: str) -> Any:
    if kind == "draw_record":
        return drawn(world)
    asked(world)
    return world.sheets[0]


def issue(world: World, kind: str, row: Any) -> IssuedDocument:
    return papers.issue(actor=world.leader, kind=kind, pk=row.pk, site=SITE, now=NOW)


def test_a_symposium_alone_makes_a_summary(world: World) -> None:
    fieldwork.hold_symposium(
        actor=world.clerk, round_id=world.round.pk, sheet_id=world.sheets[0].pk, held_on=NOW.date(), staff=3,
        patients=0, note="", now=NOW,
    )  # fmt: skip
    letter = summary_letter(survey_summary(world.sheets[0]))
    assert (letter.tables, letter.figures, letter.annexes) == ([], [], [])
    assert papers.offers(world.leader, world.sheets[0], "survey_summary")[0].may_issue
    assert not papers.offers(world.leader, world.sheets[1], "survey_summary")[0].may_issue
    with pytest.raises(Http404):
        issue(world, "survey_summary", world.sheets[1])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("typeset")
def test_issued_and_issued_anew(world: World, kind: str) -> None:
    row = row_of(world, kind)
    first = issue(world, kind, row)
    assert first.number in documents.content_of(first).decode()
    assert papers.current(kind, row) == documents.content_of(first)
    second = issue(world, kind, row)
    first.refresh_from_db()
    assert (first.state, first.replaced_by, second.serial) == ("replaced", second, 2)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("typeset")
def test_who_issues(world: World, kind: str) -> None:
    row = row_of(world, kind)
    for role in Role.values:
        actor = UserFactory(role=role, **_scope(world, role))
        address = reverse("appraisal:paper-issue", args=[kind, row.pk])
        answer = signed_in(actor).post(address)
        assert (answer.status_code == 302) == (role == Role.LEADER), role
    assert IssuedDocument.objects.count() == 1
    with pytest.raises(Http404):
        papers.issue(actor=UserFactory(role=Role.LEADER), kind=kind, pk=row.pk, site=SITE, now=NOW)
    with pytest.raises(NotAllowed):
        papers.issue(actor=world.clerk, kind=kind, pk=row.pk, site=SITE, now=NOW)


def _scope(world: World, role: str) -> dict[str, Any]:
    if role in {Role.DIRECTOR, Role.STAFF}:
        return {"centre": world.county.centres[0]}
    return {"county": world.county.region}


@pytest.mark.usefixtures("typeset")
def test_whom_they_reach(world: World) -> None:
    """Nobody who may be visited reads of a draw; what was said of a centre reaches that centre once it is issued."""
    record, summary = (
        issue(world, "draw_record", drawn(world)),
        issue(world, "survey_summary", row_of(world, "survey_summary")),
    )
    reach = {
        world.director: (404, 200),
        world.neighbour: (404, 404),
        world.stranger: (404, 404),
        world.clerk: (200, 200),
    }
    for user, statuses in reach.items():
        client = signed_in(user)
        found = [
            client.get(reverse("documents:document", args=[one.pk])).status_code for one in (record, summary)
        ]
        assert tuple(found) == statuses, user


def test_the_pages_offer_them_and_editable_forms(world: World, client: Client) -> None:
    made, survey = drawn(world), asked(world)
    client.force_login(world.leader)
    pages = {
        "draw_record": reverse("appraisal:draw", args=[made.pk]),
        "survey_summary": reverse("appraisal:survey-centre", args=[survey.pk, world.code]),
    }
    for kind, address in pages.items():
        page = client.get(address).content.decode()
        assert f'data-dialog="issue-{kind}"' in page
        assert f"/papers/{kind}/" in page
        row_id = made.pk if kind == "draw_record" else world.sheets[0].pk
        for ending in ("docx", "xlsx"):
            file = reverse(f"appraisal:paper-{ending}", args=[kind, row_id])
            assert f'href="{file}"' in page
            answer = client.get(file)
            assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
            assert f".{ending}" in answer.headers["Content-Disposition"]
    client.force_login(world.clerk)
    page = client.get(pages["draw_record"]).content.decode()
    assert "data-dialog" not in page


def test_a_letter_without_lists_has_no_workbook(world: World, client: Client) -> None:
    client.force_login(world.leader)
    assert papers.paper_of("appeal_decision").book is None
    address = reverse("appraisal:paper-xlsx", args=["public_notice", world.round.pk])
    assert client.get(address).status_code == 404


def test_one_walk_with_real_type(world: World, client: Client) -> None:
    """The summary as PDF: draft, issue, check by number and by file."""
    asked(world)
    sheet = world.sheets[0]
    client.force_login(world.leader)
    address = reverse("appraisal:paper-pdf", args=["survey_summary", sheet.pk])

    def fetched() -> bytes:
        return b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]

    assert "草稿" in _words(fetched())
    document = issue(world, "survey_summary", sheet)
    issued = fetched()
    assert issued == documents.content_of(document)
    assert document.number in _words(issued)
    client.logout()
    upload = SimpleUploadedFile("汇总.pdf", issued, "application/pdf")
    page = client.post(reverse("documents:check"), {"q": document.number, "file": upload})
    assert "完全一致" in page.content.decode()


def _words(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
