"""What a round still lacks before it can be handed in (RULES 3: a missing value blocks, it is never 0)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.book import Entry, book_for
from appraisal.models import Round, Score, subject_code, subject_name
from appraisal.queries.exempted import exempted_sheets
from appraisal.queries.fieldwork import field_gaps
from appraisal.queries.plausibility import open_looks
from records.errors import Problem, Problems


def submission_faults(current: Round) -> Problems:
    """Every unscored cell, missing reason, warning not looked at and minimum on site not reached, with its place.

    A constant number of queries (3, those of the warnings, and 5 where minima are set).
    """
    book = book_for(current.scheme)
    rows = (
        Score.objects.filter(assessment__round=current)
        .exclude(assessment__in=exempted_sheets(current))
        .order_by(subject_code("assessment__"), "indicator__category__ordinal", "indicator__ordinal")
        .values_list(
            subject_name("assessment__"),
            "indicator_id",
            "points",
            "not_applicable",
            "reason",
            "source",
            "no_evidence",
        )
    )
    found = Problems()
    for centre, pk, points, na, reason, source, no_evidence in rows.iterator(chunk_size=5000):
        message = _fault(book.entries[pk], points, na, reason, source, no_evidence)
        if message:
            spec = book.entries[pk].spec
            found.add(Problem(message, place=f"{centre} / {spec.code} {spec.name}"))
    for look in open_looks(current):
        found.add(Problem(_("%(text)s，尚未核查") % {"text": look.text}, place=look.place))
    for centre, words in field_gaps(current):
        found.add(Problem(_("%(text)s，且未说明理由") % {"text": words}, place=centre))
    if current.assessments.exists():
        return found
    found.add(Problem(_("本轮次没有任何评分表。")))
    return found


def _fault(
    entry: Entry, points: Decimal | None, not_applicable: bool, reason: str, source: str, no_evidence: bool
) -> str:
    if points is None and not not_applicable:
        return _("未评分")
    rule = entry.spec.rule()
    if rule.needs_source and not source and not not_applicable and not no_evidence:
        return _("未写明数据来源")
    if reason:
        return ""
    if not_applicable:
        return _("缺项未写明原因")
    if no_evidence:
        return _("未提供佐证未写明情况")
    return (
        _("扣分未写明原因") if rule.judged and points is not None and points < entry.spec.full_marks else ""
    )
