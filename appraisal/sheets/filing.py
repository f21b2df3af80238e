"""The filing form 备案表 as XLSX: the results and, on a second sheet, what seals them (RULES 12)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.models import Filing
from appraisal.queries.results import overview
from appraisal.queries.spot_checks import filed
from appraisal.reports.after_facts import office_of
from records.writing import Book, Col

REMARK = 28


def filing_book(filing: Filing) -> bytes:
    """One row a graded centre, by rank; ends with who made, checked and answers for it."""
    page = overview(filing.publication)
    book = Book(title=str(filing), created=filing.sent_at)
    columns = [
        *(Col(_("名次"), "count"), Col(_("机构代码")), Col(_("乡镇卫生院"), width=28)),
        *(Col(_("6月得分"), "points"), Col(_("12月得分"), "points"), Col(_("总分"), "points")),
        *(Col(_("等次")), Col(_("院长")), Col(_("备注"), width=REMARK, wrap=True)),
    ]
    title = _("%(county)s%(year)s年度乡镇卫生院绩效考核结果备案表")
    values = {"county": filing.county.name, "year": filing.year}
    sheet = book.sheet(_("备案表"), columns, title=title % values, unit=office_of(filing.county))
    for line in page.lines:
        sheet.row(
            [
                *(line.rank, line.code, line.name, line.june, line.december, line.total),
                *(line.grade_name or line.standing_name, line.director, line.remark),
            ]
        )
    mean: Decimal | None = page.mean
    sheet.line(_("参加定等%(graded)s个，平均%(mean)s分") % {"graded": len(page.graded), "mean": mean or "—"})
    sheet.signatures([_("制表人"), _("审核人"), _("负责人")])
    seals = book.sheet(
        _("封存指纹"), [Col(_("考核结果")), Col(_("版本"), "count"), Col(_("封存指纹"), width=70)]
    )
    for name, version, fingerprint in filed(filing):
        seals.row([name, version, fingerprint])
    seals.row([_("备案校验值"), filing.version, filing.sha256])
    return book.data()
