"""What of rectifications, spot checks and filings waits for somebody: lines of the home page's list."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.after_access import checks_for, filings_for, rectifications_for
from appraisal.models import Filing, Rectification, RemovalCase, SpotCheck
from appraisal.queries.rectification import candidates, is_overdue
from appraisal.queries.spot_checks import filing_rows, is_late
from centres.models import User
from records.navigation import Todo

# A filing is offered on the home page this many days before its last day.
AHEAD = 60


def todos(user: User, now: datetime) -> list[Todo]:
    today = timezone.localdate(now)
    return [*_rectifications(user, today), *_checks(user, today), *_filings(user, today)]


def _due(day: date) -> str:
    return _("%(day)s 截止") % {"day": day.strftime("%m-%d")}


def _rectifications(user: User, today: date) -> Iterator[Todo]:
    if user.can("own.appraise"):
        for case in rectifications_for(user).filter(state=Rectification.State.ORDERED):
            address = reverse("appraisal:rectification", args=[case.pk])
            tone = "bad" if is_overdue(case, today) else "warn"
            yield Todo(
                _("报送%(case)s报告") % {"case": case},
                address,
                due=_due(case.due_on),
                tone=tone,
                icon="flag",
                order=8,
            )
    if not user.can("rectification.lead"):
        return
    if waiting := candidates(user):
        title = _("%(count)d家卫生院年度考核为最低等次，待下达限期整改") % {"count": len(waiting)}
        yield Todo(title, reverse("appraisal:rectifications"), tone="warn", icon="flag", order=12)
    open_cases = rectifications_for(user).filter(state__in=["ordered", "reported"])
    for case in open_cases:
        address = reverse("appraisal:rectification", args=[case.pk])
        if case.state == Rectification.State.REPORTED:
            yield Todo(_("复查%(case)s") % {"case": case}, address, tone="warn", icon="check", order=12)
        elif is_overdue(case, today):
            yield Todo(
                _("%(case)s逾期未报") % {"case": case},
                address,
                due=_due(case.due_on),
                tone="bad",
                icon="flag",
                order=12,
            )
    yield from _removals(user)


def _removals(user: User) -> Iterator[Todo]:
    cases = RemovalCase.objects.filter(
        user.county_scope("rectification__county__"), state=RemovalCase.State.PUT
    ).select_related("rectification__centre")
    for case in cases:
        title = _("研究%(name)s的免职事项：连续二年最低等次") % {"name": case.rectification.director_name}
        hint = f"{case.rectification.centre} {'、'.join(map(str, case.years))}"
        address = reverse("appraisal:rectification", args=[case.rectification_id])
        yield Todo(title, address, hint=hint, tone="bad", icon="gavel", order=6)


def _checks(user: User, today: date) -> Iterator[Todo]:
    if not user.can("check.read"):
        return
    names = {
        SpotCheck.State.SCORING: _("完成抽查复核：%(check)s"),
        SpotCheck.State.REPORTED: _("处理抽查报告：%(check)s"),
        SpotCheck.State.ANSWERED: _("审阅县级答复：%(check)s"),
    }
    waiting = [*names, SpotCheck.State.DEMANDED]
    for check in checks_for(user).filter(state__in=waiting):
        address = reverse("appraisal:check", args=[check.pk])
        late = is_late(check, today)
        if user.can("check.make") and check.region_id == user.region_id and check.state in names:
            title = names[SpotCheck.State(check.state)] % {"check": check}
            yield Todo(title, address, tone="warn", icon="search", order=15)
        if check.state == SpotCheck.State.DEMANDED and (user.can("check.answer") or late):
            due = _due(check.due_on) if check.due_on else ""
            title = (
                _("答复上级抽查：%(check)s") if user.can("check.answer") else _("县级逾期未答复：%(check)s")
            )
            yield Todo(
                title % {"check": check},
                address,
                due=due,
                tone="bad" if late else "warn",
                icon="search",
                order=9,
            )


def _filings(user: User, today: date) -> Iterator[Todo]:
    if user.can("filing.receive"):
        for filing in filings_for(user).filter(state=Filing.State.SENT):
            title = _("受理备案：%(filing)s") % {"filing": filing}
            yield Todo(
                title, reverse("appraisal:filing", args=[filing.pk]), tone="warn", icon="inbox", order=15
            )
    if not user.can("filing.send"):
        return
    for row in filing_rows(user, today):
        near = (row.due - today).days <= AHEAD
        if row.may_send and (near or row.filing is not None):
            title = _("报送%(year)d年度结果备案") % {"year": row.year}
            tone = "bad" if row.overdue else ""
            yield Todo(
                title, reverse("appraisal:filings"), due=_due(row.due), tone=tone, icon="inbox", order=20
            )
