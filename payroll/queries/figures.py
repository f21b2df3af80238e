"""A balance as a page shows it: each of its figures with the address that explains it, and the sum that holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, Region
from payroll.core.balance import Balance
from payroll.queries.balances import CentreBalance

# What comes in, then where it stands. The first four places are always shown, the others where they aren't 0.
COME = {"budget": _("年度核定补助"), "opening": _("上年结转")}
STANDS = {
    "paid": _("已拨付"),
    "due": _("按月待拨"),
    "held": _("留存待考核"),
    "forfeited": _("转入奖励基金"),
    "carry": _("以前多（少）拨待结清"),
    "returned": _("收回"),
    "forward": _("结转下年"),
}
ALWAYS = {"budget", "paid", "due", "held", "forfeited"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in yuan."""

    label: str
    amount: Decimal
    url: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What came in and where it stands. `difference` is 0 when all is right."""

    come: Sequence[Figure]
    stands: Sequence[Figure]
    difference: Decimal

    @property
    def all(self) -> Sequence[Figure]:
        return [*self.come, *self.stands]

    @property
    def sum(self) -> str:
        """ "核定补助 + 上年结转 = 已拨付 + …", with the figures that are shown."""
        sides = (" + ".join(one.label for one in side) for side in (self.come, self.stands))
        return " = ".join(sides)


def of_centre(found: Balance, centre: Centre, year: int) -> Figures:
    return _figures(found, lambda name: reverse("payroll:balance", args=[centre.code, year, name]))


def of_county(found: Balance, county: Region, year: int) -> Figures:
    return _figures(found, lambda name: reverse("payroll:county-balance", args=[county.code, year, name]))


def _figures(found: Balance, address: Callable[[str], str]) -> Figures:
    come, stands = (
        [
            Figure(str(label), getattr(found, name), address(name))
            for name, label in names.items()
            if name in ALWAYS or getattr(found, name)
        ]
        for names in (COME, STANDS)
    )
    return Figures(come, stands, found.difference)


@dataclass(frozen=True, slots=True)
class CentreFigures:
    """One centre's row: its figures in the order of the columns; `wrong` where they don't add up, `budgeted` False
    where all it has was brought forward.
    """

    centre: Centre
    figures: Sequence[Figure]
    wrong: bool
    budgeted: bool


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Every centre of a county's year, and the sums; columns that are 0 everywhere are left out."""

    rows: Sequence[CentreFigures]
    sums: Sequence[Figure]
    sum: str


def table_of(found: Sequence[CentreBalance], whole: Balance, county: Region, year: int) -> FigureTable:
    """The rows and sums of a county's year, each figure with the address that explains it."""
    names = {
        name: str(label)
        for name, label in {**COME, **STANDS}.items()
        if name in ALWAYS or any(getattr(one.balance, name) for one in found)
    }

    def figures(balance: Balance, address: str, key: str) -> list[Figure]:
        return [
            Figure(label, getattr(balance, name), reverse(address, args=[key, year, name]))
            for name, label in names.items()
        ]

    rows = [
        CentreFigures(
            one.centre,
            figures(one.balance, "payroll:balance", one.centre.code),
            bool(one.balance.difference),
            one.budgeted,
        )
        for one in found
    ]
    sides = (" + ".join(label for name, label in names.items() if name in side) for side in (COME, STANDS))
    return FigureTable(rows, figures(whole, "payroll:county-balance", county.code), " = ".join(sides))
