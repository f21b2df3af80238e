"""What has to hold before a sheet is drafted, signed or paid."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from appraisal.models import Publication, Scheme
from payroll.core.money import round_fen
from payroll.core.schedule import LAST_MONTH
from payroll.drafting import Draft, Period, line_values
from payroll.locks import YEARS
from payroll.models import Budget, BudgetRevision, ReleaseLine, ReleaseSheet, SubsidyYear
from payroll.numbering import LINE_FIELDS
from payroll.queries.positions import candidate_scheme
from payroll.queries.publications import judged, newest
from records import audit
from records.errors import Conflict, Invalid, Problem

Kind, State = ReleaseSheet.Kind, ReleaseSheet.State
PERCENT, REASON_LENGTH = 100, 200
# An advance, and the sheets that judge what it is an advance on.
JUDGED_BY = {Kind.ADVANCE_JUNE: (Kind.JUNE, Kind.YEAR_END), Kind.ADVANCE_YEAR: (Kind.YEAR_END,)}


def check_period(period: Period) -> None:
    """Refuse a period that no calendar has."""
    month = period.kind == Kind.MONTH
    fits = 1 <= period.month <= LAST_MONTH if month else period.month == 0
    if period.kind not in Kind.values or not fits or period.year not in YEARS:
        raise Invalid(_("没有这样的拨付期：月份应为1–12，考核兑现不填月份。"), code="no_such_period")


def check_order(period: Period) -> None:
    """Refuse a period that exists, or whose forerunner isn't paid. Call while the year is held."""
    sheets = standing_sheets(period)
    if sheets.filter(kind=period.kind, month=period.month).exists():
        raise Conflict(_("该拨付单已经存在，不能重复生成。"), code="sheet_exists")
    if period.kind == Kind.MONTH:
        _check_month_before(period)
    if period.kind == Kind.YEAR_END:
        _check_june_before(period)
    if period.kind in JUDGED_BY and sheets.filter(kind__in=JUDGED_BY[Kind(period.kind)]).exists():
        raise Conflict(_("该部分的考核兑现单已经生成，不能再预拨。"), code="judged_already")


def standing_sheets(period: Period) -> QuerySet[ReleaseSheet]:
    """The year's sheets but for reversed ones: their periods are free again."""
    sheets = ReleaseSheet.objects.filter(county=period.county, year=period.year)
    return sheets.exclude(state=State.REVERSED)


def check_advance(period: Period, reason: str) -> None:
    """An advance has a share and a reason, and nothing else has."""
    if period.kind not in JUDGED_BY:
        if period.percent or reason:
            raise Invalid(_("只有预拨单才填写预拨比例和理由。"), code="no_advance")
        return
    if not 0 < period.percent <= PERCENT or period.percent != round_fen(period.percent):
        raise Invalid(_("预拨比例应大于0、不超过100，最多两位小数。"), code="advance_percent")
    check_reason(reason)


def check_reason(reason: str) -> None:
    if not 0 < len(reason) <= REASON_LENGTH:
        raise Invalid(_("请写明理由，不超过200字。"), code="reason_missing")


def check_due(sheet: ReleaseSheet, today: date) -> None:
    """A month isn't paid before its first day, unless a leader has said why."""
    if sheet.kind == Kind.MONTH and not sheet.early_reason and today < date(sheet.year, sheet.month, 1):
        raise Conflict(
            _("尚未到%(sheet)s的月份，须局领导写明理由同意提前拨付。") % {"sheet": sheet.title},
            code="not_due",
        )


def _check_month_before(period: Period) -> None:
    missing = unpaid_before(period)
    if missing:
        raise Conflict(
            _("请先完成%(month)d月的拨付：各月须按顺序拨付。") % {"month": missing}, code="month_before"
        )


def unpaid_before(period: Period) -> int:
    """The first month before this one whose sheet isn't paid, counted from the year's first; 0 for none."""
    paid = ReleaseSheet.objects.filter(
        county=period.county, year=period.year, kind=Kind.MONTH, state=State.PAID
    )
    done = set(paid.values_list("month", flat=True))
    first = first_month(period)
    return next((month for month in range(first, period.month) if month not in done), 0)


def first_month(period: Period) -> int:
    """The first month that any of the year's budgets counts from."""
    rows = BudgetRevision.objects.filter(budget__county=period.county, budget__year=period.year, number=1)
    return min(rows.order_by().values_list("from_month", flat=True), default=1)


