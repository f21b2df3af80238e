"""Issuing documents: a number, a code for the QR, the bytes and their hash, kept for good (RULES 12).

    document = documents.issue(
        actor=leader, draft=Draft(kind="result_notice", …), render=press.notice_pdf, site="https://…/", now=now
    )

`render` gets the `Stamp` that the paper bears. It may take a second, so it runs before the write: the number is
looked up, the paper made, and the number taken only if it is still the next one; else the paper is made again.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from records import audit
from records.errors import Conflict, Invalid, NotAllowed
from records.models import DocumentFile, DocumentSeries, IssuedDocument

State = IssuedDocument.State
ATTEMPTS = 5
CODE_BYTES = 10
_kinds: dict[str, "Kind"] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name, and the word of its numbers (卫考通)."""

    code: str
    name: Any
    word: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a paper bears of its issue; all empty on a draft, which is marked as one."""

    number: str = ""
    address: str = ""
    qr: str = ""

    @property
    def is_draft(self) -> bool:
        return not self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be issued, about what, by whom and for whom to read.

    `about` is the row that is printed; `key` names what it is a version of, its own id when empty.
    """

    kind: str
    issuer_code: str
    issuer_region: str
    issuer_name: str
    title: str
    about: models.Model
    county_code: str
    subject: str = ""
    centre_code: str = ""
    open_to_county: bool = False
    key: str = ""


Render = Callable[[Stamp], bytes]


def register(*kinds: Kind) -> None:
    """Put kinds on the list; an app does so at start-up."""
    for kind in kinds:
        if _kinds.get(kind.code, kind) != kind:
            raise ValueError(f"two kinds of documents are called {kind.code}")
        _kinds[kind.code] = kind


def kinds() -> Sequence[Kind]:
    return list(_kinds.values())


def kind_name(code: str) -> str:
    """The kind in words; its code where no app knows it any more."""
    return str(_kinds[code].name) if code in _kinds else code


def issue(
    *,
    actor: Any,
    draft: Draft,
    render: Render,
    site: str,
    now: datetime,
    capability: str = "document.issue",
) -> IssuedDocument:
    """Issue the draft under the next number; the one in force about the same thing is replaced by it.

    The caller has authorised the thing itself. Raises Conflict when others kept taking the number meanwhile.
    """
    if not actor.can(capability):
        raise NotAllowed(_("您的角色没有此项权限。"), code=capability)
    year = timezone.localdate(now).year
    for _attempt in range(ATTEMPTS):
        serial = _last(draft, year) + 1
        code = secrets.token_hex(CODE_BYTES)
        pdf = render(stamp_of(number_of(draft, year, serial), code, site))
        document = _take(actor, draft, year, serial, code, pdf, now)
        if document is not None:
            return document
    raise Conflict(_("文号正被他人占用，请重试。"), code="number_busy")


def number_of(draft: Draft, year: int, serial: int) -> str:
    """临江县卫考通〔2026〕3号."""
    return f"{draft.issuer_region}{_kinds[draft.kind].word}〔{year}〕{serial}号"


def stamp_of(number: str, code: str, site: str) -> Stamp:
    """The stamp with the check address as a QR picture (a data: address, nothing is fetched)."""
    address = site.rstrip("/") + reverse("documents:check-code", args=[code])
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=1, xmldecl=False)
    return Stamp(number, address, picture)


def _last(draft: Draft, year: int) -> int:
    rows = DocumentSeries.objects.filter(issuer_code=draft.issuer_code, year=year, kind=draft.kind)
    return rows.values_list("last", flat=True).first() or 0


