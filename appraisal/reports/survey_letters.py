"""调查汇总: what households, patients and staff said of one centre in a round, and its symposium (RULES 7, 12)."""

from dataclasses import replace

from django.utils.translation import gettext as _

from appraisal.core.surveys import Form, Outcome
from appraisal.queries.survey_summary import SurveyPart, SurveySummary
from appraisal.queries.surveys import outcome_chart
from appraisal.reports.draw_letters import annexes, numbered, office_of_round
from appraisal.reports.letters import broken, day, numeral, seal_lines
from appraisal.reports.life_facts import round_period
from appraisal.reports.seal import Seal
from appraisal.reports.wording import between, ended
from records import audit
from records.letters import Column, Figure, Letter, LetterTable, Paragraph

LEVEL_WIDTH, COUNT_WIDTH, MEAN_WIDTH = 13, 16, 19


def summary_title(summary: SurveySummary) -> str:
    """2026年上半年绩效考核满意度调查和座谈会汇总."""
    return _("%(period)s绩效考核满意度调查和座谈会汇总") % {"period": round_period(summary.sheet.round)}


def summary_letter(summary: SurveySummary) -> Letter:
    """Counts and means by survey in the text, each item by level in a table and as bars, and the symposium."""
    office = office_of_round(summary.sheet.round)
    several = len(summary.parts) > 1
    tables = [
        _told(table, part, several) for part in summary.parts for table in (_items(part), _dimensions(part))
    ]
    return Letter(
        title=[office, summary.sheet.subject.name, *broken(summary_title(summary))],
        paragraphs=[*_sections(summary), _signed()],
        tables=[numbered(table, place) for place, table in enumerate(tables, start=1)],
        figures=[_figure(part) for part in summary.parts],
        annexes=annexes([table.title for table in tables]),
        office=office,
        date=day(summary.dated),
        seal=seal_lines(seal_of_summary(summary)),
    )


def _sections(summary: SurveySummary) -> list[Paragraph]:
    """The paragraphs with their numbers before their headings."""
    found = [*(_asked(part) for part in summary.parts), _met(summary), *_minima(summary)]
    return [Paragraph(one.text, numeral(n) + one.heading) for n, one in enumerate(found, start=1)]


def _asked(part: SurveyPart) -> Paragraph:
    found = part.outcome
    values = {
        "n": found.answers, "least": part.survey.least_answers, "satisfied": found.satisfied, "rate": found.rate,
        "mean": found.mean, "who": "、".join(_("%(who)s%(n)s份") % {"who": who, "n": n} for who, n in part.counts),
    }  # fmt: skip
    words = _(
        "有效答卷%(n)s份（%(who)s），每院最少%(least)s份；满意%(satisfied)s份，满意率%(rate)s%%；"
        "平均%(mean)s分（百分制）。答卷只编号，不记姓名。"
    )
    return Paragraph(words % values, part.survey.name + _("。") + between())


def _met(summary: SurveySummary) -> Paragraph:
    row, heading = summary.row, _("座谈会。") + between()
    if row is None or row.symposium is None:
        return Paragraph(_("没有座谈会记录。"), heading)
    held = row.symposium
    values = {
        "day": day(held.held_on), "staff": held.staff, "of": row.seen.staff_of, "wanted": row.wanted_staff,
        "patients": held.patients,
    }  # fmt: skip
    words = _("%(day)s召开，在岗职工%(of)s人，参会%(staff)s人（最少%(wanted)s人），参会患者%(patients)s人。")
    return Paragraph(words % values + (between() + ended(held.note) if held.note else ""), heading)


def _minima(summary: SurveySummary) -> list[Paragraph]:
    """Whether what must be seen of a centre was seen; nothing where the round asks for nothing."""
    row = summary.row
    if row is None or summary.minima is None:
        return []
    values = {"households": row.seen.households, "patients": row.seen.patients}
    said = _("走访农户%(households)s户，听取患者%(patients)s人意见。") % values
    said += between() + (
        "；".join(one.replace(" ", between()) for one in row.short) + _("。")
        if row.short
        else _("达到规定的最低要求。")
    )
    if row.waiver is not None:
        said += between() + _("局领导说明：%(reason)s") % {"reason": ended(row.waiver.reason)}
    return [Paragraph(said, _("最低要求。") + between())]


def _signed() -> Paragraph:
    return Paragraph(_("汇总人签字：　　　　　　　　被考核单位签字："))


def _items(part: SurveyPart) -> LetterTable:
    """Each item: how many gave each level, how many answered, the mean."""
    return LetterTable(_item_columns(part.form), item_rows(part.outcome), _("各项目结果"), True)


def _item_columns(form: Form) -> list[Column]:
    left = 156 - LEVEL_WIDTH * len(form.levels) - COUNT_WIDTH - MEAN_WIDTH
    return [
        Column(_("项目"), max(left, 30)),
        *(Column(level.label, LEVEL_WIDTH, numeric=True) for level in form.levels),
        *(Column(_("答题"), COUNT_WIDTH, numeric=True), Column(_("平均分"), MEAN_WIDTH, numeric=True)),
    ]


def item_rows(found: Outcome) -> list[list[str]]:
    return [
        [f"{n}.{line.item.text}", *map(str, line.counts), str(line.answered), figure(line.mean)]
        for n, line in enumerate(found.lines, start=1)
    ]


def _dimensions(part: SurveyPart) -> LetterTable:
    rows = [[name, figure(mean)] for name, mean in part.outcome.dimensions]
    rows.append([_("总平均"), figure(part.outcome.mean)])
    columns = [Column(_("维度"), 116), Column(_("平均分"), 40, numeric=True)]
    return LetterTable(columns, rows, _("各维度平均分"))


def _told(table: LetterTable, part: SurveyPart, several: bool) -> LetterTable:
    """The table under its survey's name where there are several."""
    return replace(table, title=f"{part.survey.name} {table.title}") if several else table


def figure(mean: object) -> str:
    """A mean as text, a dash for nothing."""
    return "—" if mean is None else f"{mean:.2f}"


def _figure(part: SurveyPart) -> Figure:
    drawing = outcome_chart(part.outcome, name=f"survey-{part.survey.pk}")
    return Figure(_("各项平均分（百分制）"), drawing)


def seal_of_summary(summary: SurveySummary) -> Seal:
    """The fingerprint is over every answer that counts and the symposium, in the order of their entry."""
    return Seal(
        version=_("调查汇总 %(code)s") % {"code": summary.sheet.subject.code},
        fingerprint=summary.fingerprint,
        anchor=audit.head(),
        date=day(summary.dated),
    )
