"""Awards to directors out of the reward fund: proposal → leader's approval → paid; reversed once by another person.

The pool is the scheme's share of what the fund holds; it is split by the weight of each graded centre's band (优秀 2,
良好 1), to the fen (RULES 8, 9; 篇1 八(二)). *Decision*: the director is who holds the office at the end of the year;
a centre without one, or closed by then, takes no share, and the proposal says so by leaving it out.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from appraisal.models import GradeBand, Publication, Result, Scheme
from centres.access import require
from centres.models import DirectorTerm, Region, User
from payroll.access import award_for
from payroll.actions.checks import check_reason
from payroll.actions.keys import check_key
from payroll.books import Act, post, refuse_below_zero, reverse
from payroll.core.fund import award_pool, award_shares
from payroll.core.ledger import Account, move
from payroll.core.sources import take
from payroll.locks import take_year
from payroll.models import AwardLine, AwardSheet, LedgerEntry, SubsidyYear
from payroll.numbering import award_fingerprint
from payroll.queries.ledger import books_of
from payroll.queries.publications import newest
from payroll.trail import award_record
from records import audit
from records.errors import Conflict, NotAllowed

State = AwardSheet.State


def propose(*, actor: User, county: Region, year: int, now: datetime) -> AwardSheet:
    """Propose the year's awards from the newest year's results and what the fund holds now.

    Raises Conflict where there is a sheet already, no result, an empty fund, or nobody to award.
    """
    require(actor, "award.make")
    with audit.act(actor, action="award.propose", county=county) as trail:
        held = take_year(county, year)
        if AwardSheet.objects.filter(county=county, year=year).exclude(state=State.REVERSED).exists():
            raise Conflict(_("本年度的院长奖励单已经存在。"), code="award_exists")
        publication = newest(county, year, Publication.Kind.YEAR)
        if publication is None:
            raise Conflict(_("年度考核结果还没有发布，不能奖励。"), code="not_published")
        sheet = _sheet(held, publication, actor, now)
        rows = _lines(sheet, publication)
        sheet.save()
        AwardLine.objects.bulk_create(rows)
        trail.add(sheet, None, award_record(sheet), label=str(sheet))
    return sheet


def _sheet(held: SubsidyYear, publication: Publication, actor: User, now: datetime) -> AwardSheet:
    scheme = held.scheme or publication.scheme
    fund = books_of(held.county, held.year).total(Account.FUND)
    pool = award_pool(fund, scheme.award_percent)
    if pool <= 0:
        raise Conflict(_("奖励基金没有余额，不能奖励。"), code="fund_empty")
    return AwardSheet(
        county=held.county, year=held.year, publication=publication, percent=scheme.award_percent, fund=fund,
        total=pool, made_by=actor, made_at=now,
    )  # fmt: skip


def _lines(sheet: AwardSheet, publication: Publication) -> list[AwardLine]:
    """One line for each director whose centre's grade has a weight, by rank."""
    weights = _weights(publication.scheme)
    results = Result.objects.filter(publication=publication, grade_code__in=weights).select_related("centre")
    directors = _directors(sheet.county, sheet.year)
    chosen = [one for one in results.order_by("rank", "centre__code") if one.centre_id in directors]
    if not chosen:
        raise Conflict(_("没有可以奖励的院长：须有优秀或良好的卫生院，且年末有在任院长。"), code="nobody")
    shares = award_shares(sheet.total, [weights[one.grade_code] for one in chosen])
    return [
        AwardLine(
            sheet=sheet, ordinal=ordinal, centre=one.centre, result=one, director=directors[one.centre_id],
            grade_name=one.grade_name, score=one.total, weight=share.weight, amount=share.amount,
            steps=[share.step.as_json()],
        )
        for ordinal, (one, share) in enumerate(zip(chosen, shares, strict=True), 1)
    ]  # fmt: skip


def _weights(scheme: Scheme) -> dict[str, Decimal]:
    bands = GradeBand.objects.filter(scheme=scheme, award_weight__gt=0)
    return dict(bands.values_list("code", "award_weight"))


def _directors(county: Region, year: int) -> dict[int, str]:
    """Who holds the office of each centre on the last day of the year, by centre id."""
    last = date(year, 12, 31)
    terms = DirectorTerm.objects.filter(centre__county=county, started_on__lte=last).exclude(
        Q(ended_on__lt=last) | Q(centre__closed_on__lte=last)
    )
    return dict(terms.order_by("started_on").values_list("centre_id", "staff__name"))


def withdraw(*, actor: User, sheet_id: int) -> None:
    """Take a proposal back; the trail keeps what it said."""
    require(actor, "award.make")
    with audit.act(actor, action="award.withdraw") as trail:
        _held, sheet = _take(actor, sheet_id, trail)
        _must_be(sheet, State.PROPOSED)
        trail.add(sheet, award_record(sheet), None, label=str(sheet))
        AwardLine.objects.filter(sheet=sheet).delete()
        sheet.delete()


def approve(*, actor: User, sheet_id: int, now: datetime) -> AwardSheet:
    """A leader approves; nobody approves what they proposed."""
    require(actor, "award.approve")
    with audit.act(actor, action="award.approve") as trail:
        _held, sheet = _take(actor, sheet_id, trail)
        _must_be(sheet, State.PROPOSED)
        if sheet.made_by_id == actor.pk:
            raise NotAllowed(_("批准人不能是制表人。"), code="same_person")
        _refuse_stale(sheet)
        before = award_record(sheet)
        sheet.state, sheet.approved_by, sheet.approved_at = State.APPROVED, actor, now
        sheet.version += 1
        sheet.save(update_fields=["state", "approved_by", "approved_at", "version"])
        trail.add(sheet, before, award_record(sheet), label=str(sheet))
    return sheet


