"""Addresses of what-if. Nothing of it writes but saving and deleting a scenario."""

from django.urls import path

from appraisal.views import scenarios, whatif

urlpatterns = [
    path("", scenarios.scenario_list, name="whatif"),
    path("<str:county>/<key:year>/<str:at>/", whatif.work, name="whatif-work"),
    path("<str:county>/<key:year>/<str:at>/form", whatif.change_form, name="whatif-form"),
    path("<str:county>/<key:year>/<str:at>/try", whatif.try_out, name="whatif-try"),
    path("<str:county>/<key:year>/<str:at>/export.xlsx", whatif.export, name="whatif-export"),
    path("<str:county>/<key:year>/<str:at>/sensitivity/", whatif.sensitivity, name="whatif-sensitivity"),
    path("<str:county>/<key:year>/<str:at>/save", scenarios.save, name="whatif-save"),
    path("scenarios/<key:scenario_id>/", scenarios.scenario, name="scenario"),
    path("scenarios/<key:scenario_id>/delete", scenarios.delete, name="scenario-delete"),
]
