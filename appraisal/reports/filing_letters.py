"""A county's results on their way up: to the prefecture 报送表, to the province 备案表 (RULES 6, 12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from appraisal.reports.letters import broken, day
from appraisal.reports.wording import between
from records.letters import Column, Letter, LetterTable, Paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Results as a form tells them. `to` is the office it goes to, "" where the region has none above it.

    `period` is 2026年度 or 2026年上半年; `grades`: (name, how many, per cent); `lines`: rank, code, name, total, grade.
    """

    bureau: str
    to: str
    county: str
    period: str
    dated: date
    graded: int
    mean: str
    grades: Sequence[tuple[str, int, str]]
    lines: Sequence[Sequence[str]]
    seal: Sequence[str]

    def words(self) -> dict[str, object]:
        return {"county": self.county, "period": self.period, "graded": self.graded, "mean": self.mean}


def report_title(period: str) -> str:
    return _("%(period)s乡镇卫生院绩效考核结果报送表") % {"period": period}


def filing_title(period: str) -> str:
    return _("%(period)s乡镇卫生院绩效考核结果备案表") % {"period": period}


def report_letter(sent: Sent) -> Letter:
    """报送表 to the prefecture: one publication, for it to check by sample (篇1 五(二))."""
    opening = _(
        "现将%(county)s%(period)s乡镇卫生院绩效考核结果报送你委，请予抽查。参加定等的乡镇卫生院%(graded)s个，平均%(mean)s分。"
    )
    results = _results(sent, _("附件　考核结果"), new_page=True)
    return _letter(sent, report_title(sent.period), opening, [results], [_("附件：考核结果")])


def filing_letter(sent: Sent, contents: Sequence[tuple[str, str, str]]) -> Letter:
    """备案表 to the province, with what is filed: (results, version, fingerprint) each."""
    opening = _(
        "现将%(county)s%(period)s乡镇卫生院绩效考核结果报请备案。参加定等的乡镇卫生院%(graded)s个，平均%(mean)s分。"
    )
    columns = [Column(_("备案内容"), 40), Column(_("版本"), 20), Column(_("封存指纹"), 96)]
    filed = LetterTable(columns, contents, _("附件1　备案内容"), new_page=True)
    tables = [filed, _results(sent, _("附件2　考核结果"))]
    annexes = [_("附件：1.备案内容"), _("　　　2.考核结果")]
    return _letter(sent, filing_title(sent.period), opening, tables, annexes)


def _letter(
    sent: Sent, title: str, opening: str, tables: Sequence[LetterTable], annexes: Sequence[str]
) -> Letter:
    shares = "、".join(
        _("%(name)s%(count)s个（%(share)s%%）") % {"name": name, "count": count, "share": share}
        for name, count, share in sent.grades
    )
    return Letter(
        title=[sent.bureau, *broken(title)],
        to=_("%(to)s：") % {"to": sent.to} if sent.to else "",
        paragraphs=[
            Paragraph(opening % sent.words()),
            Paragraph(shares + _("。"), _("等次分布。") + between()),
        ],
        tables=tables,
        annexes=annexes,
        office=sent.bureau,
        date=day(sent.dated),
        seal=sent.seal,
    )


def _results(sent: Sent, title: str, *, new_page: bool = False) -> LetterTable:
    columns = [
        *(Column(_("名次"), 16, numeric=True), Column(_("机构代码"), 30), Column(_("乡镇卫生院"), 54)),
        *(Column(_("总分"), 26, numeric=True), Column(_("等次"), 30)),
    ]
    return LetterTable(columns, sent.lines, title, new_page=new_page)
