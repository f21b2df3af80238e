"""From a round in public notice and from a decided appeal to the plain data that their letters are made of."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.deadlines import due_on
from appraisal.models import Appeal, Extension, Round, RoundStep
from appraisal.models.schemes import RoundKind
from appraisal.queries.appeals import item_rows
from appraisal.queries.evidence import counting_files
from appraisal.queries.rankings import round_ranking
from appraisal.reports.after_facts import office_of
from appraisal.reports.life_letters import AppealDecision, AppealFile, AppealPoint, NoticeLine, PublicNotice

Act, Stage = RoundStep.Act, Extension.Stage


def round_period(current: Round) -> str:
    """The time a round is about, as letters say it: 2026年上半年."""
    halves = {RoundKind.JUNE: _("%(year)s年上半年"), RoundKind.DECEMBER: _("%(year)s年下半年")}
    words = halves.get(RoundKind(current.kind), _("%(year)s年度")) if current.kind in RoundKind.values else ""
    return str(words or _("%(year)s年度")) % {"year": current.year}


def notice_facts(current: Round) -> PublicNotice:
    """The ranking as it stands, from the day after the notice was opened to its last day.

    Raises ValueError for a round that has never been in notice.
    """
    step, closes = current.steps.filter(act=Act.OPEN_NOTICE).last(), due_on(current, Stage.NOTICE)
    if step is None or closes is None:
        raise ValueError("the round is not in public notice")
    county = current.county
    return PublicNotice(
        bureau=office_of(county),
        period=round_period(current),
        scheme=current.scheme.name,
        opens=timezone.localdate(step.at) + timedelta(days=1),
        closes=closes,
        working_days=current.notice_days,
        contact=_("书面材料送%(bureau)s绩效考核工作办公室；院长也可以在系统内提交。")
        % {"bureau": office_of(county)},
        lines=[
            NoticeLine(
                row.name,
                row.grade or row.remark or "—",
                f"{row.total:.2f}" if current.notice_scores and row.total is not None else "",
                str(row.rank or "—") if current.notice_scores else "",
            )
            for row in round_ranking(current).rows
        ],
    )


def appeal_facts(row: Appeal) -> AppealDecision:
    """A decided appeal: each indicator with the points before and after, and what the decision moved for the centre."""
    current, decided = row.assessment.round, row.decided_at or row.made_at
    accepted = row.state == Appeal.State.ACCEPTED
    return AppealDecision(
        bureau=office_of(current.county),
        centre=row.assessment.centre.name,
        period=round_period(current),
        received=timezone.localdate(row.made_at),
        decided=timezone.localdate(decided),
        reason=row.decision,
        accepted=accepted,
        points=[
            AppealPoint(
                indicator=one.indicator,
                before=_points(one.item.old_points),
                after=_points(one.item.new_points if accepted and one.becomes else one.item.old_points),
                reason=_("更正") if accepted and one.becomes else _("维持原评分"),
            )
            for one in item_rows(row)
        ],
        effect=_effect(row) if accepted else "",
        files=[
            AppealFile(f"{one.indicator.code} {one.indicator.name}", one.name, one.sha256)
            for one in counting_files(row)
        ],
    )


def _points(points: object) -> str:
    return "—" if points is None else f"{points:.2f}"


def _effect(row: Appeal) -> str:
    """The centre's own line of what was shown before the decision; empty where nothing of it moved."""
    mine = [one for one in row.consequences if one["centre"] == row.assessment.centre.code]
    return "".join(_moved({key: value or "—" for key, value in one.items()}) for one in mine)


def _moved(line: Mapping[str, object]) -> str:
    """Total, rank and grade in a sentence: from what to what, or that it stays."""
    changed = {
        "total": _("%(period)s总分由%(old_total)s分变为%(new_total)s分"),
        "rank": _("名次由第%(old_rank)s名变为第%(new_rank)s名"),
        "grade": _("等次由%(old_grade)s变为%(new_grade)s"),
    }
    kept = {
        "total": _("%(period)s总分仍为%(new_total)s分"),
        "rank": _("名次仍为第%(new_rank)s名"),
        "grade": _("等次仍为%(new_grade)s"),
    }
    said = {
        name: (kept if line[f"old_{name}"] == line[f"new_{name}"] else changed)[name] % line
        for name in changed
    }
    return _("%(total)s，%(rank)s，%(grade)s。") % said
