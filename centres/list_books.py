"""A plain list as a workbook: handed out, filled in, imported again."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from centres.lists import Listing, written
from records.writing import Book, Col

GUIDE_SHEET = "填写说明"
GUIDE = (
    _("一行一条。已有的按代码（职工按机构代码和工号）认定，代码是新的即为新增。"),
    _("留空表示不改动，不是清除；要清除已有的内容，请在“全部数据表”里修改。"),
    _("日期如 2026-06-30；有下拉选项的格只能填选项里的词。"),
    _("名单里没有的不受影响，不会被删除；停用或离岗的填写日期。"),
    _("上传后先显示每处错误和每处改动（原值 → 新值），确认后一次写入；有一处错误则全部不写入。"),
)


def workbook(listing: Listing, rows: Iterable[Any], title: str) -> bytes:
    """The rows in the columns that the import reads."""
    book = Book(title=title)
    heads = [
        Col(one.header, one.kind, width=one.width, comment=one.comment, choices=tuple(one.words))
        for one in listing.columns
    ]
    page = book.sheet(listing.sheet, heads, title=title, freeze=2)
    page.rows([written(row, column) for column in listing.columns] for row in rows)
    guide = book.sheet(GUIDE_SHEET, [Col(GUIDE_SHEET, width=92, wrap=True)], portrait=True)
    guide.rows([str(line)] for line in GUIDE)
    return book.data()
