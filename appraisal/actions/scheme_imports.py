"""Bringing a scheme in from a document: a new scheme, a changed draft, or the next version of a frozen one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext_lazy

from appraisal.actions.scheme_documents import apply_document, create_draft
from appraisal.actions.schemes import activate
from appraisal.models import Scheme
from appraisal.queries.schemes import document_of
from appraisal.scheme_document import SchemeDocument
from centres.access import require
from centres.models import Region, User
from records import audit

Outcome = Literal["created", "changed", "version", "same"]
WORDS = {
    "created": gettext_lazy("新建方案，第%(version)d版草稿"),
    "changed": gettext_lazy("修改第%(version)d版草稿"),
    "version": gettext_lazy("原方案已启用，新建第%(version)d版草稿"),
    "same": gettext_lazy("与第%(version)d版相同，没有变化"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What importing a document would do: `newest` is the scheme it is compared with, `version` the one it makes."""

    outcome: Outcome
    newest: Scheme | None
    before: SchemeDocument | None
    version: int

    @property
    def words(self) -> str:
        return str(WORDS[self.outcome]) % {"version": self.version}


def plan_import(county: Region, document: SchemeDocument) -> Plan:
    """Compare a document with the newest version of its code in the county (6 queries)."""
    newest = Scheme.objects.filter(county=county, code=document.code).order_by("-version").first()
    if newest is None:
        return Plan("created", None, None, 1)
    before = document_of(newest)
    if before == document:
        return Plan("same", newest, before, newest.version)
    if newest.state == Scheme.State.DRAFT:
        return Plan("changed", newest, before, newest.version)
    return Plan("version", newest, before, newest.version + 1)


def import_document(
    *, actor: User, county: Region, document: SchemeDocument, activate_at: datetime | None = None
) -> tuple[Scheme, Outcome]:
    """Write a document as `plan_import` says; with `activate_at` put it in force by the same act."""
    require(actor, "scheme.edit")
    with audit.act(actor, action="scheme.import", county=county) as trail:
        held = Region.objects.select_for_update().get(pk=county.pk)
        plan = plan_import(held, document)
        scheme = _write(trail, held, document, plan)
        if activate_at is not None and scheme.state == Scheme.State.DRAFT:
            scheme = activate(actor=actor, scheme_id=scheme.pk, now=activate_at)
    return scheme, plan.outcome


def _write(trail: audit.Trail, county: Region, document: SchemeDocument, plan: Plan) -> Scheme:
    if plan.newest is None or plan.outcome == "version":
        return create_draft(trail, county, document, version=plan.version)
    scheme = Scheme.objects.select_for_update(of=("self",)).select_related("county").get(pk=plan.newest.pk)
    if plan.outcome == "changed":
        apply_document(trail, scheme, document)
    return scheme


def outcome_words(outcome: Outcome, version: int) -> str:
    return str(WORDS[outcome]) % {"version": version}


__all__ = ["Plan", "import_document", "outcome_words", "plan_import"]
