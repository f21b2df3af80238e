"""Jobs: claimed once, cancelled at the next step, retried from the start, failed when their worker dies."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from records import jobs
from records.errors import Conflict, Invalid
from records.models import AuditEntry, Job
from tests.records.people import user

pytestmark = pytest.mark.django_db
KIND = "test.work"


@pytest.fixture
def handler(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A job that writes a file in three steps; `plan["fail"]` makes it raise, `plan["between"]` runs amid it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    plan: dict[str, Any] = {"fail": None, "between": lambda job: None}

    def work(run: jobs.Run) -> jobs.Produced:
        run.total(3)
        for number in range(3):
            plan["between"](run.job)
            if plan["fail"]:
                raise plan["fail"]
            run.step(f"第{number + 1}份")
        path = tmp_path / "out.zip"
        path.write_bytes(b"zip")
        return jobs.Produced("全部.zip", path)

    monkeypatch.setitem(jobs._kinds, KIND, jobs.Kind(KIND, work, "测试任务"))
    return plan


def started(actor: Any, django_capture_on_commit_callbacks: Any) -> Job:
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start(actor=actor, kind=KIND, params={})
    job.refresh_from_db()
    return job


def test_a_job_runs_and_leaves_its_file(handler: Any, django_capture_on_commit_callbacks: Any) -> None:
    job = started(user(), django_capture_on_commit_callbacks)
    assert (job.state, job.progress, job.total, job.percent, job.result_name) == (
        "done",
        3,
        3,
        100,
        "全部.zip",
    )
    assert jobs.result_file(job).read_bytes() == b"zip"
    assert job.result_name not in str(jobs.result_file(job))


def test_a_refusal_is_shown_in_its_own_words(handler: Any, django_capture_on_commit_callbacks: Any) -> None:
    handler["fail"] = Invalid("没有可生成的结果。")
    job = started(user(), django_capture_on_commit_callbacks)
    assert (job.state, job.error) == ("failed", "没有可生成的结果。")
    with pytest.raises(Conflict):
        jobs.result_file(job)


def test_a_fault_is_shown_without_a_trace_and_can_be_retried(
    handler: Any, django_capture_on_commit_callbacks: Any
) -> None:
    handler["fail"] = RuntimeError("/secret/path")
    actor = user()
    job = started(actor, django_capture_on_commit_callbacks)
    assert job.state == "failed"
    assert "secret" not in job.error
    handler["fail"] = None
    with django_capture_on_commit_callbacks(execute=True):
        jobs.retry(actor=actor, job=job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("done", 2, "")
    with pytest.raises(Conflict):
        jobs.retry(actor=actor, job=job)


def test_a_running_job_stops_at_its_next_step(handler: Any, django_capture_on_commit_callbacks: Any) -> None:
    actor = user()
    handler["between"] = lambda job: Job.objects.filter(pk=job.pk, progress=1).update(cancel_asked=True)
    job = started(actor, django_capture_on_commit_callbacks)
    assert (job.state, job.progress) == ("cancelled", 1)


def test_a_waiting_job_is_cancelled_at_once(handler: Any) -> None:
    actor = user()
    job = Job.objects.create(kind=KIND, requested_by=actor, created_at=timezone.now())
    assert jobs.cancel(actor=actor, job=job).state == "cancelled"
    jobs.run_job.call(job.pk, 1)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("cancelled", 0)
    with pytest.raises(Conflict):
        jobs.cancel(actor=actor, job=job)


def test_a_job_is_claimed_once(handler: Any) -> None:
    job = Job.objects.create(kind=KIND, requested_by=user(), created_at=timezone.now())
    assert jobs._claim(job.pk, 1) is not None
    assert jobs._claim(job.pk, 1) is None


def test_a_silent_job_fails_and_its_old_worker_writes_nothing_more(handler: Any) -> None:
    job = Job.objects.create(kind=KIND, requested_by=user(), created_at=timezone.now())
    running = jobs._claim(job.pk, 1)
    assert running is not None
    assert jobs.reap(timezone.now()) == 0
    assert jobs.reap(timezone.now() + jobs.SILENT_AFTER + timedelta(seconds=1)) == 1
    with pytest.raises(jobs.Cancelled):
        jobs.Run(running).step()
    jobs._finish(running, None)
    job.refresh_from_db()
    assert job.state == "failed"


PAGES = ["records:job", "records:job-file"]
POSTS = ["records:job-cancel", "records:job-retry"]


@pytest.mark.parametrize("name", PAGES + POSTS)
def test_a_job_is_nobody_elses(
    client: Client, handler: Any, django_capture_on_commit_callbacks: Any, name: str
) -> None:
    job = started(user(), django_capture_on_commit_callbacks)
    address = reverse(name, args=[job.pk])
    call = client.post if name in POSTS else client.get
    assert call(address).status_code == 302
    client.force_login(user("leader"))
    assert call(address).status_code == 404


def test_the_pages_show_progress_and_give_the_file(
    client: Client, handler: Any, django_capture_on_commit_callbacks: Any
) -> None:
    actor = user()
    job = started(actor, django_capture_on_commit_callbacks)
    client.force_login(actor)
    page = client.get(reverse("records:job", args=[job.pk]))
    assert "全部.zip" in page.content.decode()
    assert "hx-get" not in page.content.decode()
    answer = client.get(reverse("records:job-file", args=[job.pk]))
    assert b"".join(answer.streaming_content) == b"zip"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(action="job.download").count() == 1
    assert "测试任务" in client.get(reverse("records:jobs")).content.decode()


def test_a_running_page_asks_again_and_an_ended_one_stops(client: Client, handler: Any) -> None:
    actor = user()
    client.force_login(actor)
    job = Job.objects.create(kind=KIND, requested_by=actor, created_at=timezone.now())
    address = reverse("records:job", args=[job.pk])
    assert "every 1s" in client.get(address, headers={"HX-Request": "true"}).content.decode()
    jobs.cancel(actor=actor, job=job)
    assert "every 1s" not in client.get(address, headers={"HX-Request": "true"}).content.decode()
