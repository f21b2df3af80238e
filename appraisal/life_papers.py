"""The papers of a round's life: the public notice 公示 and the decision on an appeal 申诉处理决定书 (RULES 6, 12)."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal import access
from appraisal.models import Appeal, Round
from appraisal.papers import Paper, of_region, register
from appraisal.reports import life_facts, life_letters
from centres.access import require_any
from centres.models import User
from records.documents import Draft, Kind

DECIDED = frozenset({Appeal.State.ACCEPTED, Appeal.State.REJECTED})


def _notice(user: User, pk: int) -> Round:
    require_any(user, "result.read", "own.read", "self.read")
    return access.notice_for(user, pk)


def _appeal(user: User, pk: int) -> Appeal:
    """A decided appeal in reach; before the decision there is no paper (404)."""
    require_any(user, "score.read", "own.appeal")
    row = access.appeal_for(user, pk)
    if not _is_decided(row):
        raise Http404
    return row


def _is_decided(row: Appeal) -> bool:
    return row.state in DECIDED


def _notice_draft(current: Round, kind: str) -> Draft:
    title = _("关于%(period)s乡镇卫生院绩效考核结果的公示") % {"period": life_facts.round_period(current)}
    return of_region(
        kind, current.county, current.county, title=title, about=current, open_to_county=True,
        key=f"{current.county_id}:{current.year}:{current.kind}:{current.version}",
    )  # fmt: skip


def _appeal_draft(row: Appeal, kind: str) -> Draft:
    current, centre = row.assessment.round, row.assessment.centre
    title = _("%(period)s乡镇卫生院绩效考核申诉处理决定书") % {"period": life_facts.round_period(current)}
    return of_region(
        kind,
        current.county,
        current.county,
        title=title,
        about=row,
        subject=centre.name,
        centre_code=centre.code,
    )


register(
    Paper(
        kind=Kind("public_notice", gettext_lazy("公示"), "卫考公"),
        fetch=_notice,
        letter=lambda row: life_letters.public_notice_letter(life_facts.notice_facts(row)),
        draft=_notice_draft,
    ),
    Paper(
        kind=Kind("appeal_decision", gettext_lazy("申诉处理决定书"), "卫考诉"),
        fetch=_appeal,
        letter=lambda row: life_letters.appeal_letter(life_facts.appeal_facts(row)),
        draft=_appeal_draft,
        ready=_is_decided,
    ),
)
