"""Addresses of issued documents."""

from django.urls import path

from records.views import documents

app_name = "documents"
urlpatterns = [
    path("", documents.register, name="documents"),
    path("check/", documents.check, name="check"),
    path("check/<slug:code>", documents.check_code, name="check-code"),
    path("<key:document_id>/", documents.detail, name="document"),
    path("<key:document_id>/file.pdf", documents.file, name="file"),
    path("<key:document_id>/withdraw", documents.withdraw, name="withdraw"),
]
