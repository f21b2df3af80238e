"""The paper score sheet: everything to score by and to sign, on every page its header; all of a round at once."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from appraisal.actions import score_sheets
from appraisal.book import book_for
from appraisal.models import Assessment, Round
from appraisal.reports.score_sheet import Forms
from centres.access import NotAllowed
from centres.roles import Role
from records import jobs
from records.models import Job
from tests.appraisal.reports.pdf import sheets as pdf_sheets
from tests.appraisal.results.world import client_of
from tests.factories import County, CountyFactory, UserFactory, kinds_scheme
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 20)


class Paper:
    def __init__(self, county: County) -> None:
        self.county = county
        self.round: Round = county.open()

    @property
    def sheets(self) -> list[Assessment]:
        rows = Assessment.objects.filter(round=self.round).order_by("centre__code")
        return list(rows.select_related("centre", "staff", "round__county", "round__scheme"))

    def html(self) -> str:
        sheet = self.sheets[0]
        return Forms(sheet, DAY).html(sheet)


@kept
def paper() -> Paper:
    return Paper(County(2, scheme=kinds_scheme(CountyFactory())))


def test_every_indicator_has_its_rule_its_marks_its_method_and_room_to_write(paper: Paper) -> None:
    page = paper.html()
    book = book_for(paper.round.scheme)
    for entry in book.entries.values():
        assert entry.spec.name in page
        assert escape(entry.spec.sentence().zh) in page
        for field in entry.fields:
            assert field.label.zh in page
    assert page.count('<td class="write">') == len(book.entries)
    assert page.count("<i></i>") == 3  # the three answers of the yes-or-no indicator
    assert page.count("查阅资料") == len(book.entries)
    for words in (
        "考核人员（签字）",
        "被考核单位负责人（签字、盖章）",
        "扣分原因",
        "空白表示尚未评分，不是 0 分",
    ):
        assert words in page
    assert paper.sheets[0].centre.name in page
    assert "满分 100.00" in page
    assert "打印：2026年6月20日" in page


def test_nothing_that_was_entered_is_on_the_empty_sheet(paper: Paper) -> None:
    before = paper.html()
    plain = Paper(County(1, indicators=2))
    plain.county.score(plain.round, ["77.5"])
    assert "77.5" not in plain.html()
    assert paper.html() == before


def test_names_of_record_are_text(paper: Paper) -> None:
    centre = paper.sheets[0].centre
    centre.name = "<b>珺䶮</b>卫生院"
    centre.save(update_fields=["name"])
    page = paper.html()
    assert "&lt;b&gt;珺䶮&lt;/b&gt;卫生院" in page


def test_the_english_sheet_has_the_rule_in_english(paper: Paper) -> None:
    with override("en"):
        page = paper.html()
    for entry in book_for(paper.round.scheme).entries.values():
        assert escape(entry.spec.sentence().en) in page


def test_forms_of_a_round_cost_the_same_however_many(
    paper: Paper, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sheets = paper.sheets
    book_for(paper.round.scheme)
    with django_assert_num_queries(1):
        forms = Forms(sheets[0], DAY)
        for sheet in sheets:
            forms.html(sheet)


def test_on_paper_the_header_and_the_number_are_on_every_page_and_the_signatures_on_the_last() -> None:
    paper = Paper(County(1, indicators=20))
    response = client_of(paper.county.clerk).get(
        reverse("appraisal:score-sheet", args=[paper.round.pk, paper.sheets[0].centre.code])
    )
    data = b"".join(response.streaming_content)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in text
        assert "指标和评分规则" in text
        assert paper.sheets[0].centre.name in text
        assert ("考核人员（签字）" in text) == (number == len(pages))
    for sheet in pdf_sheets(data):
        assert (round(sheet.width), round(sheet.height)) == (297, 210)
        assert all(word.left > 10 and word.right < 287 for word in sheet.words)
    assert "no-store" in response.headers["Cache-Control"]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """The archive without rendering: what a form holds is shown above."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(Forms, "pdf", lambda forms, sheet: forms.html(sheet).encode())


def test_all_of_a_round_in_one_archive(
    paper: Paper, quick: None, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(paper.county.clerk)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("appraisal:score-sheets", args=[paper.round.pk]))
    job = Job.objects.get()
    assert response.headers["Location"] == reverse("records:job", args=[job.pk])
    assert (job.state, job.progress, job.total) == (Job.State.DONE, 2, 2)
    with zipfile.ZipFile(jobs.result_file(job)) as archive:
        names = [f"{sheet.centre.code}_{sheet.centre.name}_评分表.pdf" for sheet in paper.sheets]
        assert archive.namelist() == names
        for name, sheet in zip(names, paper.sheets, strict=True):
            assert sheet.centre.name in archive.read(name).decode()


def test_the_round_page_offers_them_to_who_may(paper: Paper) -> None:
    action = reverse("appraisal:score-sheets", args=[paper.round.pk])
    page = reverse("appraisal:round", args=[paper.round.pk])
    for role, offered in ((Role.CLERK, True), (Role.LEADER, True), (Role.PREFECTURE, False)):
        client = client_of(UserFactory(role=role, county=paper.county.region))
        assert (action in client.get(page).content.decode()) is offered


def test_who_only_reads_starts_nothing(paper: Paper) -> None:
    reader = UserFactory(role=Role.PREFECTURE, county=paper.county.region)
    with pytest.raises(NotAllowed):
        score_sheets.start(actor=reader, current=paper.round)
    assert not Job.objects.exists()


def test_a_round_outside_its_askers_scope_fails_in_words(
    paper: Paper, django_capture_on_commit_callbacks: Any
) -> None:
    stranger = UserFactory(role=Role.LEADER)
    params = {"round": paper.round.pk, "language": "zh-hans"}
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start(actor=stranger, kind="reports.score_sheets", params=params)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "该轮次不在您的管辖范围内，或还没有评分表。")
