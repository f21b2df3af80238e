"""抽取记录: the record of a random draw as a letter, with all that is needed to repeat it (RULES 7, 12)."""

import hashlib
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appraisal.models import Draw, Round
from appraisal.queries.draws import Place, Record
from appraisal.reports.after_facts import office_of
from appraisal.reports.letters import broken, day, seal_lines
from appraisal.reports.life_facts import round_period
from appraisal.reports.seal import Seal
from appraisal.reports.wording import between
from records import audit
from records.letters import Column, Letter, LetterTable, Paragraph

FRAME_SHOWN = 400
SHORT = 6  # characters of an entry that fits a quarter of the block


def office_of_round(current: Round) -> str:
    """Who stands at the head of a round's papers: the county's office, or the centre that appraises its own."""
    return current.centre.name if current.centre is not None else office_of(current.county)


def draw_title(draw: Draw) -> str:
    """2026年上半年乡镇卫生院绩效考核随机抽取记录."""
    values = {"period": round_period(draw.round), "level": draw.round.get_level_display()}
    return _("%(period)s%(level)s绩效考核随机抽取记录") % values


def draw_letter(record: Record) -> Letter:
    """What was drawn from what and how, the list, the replacements, the frame, and room for two signatures."""
    draw = record.draw
    tables = [_result_table(record.places), _replaced_table(record), _frame_table(draw.frame)]
    shown = [table for table in tables if table.rows]
    office = office_of_round(draw.round)
    return Letter(
        title=[office, *broken(draw_title(draw))],
        paragraphs=_paragraphs(record),
        tables=[numbered(table, place) for place, table in enumerate(shown, start=1)],
        annexes=annexes([table.title for table in shown]),
        office=office,
        date=day(timezone.localdate(draw.drawn_at)),
        seal=seal_lines(seal_of_draw(record)),
    )


def _paragraphs(record: Record) -> list[Paragraph]:
    draw = record.draw
    values = {
        "subject": draw.assessment.subject.name if draw.assessment else draw.round.county.name,
        "kind": draw.get_kind_display(), "about": draw.about, "frame": record.frame_size, "size": draw.size,
        "number": draw.number, "seed": draw.seed, "method": draw.method, "who": draw.drawn_by,
        "at": f"{timezone.localtime(draw.drawn_at):%Y-%m-%d %H:%M}", "replaced": len(record.replacements),
    }  # fmt: skip
    what = _("被考核单位：%(subject)s；抽取对象：%(kind)s；名单：%(about)s，共%(frame)s项；抽取%(size)s项。")
    if draw.indicator is not None:
        what += between() + _("用于指标“%(indicator)s”。") % {"indicator": draw.indicator}
    how = _(
        "方法%(method)s，随机种子%(seed)s。对名单每一项，计算“方法、种子、该项”（以换行相连，UTF-8）的SHA-256值，"
        "从小到大排列，取前若干项，其后依次为替换；据此可以重复得到相同的结果。"
    )
    who = _("%(who)s于%(at)s抽取，记录编号%(number)s，替换%(replaced)s项。")
    signed = _("抽取人签字：　　　　　　　　被考核单位签字：")
    return [
        Paragraph(what % values, _("一、抽取事项。") + between()),
        Paragraph(how % values, _("二、抽取方法。") + between()),
        Paragraph(who % values, _("三、抽取经过。") + between()),
        *_left_out(record),
        Paragraph(signed),
    ]


def _left_out(record: Record) -> list[Paragraph]:
    left = record.frame_size - FRAME_SHOWN
    words = _("抽样名单较长，附件列前%(shown)s项，另有%(left)s项见可编辑的工作簿。")
    return [Paragraph(words % {"shown": FRAME_SHOWN, "left": left})] if left > 0 else []


def _result_table(places: Sequence[Place]) -> LetterTable:
    columns = [Column(_("序号"), 18, numeric=True), Column(_("抽取结果"), 78), Column(_("原抽取"), 60)]
    rows = [[str(one.number), one.label, "、".join(one.before)] for one in places]
    return LetterTable(columns, rows, _("抽取结果"), new_page=True)


def _replaced_table(record: Record) -> LetterTable:
    columns = [
        *(Column(_("次序"), 14, numeric=True), Column(_("换下"), 34), Column(_("换上"), 34)),
        *(Column(_("替换原因"), 48), Column(_("记录人"), 26)),
    ]
    rows = [[str(one.ordinal), one.out, one.new, one.reason, str(one.by)] for one in record.replacements]
    return LetterTable(columns, rows, _("替换"))


def _frame_table(frame: Sequence[str]) -> LetterTable:
    """The frame beside itself: four entries a line where they are short, else two."""
    shown = list(frame[:FRAME_SHOWN])
    across = 4 if max(map(len, shown), default=0) <= SHORT else 2
    columns = [Column(_("序号"), 13, numeric=True), Column(_("名单项"), 156 // across - 13)] * across
    rows = [_frame_line(shown, first, across) for first in range(0, len(shown), across)]
    return LetterTable(columns, rows, _("抽样名单"))


def _frame_line(frame: Sequence[str], first: int, across: int) -> list[str]:
    """Entries from `first` on with their numbers; the rest of the last line is blank."""
    line = [part for n, one in enumerate(frame[first : first + across], first + 1) for part in (str(n), one)]
    return [*line, *[""] * (across * 2 - len(line))]


def numbered(table: LetterTable, place: int) -> LetterTable:
    """A table as the annex of that number."""
    title = _("附件%(number)s　%(name)s") % {"number": place, "name": table.title}
    return LetterTable(table.columns, table.rows, title, new_page=table.new_page)


def annexes(names: Sequence[str]) -> list[str]:
    """The list of annexes below the text; nothing where there are none."""
    if not names:
        return []
    first, *others = [f"{number}.{name}" for number, name in enumerate(names, start=1)]
    return [_("附件：%(first)s") % {"first": first}, *(f"　　　{one}" for one in others)]


def seal_of_draw(record: Record) -> Seal:
    """The fingerprint is over method, seed, frame, list and replacements, in that order, a line each."""
    draw = record.draw
    lines = [draw.method, draw.seed, *draw.frame, "", *draw.result, ""]
    lines += [f"{one.out}\t{one.new}" for one in record.replacements]
    return Seal(
        version=_("抽取记录 %(number)s") % {"number": draw.number},
        fingerprint=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        anchor=audit.head(),
        date=date_format(timezone.localdate(draw.drawn_at), "DATE_FORMAT"),
    )
