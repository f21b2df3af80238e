"""What of self-assessments, notices and appeals waits for somebody: lines of the home page's list."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from appraisal.access import appeals_for, notices_for, round_scope
from appraisal.core.deadlines import is_open
from appraisal.deadlines import due_on, is_over
from appraisal.models import Appeal, Extension, Round, SheetReturn
from appraisal.queries.self_assessment import own_rounds
from appraisal.rights import may
from centres.models import User
from records.navigation import Todo

Stage = Extension.Stage


def own_todos(user: User, now: datetime) -> Iterator[Todo]:
    """A director's: the self-assessment to be handed in, the notice that is open for appeals."""
    if not user.can("own.self_assess"):
        return
    for row in own_rounds(user):
        current = row.round
        if current.state != Round.State.SELF_ASSESSMENT or row.handed_in_at:
            continue
        late = is_over(current, Stage.SELF_ASSESSMENT, now)
        left = row.cells - row.entered
        title = _("%(round)s自评：还有 %(missing)d 格，填写后提交") % {"round": current, "missing": left}
        address = reverse("appraisal:self-sheet", args=[current.pk])
        yield Todo(
            _("%(round)s自评期限已过，没有提交") % {"round": current} if late else title,
            address,
            due=_until(current, Stage.SELF_ASSESSMENT),
            tone="bad" if late else "warn",
            icon="edit",
            order=5,
        )
    for current in notices_for(user).filter(state=Round.State.NOTICE):
        if is_open(current.notice_ends_at, now):
            title = _("%(round)s结果公示中，有异议可以申诉") % {"round": current}
            address = reverse("appraisal:notice", args=[current.pk])
            yield Todo(title, address, due=_until(current, Stage.NOTICE), icon="flag", order=8)


def _until(current: Round, stage: str) -> str:
    day = due_on(current, stage)
    return _("%(day)s 截止") % {"day": day.strftime("%m-%d")} if day else ""


def appeal_todos(user: User) -> Iterator[Todo]:
    """Open appeals: for the clerk until they are looked into, for the leader until they are decided."""
    if not (user.can("appeal.investigate") or user.can("appeal.decide")):
        return
    waiting = appeals_for(user).filter(state=Appeal.State.OPEN).order_by("made_at")
    for row in waiting:
        looked_into = row.proposed_at is not None
        if looked_into != user.can("appeal.decide"):
            continue
        pattern = _("决定%(centre)s的申诉") if looked_into else _("核实%(centre)s的申诉")
        yield Todo(
            pattern % {"centre": row.assessment.centre.name},
            reverse("appraisal:appeal", args=[row.pk]),
            hint=row.reason[:60],
            due=_until(row.assessment.round, Stage.NOTICE),
            tone="warn",
            icon="gavel",
            order=5,
        )


def return_todos(user: User) -> Iterator[Todo]:
    """Sheets sent back by name, for whoever enters scores, until each is answered (1 query)."""
    rows = SheetReturn.objects.filter(
        round_scope(user, "assessment__round__"), corrected_at=None, answered_at=None
    )
    related = rows.select_related("assessment__round__county", "assessment__round__centre")
    waiting = Counter(row.assessment.round for row in related.order_by("pk"))
    for current, number in waiting.items():
        if not may(user, "score.enter", current):
            continue
        yield Todo(
            _("%(round)s有 %(number)d 张评分表被退回，逐张处理后重新提交")
            % {"round": current, "number": number},
            reverse("appraisal:round", args=[current.pk]),
            due=_until(current, Stage.SCORING),
            tone="warn",
            icon="edit",
            order=4,
        )
