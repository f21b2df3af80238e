"""Rows that a reopened round has from the version it supersedes: nobody visits a household twice for a typo (RULES 6, 7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Carried(models.Model):
    """A row that may be a copy. `origin` is the row as it was first recorded, never itself a copy.

    `from_version` is the version of the round in which that was; both are empty where the row is of its own round.
    """

    origin = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("原记录"),
    )
    from_version = models.PositiveIntegerField(_("来自版本"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
