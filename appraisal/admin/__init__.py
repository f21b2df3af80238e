"""Admin screens of appraisal."""

from appraisal.admin import life, results, rounds, scenarios, schemes

__all__ = ["life", "results", "rounds", "scenarios", "schemes"]
