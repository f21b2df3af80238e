"""Budgets from a workbook or CSV file, through the staged flow of records.imports."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.access import county_for, require
from centres.matching import CentreNames
from centres.models import Centre, Region
from payroll.actions.budget_checks import check_entries, context_of
from payroll.actions.budget_entries import BudgetChange, BudgetEntry
from payroll.actions.budgets import preview, set_budgets
from payroll.core.money import with_commas
from payroll.core.subsidy import ZERO
from payroll.locks import YEARS
from payroll.workbooks.budgets import AMOUNT, CODE, DOCUMENT, FROM_MONTH, NAME, REASON
from records import imports
from records.reading import tables
from records.reading.files import Workbook
from records.reading.numbers import parse_count, parse_money

COLUMNS = (
    tables.Column("code", CODE),
    tables.Column("name", NAME, required=False, aliases=("名称", "机构名称")),
    tables.Column("amount", AMOUNT, units=("元", "万元"), aliases=("年度核定补助", "补助预算")),
    tables.Column("from_month", FROM_MONTH, required=False),
    tables.Column("document", DOCUMENT, required=False),
    tables.Column("reason", REASON, required=False, aliases=("调整理由",)),
)


class BudgetImporter(imports.Importer):
    """Rows: {"code", "amount" (text, yuan), "from_month", "document", "reason"}; `params` name county and year."""

    kind = "budgets"
    title = gettext_lazy("补助预算")
    help = gettext_lazy(
        "每行一家卫生院：机构代码、核定补助（表头写明元或万元），可另有起始月份、文号、理由三列。"
    )

    def authorise(self, user: Any, params: Mapping[str, str]) -> imports.Context:
        county = county_for(user, params.get("county", ""))
        require(user, "budget.edit")
        year = params.get("year", "")
        if not (year.isascii() and year.isdigit() and int(year) in YEARS):
            raise Http404
        return imports.Context(county.code, {"county": county.code, "year": int(year)})

    def parse(self, workbook: Workbook, context: imports.Context) -> imports.Reading:
        table = tables.find(workbook, COLUMNS)
        names = CentreNames(_county(context))
        read = [(row, entry) for row in table.rows for entry in _read(table, row, names)]
        own = sum((entry.amount for _row, entry in read), ZERO)
        if not table.problems:
            table.check_total("amount", own, parse_money, unit=table.unit("amount"))
        if not table.problems:
            _check(table, read, context)
        rows = [_plain(entry) for _row, entry in read]
        return imports.Reading(rows, table.problems, table.notes)

    def diff(self, rows: list[imports.PlainRow], context: imports.Context) -> imports.Diff:
        changes = preview(_county(context), _year(context), _entries(rows, context))
        verdicts = [one.verdict for one in changes]
        old = sum((one.old or ZERO for one in changes), ZERO)
        new = sum((one.entry.amount for one in changes), ZERO)
        return imports.Diff(
            new=verdicts.count("new"),
            changed=verdicts.count("changed"),
            unchanged=verdicts.count("same"),
            lines=[_line(one) for one in changes if one.verdict != "same"],
            sums=[(_("原合计（元）"), with_commas(old)), (_("新合计（元）"), with_commas(new))],
        )

    def apply(self, rows: list[imports.PlainRow], actor: Any, context: imports.Context) -> dict[str, Any]:
        changes = set_budgets(
            actor=actor,
            county=_county(context),
            year=_year(context),
            entries=_entries(rows, context),
            now=timezone.now(),
            action="budget.import",
        )
        verdicts = [one.verdict for one in changes]
        return {"new": verdicts.count("new"), "changed": verdicts.count("changed")}

    def done_url(self, result: Mapping[str, Any], context: imports.Context) -> str:
        return reverse("payroll:budgets", args=[context.county_code, _year(context)])

    def downloads(self, context: imports.Context) -> list[tuple[Any, str]]:
        address = reverse("payroll:budgets-xlsx", args=[context.county_code, _year(context)])
        return [(_("下载预填的工作簿"), address)]


def _county(context: imports.Context) -> Region:
    return Region.objects.get(code=context.county_code)


def _year(context: imports.Context) -> int:
    return int(context.params["year"])


def _read(table: tables.Table, row: tables.Row, names: CentreNames) -> Iterator[BudgetEntry]:
    """One row's entry; nothing where the row is faulty, or has a centre without an amount (not entered)."""
    centre = names.find(row.text("code"), row.text("name"))
    if isinstance(centre, str):
        row.fault("code", centre)
    amount = row.read("amount", parse_money, unit=table.unit("amount"))
    month = row.read("from_month", parse_count)
    if isinstance(centre, Centre) and amount is not None:
        place = str(row.number)
        yield BudgetEntry(centre, amount, month, row.text("document"), row.text("reason"), place=place)


def _check(
    table: tables.Table, read: Sequence[tuple[tables.Row, BudgetEntry]], context: imports.Context
) -> None:
    """What the action would refuse, with its cell."""
    kept = context_of(_county(context), _year(context))
    changes = preview(kept.county, kept.year, [entry for _row, entry in read])
    rows = {str(row.number): row for row, _entry in read}
    for fault in check_entries(changes, kept, unit_confirmed=False):
        row = rows[fault.change.entry.place]
        table.problems.add(row.problem(fault.field, fault.message, fault.value or None))


def _plain(entry: BudgetEntry) -> imports.PlainRow:
    return {
        "code": entry.centre.code,
        "amount": f"{entry.amount:f}",
        "from_month": entry.from_month,
        "document": entry.document,
        "reason": entry.reason,
    }


def _entries(rows: Sequence[imports.PlainRow], context: imports.Context) -> list[BudgetEntry]:
    codes = [row["code"] for row in rows]
    found = Centre.objects.filter(county__code=context.county_code, code__in=codes).select_related("county")
    centres = {centre.code: centre for centre in found}
    return [
        BudgetEntry(
            centre=centres[row["code"]],
            amount=Decimal(row["amount"]),
            from_month=row["from_month"],
            document=row["document"],
            reason=row["reason"],
            place=row["code"],
        )
        for row in rows
    ]


def _line(one: BudgetChange) -> imports.Change:
    entry = one.entry
    name = _("从%(month)d月起") % {"month": one.from_month}
    old = "" if one.old is None else with_commas(one.old)
    return imports.Change(
        f"{entry.centre.code} {entry.centre.name}", name, old, with_commas(entry.amount), one.verdict
    )


imports.register(BudgetImporter())
