"""Letters of what follows a year: criticism, rectification order with its receipt, spot-check report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.core.checks import CentreDifference
from appraisal.core.text import plain, signed
from appraisal.reports.letters import broken, day
from appraisal.reports.wording import between
from records.letters import Column, Letter, LetterTable, Paragraph, Slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A centre's failing year as the letters tell it: figures as text, `lost` the worst losses (indicator, points)."""

    bureau: str
    centre: str
    year: int
    total: str
    grade: str
    rank: str
    graded: int
    director: str
    failing_years: int
    due_on: date
    dated: date
    lost: Sequence[tuple[str, str]] = ()
    seal: Sequence[str] = ()

    def words(self) -> dict[str, object]:
        return {
            "centre": self.centre, "year": self.year, "total": self.total, "grade": self.grade, "rank": self.rank,
            "graded": self.graded, "director": self.director, "years": self.failing_years, "due": day(self.due_on),
        }  # fmt: skip


def criticism_letter(failure: Failure) -> Letter:
    """通报批评 of one centre, to all (篇1 八(二))."""
    values = failure.words()
    found = _("%(centre)s%(year)s年度绩效考核总分%(total)s分，考核等次为%(grade)s。") % values
    if failure.director:
        found += between() + _("院长%(director)s的考核结果与此相同。") % values
    consequence = (
        _("依照年度考核为%(grade)s的第一年通报批评、限期整改的规定，对%(centre)s予以通报批评。") % values
    )
    if failure.failing_years > 1:
        consequence += (
            between()
            + _("该院在同一院长任职期间连续%(years)s年考核为%(grade)s，院长职务由我局另行研究决定。") % values
        )
    return Letter(
        title=[failure.bureau, _("关于对%(centre)s予以通报批评的决定") % values],
        to=_("各乡镇卫生院："),
        paragraphs=[
            Paragraph(found, _("一、考核结果。") + between()),
            Paragraph(consequence, _("二、处理决定。") + between()),
            Paragraph(
                _("%(centre)s要在%(due)s前完成整改。各乡镇卫生院要引以为戒，加强管理，改进服务。") % values,
                _("三、有关要求。") + between(),
            ),
        ],
        office=failure.bureau,
        date=day(failure.dated),
        seal=failure.seal,
    )


def rectification_letter(failure: Failure) -> Letter:
    """限期整改通知书 to the centre, with the worst losses and, on a page of its own, the receipt 送达回执."""
    values = failure.words()
    columns = [Column(_("失分指标"), 116), Column(_("失分"), 40, numeric=True)]
    annexes = [_("附件：主要失分项目")] if failure.lost else []
    tables = (
        [LetterTable(columns, failure.lost, _("附件　主要失分项目"), new_page=True)] if failure.lost else []
    )
    return Letter(
        title=[failure.bureau, _("限期整改通知书")],
        to=_("%(centre)s：") % values,
        paragraphs=[
            Paragraph(
                _(
                    "你院%(year)s年度绩效考核总分%(total)s分，列全县参加定等的%(graded)s个乡镇卫生院第%(rank)s名，"
                    "考核等次为%(grade)s。现责令限期整改，有关事项通知如下："
                )
                % values
            ),
            Paragraph(
                _("对照考核报告逐项查明失分原因，制定整改措施，落实责任人和完成时限。"),
                _("一、整改内容。") + between(),
            ),
            Paragraph(
                _("自收到本通知之日起至%(due)s止。") % values,
                _("二、整改期限。") + between(),
            ),
            Paragraph(
                _("期满前书面报送整改报告，我局组织复查；复查不合格的继续整改，逾期未报的予以通报。"),
                _("三、报告和复查。") + between(),
            ),
        ],
        tables=tables,
        annexes=annexes,
        slips=[receipt_slip(failure)],
        office=failure.bureau,
        date=day(failure.dated),
        seal=failure.seal,
    )


