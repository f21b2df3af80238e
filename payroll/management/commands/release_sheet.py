"""`manage.py release_sheet --county CODE --year Y --kind month|june|year_end [--month M] …`.

Without an act it finds the sheet of the period, or drafts it (--as USERNAME); --refresh, --review, --pay, --send-back
REMARK and --delete are the acts of its life, each by the account of --as. --xlsx and --pdf hand the sheet out as the
page does: by an account that may read it, its fingerprint on record. --json writes what it says, without a file it
prints it.
"""

import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.access import counties_for
from centres.models import Region, User
from payroll.access import sheets_for
from payroll.actions import sheets
from payroll.actions.issuing import issue
from payroll.models import ReleaseSheet
from payroll.papers.paper import Paper
from payroll.papers.release import release_paper
from payroll.queries.sheets import SheetView, sheet_view
from payroll.reports import paper_pdf
from payroll.workbooks.paper import paper_xlsx
from payroll.workbooks.release import as_json
from records import context
from records.commands import ActionCommand, Answer, account
from records.errors import Invalid

ACTS = ("refresh", "review", "pay", "send_back", "delete")


class Command(ActionCommand):
    help = "Draft, review, pay or fetch a release sheet, and write it as XLSX, PDF or JSON."

    names_json_file = True

    def declare(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--kind", required=True, choices=ReleaseSheet.Kind.values)
        parser.add_argument("--month", type=int, default=0, help="1-12, for --kind month")
        parser.add_argument("--as", dest="username", metavar="USERNAME")
        acts = parser.add_mutually_exclusive_group()
        for name in ("refresh", "review", "pay", "delete"):
            acts.add_argument(f"--{name}", action="store_true")
        acts.add_argument("--send-back", metavar="REMARK")
        parser.add_argument(
            "--key", default="", help="makes a payment safe to repeat; one a sheet by default"
        )
        parser.add_argument("--xlsx", metavar="FILE")
        parser.add_argument("--pdf", metavar="FILE")

    def run(self, options: Mapping[str, Any]) -> Answer:
        if not options["username"]:
            return self._answer(None, self._existing(None, options, self._county(None, options)), options)
        actor = account(options["username"])
        with context.acting_as(actor, request_id=uuid.uuid4().hex[:16]):
            sheet = self._sheet(actor, options)
            return self._act(actor, sheet, options)

    def _county(self, actor: User | None, options: Mapping[str, Any]) -> Region:
        counties = Region.objects.filter(level=Region.Level.COUNTY) if actor is None else counties_for(actor)
        county = counties.filter(code=options["county"]).first()
        if county is None:
            raise Invalid(_("没有代码为 %(code)s 的县。") % {"code": options["county"]}, code="no_county")
        return county

    def _existing(self, actor: User | None, options: Mapping[str, Any], county: Region) -> ReleaseSheet:
        sheet = self._find(actor, options, county)
        if sheet is None:
            raise Invalid(_("还没有这张拨付单；用 --as 指明以谁的名义生成。"), code="no_sheet")
        return sheet

    def _find(self, actor: User | None, options: Mapping[str, Any], county: Region) -> ReleaseSheet | None:
        """The period's sheet among those that the account may read; without one, the machine's owner reads."""
        sheets_of = ReleaseSheet.objects.all() if actor is None else sheets_for(actor)
        sheets_of = sheets_of.filter(county=county, year=options["year"], kind=options["kind"])
        sheets_of = sheets_of.exclude(state=ReleaseSheet.State.REVERSED)
        return sheets_of.filter(month=options["month"]).first()

    def _sheet(self, actor: User, options: Mapping[str, Any]) -> ReleaseSheet:
        """The period's sheet; drafted where there is none and no act on one is asked."""
        county = self._county(actor, options)
        if any(options[act] for act in ACTS):
            return self._existing(actor, options, county)
        found = self._find(actor, options, county)
        if found is not None:
            return found
        return sheets.draft_sheet(
            actor=actor,
            county=county,
            year=options["year"],
            kind=options["kind"],
            month=options["month"],
            now=timezone.now(),
        )

    def _act(self, actor: User, sheet: ReleaseSheet, options: Mapping[str, Any]) -> Answer:
        if options["delete"]:
            sheets.delete_draft(actor=actor, sheet_id=sheet.pk)
            return Answer({"deleted": sheet.title}, [_("已删除草稿：%(sheet)s") % {"sheet": sheet.title}])
        if options["send_back"]:
            sheets.send_back_sheet(actor=actor, sheet_id=sheet.pk, remark=options["send_back"])
        elif options["pay"]:
            key = options["key"] or f"command:{sheet.pk}"
            sheets.pay_sheet(actor=actor, sheet_id=sheet.pk, key=key, now=timezone.now())
        elif options["refresh"]:
            sheets.refresh_sheet(actor=actor, sheet_id=sheet.pk, now=timezone.now())
        elif options["review"]:
            sheets.review_sheet(actor=actor, sheet_id=sheet.pk, now=timezone.now())
        return self._answer(actor, sheet, options)

    def _answer(self, actor: User | None, sheet: ReleaseSheet, options: Mapping[str, Any]) -> Answer:
        people = ReleaseSheet.objects.select_related(
            "county", "scheme", "publication", "made_by", "reviewed_by"
        )
        view = sheet_view(people.get(pk=sheet.pk))
        written = hand_out(actor, view, options)
        kept = view.sheet
        words = {"sheet": kept.title, "state": kept.get_state_display(), "number": kept.number or "—"}
        line = _("%(sheet)s：%(state)s，编号 %(number)s，%(lines)d 家，实拨 %(total)s 元（%(words)s）")
        more = {"lines": len(view.lines), "total": f"{kept.total:,.2f}", "words": view.words}
        left_out = [f"  {one['code']} {one['name']}：{one['why']}" for one in view.left_out]
        head = [_("未列入：")] if left_out else []
        return Answer(as_json(view), [line % {**words, **more}, *head, *left_out, *written])


def hand_out(actor: User | None, view: SheetView, options: Mapping[str, Any]) -> list[str]:
    """Write what was asked for, put on record by the action that the page uses; a line for each file."""
    makers: dict[str, Callable[[Paper], bytes]] = {"xlsx": paper_xlsx, "pdf": paper_pdf}
    paths = {name: options[name] for name in makers if options[name]}
    if not paths:
        return []
    if actor is None:
        raise Invalid(_("导出单据须留痕；用 --as 指明以谁的名义导出。"), code="no_account")
    paper = release_paper(view)
    files = {path: makers[name](paper) for name, path in paths.items()}
    issue(actor=actor, paper=paper, now=timezone.now())
    for path, data in files.items():
        Path(path).write_bytes(data)
    return [_("已写入 %(path)s") % {"path": path} for path in files]
