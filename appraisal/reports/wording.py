"""The sentences of a result notice (篇1 五(一)(四), 七, 八(一)–(三)): what was found, what it means, what is asked."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.core.text import plain
from appraisal.models import GradeBand, Publication, Result, RoundKind

Kind = Publication.Kind
Standing = Result.Standing


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered part of the notice: a heading that runs into the first of its paragraphs."""

    heading: str
    paragraphs: list[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences need. `weights` are per cent by round; `failed_before` is the same director's last year."""

    result: Result
    publication: Publication
    band: GradeBand | None
    by_score: GradeBand | None
    lowest: bool
    weights: dict[str, Decimal]
    failed_before: bool
    other_failed_before: bool

    @property
    def is_year(self) -> bool:
        return self.publication.kind == Kind.YEAR


def period(publication: Publication) -> str:
    """The time the results are about: 2026年度, 2026年上半年, 2026年下半年."""
    patterns = {
        Kind.YEAR: _("%(year)s年度"),
        Kind.ANNUAL: _("%(year)s年度轮次"),
        Kind.JUNE: _("%(year)s年上半年"),
        Kind.DECEMBER: _("%(year)s年下半年"),
    }
    values = {
        "year": publication.year,
        "month": RoundKind.month(publication.kind) if publication.kind != Kind.YEAR else 12,
    }
    said: str = patterns.get(Kind(publication.kind), _("%(year)s年%(month)s月")) % values
    return said


def field_title(publication: Publication) -> str:
    """Whose results these are: 乡镇卫生院, 支援医院, 临江镇卫生院职工."""
    return f"{publication.centre or ''}{publication.get_level_display()}"


def opening(facts: Facts) -> str:
    return _("根据《%(scheme)s》，现将你院%(period)s绩效考核结果通知如下：") % {
        "scheme": facts.publication.scheme.name,
        "period": period(facts.publication),
    }


def clauses(facts: Facts) -> list[Clause]:
    return [
        Clause(_("一、考核结果。") + between(), _found(facts)),
        Clause(_("二、补助经费兑现。") + between(), _money(facts)),
        Clause(_("三、有关要求。") + between(), _asked(facts)),
    ]


def between() -> str:
    """What stands between two sentences: nothing in Chinese, a blank in English."""
    return " " if (get_language() or "").startswith("en") else ""


def ended(text: str) -> str:
    """What somebody typed as a whole sentence: with a full stop at its end."""
    said = text.strip()
    return said if not said or said[-1] in "。！？；.!?;" else _("%(text)s。") % {"text": said}


def _found(facts: Facts) -> list[str]:
    if facts.result.standing == Standing.EXEMPT:
        return [_("你院经批准免于本轮考核，不评定等次，不排名次。")]
    if facts.band is None:
        return [_("你院本次考核数据不完整，不评定等次，不排名次。")]
    why = moved(facts)
    graded = _("。") + between() + why if why else _("，考核等次为%(grade)s。") % _grade(facts)
    return [_score(facts) + _rank(facts) + graded + between() + _director(facts)]


def _score(facts: Facts) -> str:
    """The totals and the weights."""
    result, total = facts.result, {"total": facts.result.total}
    if not facts.is_year:
        return _("你院得%(total)s分") % total
    if result.june_total is None:
        return _("你院经批准免于6月考核，年度成绩按12月考核计算，总分%(total)s分") % total
    return _(
        "你院6月考核得%(june)s分，12月考核得%(december)s分，按%(first)s%%、%(second)s%%计入，年度总分%(total)s分"
    ) % (_rounds(facts) | total)


def _rounds(facts: Facts) -> dict[str, object]:
    return {
        "june": facts.result.june_total,
        "december": facts.result.december_total,
        "first": plain(facts.weights.get("june", Decimal(0))),
        "second": plain(facts.weights.get("december", Decimal(0))),
    }


def _rank(facts: Facts) -> str:
    if facts.result.rank is None:
        return ""
    return _("，列全县参加定等的%(count)s个乡镇卫生院第%(rank)s名") % {
        "count": facts.publication.graded,
        "rank": facts.result.rank,
    }


def moved(facts: Facts) -> str:
    """Why the grade isn't the one of the score, or ""."""
    if facts.by_score is None or facts.by_score == facts.band:
        return ""
    values = {
        "band": facts.by_score.name,
        "grade": facts.result.grade_name,
        "cap": plain(facts.publication.scheme.top_cap_percent),
        "places": facts.publication.top_places,
    }
    limited = _(
        "按分值为%(band)s，因%(band)s比例不超过%(cap)s%%（本次名额%(places)s个），确定为%(grade)s，分数不变。"
    )
    patterns = {
        "top_cap": limited,
        "ceiling": _(
            "按分值为%(band)s，因一票否决或未达到评优门槛（见考核报告），确定为%(grade)s，分数不变。"
        ),
        "tie_decided": limited,
        "tie_moved": _(
            "按分值为%(band)s，因%(band)s比例不超过%(cap)s%%（本次名额%(places)s个），"
            "并列者超出名额，整组确定为%(grade)s，分数不变。"
        ),
    }
    plain_pattern = _("按分值为%(band)s，确定为%(grade)s，分数不变。")
    return patterns.get(facts.result.remark_code, plain_pattern) % values


def _director(facts: Facts) -> str:
    if not facts.result.director_name:
        return ""
    return _("院长%(name)s的考核结果与此相同。") % {"name": facts.result.director_name}


def _money(facts: Facts) -> list[str]:
    """What the grade means for the holdback, in words: shares are data of the scheme (篇1 八(二))."""
    if facts.publication.kind == Kind.DECEMBER:
        return [_("留存补助经费的年终部分按年度考核等次兑现，以年度考核结果通知书为准。")]
    part = _("年终部分") if facts.is_year else _("上半年部分")
    if facts.band is None:
        return [_("留存补助经费的%(part)s暂不兑现，待考核结果确定后办理。") % {"part": part}]
    said = _released(facts.band, part)
    if facts.is_year and facts.band.award_weight > 0:
        said += between() + _("从全县绩效考核奖励基金中提取一定比例，给予院长一次性奖励，金额另行通知。")
    return [said]


def _released(band: GradeBand, part: str) -> str:
    values = {"part": part, "percent": plain(band.forfeit_percent)}
    if band.forfeit_percent == 0:
        return _("留存补助经费的%(part)s全额兑现。") % values
    if band.forfeit_percent == 100:
        return _("扣减留存补助经费%(part)s的全部，转入全县绩效考核奖励基金。") % values
    return _("扣减留存补助经费%(part)s的%(percent)s%%，转入全县绩效考核奖励基金，其余予以兑现。") % values


def _asked(facts: Facts) -> list[str]:
    """What is asked of the centre; the consequences of the lowest grade (篇1 八(二))."""
    if facts.lowest and facts.is_year:
        return _consequences(facts)
    said = [_("请对照所附考核报告，就失分项目逐项查找原因，认真整改。")]
    if facts.lowest:
        said.append(
            _("年度考核为%(grade)s的，第一年通报批评、限期整改，连续二年的免去院长职务。") % _grade(facts)
        )
    return said


def _consequences(facts: Facts) -> list[str]:
    """First year: criticism and rectification; second year running under the same director: removal is put up."""
    if facts.failed_before:
        return [
            _("你院在同一院长任职期间连续二年考核为%(grade)s。") % _grade(facts)
            + between()
            + _(
                "对你院予以通报批评，责令限期整改；依照连续二年%(grade)s免去院长职务的规定，由我局另行研究决定。"
            )
            % _grade(facts)
        ]
    said = [
        _(
            "对你院予以通报批评，责令限期整改。请对照所附考核报告逐项制定整改措施，整改期限及复查安排另行通知。"
        ),
        _("连续二年考核为%(grade)s的，免去院长职务。") % _grade(facts),
    ]
    if facts.other_failed_before:
        said.append(_("上年度考核同为%(grade)s，因院长已变更，连续年数重新计算。") % _grade(facts))
    return said


def _grade(facts: Facts) -> dict[str, str]:
    return {"grade": facts.result.grade_name}
