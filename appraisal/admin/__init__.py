"""Admin screens of appraisal."""

from appraisal.admin import after, results, rounds, scenarios, schemes

__all__ = ["after", "results", "rounds", "scenarios", "schemes"]
