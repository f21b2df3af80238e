"""Addresses of what is kept and issued: audit record, jobs, staged imports."""

from django.urls import URLPattern

app_name = "records"
urlpatterns: list[URLPattern] = []
