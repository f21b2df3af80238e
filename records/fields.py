"""Decimal in Python, integer hundredths in the database (DESIGN, Numbers).

SQLite keeps decimals as binary floats: a CHECK that adds them refuses right money and a SUM drifts. So
points, yuan and per cent are stored as whole hundredths (fen) in a BIGINT column, and never touch a
float.

What works: filters, ordering, `F("a") - F("b")`, Sum, Min, Max, CheckConstraint (`Q(total__lte=100)`
means 100.00: constraints are written in Decimal values), bulk operations, fixtures. What is refused:
floats, values off the grid, Avg (divide in a core, where the rounding is written out). A constant beside
a column in an expression needs its field: `F("points") + Value(Decimal("0.5"), PointsField())`.
"""

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.core import exceptions
from django.db import models
from django.db.models.expressions import Combinable, register_combinable_fields
from django.utils.translation import gettext_lazy as _

from records.errors import Problem
from records.reading import numbers

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

ST = TypeVar("ST", contravariant=True)
GT = TypeVar("GT", covariant=True)

LIMIT = Decimal(10) ** 14
PLAIN = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,16})?")


class NumberFormField(forms.Field):
    """A text box read by the one parser for numbers; `-`, `—`, `/` and 无 mean not entered."""

    widget = forms.TextInput

    def __init__(self, *, grid: numbers.Grid = numbers.POINTS, **kwargs: Any) -> None:
        self.grid = grid
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "class": "number"}

    def to_python(self, value: Any) -> Decimal | None:
        answer = numbers.parse(value, self.grid)
        if isinstance(answer, Problem):
            raise exceptions.ValidationError(str(answer.message), code="invalid")
        return answer.value

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}" if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except exceptions.ValidationError:
            return True


class ScaledDecimalField(models.Field[ST, GT]):
    """A Decimal on the grid of `scale` decimals, kept as an integer. Unit: the subclass says."""

    _pyi_private_set_type: Decimal | int | Combinable
    _pyi_private_get_type: Decimal
    _pyi_lookup_exact_type: Decimal | int

    description = _("定点小数，以整数保存")
    scale: ClassVar[int] = 2
    grid: ClassVar[numbers.Grid] = numbers.Grid(negative=True, digits=12)
    default_error_messages = {
        "off_grid": _("“%(value)s”不是最多%(places)d位小数的数值。"),
        "float": _("“%(value)s”是浮点数，不能存为定点小数。"),
        "too_large": _("“%(value)s”超出可保存的范围。"),
    }

    def db_type(self, connection: "BaseDatabaseWrapper") -> str:
        return "bigint"

    def db_check(self, connection: "BaseDatabaseWrapper") -> str | None:
        """SQLite takes a real into any column: hold it to integers."""
        if connection.vendor != "sqlite":
            return None
        column = connection.ops.quote_name(str(self.column))
        return f"typeof({column}) IN ('integer', 'null')"

    def get_internal_type(self) -> str:
        return "ScaledDecimalField"

    def to_python(self, value: Any) -> Decimal | None:
        """The value on the grid as Decimal; ValidationError for a float or a value off the grid."""
        if value is None or value == "":
            return None
        if isinstance(value, bool | float) or not isinstance(value, Decimal | int | str):
            raise self._fault("float" if isinstance(value, float) else "off_grid", value)
        if isinstance(value, str) and not PLAIN.fullmatch(value):
            raise self._fault("off_grid", value)
        exact = Decimal(value)
        if not exact.is_finite():
            raise self._fault("off_grid", value)
        if abs(exact) >= LIMIT:
            raise self._fault("too_large", value)
        on_grid = exact.quantize(Decimal(1).scaleb(-self.scale)) + 0
        if on_grid != exact:
            raise self._fault("off_grid", value)
        return on_grid

    def _fault(self, code: str, value: object) -> exceptions.ValidationError:
        return exceptions.ValidationError(
            self.error_messages[code],
            code=code,
            params={"value": numbers.shown(value), "places": self.scale},
        )

    def get_prep_value(self, value: Any) -> Any:
        """The integer to store or compare with; ValueError for a float or a value off the grid."""
        value = super().get_prep_value(value)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        try:
            number = self.to_python(value)
        except exceptions.ValidationError as error:
            raise ValueError(f"{self.name or type(self).__name__}: {error.messages[0]}") from error
        return None if number is None else int(number.scaleb(self.scale))

    def from_db_value(self, value: Any, expression: object, connection: object) -> Decimal | None:
        if value is None:
            return None
        if isinstance(value, float) or value != int(value):
            raise TypeError(f"{value!r} is not a whole number of hundredths: average in a core, not in SQL")
        return Decimal(int(value)).scaleb(-self.scale)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.to_python(self.value_from_object(obj))
        return "" if value is None else f"{value:f}"

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        form_class = kwargs.pop("form_class", NumberFormField)
        if issubclass(form_class, NumberFormField):
            kwargs.setdefault("grid", self.grid)
        return super().formfield(form_class=form_class, **kwargs)


class PointsField(ScaledDecimalField[ST, GT]):
    """Points 分, 2 decimals."""

    description = _("分数，两位小数")


class MoneyField(ScaledDecimalField[ST, GT]):
    """Yuan 元 to the fen; the column holds fen."""

    description = _("金额，元，精确到分")
    grid = numbers.Grid(digits=12, commas=True, negative=True)


class PercentField(ScaledDecimalField[ST, GT]):
    """Per cent, 2 decimals: 22.42 is 22.42 %."""

    description = _("百分比，两位小数")
    grid = numbers.Grid(digits=6, percent=True, negative=True)


for _kind in (ScaledDecimalField, PointsField, MoneyField, PercentField):
    for _operator in (Combinable.ADD, Combinable.SUB):
        register_combinable_fields(_kind, _operator, _kind, _kind)
    register_combinable_fields(_kind, Combinable.MUL, models.IntegerField, _kind)
    register_combinable_fields(models.IntegerField, Combinable.MUL, _kind, _kind)
