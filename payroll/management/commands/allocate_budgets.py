"""`manage.py allocate_budgets --county CODE --year Y --source S --basis staff|population --amount YUAN [--whole] …`.

Shows each centre's share and saves it as the centres' budgets, by the account of --as; --dry-run only shows.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.access import county_for
from payroll.actions.allocating import HEADS, Allocated, Standard, allocate, preview_allocation
from payroll.core.money import with_commas
from payroll.core.subsidy import ZERO
from payroll.models import Source
from records.commands import ActionCommand, Answer
from records.errors import Invalid, Problem
from records.reading.numbers import parse_money


class Command(ActionCommand):
    help = "Allocate a source's money to the centres by heads of staff or of population."

    writes = tries = True

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--source", required=True, choices=Source.values)
        parser.add_argument("--basis", required=True, choices=list(HEADS))
        parser.add_argument("--amount", required=True, metavar="YUAN")
        parser.add_argument("--whole", action="store_true", help="the amount is the sum, not so much a head")
        parser.add_argument("--document", default="")
        parser.add_argument("--dated", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--from-month", type=int)
        parser.add_argument("--reason", default="")

    def run(self, options: Mapping[str, Any]) -> Answer:
        actor = options["actor"]
        county, standard = county_for(actor, options["county"]), _standard(options)
        rows = preview_allocation(county, options["year"], standard)
        if not options["dry_run"]:
            allocate(
                actor=actor, county=county, year=options["year"], standard=standard, now=timezone.now(),
                reason=options["reason"], from_month=options["from_month"],
            )  # fmt: skip
        return _answer(rows, saved=not options["dry_run"])


def _standard(options: Mapping[str, Any]) -> Standard:
    amount = parse_money(options["amount"])
    if isinstance(amount, Problem) or amount.value is None:
        message = _("金额读不出来：%(amount)s") % {"amount": options["amount"]}
        raise Invalid(message, code="amount")
    return Standard(
        source=options["source"], basis=options["basis"], amount=amount.value, whole=options["whole"],
        document=options["document"], dated=options["dated"],
    )  # fmt: skip


def _answer(rows: list[Allocated], *, saved: bool) -> Answer:
    total = sum((one.after for one in rows), ZERO)
    shares = [
        {"centre": one.centre.code, "heads": one.heads, "before": one.before, "after": one.after}
        for one in rows
    ]
    lines = [
        f"{one.centre.code} {one.centre}: {with_commas(one.before)} → {with_commas(one.after)}"
        for one in rows
    ]
    return Answer({"saved": saved, "total": total, "shares": shares}, [*lines, with_commas(total)])
