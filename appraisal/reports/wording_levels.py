"""The sentences of a notice to a member of staff, a village clinic or a support hospital (篇1 四(九), 八(四); 篇5 五)."""

from django.utils.translation import gettext as _

from appraisal.core.text import plain
from appraisal.models import Level, Publication, Result
from appraisal.reports.wording import Clause, Facts, between, moved, period

Kind = Publication.Kind


def opening(facts: Facts) -> str:
    return _("根据《%(scheme)s》，现将%(name)s%(period)s绩效考核结果通知如下：") % {
        "scheme": facts.publication.scheme.name,
        "name": facts.result.subject.name,
        "period": period(facts.publication),
    }


def clauses(facts: Facts) -> list[Clause]:
    return [
        Clause(_("一、考核结果。") + between(), [_found(facts)]),
        Clause(_("二、结果运用。") + between(), [_use(facts)]),
        Clause(
            _("三、有关要求。") + between(), [_("请对照所附考核报告，就失分项目逐项查找原因，认真改进。")]
        ),
    ]


def _found(facts: Facts) -> str:
    if facts.result.standing == Result.Standing.EXEMPT:
        return _("经批准免于本次考核，不评定等次，不排名次。")
    if facts.band is None:
        return _("本次考核数据不完整，不评定等次，不排名次。")
    why = moved(facts)
    grade = {"grade": facts.result.grade_name}
    graded = _("。") + between() + why if why else _("，考核等次为%(grade)s。") % grade
    return _("考核总分%(total)s分") % {"total": facts.result.total} + _rank(facts) + graded


def _rank(facts: Facts) -> str:
    if facts.result.rank is None:
        return ""
    patterns = {
        Level.STAFF: _("，列参加定等的%(count)s名职工第%(rank)s名"),
        Level.CLINIC: _("，列参加定等的%(count)s所村卫生室第%(rank)s名"),
        Level.HOSPITAL: _("，列参加定等的%(count)s所支援医院第%(rank)s名"),
    }
    words = {"count": facts.publication.graded, "rank": facts.result.rank}
    return patterns[Level(facts.publication.level)] % words


def _use(facts: Facts) -> str:
    """What the grade is for. Amounts are the business of sheets of their own."""
    if facts.publication.level == Level.HOSPITAL:
        return _support_money(facts)
    if facts.publication.level == Level.CLINIC:
        return _("考核结果作为落实乡村医生公共卫生服务补助的依据，金额另行通知。")
    if facts.publication.kind in {Kind.YEAR, Kind.ANNUAL}:
        return _("年度考核结果作为晋级、分配、奖励以及聘用、续聘和辞退的主要依据。")
    return _("月度考核结果作为上月收入分配的主要依据。")


def _support_money(facts: Facts) -> str:
    """篇5 五: all of the year's subsidy, a part of it, or none; the share is data of the scheme."""
    if facts.band is None:
        return _("医院派驻医师的财政补助资金暂不拨付，待考核结果确定后办理。")
    kept = 100 - facts.band.forfeit_percent
    if kept == 100:
        return _("医院派驻医师的当年财政补助资金全额拨付。")
    if kept == 0:
        return _("取消医院派驻医师的当年财政补助资金。")
    return _("医院派驻医师的当年财政补助资金按%(percent)s%%拨付。") % {"percent": plain(kept)}
