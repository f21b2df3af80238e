"""Application configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppraisalConfig(AppConfig):
    name = "appraisal"
    verbose_name = _("绩效考核")

    def ready(self) -> None:
        """Put this app's guards on record (they are installed after every migrate), its checks and its jobs."""
        import_module("appraisal.guards_life")
        import_module("appraisal.guards_rounds")
        import_module("appraisal.guards_external")
        import_module("appraisal.verification")
        import_module("appraisal.guards_schemes")
        import_module("appraisal.guards_scenarios")
        import_module("appraisal.guards_fieldwork")
        import_module("appraisal.guards_carried")
        import_module("appraisal.guards_survey_forms")
        import_module("appraisal.scheme_verification")
        import_module("appraisal.scheme_importer")
        import_module("appraisal.score_importer")
        import_module("appraisal.external_importer")
        import_module("appraisal.survey_importer")
        import_module("appraisal.reports.bundle")
        import_module("appraisal.reports.score_sheet_bundle")
        import_module("appraisal.guards_after")
        import_module("appraisal.papers")
        import_module("appraisal.life_papers")
        import_module("appraisal.field_papers")
        import_module("appraisal.reports.issue_all")
