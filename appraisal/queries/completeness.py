"""What a round still lacks before it can be handed in (RULES 3: a missing value blocks, it is never 0)."""

from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from appraisal.book import Entry, book_for
from appraisal.models import Assessment, Exemption, Level, Round, Score, subject_code, subject_name
from records.errors import Problem, Problems


def submission_faults(current: Round) -> Problems:
    """Every unscored cell and every missing reason, with centre and indicator as the place (2 queries)."""
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
    for centre, indicator_id, *held in rows.iterator(chunk_size=5000):
        message = _fault(book.entries[indicator_id], *held)
        if message:
            spec = book.entries[indicator_id].spec
            found.add(Problem(message, place=f"{centre} / {spec.code} {spec.name}"))
    if current.assessments.exists():
        return found
    found.add(Problem(_("本轮次没有任何评分表。")))
    return found


def exempted_sheets(current: Round) -> QuerySet[Assessment]:
    """The sheets of those who are exempted from the round, for a subquery."""
    same = Exemption.objects.filter(round=OuterRef("round"), centre=OuterRef("centre"))
    own = Q(staff=OuterRef("staff")) | Q(staff__isnull=True, round__level__in=INSTITUTIONS)
    return Assessment.objects.filter(Exists(same.filter(own)), round=current)


INSTITUTIONS = [str(one) for one in Level if one != Level.STAFF]


def _fault(
    entry: Entry, points: Decimal | None, not_applicable: bool, reason: str, source: str, no_evidence: bool
) -> str:
    if points is None and not not_applicable:
        return _("未评分")
    rule = entry.spec.rule().rule
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
