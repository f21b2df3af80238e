"""The record of a draw as XLSX: the list, the whole frame, and what repeats it (RULES 7, 12)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.queries.draws import Record
from appraisal.reports.draw_letters import draw_title, office_of_round, seal_of_draw
from records.writing import Book, Col

REASON = 36


def draw_book(record: Record) -> bytes:
    """Three sheets: the list with its replacements to be signed, the frame in its order, the facts of the draw."""
    draw = record.draw
    book = Book(title=draw_title(draw), created=draw.drawn_at)
    reasons = {one.new: one.reason for one in record.replacements}
    columns = [
        *(Col(_("序号"), "count", align="center"), Col(_("抽取结果"), width=30), Col(_("原抽取"), width=30)),
        Col(_("替换原因"), width=REASON, wrap=True),
    ]
    unit = f"{office_of_round(draw.round)}　{draw.number}"
    sheet = book.sheet(_("抽取结果"), columns, title=draw_title(draw), unit=unit, portrait=True)
    for place in record.places:
        sheet.row([place.number, place.label, "、".join(place.before), reasons.get(place.label, "")])
    sheet.signatures([_("抽取人签字"), _("被考核单位签字")])
    frame = book.sheet(
        _("抽样名单"), [Col(_("序号"), "count", align="center"), Col(_("名单项"), width=60)], portrait=True
    )
    frame.rows([number, label] for number, label in enumerate(draw.frame, start=1))
    facts = book.sheet(_("抽取要素"), [Col(_("项目")), Col(_("内容"), width=76, wrap=True)], portrait=True)
    facts.rows(_facts(record))
    return book.data()


def _facts(record: Record) -> list[tuple[str, str]]:
    draw = record.draw
    subject = draw.assessment.subject.name if draw.assessment else draw.round.county.name
    at = timezone.localtime(draw.drawn_at)
    return [
        (_("编号"), draw.number),
        (_("被考核单位"), subject),
        (_("抽取对象"), str(draw.get_kind_display())),
        (_("名单说明"), draw.about),
        (_("名单数量"), str(record.frame_size)),
        (_("抽取数量"), str(draw.size)),
        (_("抽取方法"), draw.method),
        (_("随机种子"), draw.seed),
        (_("抽取人"), str(draw.drawn_by)),
        (_("抽取时间"), f"{at:%Y-%m-%d %H:%M}"),
        (_("封存指纹"), seal_of_draw(record).fingerprint),
    ]
