"""Admin screens of appraisal."""

from appraisal.admin import schemes

__all__ = ["schemes"]