def receipt_slip(failure: Failure) -> Slip:
    """送达回执, to be signed and returned."""
    return Slip(
        title=_("送达回执"),
        rows=[
            (_("送达文书"), _("限期整改通知书")),
            (_("受送达单位"), failure.centre),
            (_("送达机关"), failure.bureau),
            (_("送达方式"), ""),
            (_("签收人（盖章）"), ""),
            (_("签收时间"), ""),
            (_("送达人"), ""),
            (_("备注"), ""),
        ],
        note=_("本回执由受送达单位签收后退回送达机关存档。"),
    )


@dataclass(frozen=True, slots=True)
class CheckedCell:
    """A drawn cell in the report, points as text."""

    centre: str
    indicator: str
    full: str
    county: str
    again: str
    difference: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """A spot check as its report tells it. `body` is 抽查 or 督查; names of centres and indicators, not codes."""

    office: str
    body: str
    county: str
    round: str
    dated: date
    seed: str
    centre_frame: int
    indicator_frame: int
    centres: Sequence[str]
    indicators: Sequence[str]
    tolerance: Decimal
    sums: Sequence[CentreDifference]
    cells: Sequence[CheckedCell]
    seal: Sequence[str] = ()


def check_letter(facts: CheckFacts) -> Letter:
    """抽查情况报告: how was drawn, what differs, what is asked."""
    values: dict[str, object] = {
        "county": facts.county, "round": facts.round, "body": facts.body, "seed": facts.seed,
        "frame": facts.centre_frame, "centres": len(facts.centres), "indicators": len(facts.indicators),
        "whole": facts.indicator_frame, "names": "、".join(facts.centres), "tolerance": plain(facts.tolerance),
        "outside": len([one for one in facts.sums if not one.within]),
    }  # fmt: skip
    drawn = _(
        "从%(frame)s个乡镇卫生院中随机抽取%(centres)s个：%(names)s；从%(whole)s项指标中随机抽取%(indicators)s项。"
        "随机种子%(seed)s，据此可以重复得到相同的抽取结果。"
    )
    found = _("容许差异为所抽指标满分之和的%(tolerance)s%%，超出的乡镇卫生院%(outside)s个。")
    return Letter(
        title=[facts.office, *broken(_("%(county)s%(round)s绩效考核%(body)s情况报告") % values)],
        paragraphs=[
            Paragraph(drawn % values, _("一、抽取情况。") + between()),
            Paragraph(found % values + _asked(facts), _("二、复核结果。") + between()),
        ],
        tables=[_sums_table(facts), _cells_table(facts)],
        annexes=[_("附件：1.分院差异"), _("　　　2.逐项复核情况")],
        office=facts.office,
        date=day(facts.dated),
        seal=facts.seal,
    )


def _asked(facts: CheckFacts) -> str:
    if all(one.within for one in facts.sums):
        return between() + _("复核结果与县级评定基本一致。")
    return between() + _("超出容许差异的，由县级更正或者说明，处理情况另行记录。")


def _sums_table(facts: CheckFacts) -> LetterTable:
    columns = [
        *(
            Column(_("乡镇卫生院"), 44),
            Column(_("满分"), 20, numeric=True),
            Column(_("县级"), 20, numeric=True),
        ),
        *(Column(_("复核"), 20, numeric=True), Column(_("差异"), 20, numeric=True), Column(_("结论"), 32)),
    ]
    rows = [
        [
            *(one.centre, str(one.full), str(one.county), str(one.again), signed(one.difference)),
            _("未超出") if one.within else _("超出（%(percent)s%%）") % {"percent": one.percent},
        ]
        for one in facts.sums
    ]
    return LetterTable(columns, rows, _("附件1　分院差异"), new_page=True)


def _cells_table(facts: CheckFacts) -> LetterTable:
    columns = [
        *(Column(_("乡镇卫生院"), 30), Column(_("指标"), 44), Column(_("满分"), 15, numeric=True)),
        *(Column(_("县级"), 15, numeric=True), Column(_("复核"), 15, numeric=True), Column(_("原因"), 37)),
    ]
    rows = [[one.centre, one.indicator, one.full, one.county, one.again, one.reason] for one in facts.cells]
    return LetterTable(columns, rows, _("附件2　逐项复核情况"))
