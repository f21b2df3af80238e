"""Letters of a round's public notice and of appeals, from plain data: whoever keeps these objects fills the classes.

A public notice 公示 shows the grades (篇1 五(四)), with scores where the bureau chooses; an appeal decision
申诉处理决定书 answers each contested indicator. Neither reads the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from appraisal.reports.letters import broken, day, numeral
from appraisal.reports.wording import between, ended
from records.letters import Column, Letter, LetterTable, Paragraph


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One centre in a public notice: `total` and `rank` as text, empty where scores aren't shown."""

    centre: str
    grade: str
    total: str = ""
    rank: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNotice:
    """A public notice of `period` (2026年上半年): open from `opens` to `closes`, both included."""

    bureau: str
    period: str
    scheme: str
    opens: date
    closes: date
    working_days: int
    contact: str
    lines: Sequence[NoticeLine]
    seal: Sequence[str] = ()

    @property
    def with_scores(self) -> bool:
        return any(line.total for line in self.lines)


@dataclass(frozen=True, slots=True)
class AppealPoint:
    """One contested indicator: points before and after as text, and why."""

    indicator: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class AppealFile:
    """One file the appeal rests on, proved by its hash."""

    indicator: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDecision:
    """What was decided on a centre's appeal of `period`."""

    bureau: str
    centre: str
    period: str
    received: date
    decided: date
    reason: str
    accepted: bool
    points: Sequence[AppealPoint]
    effect: str = ""
    files: Sequence[AppealFile] = ()
    seal: Sequence[str] = ()


def public_notice_letter(notice: PublicNotice) -> Letter:
    """公示: to everybody, with the dates, where to object, and the table of grades."""
    values = {"period": notice.period, "scheme": notice.scheme}
    span = {"opens": day(notice.opens), "closes": day(notice.closes), "days": notice.working_days}
    paragraphs = [
        Paragraph(
            _("根据《%(scheme)s》，%(period)s乡镇卫生院绩效考核已经结束，现将拟定结果予以公示。") % values
        ),
        Paragraph(_("%(opens)s至%(closes)s，共%(days)s个工作日。") % span, _("一、公示时间。") + between()),
        Paragraph(
            _(
                "对公示结果有异议的乡镇卫生院，应在公示期内就具体指标书面申诉，写明理由并附佐证；逾期不予受理。"
                "其他单位和个人可以实名反映情况。"
            ),
            _("二、申诉办法。") + between(),
        ),
        Paragraph(notice.contact, _("三、受理方式。") + between()),
    ]
    return Letter(
        title=[notice.bureau, *broken(_("关于%(period)s乡镇卫生院绩效考核结果的公示") % values)],
        paragraphs=paragraphs,
        tables=[_notice_table(notice)],
        annexes=[_("附件：%(period)s乡镇卫生院绩效考核拟定结果") % values],
        office=notice.bureau,
        date=day(notice.opens),
        seal=notice.seal,
    )


def _notice_table(notice: PublicNotice) -> LetterTable:
    if notice.with_scores:
        columns = [
            *(Column(_("名次"), 20, numeric=True), Column(_("乡镇卫生院"), 76)),
            *(Column(_("总分"), 30, numeric=True), Column(_("拟定等次"), 30)),
        ]
        rows = [[line.rank, line.centre, line.total, line.grade] for line in notice.lines]
        return LetterTable(columns, rows, _("附件"), new_page=True)
    columns = [Column(_("序号"), 20, numeric=True), Column(_("乡镇卫生院"), 96), Column(_("拟定等次"), 40)]
    rows = [[str(place), line.centre, line.grade] for place, line in enumerate(notice.lines, start=1)]
    return LetterTable(columns, rows, _("附件"), new_page=True)


def appeal_letter(appeal: AppealDecision) -> Letter:
    """申诉处理决定书: to the centre, what it contested, what was found of each indicator, and the decision."""
    values = {"centre": appeal.centre, "period": appeal.period, "day": day(appeal.received)}
    opening = _("你院%(day)s对%(period)s绩效考核%(count)s项指标提出的申诉收悉。经复核，决定如下：")
    verdict = _("申诉成立，相应指标重新评定。") if appeal.accepted else _("申诉不成立，维持原评定。")
    paragraphs = [
        Paragraph(opening % (values | {"count": len(appeal.points)})),
        Paragraph(verdict + between() + ended(appeal.reason), _("一、处理决定。") + between()),
    ]
    if appeal.effect:
        paragraphs.append(Paragraph(appeal.effect, _("二、对结果的影响。") + between()))
    if appeal.files:
        said = _("随申诉提交的材料%(count)s份，名称和校验值见附件2。") % {"count": len(appeal.files)}
        heading = numeral(3 if appeal.effect else 2) + _("申诉材料。")
        paragraphs.append(Paragraph(said, heading + between()))
    tables = [_points_table(appeal), *([_files_table(appeal)] if appeal.files else [])]
    return Letter(
        title=[appeal.bureau, *broken(_("%(period)s乡镇卫生院绩效考核申诉处理决定书") % values)],
        to=_("%(centre)s：") % values,
        paragraphs=paragraphs,
        tables=tables,
        annexes=[_("附件：1.各指标复核情况"), _("　　　2.申诉材料")]
        if appeal.files
        else [_("附件：各指标复核情况")],
        office=appeal.bureau,
        date=day(appeal.decided),
        seal=appeal.seal,
    )


def _points_table(appeal: AppealDecision) -> LetterTable:
    columns = [
        *(Column(_("指标"), 52), Column(_("原得分"), 22, numeric=True)),
        *(Column(_("复核得分"), 24, numeric=True), Column(_("复核意见"), 58)),
    ]
    rows = [[one.indicator, one.before, one.after, one.reason] for one in appeal.points]
    title = _("附件1　各指标复核情况") if appeal.files else _("附件　各指标复核情况")
    return LetterTable(columns, rows, title, new_page=True)


def _files_table(appeal: AppealDecision) -> LetterTable:
    columns = [Column(_("指标"), 40), Column(_("文件名"), 46), Column(_("SHA-256"), 70)]
    rows = [[one.indicator, one.name, one.sha256] for one in appeal.files]
    return LetterTable(columns, rows, _("附件2　申诉材料"))
