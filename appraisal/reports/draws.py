"""抽取记录: the record of a random draw as a letter, with all that is needed to repeat it (RULES 7, 12)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appraisal.models import Draw
from appraisal.queries.draws import Record
from appraisal.reports.documents import html, pdf
from appraisal.reports.names import safe
from appraisal.reports.seal import Seal
from records import audit

FRAME_SHOWN = 400


@dataclass(frozen=True, slots=True)
class DrawDocument:
    """The letter: what was drawn from what, how, the list, the replacements, the frame."""

    title: Sequence[str]
    bureau: str
    record: Record
    facts: Sequence[tuple[str, str]]
    frame: Sequence[str]
    frame_left: int
    seal: Seal


def document_of(record: Record) -> DrawDocument:
    draw = record.draw
    county = draw.round.county
    bureau = county.bureau_name or _("%(county)s卫生健康局") % {"county": county.name}
    return DrawDocument(
        title=[bureau, _("%(round)s随机抽取记录") % {"round": draw.round}],
        bureau=bureau,
        record=record,
        facts=_facts(record),
        frame=draw.frame[:FRAME_SHOWN],
        frame_left=max(0, len(draw.frame) - FRAME_SHOWN),
        seal=_seal(record),
    )


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
    ]


def _seal(record: Record) -> Seal:
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


def record_html(record: Record) -> str:
    return html("draw_record", document_of(record))


def record_pdf_of(record: Record) -> bytes:
    return pdf("draw_record", document_of(record))


def record_name(draw: Draw) -> str:
    return f"{safe(draw.number)}_{_('随机抽取记录')}.pdf"
