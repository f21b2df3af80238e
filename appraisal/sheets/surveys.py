"""The workbook of a survey: handed out empty, read back with every fault at its cell."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from appraisal.core.surveys import Form, read_form
from appraisal.models import Assessment, Survey, SurveyAnswer, subject_code
from records.errors import Invalid
from records.importers import PlainRow, Reading
from records.reading import tables
from records.reading.files import Workbook
from records.reading.names import normalise
from records.writing import Book, Col

CODE, WHO, NUMBER = "机构代码", "对象", "编号"
MOST_ROWS, BLANK_ROWS = 3_000, 60


def item_header(number: int, text: str) -> str:
    return f"{number}.{text}"


def template_workbook(survey: Survey) -> bytes:
    """Lines for the answers of a round's centres: code, whom, number, and a choice of levels for each item."""
    form = read_form(survey.form)
    sheets = Assessment.objects.filter(round=survey.round_id).select_related("centre", "staff")
    codes = [one.subject.code for one in sheets.order_by(subject_code())]
    levels = tuple(level.label for level in form.levels)
    columns = [
        Col(CODE, width=14, choices=tuple(codes)),
        Col(WHO, width=8, choices=tuple(str(label) for label in SurveyAnswer.Who.labels)),
        Col(NUMBER, width=10, comment=str(_("不写姓名；同一对象的编号不重复。"))),
        *(
            Col(item_header(number, item.text), width=12, wrap=True, choices=levels)
            for number, item in enumerate(form.items, start=1)
        ),
    ]
    book = Book(title=survey.name)
    target = book.sheet("答卷", columns, title=f"{survey.round.county}{survey.round}{survey.name}", freeze=3)
    for _number in range(BLANK_ROWS):
        target.row([None] * len(columns))
    return book.data()


def read(workbook: Workbook, survey: Survey, codes: Mapping[str, str]) -> Reading:
    """The answers of a workbook. `codes` are the centres' names by code; blank lines are passed over."""
    form = read_form(survey.form)
    columns = [tables.Column("code", CODE), tables.Column("who", WHO), tables.Column("number", NUMBER)]
    columns += [
        tables.Column(item.code, item_header(number, item.text))
        for number, item in enumerate(form.items, start=1)
    ]
    table = tables.find(workbook, columns)
    if len(table.rows) > MOST_ROWS:
        raise Invalid(_("一次最多导入 %(most)d 行。") % {"most": MOST_ROWS}, code="too_many_rows")
    words = {normalise(level.label): level.value for level in form.levels}
    words |= {str(level.value): level.value for level in form.levels}
    reading, seen = Reading([], table.problems, table.notes), dict[tuple[str, str, str], int]()
    for row in table.rows:
        reading.rows.append(_row(row, form, words, codes))
        key = (row.text("code"), row.text("who"), row.text("number"))
        if seen.setdefault(key, row.number) != row.number:
            row.fault("number", _("与第 %(row)d 行的编号重复") % {"row": seen[key]})
    return reading


def _row(row: tables.Row, form: Form, words: Mapping[str, int], codes: Mapping[str, str]) -> PlainRow:
    kinds = {normalise(str(label)): value for value, label in SurveyAnswer.Who.choices}
    code, who = row.text("code"), kinds.get(normalise(row.text("who")), "")
    if code not in codes:
        row.fault("code", _("本轮次没有这个机构代码"))
    if not who:
        row.fault("who", _("应为%(kinds)s") % {"kinds": "、".join(map(str, SurveyAnswer.Who.labels))})
    answers = {}
    for item in form.items:
        text = row.text(item.code)
        if text and normalise(text) not in words:
            row.fault(
                item.code, _("应为%(levels)s") % {"levels": "、".join(one.label for one in form.levels)}
            )
        elif text:
            answers[item.code] = words[normalise(text)]
    if len(answers) < form.least_items:
        row.fault("number", _("至少回答 %(least)d 项") % {"least": form.least_items})
    return {"code": code, "who": who, "number": row.text("number"), "answers": answers}
