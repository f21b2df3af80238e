"""Admin screens of appraisal."""

from appraisal.admin import after, fieldwork, life, results, rounds, scenarios, schemes

__all__ = ["after", "fieldwork", "life", "results", "rounds", "scenarios", "schemes"]
