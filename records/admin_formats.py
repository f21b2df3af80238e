"""How the admin's imports read files and cells: the bounded reader, and widgets that speak the user's language."""

from datetime import date
from decimal import Decimal
from typing import Any

import tablib
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import widgets
from import_export.formats.base_formats import Format

from records.errors import Invalid, Problem
from records.reading.files import Sheet, read_workbook
from records.reading.names import column_letter
from records.reading.numbers import parse_count, parse_points
from records.writing import Book, Col

HEADER_ROWS = 20


class WorkbookFormat(Format):  # type: ignore[misc]
    """XLSX and CSV through the bounded reader; writes XLSX."""

    def __init__(self, encoding: str | None = None) -> None:
        """The reader finds out the encoding by itself."""

    def get_title(self) -> str:
        return "XLSX / CSV"

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """The first visible sheet; its first row with two texts or more is the header."""
        workbook = read_workbook(in_stream)
        sheet = workbook.visible[0]
        header = _header_row(sheet)
        names = [sheet.cell(header, place).text for place in range(1, len(sheet.raw[header - 1]) + 1)]
        _refuse_formulas(sheet, len(names))
        dataset = tablib.Dataset(headers=names, title=sheet.name)
        dataset.places = []
        for number in range(header + 1, len(sheet.raw) + 1):
            values = [_plain(sheet.cell(number, place).value) for place in range(1, len(names) + 1)]
            if any(value not in (None, "") for value in values):
                dataset.append(values)
                dataset.places.append(number)
        return dataset

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        book = Book(title=dataset.title or "")
        sheet = book.sheet(
            _("数据"), [Col(str(header), _kind(dataset, header)) for header in dataset.headers]
        )
        for row in dataset:
            sheet.row(
                [value if isinstance(value, (Decimal, int, date)) else str(value or "") for value in row]
            )
        return book.data()

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True


class PointsWidget(widgets.Widget):  # type: ignore[misc]
    """A number with at most 2 places, read as everywhere else; never a Python class in a message."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        number: Decimal | None = _value(parse_points(value))
        return number

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Decimal | None:
        return Decimal(value) if value not in (None, "") else None


class CountWidget(widgets.Widget):  # type: ignore[misc]
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        number: int | None = _value(parse_count(value))
        return number

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> int | None:
        return int(value) if value not in (None, "") else None


class ChoiceWidget(widgets.Widget):  # type: ignore[misc]
    """A choice by its shown name or its stored value."""

    def __init__(self, choices: list[tuple[str, Any]]) -> None:
        super().__init__()
        self.choices = [(value, str(label)) for value, label in choices]

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        for stored, label in self.choices:
            if str(value or "").strip() in (stored, label):
                return stored
        raise ValueError(
            _("应为：%(choices)s。") % {"choices": "、".join(label for _v, label in self.choices)}
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return dict(self.choices).get(value, "")


class YesNoWidget(ChoiceWidget):
    def __init__(self) -> None:
        super().__init__([("1", gettext_lazy("是")), ("", gettext_lazy("否"))])

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return super().clean(value) == "1"

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return super().render("1" if value else "")


def _header_row(sheet: Sheet) -> int:
    for number in range(1, min(HEADER_ROWS, len(sheet.raw)) + 1):
        if (
            sum(bool(sheet.cell(number, place).text) for place in range(1, len(sheet.raw[number - 1]) + 1))
            > 1
        ):
            return number
    return 1


def _refuse_formulas(sheet: Sheet, width: int) -> None:
    """A formula whose result isn't stored would read as empty."""
    found = [f"{column_letter(place)}{row}" for row, place in sorted(sheet.formulas) if place <= width]
    if found:
        words = _("公式没有保存计算结果：%(cells)s。请用 Excel 或 WPS 打开并保存一次。")
        raise Invalid(words % {"cells": "、".join(found[:20])}, code="formula")


def _plain(value: Any) -> Any:
    """A whole number typed in a text column, such as a code, without its ".0"."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _kind(dataset: tablib.Dataset, header: str) -> Any:
    values = [value for value in dataset[header] if value not in (None, "")]
    if values and all(isinstance(value, Decimal) for value in values):
        return "points"
    if values and all(isinstance(value, date) for value in values):
        return "date"
    return "count" if values and all(type(value) is int for value in values) else "text"


def _value(answer: Any) -> Any:
    if isinstance(answer, Problem):
        raise ValueError(str(answer.message))
    return answer.value
