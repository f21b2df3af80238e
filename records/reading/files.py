"""The bounded reader of workbooks and CSV files (SAFETY, Reading).

    workbook = read_workbook(upload)          # bytes, a path or an uploaded file
    workbook.sheets[0].rows[4][2].value       # row 5, column C

A child process reads the file within limits of size, members, memory and time; whatever the file does, this
process goes on. Raises Invalid with a clear message for every file that isn't read.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, overload

from django.utils.translation import gettext as _

from records.errors import Invalid
from records.reading.limits import DEFAULT, Limits
from records.reading.numbers import CellError, CellValue

ROOT = Path(__file__).resolve().parents[2]
# Nothing of our environment (keys, addresses) reaches the child; a backtrace of native code that has run
# out of memory would hang it.
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "RUST_BACKTRACE": "0", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `number_format` is given only where it shows per cent, "" otherwise."""

    value: CellValue = None
    number_format: str = ""
    formula_without_value: bool = False

    @property
    def text(self) -> str:
        """The value as text, blanks around it dropped: a code typed as a number loses its ".0"."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        if isinstance(self.value, CellError):
            return self.value.code
        return "" if self.value is None else str(self.value).strip()


EMPTY = Cell()


@dataclass(slots=True)
class Sheet:
    """A sheet. Rows, columns, merged ranges (first row, first column, last row, last column) count from 1."""

    name: str
    hidden: bool
    raw: list[list[Any]]
    percents: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)

    @property
    def rows(self) -> "Rows":
        """The rows as lists of cells; empty cells at a row's end are left out."""
        return Rows(self)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at 1-based row and column; an empty one beyond the end."""
        values = self.raw[row - 1] if 0 < row <= len(self.raw) else []
        value = values[column - 1] if 0 < column <= len(values) else None
        key = (row, column)
        if value is None and key not in self.formulas:
            return EMPTY
        return Cell(_value(value), self.percents.get(key, ""), key in self.formulas)


class Rows(Sequence[list[Cell]]):
    """The rows of a sheet; cells are made when they are asked for."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._wide: dict[int, int] = {}
        for row, column in sheet.formulas:
            self._wide[row] = max(column, self._wide.get(row, 0))
        self._count = max(len(sheet.raw), *self._wide, 0)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> list[Cell]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[Cell]]: ...
    def __getitem__(self, index: int | slice) -> list[Cell] | list[list[Cell]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._count))]
        number = range(1, self._count + 1)[index]
        width = len(self._sheet.raw[number - 1]) if number <= len(self._sheet.raw) else 0
        width = max(width, self._wide.get(number, 0))
        return [self._sheet.cell(number, column) for column in range(1, width + 1)]

    def __iter__(self) -> Iterator[list[Cell]]:
        return (self[i] for i in range(self._count))


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: its sheets, its kind ("xlsx" or "csv") and the SHA-256 of its bytes."""

    kind: str
    sheets: list[Sheet]
    sha256: str

    @property
    def visible(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if not sheet.hidden]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, blanks and width folded."""
        from records.reading.names import normalise

        return next((sheet for sheet in self.sheets if normalise(sheet.name) == normalise(name)), None)


def read_workbook(source: bytes | str | Path | IO[bytes], limits: Limits = DEFAULT) -> Workbook:
    """Read a file in the bounded child. Raises Invalid when it is refused."""
    data = contents(source, limits)
    answer = _ask_child(data, limits)
    if "refused" in answer:
        raise refusal(answer["refused"], answer.get("details", {}))
    sheets = [_sheet(sheet) for sheet in answer["sheets"]]
    return Workbook(answer["kind"], sheets, hashlib.sha256(data).hexdigest())


read_table = read_workbook


def contents(source: bytes | str | Path | IO[bytes], limits: Limits = DEFAULT) -> bytes:
    """The bytes of a file, refused when they are more than the limit."""
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, str | Path):
        data = _from_path(Path(source), limits)
    else:
        data = source.read(limits.size + 1)
    if len(data) > limits.size:
        raise refusal("size", {"limit": limits.size})
    return data


def _from_path(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limits.size + 1)
    except OSError:
        raise Invalid(_("文件“%(name)s”打不开。") % {"name": path.name}, code="file") from None


