"""The centres of a county as a workbook: handed out, filled in, imported again."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from centres.centre_columns import BANK, FIELDS, KIND_WORDS, Field, plain_value
from centres.models import Centre, Region
from records.writing import Book, Col

TITLE, SHEET, GUIDE_SHEET = "乡镇卫生院名录", "卫生院", "填写说明"
GUIDE = (
    _("一行一家卫生院。已有的卫生院按机构代码认定；没有填代码的，按名称或别名认定。"),
    _("机构代码是新的，即为新增；新增时机构代码和名称必填。"),
    _("留空表示不改动，不是清除；要清除已有的内容，请在卫生院页面修改。"),
    _("编制数、在岗职工数、服务人口填整数，单位为人；日期如 2026-06-30。"),
    _("银行账号用文本格式填写，数字格式会丢失末尾几位。"),
    _("撤并的卫生院填停用日期和并入机构代码；名单里没有的卫生院不受影响，不会被删除。"),
    _("上传后先显示每处错误和每处改动（原值 → 新值），确认后一次写入；有一处错误则全部不写入。"),
)


def workbook(centres: Iterable[Centre], *, title: str = TITLE, bank: bool = True) -> bytes:
    """The centres in the columns that the import reads; bank columns only for whoever may see them."""
    fields = [field for field in FIELDS if bank or field.name not in BANK]
    book = Book(title=title)
    page = book.sheet(SHEET, [_col(field) for field in fields], title=title, freeze=2)
    page.rows([_written(centre, field.name) for field in fields] for centre in centres)
    guide = book.sheet(GUIDE_SHEET, [Col(GUIDE_SHEET, width=92, wrap=True)], portrait=True)
    guide.rows([str(line)] for line in GUIDE)
    return book.data()


def _col(field: Field) -> Col:
    choices = tuple(KIND_WORDS.values()) if field.name == "kind" else ()
    return Col(field.header, field.kind, width=field.width, comment=field.comment, choices=choices)


def _written(centre: Centre, name: str) -> Any:
    value = plain_value(centre, name)
    return KIND_WORDS[value] if name == "kind" else value


def title_of(county: Region) -> str:
    return f"{county.name}{TITLE}"
