"""How figures of results are written: shares, differences, weights."""

from decimal import Decimal

from django.template import Library

from appraisal.core.text import plain as plain_number
from appraisal.core.text import signed as signed_number

register = Library()
NOTHING = "—"


@register.filter
def percent(value: Decimal | None) -> str:
    """A per cent value with one or two decimals as it is kept, or a dash."""
    return NOTHING if value is None else f"{plain_number(value)}%"


@register.filter
def signed(value: Decimal | None) -> str:
    """A difference of points with its sign, a true minus included; a dash where there is none."""
    return NOTHING if value is None else signed_number(value)


@register.filter
def plain(value: Decimal | None) -> str:
    """A number without needless zeros, or a dash."""
    return NOTHING if value is None else plain_number(value)


@register.filter
def signed_money(value: Decimal | None) -> str:
    """A difference of yuan with its sign and commas; a dash where there is none."""
    if value is None:
        return NOTHING
    return f"{value:+,.2f}".replace("-", "−") if value else "0.00"
