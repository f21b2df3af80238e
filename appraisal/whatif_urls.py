"""Addresses of what-if. Nothing of it writes but saving and deleting a scenario."""

from django.urls import path

from appraisal.views import scenarios, whatif

urlpatterns = [
    path("", scenarios.scenario_list, name="whatif"),
    path("<str:county>/<int:year>/<slug:kind>/", whatif.work, name="whatif-work"),
    path("<str:county>/<int:year>/<slug:kind>/form", whatif.change_form, name="whatif-form"),
    path("<str:county>/<int:year>/<slug:kind>/try", whatif.try_out, name="whatif-try"),
    path("<str:county>/<int:year>/<slug:kind>/export.xlsx", whatif.export, name="whatif-export"),
    path("<str:county>/<int:year>/<slug:kind>/sensitivity/", whatif.sensitivity, name="whatif-sensitivity"),
    path("<str:county>/<int:year>/<slug:kind>/save", scenarios.save, name="whatif-save"),
    path("scenarios/<int:scenario_id>/", scenarios.scenario, name="scenario"),
    path("scenarios/<int:scenario_id>/delete", scenarios.delete, name="scenario-delete"),
]
