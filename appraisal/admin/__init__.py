"""Admin screens of appraisal."""

from appraisal.admin import fieldwork, life, results, rounds, scenarios, schemes

__all__ = ["fieldwork", "life", "results", "rounds", "scenarios", "schemes"]
