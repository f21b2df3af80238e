"""Pages of a job: how far it is, cancel, retry, and the file it made. Each is for the person who asked for it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from records import audit, jobs
from records.models import Job


def jobs_for(user: Any) -> QuerySet[Job]:
    """The jobs this account asked for; nobody else's."""
    return Job.objects.filter(requested_by=user).select_related("requested_by")


def job_for(request: HttpRequest, job_id: int) -> Job:
    return get_object_or_404(jobs_for(request.user), pk=job_id)


@login_required
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """The account's newest hundred jobs."""
    jobs.reap(timezone.now())
    rows = [(job, jobs.label_of(job)) for job in jobs_for(request.user)[:100]]
    return render(request, "records/job_list.html", {"rows": rows})


@login_required
@require_safe
def job_detail(request: HttpRequest, job_id: int) -> HttpResponse:
    """The page of a job; asked by htmx, only its moving part."""
    jobs.reap(timezone.now())
    job = job_for(request, job_id)
    moving = request.headers.get("HX-Request") == "true"
    template = "records/_job.html" if moving else "records/job_detail.html"
    return render(request, template, {"job": job, "label": jobs.label_of(job)})


@login_required
@require_POST
def job_cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    jobs.cancel(actor=request.user, job=job_for(request, job_id))
    return redirect("records:job", job_id)


@login_required
@require_POST
def job_retry(request: HttpRequest, job_id: int) -> HttpResponse:
    jobs.retry(actor=request.user, job=job_for(request, job_id))
    return redirect("records:job", job_id)


@login_required
@require_safe
def job_file(request: HttpRequest, job_id: int) -> FileResponse:
    """The file a finished job made, as an attachment; each download is on the trail."""
    job = job_for(request, job_id)
    path = jobs.result_file(job)
    with audit.act(request.user, action="job.download", county_code=job.county_code) as trail:
        trail.note(
            {"job": job.pk, "file": job.result_name, "sha256": job.result_sha256}, label=job.result_name
        )
    return FileResponse(path.open("rb"), as_attachment=True, filename=job.result_name)
