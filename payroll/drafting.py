"""What a sheet would hold if it were drafted now: its lines, and the centres that get none and why.

Drafting stores it, review and payment make it again and compare: a signed sheet is never older than what it
rests on.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from appraisal.models import Publication, Result, Scheme
from centres.models import Centre, Region
from payroll.core.ledger import Account
from payroll.core.money import with_commas
from payroll.core.release import Line, Verdict, advance_line, june_line, month_line, year_end_line
from payroll.core.subsidy import ZERO
from payroll.core.text import Text
from payroll.models import ReleaseSheet
from payroll.queries.ledger import postings_of, sums
from payroll.queries.outside import number_before
from payroll.queries.positions import Position, parameters, positions
from payroll.queries.publications import Judged, judged, newest
from records.errors import Conflict

Kind, State = ReleaseSheet.Kind, ReleaseSheet.State
REMARK_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Period:
    """What is released: a county's year, a kind, and the month (0 but for a month).

    With `until`, a paid sheet, everything is as it stood when that sheet was paid (for `verify`); with `corrected`,
    too, but by the results as they are now (for corrections). `percent` is an advance's share of its part.
    """

    county: Region
    year: int
    kind: str
    month: int = 0
    until: ReleaseSheet | None = None
    percent: Decimal = Decimal("0.00")
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One centre's line before it is stored."""

    position: Position
    line: Line
    judged: Judged | None = None
    forfeit_percent: Decimal = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A centre without a line. `code` is a stable reason, `why` says it."""

    centre: Centre
    code: str
    why: Text

    def as_json(self) -> dict[str, str]:
        name = {"code": self.centre.code, "name": self.centre.name}
        return {**name, "reason": self.code, **self.why.as_json()}


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet's content, lines by the centres' codes."""

    scheme: Scheme
    publication: Publication | None
    lines: tuple[DraftLine, ...]
    left_out: tuple[LeftOut, ...]


NO_BUDGET = Text("本年度没有核定补助", "no subsidy was set for the year")
CLOSED = Text("该月之前已停用", "closed before the month")
NO_RESULT = Text("没有已发布的考核结果", "no published result")
INCOMPLETE = Text(
    "考核不完整，未评定等次，暂不兑现", "the appraisal is incomplete: no grade, nothing is paid yet"
)
NOTHING_HELD = Text("该部分已兑现或没有留存", "this part is judged already, or nothing is held")
EXEMPT = Text("免考：留存部分待年终结果一并兑现", "exempted: its holdback waits for the year's result")


def draft(period: Period, scheme: Scheme) -> Draft:
    """Make a sheet's content from what is kept now. Raises Conflict where it can't be released yet."""
    found = positions(period.county, period.year, parameters(scheme), period.until)
    if not found:
        raise Conflict(_("本年度还没有核定补助，请先录入或导入预算。"), code="no_budget")
    made = MAKERS[Kind(period.kind)](period, scheme, found)
    if not made.lines:
        raise Conflict(_("没有可以拨付的卫生院。"), code="no_lines")
    return made


def _month(period: Period, scheme: Scheme, found: list[Position]) -> Draft:
    first = date(period.year, period.month, 1)
    closed = [one for one in found if one.centre.closed_on and one.centre.closed_on <= first]
    left_out = [LeftOut(one.centre, "closed", CLOSED) for one in closed]
    lines = [
        DraftLine(one, month_line(one.schedule, period.month, one.outside(period.kind)))
        for one in found
        if one not in closed
    ]
    return Draft(scheme, None, tuple(lines), (*left_out, *_without_budget(period, found)))


def _june(period: Period, scheme: Scheme, found: list[Position]) -> Draft:
    publication = _published(period, Publication.Kind.JUNE)
    results = judged(publication)

    def line(one: Position, result: Judged) -> Line:
        return june_line(one.schedule, result.verdict, one.outside(period.kind))

    return _by_result(period, scheme, found, publication, results, line)


def _year_end(period: Period, scheme: Scheme, found: list[Position]) -> Draft:
    publication = _published(period, Publication.Kind.YEAR)
    results = judged(publication)
    june = judged(_published(period, Publication.Kind.JUNE))

    def line(one: Position, result: Judged) -> Line:
        verdict = _june_verdict(one, june, result)
        return year_end_line(one.schedule, result.verdict, verdict, one.outside(period.kind))

    return _by_result(period, scheme, found, publication, results, line)


ADVANCED = {
    Kind.ADVANCE_JUNE: Text("上半年部分尚未考核，先行预拨", "advance on the June part, before its result"),
    Kind.ADVANCE_YEAR: Text("年终部分尚未考核，先行预拨", "advance on the year-end part, before its result"),
}


def _advance(period: Period, scheme: Scheme, found: list[Position]) -> Draft:
    """A share of the part for every centre whose part waits for its result."""
    kind = Kind(period.kind)
    lines, left_out = [], []
    for one in found:
        june = kind == Kind.ADVANCE_JUNE
        judged_already = Kind.YEAR_END in one.kinds or (june and one.past.june_part is not None)
        plan = one.schedule.plan
        line = advance_line(plan.june_part if june else plan.year_end_part, period.percent, ADVANCED[kind])
        if judged_already or not line.amount:
            left_out.append(LeftOut(one.centre, "nothing_held", NOTHING_HELD))
        else:
            lines.append(DraftLine(one, line))
    return Draft(scheme, None, tuple(lines), (*left_out, *_without_budget(period, found)))