def _refuse_stale(sheet: AwardSheet) -> None:
    """Results or fund have changed since: the proposal is taken back and made again."""
    newer = newest(sheet.county, sheet.year, Publication.Kind.YEAR)
    fund = books_of(sheet.county, sheet.year).total(Account.FUND)
    if newer is None or newer.pk != sheet.publication_id or fund != sheet.fund:
        raise Conflict(_("考核结果或奖励基金余额已有变化，请撤回后重新提出。"), code="stale")


def pay(*, actor: User, sheet_id: int, key: str, now: datetime) -> AwardSheet:
    """Pay approved awards out of the fund. The same key again is the same answer."""
    require(actor, "award.pay")
    check_key(key)
    with audit.act(actor, action="award.pay") as trail:
        held, sheet = _take(actor, sheet_id, trail)
        if sheet.state == State.PAID and sheet.paid_key == key:
            return sheet
        _must_be(sheet, State.APPROVED)
        if AwardSheet.objects.filter(paid_key=key).exists():
            raise Conflict(_("该提交已用于另一张奖励单。"), code="key_used")
        _refuse_stale(sheet)
        before = award_record(sheet)
        _number(sheet, actor, key, now)
        trail.add(sheet, before, award_record(sheet), label=str(sheet))
        _post(Act(trail, held, actor, now, books_of(sheet.county, sheet.year)), sheet)
    return sheet


def _number(sheet: AwardSheet, actor: User, key: str, now: datetime) -> None:
    known = AwardSheet.objects.filter(county=sheet.county, year=sheet.year).aggregate(last=Max("sequence"))
    sheet.sequence = int(known["last"] or 0) + 1
    sheet.number = f"{sheet.county.name[:1]}卫奖〔{sheet.year}〕{sheet.sequence}号"
    sheet.state, sheet.paid_by, sheet.paid_at, sheet.paid_key = State.PAID, actor, now, key
    sheet.fingerprint = award_fingerprint(sheet)
    sheet.version += 1
    sheet.save(
        update_fields=[
            *("state", "sequence", "number", "fingerprint", "paid_by", "paid_at", "paid_key", "version")
        ]
    )


def _post(act: Act, sheet: AwardSheet) -> None:
    """Each award by the sources that the fund is made of."""
    postings, left = [], dict(act.books.of(Account.FUND))
    for line in sheet.lines.order_by("ordinal"):
        part = take(line.amount, left)
        left = {name: amount - part.get(name, Decimal(0)) for name, amount in left.items()}
        postings += [
            posting if posting.account is Account.AWARDED else replace(posting, centre=None)
            for posting in move(part, Account.FUND, Account.AWARDED, line.centre_id)
        ]
        postings += move(part, Account.BANK, Account.OUTLAY)
    post(act, LedgerEntry.Kind.AWARD, postings, f"院长奖励 {sheet.number}", award=sheet)
    refuse_below_zero(act.books)


def reverse_award(*, actor: User, sheet_id: int, reason: str, now: datetime) -> AwardSheet:
    """Undo paid awards by the exact opposite, once, by another person than who paid."""
    require(actor, "release.reverse")
    reason = reason.strip()
    check_reason(reason)
    with audit.act(actor, action="award.reverse", reason=reason) as trail:
        held, sheet = _take(actor, sheet_id, trail)
        _must_be(sheet, State.PAID)
        if sheet.paid_by_id == actor.pk:
            raise NotAllowed(_("冲销须由拨付人以外的人办理。"), code="same_person")
        act = Act(trail, held, actor, now, books_of(sheet.county, sheet.year))
        entry = LedgerEntry.objects.get(award=sheet, kind=LedgerEntry.Kind.AWARD)
        reverse(act, entry, f"冲销 {entry.text}", reason=reason)
        refuse_below_zero(act.books)
        before = award_record(sheet)
        sheet.state, sheet.reversed_by, sheet.reversed_at = State.REVERSED, actor, now
        sheet.reversal_reason = reason
        sheet.version += 1
        sheet.save(update_fields=["state", "reversed_by", "reversed_at", "reversal_reason", "version"])
        trail.add(sheet, before, award_record(sheet), label=str(sheet))
    return sheet


def _take(actor: User, sheet_id: int, trail: audit.Trail) -> tuple[SubsidyYear, AwardSheet]:
    seen = award_for(actor, sheet_id)
    trail.county_code = seen.county.code
    held = take_year(seen.county, seen.year)
    sheet = (
        AwardSheet.objects.select_for_update(of=("self",)).select_related("publication").filter(pk=seen.pk)
    )
    found = sheet.first()
    if found is None:
        raise Conflict(_("该奖励单已被撤回。"), code="deleted")
    found.county = held.county
    return held, found


def _must_be(sheet: AwardSheet, state: str) -> None:
    if sheet.state != state:
        words: Mapping[str, object] = {"state": sheet.get_state_display()}
        raise Conflict(_("奖励单处于“%(state)s”，不能进行此操作。") % words, code="wrong_state")