def _ask_child(data: bytes, limits: Limits) -> dict[str, Any]:
    command = [sys.executable, "-E", "-s", "-m", "records.reading.child", json.dumps(limits.as_dict())]
    try:
        child = subprocess.run(  # noqa: S603 – our own interpreter and module
            command,
            input=data,
            capture_output=True,
            cwd=ROOT,
            env=ENVIRONMENT,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": "time", "details": {"limit": limits.seconds}}
    if child.returncode < 0 or not child.stdout:
        # Killed by its limits: CPU seconds by a signal, memory by an abort of native code.
        return {"refused": "resources"}
    return dict(json.loads(child.stdout))


def _value(raw: Any) -> CellValue:
    if isinstance(raw, dict):
        return CellError(raw["e"]) if "e" in raw else _moment(raw["d"])
    value: CellValue = raw
    return value


def _moment(text: str) -> date | datetime | time | str:
    for kind in (date, datetime, time):
        try:
            return kind.fromisoformat(text)
        except ValueError:
            continue
    return text


def _sheet(raw: dict[str, Any]) -> Sheet:
    return Sheet(
        name=raw["name"],
        hidden=raw["hidden"],
        raw=raw["rows"],
        percents={(row, column): code for row, column, code in raw.get("percents", [])},
        formulas={(row, column) for row, column in raw.get("formulas", [])},
        merged=[(a, b, c, d) for a, b, c, d in raw.get("merged", [])],
        hidden_rows=raw.get("hidden_rows", []),
        hidden_columns=raw.get("hidden_columns", []),
    )


def refusal(code: str, details: dict[str, Any]) -> Invalid:
    """The refusal of a file in words."""
    message = _messages().get(code) or _(
        "文件已损坏，无法读取。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
    )
    words = {**details, "place": _place(details), "megabytes": details.get("limit", 0) // (1024 * 1024)}
    return Invalid(message % words, code=f"file:{code}")


def _place(details: dict[str, Any]) -> str:
    from records.reading.names import column_letter

    parts = [_("工作表“%(sheet)s”") % details] if details.get("sheet") else []
    parts += [_("第%(row)d行") % details] if details.get("row") else []
    if details.get("column") is not None:
        parts.append(_("%(column)s列") % {"column": column_letter(details["column"] + 1)})
    return " ".join(parts)


def _messages() -> dict[str, str]:
    save_as = _("请用 Excel 或 WPS 另存为 .xlsx 后再上传。")
    return {
        "empty": _("文件是空的。"),
        "size": _("文件超过 %(megabytes)d MB，请拆分后再上传。"),
        "xls": _("这是旧版 .xls 文件。") + save_as,
        "xlsb": _("这是 .xlsb 文件。") + save_as,
        "ods": _("这是 .ods 文件。") + save_as,
        "encrypted": _("文件设有打开密码，请取消密码后再上传。"),
        "macro": _("文件含有宏（.xlsm）。") + save_as,
        "pdf": _("这是 PDF 文件，不是工作簿。请上传 .xlsx 或 .csv 文件。"),
        "image": _("这是图片，不是工作簿。请上传 .xlsx 或 .csv 文件。"),
        "rtf": _("这是文字文档，不是工作簿。请上传 .xlsx 或 .csv 文件。"),
        "archive": _("这是压缩包，不是工作簿。请解压后上传其中的 .xlsx 或 .csv 文件。"),
        "html": _("这是网页或 XML 文件，不是工作簿。") + save_as,
        "binary": _("文件不是文本，也不是工作簿。请上传 .xlsx 或 .csv 文件。"),
        "not_workbook": _("文件不是 Excel 工作簿。请上传 .xlsx 或 .csv 文件。"),
        "encoding": _("%(place)s有无法识别的字符，文件既不是 UTF-8 也不是 GB18030 编码。")
        + _("请用 Excel 或 WPS 另存为 .xlsx 或 UTF-8 编码的 .csv 后再上传。"),
        "csv": _("%(place)s的引号不配对，无法按 CSV 读取。"),
        "members": _("文件内部的部件超过 %(limit)d 个，无法读取。"),
        "unpacked": _("文件解压后超过 %(megabytes)d MB，无法读取。"),
        "ratio": _("文件的压缩比超过 %(limit)d，可能有问题，无法读取。"),
        "sheets": _("工作表超过 %(limit)d 个，请删去无关的工作表后再上传。"),
        "rows": _("%(place)s 超过 %(limit)d 行，请拆分后再上传。"),
        "columns": _("%(place)s 超过 %(limit)d 列，请删去无关的列后再上传。"),
        "characters": _("%(place)s的内容超过 %(limit)d 个字。"),
        "all_characters": _("文件的文字超过 %(limit)d 个字，请拆分后再上传。"),
        "memory": _("读取文件所需的内存过多，请删去无关的工作表和格式，或拆分后再上传。"),
        "resources": _("读取文件所需的时间或内存过多，请删去无关的工作表和格式，或拆分后再上传。"),
        "time": _("读取文件超过 %(limit)d 秒，请删去无关的工作表和格式，或拆分后再上传。"),
    }
