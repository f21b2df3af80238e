"""A release sheet as page, workbook, PDF and JSON show it: one reading for all four."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centres.models import User
from payroll.core.subsidy import ZERO
from payroll.core.units import Unit
from payroll.core.words import in_words
from payroll.models import ReleaseLine, ReleaseSheet
from payroll.queries.closing import is_closed
from payroll.queries.corrections import outstanding
from payroll.queries.settings import unit_of

State = ReleaseSheet.State
SUMMED = ("budget", "monthly_paid", "holdback", "due", "forfeited", "adjustment", "amount")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the page's table; figures stand to the right."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet with its lines in order, the sums of its columns in yuan, the total in words, the unit to show it in."""

    sheet: ReleaseSheet
    lines: Sequence[ReleaseLine]
    sums: Mapping[str, Decimal]
    unit: Unit = Unit.YUAN

    @property
    def words(self) -> str:
        """人民币大写 of the total."""
        return in_words(self.sheet.total)

    @property
    def by_result(self) -> bool:
        """Whether the sheet releases by grade: a month and an advance have neither score nor forfeit."""
        return self.sheet.kind in {ReleaseSheet.Kind.JUNE, ReleaseSheet.Kind.YEAR_END}

    @property
    def due_label(self) -> str:
        if self.by_result:
            return _("应兑现")
        return _("本月应拨") if self.sheet.kind == ReleaseSheet.Kind.MONTH else _("本次预拨")

    @property
    def columns(self) -> list[Column]:
        """The columns of the page's table."""
        words = [Column(_("卫生院"))]
        amounts = [_("年度核定补助"), _("已按月拨付"), _("留存")]
        words += [Column(label, number=True) for label in amounts]
        words += [Column(_("得分"), number=True), Column(_("等次"))] if self.by_result else []
        amounts = [self.due_label, *([_("扣减转入奖励基金")] if self.by_result else [])]
        amounts += [_("以前多（少）拨调整"), _("本次实拨")]
        return [*words, *(Column(label, number=True) for label in amounts), Column(_("备注"))]

    @property
    def left_out(self) -> list[dict[str, str]]:
        """Centres without a line, the reason in the language of the moment."""
        return [{**one, "why": text_of(one)} for one in self.sheet.left_out]


@dataclass(frozen=True, slots=True)
class Rights:
    """What an account may do to a sheet in its present state."""

    refresh: bool
    delete: bool
    review: bool
    send_back: bool
    pay: bool
    # The maker who could review, if somebody else had made it.
    is_maker: bool
    reverse: bool
    early: bool
    correct: bool
    bank: bool


def sheet_view(sheet: ReleaseSheet) -> SheetView:
    lines = list(ReleaseLine.objects.filter(sheet=sheet).order_by("ordinal"))
    sums = {name: sum((getattr(line, name) for line in lines), ZERO) for name in SUMMED}
    return SheetView(sheet, lines, sums, unit_of(sheet.county))


def rights(user: User, sheet: ReleaseSheet) -> Rights:
    draft, reviewed = sheet.state == State.DRAFT, sheet.state == State.REVIEWED
    maker = sheet.made_by_id == user.pk
    paid = sheet.state == State.PAID and not is_closed(sheet.county, sheet.year)
    return Rights(
        refresh=draft and user.can("release.make"),
        delete=draft and user.can("release.make"),
        review=draft and user.can("release.review") and not maker,
        send_back=reviewed and user.can("release.review"),
        pay=reviewed and user.can("release.pay") and sheet.reviewed_by_id != user.pk,
        is_maker=draft and maker,
        reverse=paid and user.can("release.reverse") and sheet.paid_by_id != user.pk,
        early=(draft or reviewed) and _is_early(sheet) and user.can("release.early"),
        bank=sheet.state in {State.REVIEWED, State.PAID} and user.can("release.pay"),
        correct=paid and user.can("release.make") and _is_outdated(sheet),
    )


def _is_early(sheet: ReleaseSheet) -> bool:
    """Whether a month's sheet still needs a leader's reason to be paid before the year has come so far."""
    return sheet.kind == ReleaseSheet.Kind.MONTH and not sheet.early_reason


def _is_outdated(sheet: ReleaseSheet) -> bool:
    """Whether a newer result was published than the one that was paid on or corrected by."""
    return any(one.pk == sheet.pk for one, _newer in outstanding(sheet.county, sheet.year))


def text_of(text: Mapping[str, str]) -> str:
    """One of a stored text's two languages."""
    english = (get_language() or "").startswith("en")
    return text["en"] if english else text["zh"]


def steps_of(line: ReleaseLine) -> list[str]:
    """How a line's amounts came about, in the language of the moment."""
    return [text_of(step) for step in line.steps]