def _take(
    actor: Any, draft: Draft, year: int, serial: int, code: str, pdf: bytes, now: datetime
) -> IssuedDocument | None:
    """Keep the paper under that number, or None when somebody else has taken it."""
    with audit.act(actor, action="document.issue", county_code=draft.county_code) as trail:
        series = _locked_series(draft, year)
        if series.last != serial - 1:
            return None
        series.last = serial
        series.save(update_fields=["last"])
        document = IssuedDocument.objects.create(
            kind=draft.kind,
            issuer_code=draft.issuer_code,
            issuer_name=draft.issuer_name,
            year=year,
            serial=serial,
            number=number_of(draft, year, serial),
            code=code,
            title=draft.title[:160],
            subject=draft.subject,
            about_type=draft.about._meta.label_lower,
            about_id=str(draft.about.pk),
            about_key=draft.key or str(draft.about.pk),
            county_code=draft.county_code,
            centre_code=draft.centre_code,
            open_to_county=draft.open_to_county,
            issued_by=actor,
            issued_at=now,
            sha256=hashlib.sha256(pdf).hexdigest(),
            size=len(pdf),
        )
        DocumentFile.objects.create(document=document, content=pdf)
        trail.add(document, None, document_record(document), centre_code=draft.centre_code)
        _replace(actor, document, now, trail)
    return document


def _locked_series(draft: Draft, year: int) -> DocumentSeries:
    key: dict[str, Any] = {"issuer_code": draft.issuer_code, "year": year, "kind": draft.kind}
    DocumentSeries.objects.get_or_create(**key)
    return DocumentSeries.objects.select_for_update().get(**key)


def _replace(actor: Any, new: IssuedDocument, now: datetime, trail: audit.Trail) -> None:
    """What stood about the same thing is replaced by the new one."""
    same = IssuedDocument.objects.filter(
        about_type=new.about_type, about_key=new.about_key, kind=new.kind, state=State.IN_FORCE
    )
    for old in same.exclude(pk=new.pk).select_for_update():
        was = document_record(old)
        old.state, old.replaced_by, old.ended_at, old.ended_by = State.REPLACED, new, now, actor
        old.save(update_fields=["state", "replaced_by", "ended_at", "ended_by"])
        trail.add(old, was, document_record(old), centre_code=old.centre_code, action="document.replace")


def withdraw(*, actor: Any, document: IssuedDocument, reason: str, now: datetime) -> IssuedDocument:
    """Take a document out of force, saying why. Raises Conflict when it isn't in force any more."""
    if not may_withdraw(actor, document):
        raise NotAllowed(_("只有印发机关的负责人可以撤销文书。"), code="document.withdraw")
    if not reason.strip():
        raise Invalid(_("请写明撤销的理由。"), code="reason_missing")
    with audit.act(
        actor, action="document.withdraw", county_code=document.county_code, reason=reason.strip()
    ) as trail:
        current = IssuedDocument.objects.select_for_update().get(pk=document.pk)
        if not current.in_force:
            raise Conflict(_("该文书已经失效。"), code="wrong_state")
        was = document_record(current)
        current.state, current.ended_at, current.ended_by = State.WITHDRAWN, now, actor
        current.reason = reason.strip()
        current.save(update_fields=["state", "ended_at", "ended_by", "reason"])
        trail.add(current, was, document_record(current), centre_code=current.centre_code)
    return current


def standing(about: models.Model, *of_kinds: str) -> dict[str, IssuedDocument]:
    """The documents in force about that very row, by kind (1 query)."""
    rows = IssuedDocument.objects.filter(
        about_type=about._meta.label_lower, about_id=str(about.pk), kind__in=of_kinds, state=State.IN_FORCE
    )
    return {row.kind: row for row in rows.order_by("pk")}


def standing_of(about_type: str, about_ids: Sequence[str], kind: str) -> set[str]:
    """Which of these rows have a document of that kind in force (1 query)."""
    rows = IssuedDocument.objects.filter(
        about_type=about_type, about_id__in=about_ids, kind=kind, state=State.IN_FORCE
    )
    return set(rows.values_list("about_id", flat=True))


def may_withdraw(actor: Any, document: IssuedDocument) -> bool:
    """The office that issued it, and nobody above or below."""
    own = actor.region is not None and actor.region.code == document.issuer_code
    return bool(actor.can("document.withdraw") and own)


def content_of(document: IssuedDocument) -> bytes:
    """The issued bytes."""
    return bytes(DocumentFile.objects.get(pk=document.pk).content)


def document_record(row: IssuedDocument) -> dict[str, object]:
    """What the audit trail keeps of a document."""
    names = ("kind", "number", "title", "subject", "sha256", "state", "replaced_by", "reason")
    return audit.snapshot(row, *names)
