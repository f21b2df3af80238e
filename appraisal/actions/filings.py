"""Filing a county's year with the province: sent with fingerprints, received or returned (RULES 6; 篇1 五(四))."""

import hashlib
import json
from datetime import datetime

from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from appraisal.access import publications_for
from appraisal.after_access import filings_for
from appraisal.core.lives import FILING
from appraisal.core.workflow import WrongStateError, transition
from appraisal.models import Filing, Level, Publication
from appraisal.queries.results import newest_versions
from centres.access import county_for, require
from centres.models import Region, User
from records import audit
from records.errors import Conflict, Invalid

State = Filing.State


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
        contents = [_content(row) for row in rows]
        known = Filing.objects.filter(county=county, year=year).aggregate(most=Max("version"))["most"] or 0
        filing = Filing.objects.create(
            county=county, year=year, version=known + 1, publication=_year_of(rows), contents=contents,
            sha256=seal(county.code, year, contents), sent_by=actor, sent_at=now,
        )  # fmt: skip
        trail.add(filing, None, filing_record(filing))
    return filing


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
    """The province takes the filing on record."""
    return _decide(actor, filing_id, "receive", "", now)


def send_back(*, actor: User, filing_id: int, note: str, now: datetime) -> Filing:
    """The province returns it, saying what is wrong; the county sends a new one."""
    require(actor, "filing.receive")
    if not note.strip():
        raise Invalid(_("请写明退回原因。"), code="note_missing")
    return _decide(actor, filing_id, "return", note.strip()[:200], now)


def _decide(actor: User, filing_id: int, act: str, note: str, now: datetime) -> Filing:
    require(actor, "filing.receive")
    with audit.act(actor, action=f"filing.{act}", reason=note) as trail:
        filing = get_object_or_404(filings_for(actor).select_for_update(of=("self",)), pk=filing_id)
        before = filing_record(filing)
        try:
            filing.state = transition(filing.state, act, FILING).target
        except WrongStateError:
            raise Conflict(_("该备案已经处理。"), code="wrong_state") from None
        filing.decided_by, filing.decided_at, filing.note = actor, now, note
        filing.save(update_fields=["state", "decided_by", "decided_at", "note"])
        trail.county_code = filing.county.code
        trail.add(filing, before, filing_record(filing))
    return filing


def filing_record(row: Filing) -> dict[str, object]:
    """What the audit trail keeps of a filing."""
    return audit.snapshot(row, "year", "version", "sha256", "state", "decided_by", "note")
