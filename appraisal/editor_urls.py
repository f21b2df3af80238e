"""Addresses of a draft's editor."""

from django.urls import path

from appraisal.views import scheme_editor

urlpatterns = [
    path("", scheme_editor.editor, name="scheme-edit"),
    path("state", scheme_editor.state, name="scheme-edit-state"),
    path("check", scheme_editor.check, name="scheme-edit-check"),
    path("save", scheme_editor.save, name="scheme-edit-save"),
    path("move", scheme_editor.move, name="scheme-edit-move"),
    path("duplicate", scheme_editor.duplicate, name="scheme-edit-duplicate"),
    path("remove", scheme_editor.remove, name="scheme-edit-remove"),
]
