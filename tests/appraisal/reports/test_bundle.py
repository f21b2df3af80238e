"""All documents as a job: complete, stopped when asked, an error that is seen and retried, nothing left behind."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from appraisal.actions import bundles
from appraisal.reports import documents
from centres.access import NotAllowed
from centres.models import User
from records import jobs
from records.models import AuditEntry, Job
from tests.appraisal.results.world import Published, client_of, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
State = Job.State


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    """Two centres and a temporary folder of its own, so that what is left behind is seen."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return Published([[], ["points"]], names=["../珺䶮卫生院", "乙卫生院"])


@pytest.fixture
def start(world: Published, django_capture_on_commit_callbacks: Any) -> Callable[[], Job]:
    """Start the job and let the worker run it."""

    def run() -> Job:
        with django_capture_on_commit_callbacks(execute=True):
            job = bundles.start(actor=world.county.leader, publication=world.year)
        job.refresh_from_db()
        return job

    return run


@pytest.fixture
def untyped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of a document instead of its type, where the job is looked at: the first test here sets real type."""
    monkeypatch.setattr("records.pdf.render_pdf", lambda html: f"%PDF-{html}".encode())


def leftovers(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "temporary").iterdir())


def test_the_archive_holds_every_document(world: Published, start: Callable[[], Job], tmp_path: Path) -> None:
    job = start()
    assert (job.state, job.progress, job.total) == (State.DONE, 5, 5)
    with zipfile.ZipFile(jobs.result_file(job)) as archive:
        assert archive.testzip() is None
        first, second = (centre.code for centre in world.centres)
        assert sorted(archive.namelist()) == sorted([
            f"{world.county.region.name}_2026年度_考核结果汇总.pdf",
            f"通知书/{first}__珺䶮卫生院_通知书.pdf",
            f"考核报告/{first}__珺䶮卫生院_考核报告.pdf",
            f"通知书/{second}_乙卫生院_通知书.pdf",
            f"考核报告/{second}_乙卫生院_考核报告.pdf",
        ])  # fmt: skip
        texts = {name: text_of(archive.read(name)) for name in archive.namelist()}
    assert all(world.year.fingerprint in text for text in texts.values())
    assert "珺䶮卫生院" in texts[f"通知书/{first}__珺䶮卫生院_通知书.pdf"]
    assert leftovers(tmp_path) == []


@pytest.mark.usefixtures("untyped")
def test_the_archive_is_the_same_each_time(
    world: Published, start: Callable[[], Job], monkeypatch: Any
) -> None:
    monkeypatch.setattr("records.audit.head", lambda: "7-abc")
    assert start().result_sha256 == start().result_sha256


@pytest.mark.usefixtures("untyped")
def test_a_job_stops_at_the_next_document(
    world: Published, start: Callable[[], Job], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make = documents.Press.notice_pdf

    def cancelled(press: documents.Press, result: Any) -> bytes:
        Job.objects.update(cancel_asked=True)
        return make(press, result)

    monkeypatch.setattr(documents.Press, "notice_pdf", cancelled)
    job = start()
    assert (job.state, job.progress, job.result_path) == (State.CANCELLED, 1, "")
    assert leftovers(tmp_path) == []


@pytest.mark.usefixtures("untyped")
def test_a_failure_is_seen_and_retried(
    world: Published,
    start: Callable[[], Job],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(documents.Press, "notice_pdf", lambda *_arguments: 1 / 0)
        job = start()
    assert (job.state, job.progress) == (State.FAILED, 1)
    page = client_of(world.county.leader).get(reverse("records:job", args=[job.pk])).content.decode()
    assert job.error
    assert job.error in page
    assert leftovers(tmp_path) == []
    with django_capture_on_commit_callbacks(execute=True):
        jobs.retry(actor=world.county.leader, job=job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)
    assert zipfile.ZipFile(jobs.result_file(job)).read("通知书/" + notice(world)).startswith(b"%PDF-")


def notice(world: Published) -> str:
    return f"{world.centres[1].code}_乙卫生院_通知书.pdf"


def test_a_job_outside_its_askers_scope_fails_in_words(
    world: Published, django_capture_on_commit_callbacks: Any
) -> None:
    stranger: User = UserFactory(role="leader")
    params = {"publication": world.year.pk, "language": "zh-hans"}
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start(actor=stranger, kind="reports.bundle", params=params)
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "该考核结果不在您的管辖范围内。")


def test_who_may_not_make_reports_starts_nothing(world: Published) -> None:
    with pytest.raises(NotAllowed):
        bundles.start(actor=world.county.finance, publication=world.year)
    assert not Job.objects.exists()


@pytest.mark.usefixtures("untyped")
def test_the_page_starts_the_job_and_shows_it(
    world: Published, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(world.county.clerk)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("appraisal:bundle-start", args=[world.year.pk]))
    job = Job.objects.get()
    assert response.headers["Location"] == reverse("records:job", args=[job.pk])
    assert AuditEntry.objects.filter(action="job.start", actor=world.county.clerk).exists()
    file = client.get(reverse("records:job-file", args=[job.pk]))
    assert zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content))).testzip() is None


@pytest.mark.usefixtures("untyped")
def test_documents_are_in_the_language_they_were_asked_in(
    world: Published, django_capture_on_commit_callbacks: Any
) -> None:
    params = {"publication": world.year.pk, "language": "en"}
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start(actor=world.county.leader, kind="reports.bundle", params=params)
    job.refresh_from_db()
    with zipfile.ZipFile(jobs.result_file(job)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    assert sum("Grade:" in text for text in texts) == len(world.centres)
