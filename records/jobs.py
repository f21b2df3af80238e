"""Long work with progress, beside the pages: started by a person, run by any worker on any host.

    jobs.register("reports.bundle", make_bundle, _("全部通知书和报告"))

    def make_bundle(run: jobs.Run) -> jobs.Produced:
        run.total(len(centres))
        for centre in centres:
            …
            run.step(centre.name)        # raises Cancelled when somebody asked to stop
        return jobs.Produced("通知书.zip", path)

The queue is django-tasks (on the database by default). The `Job` row is ours: a bare queue leaves the task of a
killed worker running for ever, so a running job beats, and `reap` fails one that stopped beating.
"""

import hashlib
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from records import audit
from records.context import acting_as
from records.errors import Conflict, Refused
from records.models import Job

State = Job.State
BEAT = timedelta(seconds=5)
SILENT_AFTER = timedelta(minutes=2)


class Cancelled(Exception):  # noqa: N818
    """Somebody asked the job to stop."""


@dataclass(frozen=True, slots=True)
class Produced:
    """The one file a job leaves: the name a person gets, and where it was written. It is moved, not copied."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind of job."""

    name: str
    handler: "Callable[[Run], Produced | None]"
    label: Any


_kinds: dict[str, Kind] = {}


def register(name: str, handler: "Callable[[Run], Produced | None]", label: Any) -> None:
    """Make a kind of job known; an app does so in a module imported by its AppConfig.ready()."""
    _kinds[name] = Kind(name, handler, label)


def label_of(job: Job) -> str:
    return str(_kinds[job.kind].label) if job.kind in _kinds else job.kind


class Run:
    """A running job, as its handler sees it."""

    def __init__(self, job: Job) -> None:
        self.job, self.params, self.actor = job, job.params, job.requested_by
        self._attempt = job.attempts
        self._beat_at = timezone.now()

    def total(self, count: int) -> None:
        """Say how many steps there will be."""
        self._write(total=count)

    def step(self, message: str = "") -> None:
        """One step is done. Raises Cancelled when somebody asked to stop or another worker took over."""
        self._write(progress=F("progress") + 1, message=message[:300])

    def beat(self) -> None:
        """Say that the work goes on, at most once in five seconds; for work between steps."""
        if timezone.now() - self._beat_at >= BEAT:
            self._write()

    def _write(self, **values: Any) -> None:
        self._beat_at = timezone.now()
        mine = Job.objects.filter(pk=self.job.pk, state=State.RUNNING, attempts=self._attempt)
        if not mine.filter(cancel_asked=False).update(heartbeat=self._beat_at, **values):
            raise Cancelled


def start(*, actor: Any, kind: str, params: Mapping[str, Any], county_code: str = "") -> Job:
    """Queue a job. The task is handed over when the transaction commits, so no worker sees a job too early."""
    with audit.act(actor, action="job.start", county_code=county_code) as trail:
        job = Job.objects.create(
            kind=kind,
            params=dict(params),
            requested_by=actor,
            county_code=county_code,
            created_at=timezone.now(),
        )
        trail.add(job, None, {"kind": kind, "params": dict(params)}, label=label_of(job))
        _enqueue(job)
    return job


def _enqueue(job: Job) -> None:
    transaction.on_commit(lambda: run_job.enqueue(job.pk, job.attempts + 1))


def cancel(*, actor: Any, job: Job) -> Job:
    """Ask a job to stop: at once while it waits, at its next step while it runs."""
    with audit.act(actor, action="job.cancel", county_code=job.county_code) as trail:
        waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED)
        stopped = waiting.update(state=State.CANCELLED, cancel_asked=True, finished_at=timezone.now())
        asked = Job.objects.filter(pk=job.pk, state=State.RUNNING).update(cancel_asked=True)
        if not stopped and not asked:
            raise Conflict(_("任务已经结束。"), code="job_ended")
        trail.add(job, {"cancel": False}, {"cancel": True}, label=label_of(job))
        job.refresh_from_db()
    return job


def retry(*, actor: Any, job: Job) -> Job:
    """Queue a failed or cancelled job again, from its start."""
    with audit.act(actor, action="job.retry", county_code=job.county_code) as trail:
        ended = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.CANCELLED])
        fresh = {"progress": 0, "total": 0, "message": "", "error": "", "cancel_asked": False}
        if not ended.update(state=State.QUEUED, started_at=None, finished_at=None, **fresh):
            raise Conflict(_("只有失败或已取消的任务可以重试。"), code="job_not_failed")
        trail.add(job, {"state": job.state}, {"state": State.QUEUED}, label=label_of(job))
        job.refresh_from_db()
        _enqueue(job)
    return job


@task()
def run_job(job_id: int, attempt: int) -> None:
    """The task of a job: claim it, run its handler, keep what it made. Does nothing for a job taken already."""
    job = _claim(job_id, attempt)
    if job is None:
        return
    try:
        with acting_as(job.requested_by, request_id=f"job-{job.pk}"):
            made = _kinds[job.kind].handler(Run(job))
        _finish(job, made)
    except Cancelled:
        _end(job, State.CANCELLED, message=_("已取消"))
    except Refused as refusal:
        _end(job, State.FAILED, error=str(refusal))
    except Exception:
        _end(job, State.FAILED, error=_("任务出错，未生成文件。可以重试；若再次出错，请联系系统管理员。"))
        raise


def _claim(job_id: int, attempt: int) -> Job | None:
    """Take a queued job, once: of several workers one updates the row."""
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=State.QUEUED, attempts=attempt - 1).update(
        state=State.RUNNING, attempts=attempt, started_at=now, heartbeat=now
    )
    return Job.objects.select_related("requested_by").get(pk=job_id) if taken else None


def _finish(job: Job, made: Produced | None) -> None:
    values: dict[str, Any] = {"message": ""}
    if made is not None:
        values |= _keep(made)
    _end(job, State.DONE, **values)


def _keep(made: Produced) -> dict[str, Any]:
    """Move the file into the media folder under a random name."""
    folder = Path(settings.MEDIA_ROOT) / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{secrets.token_hex(16)}{made.path.suffix}"
    shutil.move(made.path, target)
    with target.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "result_name": made.name,
        "result_path": f"jobs/{target.name}",
        "result_size": target.stat().st_size,
        "result_sha256": sha256,
    }


def _end(job: Job, state: str, **values: Any) -> None:
    """End the job, unless it was reaped and another worker runs it by now."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
    mine.update(state=state, finished_at=timezone.now(), **values)


def reap(now: datetime) -> int:
    """Fail running jobs whose worker stopped beating; return how many. They can be retried."""
    silent = Q(heartbeat__lt=now - SILENT_AFTER) | Q(heartbeat__isnull=True)
    return Job.objects.filter(silent, state=State.RUNNING).update(
        state=State.FAILED, finished_at=now, error=_("执行任务的进程已中断，可以重试。")
    )


def result_file(job: Job) -> Path:
    """Where the result of a finished job lies. Raises Conflict while there is none."""
    if job.state != State.DONE or not job.result_path:
        raise Conflict(_("任务尚未生成文件。"), code="no_result")
    return Path(settings.MEDIA_ROOT) / job.result_path
