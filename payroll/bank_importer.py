"""A bank statement, or the treasury's list, held against a sheet or a period through the staged flow of records.imports."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.access import county_for, require
from centres.models import Region
from payroll.access import sheets_for
from payroll.actions.reconciling import keep_file, keep_reconciliation
from payroll.core.money import with_commas
from payroll.core.reconcile import Finding
from payroll.core.subsidy import ZERO
from payroll.locks import YEARS
from payroll.models import ReconciliationRow, ReleaseSheet
from payroll.queries.reconciling import Result, ResultRow, Scope, result_of
from records import imports
from records.errors import Invalid, Problem
from records.reading import tables
from records.reading.dates import parse_date
from records.reading.files import Workbook
from records.reading.names import normalise, tidy
from records.reading.numbers import CellValue, Parsed, parse_money

# What banks and treasuries call these columns.
PAYEES = (
    *("户名", "收款人户名", "收款人名称", "收款单位", "收款单位名称", "收款账户名称", "账户名称"),
    *("对方户名", "对方名称", "单位名称", "卫生院"),
)
ACCOUNTS = (
    *("收款账号", "收款人账号", "银行账号", "收款账户", "对方账号", "卡号"),
    *("帐号", "收款人帐号", "对方帐号"),
)
AMOUNTS = (
    *("付款金额", "支付金额", "拨付金额", "实拨金额", "支出金额", "支出", "交易金额", "发生额"),
    *("借方发生额", "借方金额", "借方", "本次实拨"),
)
DAYS = ("交易日期", "支付日期", "付款日期", "记账日期", "入账日期", "拨付日期", "交易时间")
TEXTS = ("用途", "附言", "备注", "摘要用途", "交易摘要")
COLUMNS = (
    tables.Column("payee", "收款人", aliases=PAYEES),
    tables.Column("account", "账号", required=False, aliases=ACCOUNTS),
    tables.Column("amount", "金额", units=("元", "万元"), aliases=AMOUNTS),
    tables.Column("day", "日期", required=False, aliases=DAYS),
    tables.Column("text", "摘要", required=False, aliases=TEXTS),
)
MOST_ROWS = 3_000
PAYEE, ACCOUNT, TEXT = 120, 40, 200
# A number cell of a workbook holds 15 digits.
EXACT = 10**15


class BankImporter(imports.Importer):
    """Rows: first {"sha256", "unit"} of the file, then {"number", "payee", "account", "amount", "day", "text"}.

    `params` name county and year, and the paid sheet or the first and last day of the period.
    """

    kind = "bank"
    compares = True
    title = gettext_lazy("银行或财政付款对账单")
    help = gettext_lazy(
        "每行一笔付款：收款人（户名）、账号、金额（表头写明元或万元）、日期、摘要；也认识银行流水常用的表头。只对账，不改动任何账目。"
    )

    def authorise(self, user: Any, params: Mapping[str, str]) -> imports.Context:
        county = county_for(user, params.get("county", ""))
        require(user, "release.pay")
        year = params.get("year", "")
        if not (year.isascii() and year.isdigit() and int(year) in YEARS):
            raise Http404
        kept = {"county": county.code, "year": int(year)}
        if params.get("sheet"):
            return imports.Context(
                county.code, kept | {"sheet": _sheet(user, county, int(year), params["sheet"]).pk}
            )
        first, last = _day(params.get("first", "")), _day(params.get("last", ""))
        if first is None or last is None or last < first:
            raise Invalid(_("请选择拨付单，或填写起止日期，截止日期不早于起始日期。"), code="period")
        return imports.Context(county.code, kept | {"first": first.isoformat(), "last": last.isoformat()})

    def parse(self, workbook: Workbook, context: imports.Context) -> imports.Reading:
        table = tables.find(workbook, COLUMNS)
        if len(table.rows) > MOST_ROWS:
            raise Invalid(_("一次最多对账 %(most)d 行。") % {"most": MOST_ROWS}, code="too_many_rows")
        unit = table.unit("amount")
        rows = [plain for row in table.rows for plain in _read(row, unit)]
        own = sum((Decimal(one["amount"]) for one in rows), ZERO)
        if not table.problems:
            table.check_total("amount", own, parse_money, unit=unit)
        if not table.problems and not rows:
            raise Invalid(_("文件里没有一笔付款。"), code="no_rows")
        skipped = len(table.rows) - len(rows)
        if skipped and not table.problems:
            table.notes.append(_("有 %(count)d 行没有金额，没有读取。") % {"count": skipped})
        return imports.Reading(
            [{"sha256": workbook.sha256, "unit": unit}, *rows], table.problems, table.notes
        )

    def keep(self, data: bytes, file_name: str, sha256: str, actor: Any, context: imports.Context) -> None:
        county = _county(context)
        keep_file(actor=actor, county=county, name=file_name, sha256=sha256, content=data, now=timezone.now())

    def diff(self, rows: list[imports.PlainRow], context: imports.Context) -> imports.Diff:
        result = result_of(_scope(context), _rows(rows[1:]))
        return imports.Diff(new=len(rows) - 1, lines=list(_lines(result)), sums=_sums(result))

    def apply(self, rows: list[imports.PlainRow], actor: Any, context: imports.Context) -> dict[str, Any]:
        kept = keep_reconciliation(
            actor=actor,
            scope=_scope(context),
            sha256=rows[0]["sha256"],
            unit=rows[0]["unit"],
            rows=_rows(rows[1:]),
            now=timezone.now(),
        )
        return {"reconciliation": kept.pk}

    def done_url(self, result: Mapping[str, Any], context: imports.Context) -> str:
        return reverse("payroll:reconciliation", args=[result["reconciliation"]])


def _county(context: imports.Context) -> Region:
    return Region.objects.get(code=context.county_code)


def _sheet(user: Any, county: Region, year: int, key: str) -> ReleaseSheet:
    """A sheet of that county's year that was paid, or 404."""
    sheets = sheets_for(user).filter(county=county, year=year, state=ReleaseSheet.State.PAID)
    found = sheets.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 10 else None
    if found is None:
        raise Http404
    return found


