"""The survey summary as XLSX: counts by item and level with bars drawn by the spreadsheet, and the symposium."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from appraisal.queries.survey_summary import SurveyPart, SurveySummary
from appraisal.reports.draw_letters import office_of_round
from appraisal.reports.survey_letters import summary_title
from records.cell_values import Value
from records.writing import Book, Col, Sheet

ITEM, CHART_HEIGHT = 44, 420


def summary_book(summary: SurveySummary) -> bytes:
    """A sheet for each survey, one for the symposium and the minima."""
    book = Book(title=summary_title(summary))
    for number, part in enumerate(summary.parts, start=1):
        _survey_sheet(book, summary, part, _("满意度调查%(n)s") % {"n": number if number > 1 else ""})
    _field_sheet(book, summary)
    return book.data()


def _survey_sheet(book: Book, summary: SurveySummary, part: SurveyPart, name: str) -> None:
    columns = [
        Col(_("项目"), width=ITEM, wrap=True),
        *(Col(level.label, "count", width=11) for level in part.form.levels),
        *(Col(_("答题"), "count"), Col(_("平均分"), "points")),
    ]
    title = f"{summary.sheet.subject.name}{summary_title(summary)}"
    unit = f"{office_of_round(summary.sheet.round)}　{part.survey.name}"
    sheet = book.sheet(name, columns, title=title, unit=unit)
    rows = [
        sheet.row([f"{n}.{line.item.text}", *line.counts, line.answered, line.mean])
        for n, line in enumerate(part.outcome.lines, start=1)
    ]
    found = part.outcome
    words = {"n": found.answers, "satisfied": found.satisfied, "rate": found.rate, "mean": found.mean}
    sheet.line(_("有效答卷%(n)s份，满意%(satisfied)s份，满意率%(rate)s%%，平均%(mean)s分（百分制）") % words)
    sheet.line("　".join(f"{who} {n}" for who, n in part.counts))
    sheet.line("　".join(f"{name} {'—' if mean is None else mean}" for name, mean in found.dimensions))
    sheet.signatures([_("汇总人"), _("审核人"), _("负责人")])
    sheet.worksheet.fit_to_pages(1, 1)  # the bars on the page of their figures
    _bars(book, sheet, name, rows, len(columns) - 1)


def _bars(book: Book, sheet: Sheet, name: str, rows: Sequence[int], place: int) -> None:
    """Bars of the means below the table, from the cells themselves: they move with an edit."""
    first, last = rows[0] - 1, rows[-1] - 1
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": _("平均分"),
            "categories": [name, first, 0, last, 0],
            "values": [name, first, place, last, place],
            "data_labels": {"value": True},
            "fill": {"color": "#0B6B73"},
        }
    )
    chart.set_title({"name": _("各项平均分（百分制）"), "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"min": 0, "max": 100})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 860, "height": CHART_HEIGHT})
    sheet.worksheet.insert_chart(last + 8, 0, chart)


def _field_sheet(book: Book, summary: SurveySummary) -> None:
    sheet = book.sheet(
        _("走访与座谈"), [Col(_("项目"), width=22), Col(_("内容"), width=76, wrap=True)], portrait=True
    )
    sheet.rows(_field_lines(summary))


def _field_lines(summary: SurveySummary) -> list[Sequence[Value]]:
    row = summary.row
    lines: list[Sequence[Value]] = [(_("被考核单位"), summary.sheet.subject.name)]
    if row is not None:
        lines += [
            (_("走访农户（户）"), str(row.seen.households)),
            (_("患者（人）"), str(row.seen.patients)),
            (_("在岗职工（人）"), str(row.seen.staff_of)),
            (_("参会职工（人）"), str(row.seen.staff)),
        ]
        lines += [(_("未达最低要求"), words) for words in row.short]
    if row is not None and row.symposium is not None:
        lines += [(_("召开日期"), f"{row.symposium.held_on}"), (_("说明"), row.symposium.note)]
    if row is not None and row.waiver is not None:
        lines.append((_("未达最低要求的理由"), row.waiver.reason))
    return [*lines, (_("封存指纹"), summary.fingerprint)]
