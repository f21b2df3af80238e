"""Admin screens of appraisal."""

from appraisal.admin import results, rounds, schemes

__all__ = ["results", "rounds", "schemes"]
