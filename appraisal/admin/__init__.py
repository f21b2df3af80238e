"""Admin screens of appraisal."""

from appraisal.admin import results, schemes

__all__ = ["results", "schemes"]
