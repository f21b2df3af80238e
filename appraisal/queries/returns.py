"""Sheets that the reviewer sent back by name: while one isn't handed in again, the others are shut (RULES 6)."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from appraisal.models import Assessment, Round, SheetReturn
from records.errors import Problem


def returns_of(current: Round) -> list[SheetReturn]:
    """What was sent back and not handed in again, in the order of the sheets (1 query)."""
    rows = SheetReturn.objects.filter(assessment__round=current, answered_at=None)
    related = ("assessment__centre", "assessment__staff", "by", "corrected_by")
    return list(rows.select_related(*related).order_by("assessment__centre__code", "pk"))


def has_returns(current: Round) -> bool:
    return SheetReturn.objects.filter(assessment__round=current, answered_at=None).exists()


def editable_sheets(current: Round) -> Collection[int] | None:
    """The ids of the sheets that can be edited: those sent back, or None where none was named and all can (1 query)."""
    rows = SheetReturn.objects.filter(assessment__round=current, answered_at=None)
    return set(rows.values_list("assessment", flat=True)) or None


def shut_sheets(current: Round) -> dict[int, str]:
    """Why a sheet can't be edited while others of its round can, by the sheet's id; none outside of scoring (2 queries)."""
    if current.state != Round.State.SCORING or (named := editable_sheets(current)) is None:
        return {}
    return shut_among(current.assessments.values_list("pk", flat=True), named)


def shut_among(sheets: Iterable[int], named: Collection[int]) -> dict[int, str]:
    """The same of sheets at hand; `named` are those sent back, empty where all can be edited."""
    return {pk: why_shut() for pk in sheets if named and pk not in named}


def why_shut() -> str:
    """What somebody is told at a sheet that is shut while others were sent back."""
    return _("本表没有被退回，退回的评分表再次提交以前不能修改。")


def is_shut(sheet: Assessment) -> bool:
    """Whether others of its round were sent back and this one wasn't."""
    named = editable_sheets(sheet.round)
    return named is not None and sheet.pk not in named


def unanswered(current: Round) -> list[Problem]:
    """Every sheet sent back of which the clerk hasn't said what became of it."""
    return [
        Problem(
            _("退回意见还没有处理：%(remark)s") % {"remark": row.remark}, place=row.assessment.subject.name
        )
        for row in returns_of(current)
        if row.corrected_at is None
    ]
