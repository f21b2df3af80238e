"""Admin screens of appraisal."""

from appraisal.admin import results, rounds, scenarios, schemes

__all__ = ["results", "rounds", "scenarios", "schemes"]
