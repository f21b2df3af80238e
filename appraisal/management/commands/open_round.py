"""`manage.py open_round --scheme CODE --county CODE --round june|december|annual|m01… --as USERNAME`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.actions import rounds
from appraisal.models import Scheme
from appraisal.models.schemes import RoundKind
from appraisal.plans import RoundPlan
from centres.access import county_for
from records.commands import ActionCommand, Answer
from records.errors import Invalid


class Command(ActionCommand):
    help = "Open a round of an active scheme: one score sheet for each subject of its level."
    writes = True

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("--scheme", required=True, metavar="CODE")
        parser.add_argument("--county", required=True, metavar="CODE")
        parser.add_argument("--round", required=True, choices=RoundKind.values)
        parser.add_argument("--due", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--self-assessment", action="store_true", help="Centres assess themselves first.")
        parser.add_argument("--self-due", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--notice-days", type=int, default=0, help="Working days of public notice.")
        parser.add_argument("--hide-scores", action="store_true", help="A notice without scores.")
        parser.add_argument("--draft", action="store_true", help="Wait in preparation.")

    def run(self, options: Mapping[str, Any]) -> Answer:
        actor = options["actor"]
        own = actor.centre.county if actor.centre is not None else None
        county = own if own and own.code == options["county"] else county_for(actor, options["county"])
        schemes = Scheme.objects.filter(county=county, code=options["scheme"]).select_related("county")
        scheme = schemes.filter(state=Scheme.State.ACTIVE).first() or schemes.order_by("-version").first()
        if scheme is None:
            raise Invalid(
                _("本县没有编码为“%(code)s”的考核方案。") % {"code": options["scheme"]}, code="no_scheme"
            )
        opened = rounds.open_round(
            actor=options["actor"],
            scheme=scheme,
            kind=options["round"],
            now=timezone.now(),
            due_on=options["due"],
            plan=RoundPlan(
                self_assessment=options["self_assessment"],
                self_due_on=options["self_due"],
                notice_days=options["notice_days"],
                notice_scores=not options["hide_scores"],
                draft=options["draft"],
            ),
        )
        sheets = opened.assessments.count()
        data = {"round": opened.pk, "year": opened.year, "kind": opened.kind, "sheets": sheets}
        words = {"round": opened, "id": opened.pk, "sheets": sheets}
        return Answer(data, [_("已开启%(round)s，编号 %(id)d，评分表 %(sheets)d 张。") % words])
