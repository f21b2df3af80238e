"""Drawing at random, and replacing who couldn't be reached; each is a row that stays (RULES 7)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.access import round_for
from appraisal.core import sampling
from appraisal.field_access import draw_for, is_open
from appraisal.locks import take_round
from appraisal.models import MAX_REASON, Assessment, Draw, DrawReplacement, Indicator, Round, subject_code
from appraisal.queries.draws import frame_of
from appraisal.rights import admit, require_on
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid, Problem

MAX_ABOUT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be drawn. `frame` is typed text; "" takes the register (staff, centres)."""

    kind: str
    size: int
    about: str
    code: str = ""
    frame: str = ""
    seed: str = ""
    indicator_id: int | None = None


def draw(*, actor: User, round_id: int, wanted: Wanted, now: datetime) -> Draw:
    """Draw from a frame; without a seed a new one is made. Raises Invalid with every fault of what was typed."""
    admit(actor, "score.enter")
    known = round_for(actor, round_id)
    require_on(actor, "score.enter", known)
    sheet = _sheet(known, wanted)
    indicator = _indicator(known, wanted.indicator_id)
    seed = wanted.seed.strip() or secrets.token_hex(16)
    frame = _frame(known, sheet, wanted, seed)
    with audit.act(actor, action="draw.draw", county_code=known.county.code) as trail:
        _must_be_open(take_round(actor, round_id))
        row = Draw.objects.create(
            round=known,
            assessment=sheet,
            indicator=indicator,
            kind=wanted.kind,
            about=wanted.about.strip(),
            method=sampling.METHOD,
            seed=seed,
            frame=list(frame),
            size=wanted.size,
            result=list(sampling.draw(seed, frame, wanted.size)),
            drawn_by=actor,
            drawn_at=now,
        )
        after = {"kind": row.kind, "seed": seed, "size": row.size, "frame": row.frame, "result": row.result}
        trail.add(row, None, after, label=str(row), centre=sheet.centre if sheet else None)
    return row


def _sheet(known: Round, wanted: Wanted) -> Assessment | None:
    if wanted.kind == Draw.Kind.CENTRES:
        return None
    sheets = known.assessments.select_related("centre", "staff").annotate(subject_code=subject_code())
    return get_object_or_404(sheets, subject_code=wanted.code)


def _indicator(known: Round, indicator_id: int | None) -> Indicator | None:
    if indicator_id is None:
        return None
    found = Indicator.objects.filter(pk=indicator_id, scheme_id=known.scheme_id).first()
    if found is None:
        raise Http404
    return found


def _frame(known: Round, sheet: Assessment | None, wanted: Wanted, seed: str) -> tuple[str, ...]:
    if wanted.frame.strip():
        frame, faults = sampling.read_frame(wanted.frame)
    else:
        frame, faults = frame_of(known, sheet, wanted.kind), []
    language = get_language() or "zh-hans"
    problems = [Problem(fault.in_(language), place=_("抽样名单")) for fault in faults[:50]]
    if not problems and not frame:
        problems.append(Problem(_("名单是空的，请填写。"), place=_("抽样名单")))
    if frame and not problems and not 0 < wanted.size <= len(frame):
        problems.append(
            Problem(_("应为 1 至 %(most)d") % {"most": len(frame)}, str(wanted.size), _("抽取数量"))
        )
    if not sampling.SEED.fullmatch(seed):
        problems.append(Problem(_("应为 4–64 位字母、数字或连字符"), seed[:80], _("随机种子")))
    if not wanted.about.strip() or len(wanted.about.strip()) > MAX_ABOUT:
        problems.append(Problem(_("请写明名单的来源，不超过 120 字"), "", _("名单说明")))
    if problems:
        raise Invalid(_("没有抽取：填写有误。"), code="draw", problems=problems)
    return frame


def replace(*, actor: User, draw_id: int, out: str, reason: str, now: datetime) -> DrawReplacement:
    """Put the next of the order in the place of `out`, and say why."""
    admit(actor, "score.enter")
    known = draw_for(actor, draw_id)
    require_on(actor, "score.enter", known.round)
    said = reason.strip()
    if not said or len(said) > MAX_REASON:
        raise Invalid(_("请写明替换原因，不超过%(limit)d字。") % {"limit": MAX_REASON}, code="reason_missing")
    county = known.round.county
    with audit.act(actor, action="draw.replace", county_code=county.code, reason=said) as trail:
        _must_be_open(take_round(actor, known.round_id))
        row = _next(known, out, said, actor, now)
        row.save()
        trail.add(row, None, {"draw": known.pk, "out": out, "new": row.new}, label=f"{known.number} {row}")
    return row


def _next(known: Draw, out: str, reason: str, actor: User, now: datetime) -> DrawReplacement:
    before = list(known.replacements.order_by("ordinal").values_list("out", "new"))
    if out not in sampling.with_replacements(known.result, before):
        raise Conflict(_("“%(out)s”不在当前名单上，请刷新页面。") % {"out": out[:60]}, code="not_drawn")
    try:
        new = sampling.reserve(known.seed, known.frame, known.size, len(before))
    except ValueError:
        raise Conflict(_("名单已全部抽完，没有可替换的。"), code="no_reserve") from None
    return DrawReplacement(
        draw=known, ordinal=len(before) + 1, out=out, new=new, reason=reason, by=actor, at=now
    )


def _must_be_open(current: Round) -> None:
    if not is_open(current):
        raise Conflict(_("轮次已提交，不能再抽取或替换。"), code="round_closed")
