"""What the commands about published results share: finding the publication they are about."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from appraisal.models import Level, Publication
from appraisal.models.schemes import RoundKind
from records.commands import ActionCommand
from records.errors import Invalid


class PublicationCommand(ActionCommand):
    """A command about the newest version of a county's results: the year's, or those of one round."""

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--round", choices=RoundKind.values, help="one round; without it the whole year")


def publication_of(options: Mapping[str, Any]) -> Publication:
    """The newest version of what was asked for. Raises Invalid where nothing is published."""
    found = (
        Publication.objects.filter(
            county__code=options["county"],
            level=Level.CENTRE,
            year=options["year"],
            kind=options["round"] or Publication.Kind.YEAR,
        )
        .select_related("county", "scheme", "june_round__scheme", "december_round__scheme")
        .order_by("-version")
        .first()
    )
    if found is None:
        raise Invalid(_("没有已发布的考核结果。"), code="not_published")
    return found
