"""Addresses of what is kept and issued: audit record, jobs, staged imports."""

from django.urls import URLPattern, path

from records import job_views

app_name = "records"
urlpatterns: list[URLPattern] = [
    path("jobs/", job_views.job_list, name="jobs"),
    path("jobs/<int:job_id>/", job_views.job_detail, name="job"),
    path("jobs/<int:job_id>/cancel", job_views.job_cancel, name="job-cancel"),
    path("jobs/<int:job_id>/retry", job_views.job_retry, name="job-retry"),
    path("jobs/<int:job_id>/file", job_views.job_file, name="job-file"),
]
