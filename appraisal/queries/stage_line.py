"""The drawn life of a round: its stages with dates, who moved it, what is next and by whom (RULES 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from appraisal.core.workflow import ROUND_STATES, line
from appraisal.deadlines import due_on, is_over
from appraisal.models import Assessment, Extension, Filing, Level, Round, RoundStep

State = Round.State
# The state whose line carries the act that led there: a state is reached by one act, or was where the round opened.
REACHED_BY: Mapping[str, tuple[str, ...]] = {
    State.SELF_ASSESSMENT: ("begin_self",),
    State.SCORING: ("begin", "begin_scoring"),
    State.NOTICE: ("open_notice",),
    State.REPORTED: ("report",),
    State.FILED: ("file",),
}
WORDS: Mapping[str, object] = {
    State.SUBMITTED: gettext_lazy("提交"),
    State.REVIEWED: gettext_lazy("审核"),
    State.FINAL: gettext_lazy("定稿"),
}
OPENED = gettext_lazy("开启")
STARTED = gettext_lazy("开始")
BY_DEADLINE = gettext_lazy("期限届满")


@dataclass(frozen=True, slots=True)
class Stage:
    """One state of a round's life: passed, current or ahead; who moved there and when; its last day.

    `late` while it is the current one and its last day is past; `document` is that of a report or filing,
    `filing` the county's filing of the year that the act came with.
    """

    state: str
    label: str
    act: object
    done: bool
    current: bool
    by: str
    at: datetime | None
    due: date | None
    late: bool
    document: str
    filing: Filing | None


def stages(current: Round, now: datetime) -> list[Stage]:
    """The stages this round goes through, with what is known of each (1 query)."""
    drawn = [state for state in line(current.uses) if state != State.DRAFT or _was_draft(current)]
    if current.version > 1:  # a later version begins with scoring
        drawn = [state for state in drawn if state != State.SELF_ASSESSMENT]
    if current.centre_id is not None:
        drawn = drawn[: drawn.index(State.FINAL) + 1]
    steps = {step.act: step for step in current.steps.select_related("by", "filing")}
    reached = drawn.index(current.state)
    return [_stage(current, state, number, reached, steps, now) for number, state in enumerate(drawn)]


def _was_draft(current: Round) -> bool:
    """Whether the round was prepared first: it is now, or an act led out of preparation."""
    return current.state == State.DRAFT or current.steps.filter(act__in=["begin", "begin_self"]).exists()


def _stage(
    current: Round, state: str, number: int, reached: int, steps: Mapping[str, RoundStep], now: datetime
) -> Stage:
    act, by, at, document = _moved(current, state, number, steps)
    here = number == reached
    return Stage(
        state=state,
        label=ROUND_STATES[state].in_(get_language() or "zh-hans"),
        act=act,
        done=number < reached or (here and current.sealed),
        current=here,
        by=by,
        at=at,
        due=due_on(current, state),
        late=here and is_over(current, state, now) and state != State.NOTICE,
        document=document,
        filing=next((steps[one].filing for one in REACHED_BY.get(state, ()) if one in steps), None),
    )


def _moved(
    current: Round, state: str, number: int, steps: Mapping[str, RoundStep]
) -> tuple[object, str, datetime | None, str]:
    """The act that led to a state: its word, who, when, by which document."""
    known = {
        State.SUBMITTED: (current.submitted_by, current.submitted_at),
        State.REVIEWED: (current.reviewed_by, current.reviewed_at),
        State.FINAL: (current.finalised_by, current.finalised_at),
    }
    if state in known:
        by, at = known[State(state)]
        return WORDS[state], str(by or ""), at, ""
    step = next((steps[act] for act in REACHED_BY.get(state, ()) if act in steps), None)
    if step is not None:
        return STARTED if step.by else BY_DEADLINE, str(step.by or ""), step.at, step.document
    if number == 0:
        return OPENED, str(current.opened_by), current.opened_at, ""
    return "", "", None, ""


def extensions(current: Round) -> Sequence[Extension]:
    """The recorded changes of last days, oldest first (1 query)."""
    return list(current.extensions.select_related("by"))


def next_step(current: Round, now: datetime) -> str:
    """What comes next and by whom, in a sentence."""
    if current.state == State.SELF_ASSESSMENT and is_over(current, State.SELF_ASSESSMENT, now):
        return _("自评期限已过，考核员或局领导开始县级评分。")
    if current.state == State.NOTICE:
        return _next_of_notice(current, now)
    if current.state == State.REVIEWED and current.notice_days:
        return _("局领导开始公示，公示%(days)d个工作日。") % {"days": current.notice_days}
    if current.state == State.SCORING and current.centre_id:
        return _("院长完成全部评分后提交县里审核。")
    if current.state == State.FINAL and current.centre_id:
        return _("已封存。如需更改，申请重开，另成新版本。")
    if current.state == State.REPORTED and current.level == Level.CENTRE:
        return _next_of_filing(current)
    return str(NEXT[current.state])


def _next_of_notice(current: Round, now: datetime) -> str:
    if is_over(current, State.NOTICE, now):
        return _("公示期满。申诉全部处理后，局领导定稿并发布结果。")
    last = due_on(current, State.NOTICE)
    words = {"day": last.isoformat() if last else ""}
    return _("公示至%(day)s。期内院长可以申诉，考核员核实，局领导决定；期满后定稿。") % words


def _next_of_filing(current: Round) -> str:
    """Who is next with the year's filing: the county to send it, the province to receive it (1 query)."""
    filing = Filing.objects.filter(county=current.county_id, year=current.year).order_by("-version").first()
    if filing is not None and filing.state == Filing.State.SENT:
        return _("已报送备案，等待省级办理；予以备案后本轮次随之备案。")
    if filing is not None and filing.state == Filing.State.RETURNED:
        return _("省级已退回备案：%(note)s。局领导在“结果备案”中重新报送。") % {"note": filing.note}
    return _("已报市级。年度结果发布后，局领导于次年2月底前在“结果备案”中报送省级。")


NEXT: Mapping[str, object] = {
    State.DRAFT: gettext_lazy("局领导核对方案、名单和日程后开始。"),
    State.SELF_ASSESSMENT: gettext_lazy("各院院长填写并提交自评；全部提交或期限届满后开始县级评分。"),
    State.SCORING: gettext_lazy("考核员完成全部评分后提交审核。"),
    State.SUBMITTED: gettext_lazy("局领导审核；审核人不能是提交人。"),
    State.REVIEWED: gettext_lazy("局领导定稿并发布结果，定稿后不能再改。"),
    State.FINAL: gettext_lazy(
        "已封存。局领导上报市级并登记文号，或随年度结果报送备案；如需更改，申请重开，另成新版本。"
    ),
    State.REPORTED: gettext_lazy("已报市级。2月底前报省级备案并登记文号。"),
    State.FILED: gettext_lazy("已备案。如需更改，申请重开，另成新版本。"),
}


def not_handed_in(current: Round) -> list[str]:
    """Names of the centres with a sheet whose self-assessment isn't handed in (1 query)."""
    sheets = Assessment.objects.filter(round=current, self_assessment__handed_in_at__isnull=True)
    exempt = current.exemptions.values("centre")
    return list(
        sheets.exclude(centre__in=exempt).order_by("centre__code").values_list("centre__name", flat=True)
    )
