"""Reading issued documents: the register of an account's reach, and the check that anybody may make (RULES 12)."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from records import documents
from records.errors import NotAllowed
from records.models import IssuedDocument

CODE = re.compile(r"[0-9a-f]{20}")
BRACKETS = str.maketrans(
    {"[": "〔", "]": "〕", "(": "〔", ")": "〕", "【": "〔", "】": "〕", "{": "〔", "}": "〕"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the register."""

    document: IssuedDocument
    kind: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `outcome`: found, genuine (the file's bytes), other (not those bytes), unknown, or
    several (counties of one name, told apart by the code alone).

    `open` says that the asker holds the paper (its code or its bytes) and so may read title and subject.
    """

    outcome: str
    document: IssuedDocument | None = None
    kind: str = ""
    open: bool = False


def documents_for(user: Any) -> QuerySet[IssuedDocument]:
    """The issued documents in reach; NotAllowed for roles that have none."""
    if not user.can("document.read"):
        raise NotAllowed(_("您的角色没有此项权限。"), code="document.read")
    return IssuedDocument.objects.filter(user.document_scope()).select_related("issued_by", "replaced_by")


def document_for(user: Any, document_id: int) -> IssuedDocument:
    """The document of that id, or 404 when it isn't in reach."""
    return get_object_or_404(documents_for(user).select_related("ended_by"), pk=document_id)


def filtered(rows: QuerySet[IssuedDocument], asked: Mapping[str, str]) -> QuerySet[IssuedDocument]:
    """What `year`, `kind`, `state` and `q` leave."""
    year, words = asked.get("year", ""), asked.get("q", "").strip()
    if year:
        rows = rows.filter(year=year) if year.isascii() and year.isdigit() and len(year) <= 4 else rows.none()
    if kind := asked.get("kind", ""):
        rows = rows.filter(kind=kind)
    if (state := asked.get("state", "")) in IssuedDocument.State.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(number__icontains=words) | Q(title__icontains=words) | Q(subject__icontains=words)
        )
    return rows


def rows_of(page: Iterable[IssuedDocument]) -> list[Row]:
    return [Row(one, documents.kind_name(one.kind)) for one in page]


def check_words(typed: str) -> Verdict:
    """Look for a number, a code, or the address that a QR holds."""
    typed = unicodedata.normalize("NFKC", typed).strip()
    if found := CODE.search(typed.lower()):
        return check_code(found.group())
    number = re.sub(r"\s", "", typed).translate(BRACKETS)
    same = list(IssuedDocument.objects.filter(number=number)[:2])
    return Verdict("several") if len(same) > 1 else _found(next(iter(same), None), holds_it=False)


def check_code(code: str) -> Verdict:
    return _found(IssuedDocument.objects.filter(code=code).first(), holds_it=True)


def check_file(content: bytes, typed: str = "") -> Verdict:
    """Whether these bytes were issued; beside a number, whether they are that document's."""
    digest = hashlib.sha256(content).hexdigest()
    same = IssuedDocument.objects.filter(sha256=digest).select_related("replaced_by").first()
    named = check_words(typed).document if typed.strip() else same
    if same is None or named != same:
        kind = documents.kind_name(named.kind) if named else ""
        return Verdict("other", named, kind)
    return Verdict("genuine", same, documents.kind_name(same.kind), open=True)


def _found(document: IssuedDocument | None, *, holds_it: bool) -> Verdict:
    if document is None:
        return Verdict("unknown")
    return Verdict("found", document, documents.kind_name(document.kind), open=holds_it)