def _scope(context: imports.Context) -> Scope:
    params, county = context.params, _county(context)
    if "sheet" in params:
        sheet = ReleaseSheet.objects.select_related("county").get(pk=params["sheet"])
        return Scope(county, int(params["year"]), sheet)
    first, last = _day(str(params["first"])), _day(str(params["last"]))
    return Scope(county, int(params["year"]), None, first, last)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(row: tables.Row, unit: str) -> Iterator[imports.PlainRow]:
    """One payment; nothing for a row without an amount (money that came in), or a faulty one."""
    amount = row.read("amount", parse_money, unit=unit)
    day = row.read("day", parse_moment)
    payee, account = tidy(row.text("payee")), "".join(normalise(row.text("account")).split("-"))
    if amount == 0:
        row.fault("amount", _("金额应大于0"))
    if len(payee) > PAYEE or (not (payee or account) and amount):
        row.fault("payee", _("请写明收款人，不超过%(most)d字") % {"most": PAYEE})
    if account and not (account.isascii() and account.replace("*", "").isalnum() and len(account) <= ACCOUNT):
        row.fault("account", _("账号应为数字，按文本保存，不要显示为科学记数"))
    number = row.cell("account").value
    if isinstance(number, float | int) and number >= EXACT:
        row.fault("account", _("账号保存成了数字，后几位可能已经丢失，请改为文本"))
    if amount:
        yield {
            "number": row.number,
            "payee": payee,
            "account": account,
            "amount": f"{amount:f}",
            "day": day.isoformat() if day else "",
            "text": tidy(row.text("text"))[:TEXT],
        }


def parse_moment(value: CellValue, number_format: str = "") -> Parsed[date] | Problem:
    """A day, with or without the time of day that banks write beside it."""
    if isinstance(value, datetime):
        return Parsed(value.date())
    if isinstance(value, str) and ":" in value:
        value = value.strip().split(" ")[0].split("T")[0]
    return parse_date(value, number_format)


def _rows(rows: Sequence[imports.PlainRow]) -> list[ReconciliationRow]:
    return [
        ReconciliationRow(
            number=row["number"],
            payee=row["payee"],
            account=row["account"],
            amount=Decimal(row["amount"]),
            day=_day(row["day"]),
            text=row["text"],
        )
        for row in rows
    ]


def _lines(result: Result) -> Iterator[imports.Change]:
    """What isn't matched, the books beside the file."""
    for one in result.rows:
        if one.match.finding is not Finding.MATCHED:
            said = f"{one.label}：{one.why}" if one.why else one.label
            yield imports.Change(_label(one), said, _books(one), _file(one))


def _label(one: ResultRow) -> str:
    if one.paid is not None:
        return f"{one.paid.name} {one.paid.sheet}"
    return _("第%(row)d行 %(payee)s") % {"row": one.row.number, "payee": one.row.payee} if one.row else ""


def _books(one: ResultRow) -> str:
    return with_commas(one.paid.amount) if one.paid else ""


def _file(one: ResultRow) -> str:
    return with_commas(one.row.amount) if one.row else ""


def _sums(result: Result) -> list[tuple[str, str]]:
    counts = [(one.label, _("%(lines)d 笔") % {"lines": one.lines}) for one in result.counts]
    totals = [
        (_("账上合计（元）"), with_commas(result.paid_total)),
        (_("文件合计（元）"), with_commas(result.listed_total)),
    ]
    return [*counts, *totals]


imports.register(BankImporter())
