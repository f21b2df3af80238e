"""Handing out a sheet: its fingerprint goes on record, so that paper can be checked against the system."""

from datetime import datetime

from django.utils.translation import gettext as _

from centres.models import User
from payroll.access import OWN
from payroll.models import IssuedPaper, Reconciliation
from payroll.papers.paper import Paper
from payroll.trail import paper_record
from records import audit
from records.errors import NotAllowed


def issue(*, actor: User, paper: Paper, now: datetime) -> IssuedPaper:
    """Put a sheet on record; the same figures are on record once. Whoever calls has fetched what the sheet shows
    through the doors of `payroll.access`.
    """
    own = actor.can(OWN) and paper.centre is not None and paper.centre.pk == actor.centre_id
    if not (actor.can("release.read") or own):
        raise NotAllowed(_("您的角色没有此项权限。"), code="release.read")
    known = IssuedPaper.objects.filter(kind=paper.kind, fingerprint=paper.fingerprint).first()
    if known is not None:
        return known
    with audit.act(actor, action="paper.issue", county=paper.county) as trail:
        one, new = IssuedPaper.objects.get_or_create(
            kind=paper.kind,
            fingerprint=paper.fingerprint,
            defaults={
                "county": paper.county, "centre": paper.centre, "params": dict(paper.params), "title": paper.title[:200],
                "number": paper.number, "total": paper.total, "issued_by": actor, "issued_at": now,
            },
        )  # fmt: skip
        if new:
            trail.add(one, None, paper_record(one), label=str(one), centre=paper.centre)
    return one


def record_bank_list(*, actor: User, paper: Paper, form: str) -> None:
    """Put the export of a list with account numbers on record; the numbers themselves are not."""
    with audit.act(actor, action="release.bank_list", county=paper.county) as trail:
        rows = len(paper.tables[0].rows)
        detail = {"file": form, "rows": rows, "fingerprint": paper.fingerprint, "total": paper.total}
        trail.note(detail, label=paper.title)


def record_bank_file(*, actor: User, kept: Reconciliation) -> None:
    """Put on record that a kept file was fetched."""
    with audit.act(actor, action="reconciliation.download", county=kept.county) as trail:
        trail.note({"file": kept.file.name, "sha256": kept.file.sha256}, label=str(kept))
