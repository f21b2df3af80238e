"""Addresses of what is kept and issued: audit record, jobs, staged imports, reminders."""

from django.urls import path

from records import job_views, reminder_views
from records.views import audit, imports

app_name = "records"
urlpatterns = [
    path("audit/", audit.audit_list, name="audit"),
    path("audit/<key:sequence>/", audit.audit_detail, name="audit_entry"),
    path("audit/export", audit.audit_export, name="audit_export"),
    path("jobs/", job_views.job_list, name="jobs"),
    path("jobs/<key:job_id>/", job_views.job_detail, name="job"),
    path("jobs/<key:job_id>/cancel", job_views.job_cancel, name="job-cancel"),
    path("jobs/<key:job_id>/retry", job_views.job_retry, name="job-retry"),
    path("jobs/<key:job_id>/file", job_views.job_file, name="job-file"),
    path("reminders/<key:reminder_id>/seen", reminder_views.reminder_seen, name="reminder-seen"),
    path("import/<slug:kind>", imports.upload, name="import_upload"),
    path("imports/<str:key>", imports.preview, name="import_preview"),
    path("imports/<str:key>/confirm", imports.confirm, name="import_confirm"),
    path("imports/<str:key>/discard", imports.discard, name="import_discard"),
]
