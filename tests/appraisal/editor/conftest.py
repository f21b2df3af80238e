"""Accounts of every role, as the pages of schemes have them."""

from tests.appraisal.schemes.conftest import make_user

__all__ = ["make_user"]