def _june_verdict(one: Position, june: Mapping[int, Judged], year: Judged) -> Verdict | None:
    """None where the June part was judged on its own sheet. *Decision*: a June result that came later judges the
    June part now; a centre exempted from June has its whole holdback judged by the year.
    """
    if one.past.june_part is not None:
        return None
    first = june.get(one.centre.pk)
    return first.verdict if first and first.graded else year.verdict


def _by_result(
    period: Period,
    scheme: Scheme,
    found: list[Position],
    publication: Publication,
    results: Mapping[int, Judged],
    line: Callable[[Position, Judged], Line],
) -> Draft:
    lines, left_out = [], []
    for one in found:
        result = results.get(one.centre.pk)
        if result is None:
            left_out.append(LeftOut(one.centre, "no_result", NO_RESULT))
        elif not result.graded:
            left_out.append(LeftOut(one.centre, result.standing, _why(result)))
        else:
            percent = result.verdict.forfeit_percent
            lines.append(DraftLine(one, line(one, result), result, percent))
    return Draft(scheme, publication, tuple(lines), (*left_out, *_without_budget(period, found)))


def _why(result: Judged) -> Text:
    return EXEMPT if result.standing == Result.Standing.EXEMPT else INCOMPLETE


def _without_budget(period: Period, found: list[Position]) -> list[LeftOut]:
    """The county's working centres that have no budget, and those that have something from last year all the same."""
    brought = _brought(period, {one.centre.pk for one in found})
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gt=date(period.year, 1, 1))
    opened = Q(opened_on__isnull=True) | Q(opened_on__lte=date(period.year, 12, 31))
    working = Q(open_then, opened, county=period.county) | Q(pk__in=brought)
    centres = Centre.objects.filter(working).order_by("code").exclude(pk__in=[one.centre.pk for one in found])
    return [LeftOut(one, "no_budget", _no_budget(brought.get(one.pk, ZERO))) for one in centres]


def _brought(period: Period, budgeted: Collection[int]) -> dict[int, Decimal]:
    """What centres without a budget have carried, in yuan by centre id (1 query)."""
    before = number_before(period.until)
    postings = postings_of(period.county, period.year, before=before).filter(account=Account.CARRY.value)
    found: dict[int, Decimal] = {}
    for (_account, _source, centre), amount in sums(postings.exclude(centre__in=budgeted)).items():
        if centre is not None:
            found[centre] = found.get(centre, ZERO) + amount
    return found


def _no_budget(carried: Decimal) -> Text:
    if not carried:
        return NO_BUDGET
    size = with_commas(carried)
    return Text(
        f"{NO_BUDGET.zh}，上年结转 {size} 元仍在账上",
        f"{NO_BUDGET.en}; {size} yuan brought forward stay carried",
    )


MAKERS = {
    Kind.MONTH: _month,
    Kind.JUNE: _june,
    Kind.YEAR_END: _year_end,
    Kind.ADVANCE_JUNE: _advance,
    Kind.ADVANCE_YEAR: _advance,
}


def _published(period: Period, kind: str) -> Publication:
    """The newest result, or the one that a paid sheet rests on."""
    paid = None if period.corrected else period.until
    if paid is not None and paid.publication is not None and paid.publication.kind == kind:
        return paid.publication
    publication = newest(period.county, period.year, kind, paid.paid_at if paid else None)
    if publication is None:
        label = Publication.Kind(kind).label
        raise Conflict(_("%(kind)s结果还没有发布，不能兑现。") % {"kind": label}, code="not_published")
    return publication


def line_values(row: DraftLine, ordinal: int) -> dict[str, object]:
    """The values of a stored line, in its fields' names."""
    one, line, result = row.position, row.line, row.judged
    return {
        "centre_id": one.centre.pk,
        "ordinal": ordinal,
        "centre_code": one.centre.code,
        "centre_name": one.centre.name,
        "budget": one.schedule.plan.budget,
        "budget_version": one.budget_version,
        "monthly_paid": one.monthly_paid,
        "holdback": one.schedule.plan.holdback,
        "result_id": result.result_id if result else None,
        "score": result.score if result else None,
        "grade_name": result.verdict.grade if result else "",
        "due": line.due,
        "forfeit_percent": row.forfeit_percent,
        "forfeited": line.forfeited,
        "adjustment": line.adjustment,
        "settled": line.settled,
        "carried": line.carried,
        "amount": line.amount,
        "remark": _remark(row),
        "steps": [step.as_json() for step in line.steps],
    }


def _remark(row: DraftLine) -> str:
    """The line's 备注, in the language of the document."""
    parts = [row.judged.remark] if row.judged and row.judged.remark else []
    if row.line.settled:
        parts += [cause.zh for cause in row.position.causes]
    if row.line.carried < 0:
        parts.append(f"以前多拨尚余{with_commas(-row.line.carried)}元待扣回")
    return "；".join(parts)[:REMARK_LENGTH]
