"""Letters about published results: the notice as an editable letter, and the bulletin with and without scores."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.queries.results import GradeCount, Overview, overview
from appraisal.reports.documents import Notice, Press
from appraisal.reports.seal import Seal
from appraisal.reports.wording import between
from records.letters import Column, Letter, LetterTable, Paragraph

NUMERALS = "一二三四五六七八九十"
WIDE = 21  # characters of 二号 in the width of the block


def broken(title: str) -> list[str]:
    """A title in lines: too long for one, it breaks before what it is about, never within a word."""
    head, found, tail = title.partition("绩效考核")
    return [head, found + tail] if len(title) > WIDE and head and found else [title]


def seal_lines(seal: Seal) -> list[str]:
    """What stands at the foot of every page."""
    return [
        f"{seal.version}　{_('封存指纹')} {seal.fingerprint}",
        f"{_('审计链')} {seal.anchor}",
    ]


def notice_letter(notice: Notice) -> Letter:
    """The result notice as a letter, for the office to edit."""
    paragraphs = [Paragraph(notice.opening)]
    for clause in notice.clauses:
        first, *others = clause.paragraphs
        paragraphs += [Paragraph(first, clause.heading), *map(Paragraph, others)]
    return Letter(
        title=notice.title,
        to=notice.to,
        paragraphs=paragraphs,
        annexes=[notice.annex],
        office=notice.bureau,
        date=notice.seal.date,
        seal=seal_lines(notice.seal),
    )


def bulletin_letter(press: Press, *, scores: bool) -> Letter:
    """通报 of a publication to all centres: who got which grade; with `scores` ranks and totals as well."""
    page = overview(press.publication)
    return Letter(
        title=[
            press.bureau,
            *broken(_("关于%(period)s乡镇卫生院绩效考核结果的通报") % {"period": press.period}),
        ],
        to=_("各乡镇卫生院："),
        paragraphs=_bulletin_text(press, page, scores=scores),
        tables=[_ranking(page, scores=scores)],
        annexes=[_("附件：%(period)s乡镇卫生院绩效考核结果") % {"period": press.period}],
        office=press.bureau,
        date=press.seal.date,
        seal=seal_lines(press.seal),
    )


def _bulletin_text(press: Press, page: Overview, *, scores: bool) -> list[Paragraph]:
    values = {
        "scheme": press.publication.scheme.name,
        "period": press.period,
        "graded": press.publication.graded,
        "grades": _grades(page.grades),
    }
    opening = _(
        "根据《%(scheme)s》，我局组织了%(period)s乡镇卫生院绩效考核。参加定等的乡镇卫生院%(graded)s个，其中%(grades)s。"
        "现将结果通报如下。"
    )
    said = [Paragraph(opening % values)]
    if scores and page.mean is not None:
        figures = {"mean": page.mean, "highest": page.highest, "lowest": page.lowest}
        said.append(
            Paragraph(
                _("全县平均%(mean)s分，最高%(highest)s分，最低%(lowest)s分。") % figures,
                _("总体情况：") + between(),
            )
        )
    for grade in page.grades:
        if grade.count:
            words = {"grade": grade.name, "count": grade.count}
            heading = _("%(grade)s（%(count)s个）：") % words
            said.append(Paragraph("、".join(grade.names) + _("。"), heading))
    if page.ungraded:
        names = "、".join(line.name for line in page.ungraded)
        said.append(Paragraph(_("%(names)s未评定等次。") % {"names": names}))
    closing = _("各乡镇卫生院要对照考核报告查找不足，认真整改；考核等次与补助经费、院长考核结果按规定挂钩。")
    return [*said, Paragraph(closing)]


def _grades(grades: Sequence[GradeCount]) -> str:
    return "、".join(_("%(name)s%(count)s个") % {"name": one.name, "count": one.count} for one in grades)


def _ranking(page: Overview, *, scores: bool) -> LetterTable:
    """The annex: by rank with totals, or by code with the grade alone."""
    title = _("附件")
    if scores:
        columns = [
            *(Column(_("名次"), 16, numeric=True), Column(_("乡镇卫生院"), 60)),
            *(Column(_("总分"), 24, numeric=True), Column(_("等次"), 22), Column(_("备注"), 34)),
        ]
        rows = [
            [str(line.rank or "—"), line.name, str(line.total), line.grade_name, line.remark]
            for line in page.graded
        ]
        return LetterTable(columns, rows, title, new_page=True)
    columns = [Column(_("序号"), 20, numeric=True), Column(_("乡镇卫生院"), 90), Column(_("等次"), 46)]
    lines = sorted(page.graded, key=lambda line: (line.grade_ordinal, line.code))
    rows = [[str(place), line.name, line.grade_name] for place, line in enumerate(lines, start=1)]
    return LetterTable(columns, rows, title, new_page=True)


def numeral(place: int) -> str:
    """The number of a section: 一、 and so on, 1. in other languages."""
    chinese = (get_language() or "zh").startswith("zh")
    return f"{NUMERALS[place - 1]}、" if chinese and place <= len(NUMERALS) else f"{place}. "


def day(value: object) -> str:
    """A date as letters write it."""
    return date_format(value, "DATE_FORMAT")  # type: ignore[arg-type]
