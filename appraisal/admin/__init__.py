"""Admin screens of appraisal."""

from appraisal.admin import fieldwork, results, rounds, scenarios, schemes

__all__ = ["fieldwork", "results", "rounds", "scenarios", "schemes"]
