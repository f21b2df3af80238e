"""`manage.py ledger --as-of DATE --format json|csv|xlsx [--county CODE] [--year Y] [--output FILE] …`.

Every balance of every year that isn't 0 at the end of that day; with `--as USERNAME` of the counties that the account
may read, without it of all: then the machine's owner reads. `--post-existing` first posts what was paid before the
ledger began, in the name of who decided and paid it then; running it again posts nothing.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.access import counties_for, require
from centres.models import Region
from payroll.actions.backfill import post_existing
from payroll.workbooks.ledger import ledger_csv, ledger_xlsx, rows
from records.commands import ActionCommand, Answer, account
from records.errors import Invalid


class Command(ActionCommand):
    help = "Export the balances of the ledger as they stood on a day, as JSON, CSV or XLSX."

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", metavar="DATE", help="YYYY-MM-DD; today when left out")
        parser.add_argument("--format", choices=["json", "csv", "xlsx"], default="json", dest="form")
        parser.add_argument("--county", metavar="CODE")
        parser.add_argument("--year", type=int)
        parser.add_argument("--as", dest="username", metavar="USERNAME")
        parser.add_argument("--output", metavar="FILE", help="needed for xlsx")
        parser.add_argument("--post-existing", action="store_true")

    def run(self, options: Mapping[str, Any]) -> Answer:
        day, counties = _day(options["as_of"]), _counties(options["username"], options["county"])
        posted = post_existing(now=timezone.now()) if options["post_existing"] else 0
        found = rows(counties, day, options["year"])
        data = {
            "as_of": day.isoformat(),
            "unit": "元",
            "posted": posted,
            "balances": [one.as_json() for one in found],
        }
        if options["form"] == "xlsx" and not options["output"]:
            raise Invalid(_("导出 xlsx 须用 --output 指明文件。"), code="no_output")
        if options["output"]:
            Path(options["output"]).write_bytes(_bytes(options["form"], found, day, data))
            return Answer(data, [_("已写入 %(path)s") % {"path": options["output"]}])
        return Answer(data, [_bytes(options["form"], found, day, data).decode().rstrip("\n")])


def _bytes(form: str, found: Any, day: date, data: Mapping[str, Any]) -> bytes:
    if form == "xlsx":
        return ledger_xlsx(found, day)
    if form == "csv":
        return ledger_csv(found).encode()
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _day(text: str | None) -> date:
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("日期应写作 YYYY-MM-DD：%(day)s") % {"day": text}, code="date") from None


def _counties(username: str | None, code: str | None) -> QuerySet[Region]:
    """In the account's reach; of everywhere without one. Raises NotAllowed for a role that reads no money."""
    counties: QuerySet[Region] = Region.objects.filter(level=Region.Level.COUNTY)
    if username is not None:
        actor = account(username)
        require(actor, "release.read")
        counties = counties_for(actor)
    if code is None:
        return counties.order_by("code")
    if not counties.filter(code=code).exists():
        raise Invalid(_("没有代码为 %(code)s 的县。") % {"code": code}, code="no_county")
    return counties.filter(code=code)
