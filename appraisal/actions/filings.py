"""Filing a county's year with the province: sent with fingerprints, received or returned (RULES 6; 篇1 五(四)).

One story with the rounds: sending reports those that are final, the receipt files them, in the same transaction and
with the filing's hash on their line. The database refuses a receipt while a round behind it says otherwise.
"""

import hashlib
import json
from datetime import datetime

from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from appraisal.access import publications_for
from appraisal.actions.rounds import move, round_record, step
from appraisal.actions.stages import record_step
from appraisal.after_access import filings_for
from appraisal.core.lives import FILING
from appraisal.core.workflow import WrongStateError, transition
from appraisal.models import Filing, Level, Publication, Round, RoundStep
from appraisal.queries.results import newest_versions
from centres.access import county_for, require
from centres.models import Region, User
from centres.roles import Role
from records import audit
from records.errors import Conflict, Invalid

State = Filing.State
Act = RoundStep.Act


def send(*, actor: User, county_code: str, year: int, now: datetime) -> Filing:
    """File the newest year publication with the rounds' behind it. Conflict while there is none, or one is underway.

    A received filing is followed by another only where the results have a newer version.
    """
    require(actor, "filing.send")
    county = county_for(actor, county_code)
    with audit.act(actor, action="filing.send", county=county) as trail:
        Region.objects.select_for_update().get(pk=county.pk)
        rows = _publications(actor, county, year)
        last = Filing.objects.filter(county=county, year=year).order_by("-version").first()
        _check_can_send(rows, last)
        behind = _hold_rounds(_year_of(rows))
        reported = [(one, round_record(one)) for one in behind if one.state == Round.State.FINAL]
        for one, _before in reported:
            move(one, step(one, Act.REPORT), [])
        contents = [_content(row) for row in rows]
        known = Filing.objects.filter(county=county, year=year).aggregate(most=Max("version"))["most"] or 0
        filing = Filing.objects.create(
            county=county, year=year, version=known + 1, publication=_year_of(rows), contents=contents,
            sha256=seal(county.code, year, contents), sent_by=actor, sent_at=now,
        )  # fmt: skip
        trail.add(filing, None, filing_record(filing))
        for one, before in reported:
            record_step(trail, one, before, Act.REPORT, actor, now, filing=filing)
    return filing


def _hold_rounds(year: Publication) -> list[Round]:
    """The rounds behind a year's results, held in the order of their ids."""
    parts = year.parts.values_list("round", flat=True)
    known = [year.june_round_id, year.december_round_id, *parts]
    rows = Round.objects.select_for_update(of=("self",)).filter(pk__in=[pk for pk in known if pk])
    return list(rows.select_related("county", "scheme", "centre").order_by("pk"))


def _publications(actor: User, county: Region, year: int) -> list[Publication]:
    rows = publications_for(actor).filter(county=county, year=year, level=Level.CENTRE, centre__isnull=True)
    return list(newest_versions(rows).order_by("kind"))


def _year_of(rows: list[Publication]) -> Publication:
    return next(row for row in rows if row.kind == Publication.Kind.YEAR)


def _check_can_send(rows: list[Publication], last: Filing | None) -> None:
    if not any(row.kind == Publication.Kind.YEAR for row in rows):
        raise Conflict(_("年度考核结果尚未发布，不能报送备案。"), code="no_year")
    if last is not None and last.state == State.SENT:
        raise Conflict(_("已报送，等待备案。"), code="filing_exists")
    if last is not None and last.state == State.RECEIVED and last.contents == [_content(row) for row in rows]:
        raise Conflict(_("该年度结果已经备案。"), code="filing_exists")


def _content(row: Publication) -> dict[str, object]:
    return {"kind": row.kind, "version": row.version, "fingerprint": row.fingerprint, "graded": row.graded}


def seal(county_code: str, year: int, contents: list[dict[str, object]]) -> str:
    """SHA-256 of the filed contents in canonical JSON."""
    whole = {"county": county_code, "year": year, "contents": contents}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def receive(*, actor: User, filing_id: int, now: datetime) -> Filing:
    """The province takes the filing on record, and the rounds behind it are filed."""
    require(actor, "filing.receive")
    return _decide(actor, filing_id, "receive", "", now)


def receive_on_paper(*, actor: User, filing_id: int, document: str, now: datetime) -> Filing:
    """The county records the province's receipt by its document, where no office of the province works here.

    Raises Conflict where one does: the receipt is the province's own act then.
    """
    require(actor, "filing.send")
    if not document.strip():
        raise Invalid(_("请填写省级回执的文号。"), code="document_missing")
    known = get_object_or_404(filings_for(actor), pk=filing_id)
    if province_works_here(known.county):
        raise Conflict(_("省级在本系统中办理备案，由省级予以备案。"), code="province_receives")
    return _decide(actor, filing_id, "receive", document.strip()[:200], now)


def province_works_here(county: Region) -> bool:
    """Whether the county's province has an account in use on this installation (1 query)."""
    province = Region.objects.filter(children__children=county, level=Region.Level.PROVINCE)
    return User.objects.filter(role=Role.PROVINCE, region__in=province, is_active=True).exists()


def send_back(*, actor: User, filing_id: int, note: str, now: datetime) -> Filing:
    """The province returns it, saying what is wrong; the county sends a new one."""
    require(actor, "filing.receive")
    if not note.strip():
        raise Invalid(_("请写明退回原因。"), code="note_missing")
    return _decide(actor, filing_id, "return", note.strip()[:200], now)


def _decide(actor: User, filing_id: int, act: str, note: str, now: datetime) -> Filing:
    with audit.act(actor, action=f"filing.{act}", reason=note) as trail:
        known = get_object_or_404(filings_for(actor), pk=filing_id)
        behind = _hold_rounds(known.publication)
        filing = get_object_or_404(filings_for(actor).select_for_update(of=("self",)), pk=filing_id)
        before = filing_record(filing)
        try:
            filing.state = transition(filing.state, act, FILING).target
        except WrongStateError:
            raise Conflict(_("该备案已经处理。"), code="wrong_state") from None
        if filing.state == State.RECEIVED:
            _file_rounds(behind, filing, actor, now, trail)
        filing.decided_by, filing.decided_at, filing.note = actor, now, note
        filing.save(update_fields=["state", "decided_by", "decided_at", "note"])
        trail.county_code = filing.county.code
        trail.add(filing, before, filing_record(filing))
    return filing


def _file_rounds(behind: list[Round], filing: Filing, actor: User, now: datetime, trail: audit.Trail) -> None:
    """Take every round behind the filing to its last state; one that was filed before stays as it is."""
    acts = {Round.State.FINAL: (Act.REPORT, Act.FILE), Round.State.REPORTED: (Act.FILE,)}
    for current in behind:
        for act in acts.get(Round.State(current.state), ()):
            before = round_record(current)
            move(current, step(current, act), [])
            record_step(trail, current, before, act, actor, now, filing=filing)


def filing_record(row: Filing) -> dict[str, object]:
    """What the audit trail keeps of a filing."""
    return audit.snapshot(row, "year", "version", "sha256", "state", "decided_by", "note")