def _check_june_before(period: Period) -> None:
    """The June part is paid before the year-end part, unless nobody with a budget has a June grade."""
    sheet = standing_sheets(period).filter(kind=Kind.JUNE).first()
    if sheet is not None and sheet.state == State.PAID:
        return
    publication = newest(period.county, period.year, Publication.Kind.JUNE)
    graded = {pk for pk, one in judged(publication).items() if one.graded} if publication else set()
    waiting = Budget.objects.filter(year=period.year, centre_id__in=graded).exists()
    if sheet is not None or waiting:
        raise Conflict(_("请先完成上半年考核兑现，再生成年终考核兑现。"), code="june_before")


def scheme_for_drafting(held: SubsidyYear, trail: audit.Trail) -> Scheme:
    """The scheme the year is bound to; bound anew while the year has no sheet."""
    if held.scheme is not None and ReleaseSheet.objects.filter(county=held.county, year=held.year).exists():
        return held.scheme
    scheme = candidate_scheme(held.county, held.year)
    if scheme is None:
        raise Conflict(
            _("本年度没有可用的考核方案，无法确定按月拨付与留存的比例。请先启用方案。"), code="no_scheme"
        )
    if held.scheme_id != scheme.pk:
        before, held.scheme = {"scheme": held.scheme_id}, scheme
        held.save(update_fields=["scheme"])
        trail.add(held, before, {"scheme": scheme.pk}, action="subsidy_year.bind", label=str(held))
    return scheme


def must_be(sheet: ReleaseSheet, state: str) -> None:
    if sheet.state != state:
        words = {"sheet": sheet.title, "state": sheet.get_state_display()}
        raise Conflict(_("%(sheet)s处于“%(state)s”，不能进行此操作。") % words, code="wrong_state")


def check_expected(sheet: ReleaseSheet, version: int | None) -> None:
    """Refuse to sign or pay another sheet than the one that was seen."""
    if version is not None and version != sheet.version:
        raise Conflict(_("您打开页面之后，拨付单已被他人更改，请刷新后再操作。"), code="changed")


# What a sheet is signed for is what its fingerprint will be of; a line's place in it says nothing.
COMPARED = LINE_FIELDS[1:]


def differences(sheet: ReleaseSheet, made: Draft) -> list[Problem]:
    """What a signed sheet says otherwise than one made now: basis, centres, figures."""
    return list(_differences(sheet, made))


def _differences(sheet: ReleaseSheet, made: Draft) -> Iterator[Problem]:
    if sheet.publication_id != (made.publication.pk if made.publication else None):
        version = made.publication.version if made.publication else 0
        yield Problem(
            _("考核结果已发布新版本（第%(version)d版）") % {"version": version}, place=_("依据结果")
        )
    stored = {line.centre_id: line for line in _lines(sheet)}
    fresh = {row.position.centre.pk: line_values(row, n) for n, row in enumerate(made.lines, 1)}
    for pk, line in stored.items():
        if pk not in fresh:
            yield Problem(_("现在不应列入本单"), place=line.centre_name)
            continue
        yield from line_differences(line, fresh[pk])
    for pk, values in fresh.items():
        if pk not in stored:
            yield Problem(_("现在应列入本单"), place=str(values["centre_name"]))
    if sheet.left_out != [one.as_json() for one in made.left_out]:
        yield Problem(_("未列入的卫生院有变化"), place=_("未列入"))


def _lines(sheet: ReleaseSheet) -> QuerySet[ReleaseLine]:
    """In their order, without how they were reckoned: a basis that changed shows in the figures."""
    return ReleaseLine.objects.filter(sheet=sheet).defer("steps").order_by("ordinal")


def line_differences(
    line: ReleaseLine, now: dict[str, object], names: Sequence[str] = COMPARED
) -> Iterator[Problem]:
    """Where a stored line says otherwise than the values it would be made with now."""
    labels = {field.name: str(field.verbose_name) for field in ReleaseLine._meta.concrete_fields}
    for name in names:
        old, new = getattr(line, name), now[name]
        if old != new:
            yield Problem(
                _("现为 %(now)s") % {"now": new},
                value=str(old),
                place=_("%(centre)s %(column)s") % {"centre": line.centre_name, "column": labels[name]},
            )
