"""Adding, replacing and withdrawing evidence. A file is never changed or removed: a new version stands beside it."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import IO, Required, TypedDict, Unpack

from django.utils.translation import gettext as _

from appraisal.field_access import (
    Holder,
    adds_evidence,
    appeal_holder_for,
    evidence_for,
    evidence_sheet_for,
    indicator_for,
    may_withdraw,
)
from appraisal.models import (
    MAX_REASON,
    Appeal,
    Evidence,
    EvidenceWithdrawal,
    Indicator,
    Round,
)
from appraisal.models.evidence import MAX_FILE_NAME
from appraisal.queries.returns import is_shut
from centres.models import User
from records import audit
from records.attached import files
from records.errors import Conflict, Invalid, NotAllowed

# Of one cell: more is a sign of a mistake, and fills the disk.
MOST_OF_A_CELL = 30
MAX_NOTE = 200


class SentFields(TypedDict, total=False):
    """The arguments of `add` about the file: those of `Sent`."""

    source: Required[bytes | IO[bytes]]
    name: Required[str]
    note: str
    replaces_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file as it was sent, and the older one whose new version it is."""

    source: bytes | IO[bytes]
    name: str
    note: str = ""
    replaces_id: int | None = None


def add(
    *, actor: User, round_id: int, code: str, indicator_id: int, now: datetime, **sent: Unpack[SentFields]
) -> Evidence:
    """Attach a file to a cell, or a new version of one that is there; see `add_to`."""
    holder = Holder(evidence_sheet_for(actor, round_id, code))
    return add_to(holder, actor=actor, indicator=indicator_for(holder, indicator_id), now=now, **sent)


def add_to_appeal(
    *, actor: User, appeal_id: int, indicator_id: int, now: datetime, **sent: Unpack[SentFields]
) -> Evidence:
    """The same to an indicator that an appeal names."""
    holder = appeal_holder_for(actor, appeal_id)
    return add_to(holder, actor=actor, indicator=indicator_for(holder, indicator_id), now=now, **sent)


def add_to(
    holder: Holder, *, actor: User, indicator: Indicator, now: datetime, **sent: Unpack[SentFields]
) -> Evidence:
    """Keep a file of a holder and an indicator of it that went through the door.

    Raises Invalid for a file that isn't taken, NotAllowed for who may not, Conflict once the round is handed in (the
    appeal decided, its notice over), the old version was replaced or withdrawn, the same file is there already, or
    the cell holds too many.
    """
    require_may_add(actor, holder, now)
    new = Sent(**sent)
    attached = files.examine(new.source)
    county = holder.sheet.round.county
    with (
        files.keeping(attached) as kept,
        audit.act(actor, action="evidence.add", county_code=county.code) as trail,
    ):
        _hold(holder, now)
        old = _replaced(actor, holder, indicator, new.replaces_id, now)
        _refuse_same(holder, indicator, attached.sha256)
        row = Evidence.objects.create(
            assessment=holder.sheet,
            indicator=indicator,
            appeal=holder.appeal,
            replaces=old,
            version=old.version + 1 if old else 1,
            name=shown_name(new.name, attached.kind),
            kind=attached.kind,
            size=len(attached.data),
            sha256=attached.sha256,
            path=kept.path,
            preview=kept.preview,
            note=new.note.strip()[:MAX_NOTE],
            added_by=actor,
            added_at=now,
        )
        trail.add(row, None, _record(row), label=_label(row), centre=holder.sheet.centre)
    return row


def withdraw(*, actor: User, evidence_id: int, reason: str, now: datetime) -> EvidenceWithdrawal:
    """Say that a piece of evidence doesn't count any more, and why; the file stays where it is."""
    one = evidence_for(actor, evidence_id)
    said = reason.strip()
    if not said or len(said) > MAX_REASON:
        raise Invalid(_("请写明撤回原因，不超过%(limit)d字。") % {"limit": MAX_REASON}, code="reason_missing")
    require_may_add(actor, Holder.of(one), now)
    if not may_withdraw(actor, one, now):
        raise NotAllowed(_("考核人员上传的材料由县里撤回。"), code="not_own_evidence")
    county = one.assessment.round.county
    with audit.act(actor, action="evidence.withdraw", county_code=county.code, reason=said) as trail:
        _hold(Holder.of(one), now)
        _refuse_gone(one)
        row = EvidenceWithdrawal.objects.create(evidence=one, reason=said, by=actor, at=now)
        trail.add(row, None, {"evidence": one.pk}, label=_label(one), centre=one.assessment.centre)
    return row


def require_may_add(actor: User, holder: Holder, now: datetime) -> None:
    """NotAllowed (403) for who may not add here, Conflict (409) once nothing may be added any more."""
    if not adds_evidence(actor, holder):
        raise NotAllowed(_("您的角色没有此项权限。"), code="evidence.add")
    _refuse_closed(holder, now)
    if holder.appeal is None and is_shut(holder.sheet):
        raise Conflict(_("只有退回的评分表可以修改。"), code="not_returned")


def _refuse_closed(holder: Holder, now: datetime) -> None:
    if holder.takes_files(now):
        return
    if holder.appeal is None:
        raise Conflict(_("轮次已提交，佐证材料不能再变动。"), code="round_closed")
    raise Conflict(_("申诉已处理或公示期已过，申诉材料不能再变动。"), code="appeal_closed")


def _hold(holder: Holder, now: datetime) -> None:
    """Hold the round against a change of its state, then the appeal against its decision: one writer at a time."""
    holder.sheet.round = Round.objects.select_for_update().get(pk=holder.sheet.round_id)
    if holder.appeal is not None:
        held = Appeal.objects.select_for_update().get(pk=holder.appeal.pk)
        holder.appeal.state = held.state
    _refuse_closed(holder, now)


def _replaced(
    actor: User, holder: Holder, indicator: Indicator, replaces_id: int | None, now: datetime
) -> Evidence | None:
    if replaces_id is None:
        kept = holder.evidence().filter(indicator=indicator)
        if kept.filter(replaced_by__isnull=True, withdrawal__isnull=True).count() >= MOST_OF_A_CELL:
            raise Conflict(
                _("一项指标最多 %(most)d 份佐证材料。") % {"most": MOST_OF_A_CELL}, code="too_many"
            )
        return None
    old = evidence_for(actor, replaces_id)
    if old.indicator_id != indicator.pk or Holder.of(old) != holder:
        raise Conflict(_("只能替换同一指标的佐证材料。"), code="other_cell")
    if not may_withdraw(actor, old, now):
        raise NotAllowed(_("考核人员上传的材料由县里替换。"), code="not_own_evidence")
    _refuse_gone(old)
    return old


def _refuse_gone(one: Evidence) -> None:
    if EvidenceWithdrawal.objects.filter(evidence=one).exists():
        raise Conflict(_("这份材料已经撤回。"), code="withdrawn")
    if Evidence.objects.filter(replaces=one).exists():
        raise Conflict(_("这份材料已有新版本，请刷新页面。"), code="replaced")


def _refuse_same(holder: Holder, indicator: Indicator, sha256: str) -> None:
    """The same file twice at one cell is a second press of the button."""
    same = holder.evidence().filter(indicator=indicator, sha256=sha256)
    if same.filter(replaced_by__isnull=True, withdrawal__isnull=True).exists():
        raise Conflict(_("这份文件已经在本指标下，没有重复保存。"), code="same_file")


def shown_name(name: str, kind: str) -> str:
    """The name for people: no path, nothing invisible; its ending is that of the kind, whatever was claimed."""
    base = PurePath(name.replace("\\", "/")).name
    visible = "".join(
        char
        for char in unicodedata.normalize("NFC", base)
        if unicodedata.category(char)[0] not in "CZ" or char == " "
    )
    stem = PurePath(visible).stem.strip(" .")[: MAX_FILE_NAME - 6] or _("佐证材料")
    return f"{stem}.{'jpg' if kind == 'jpeg' else kind}"


def _record(row: Evidence) -> dict[str, object]:
    """What the audit trail keeps of a file: no value of it, its hash."""
    return {
        "assessment": row.assessment_id,
        "indicator": row.indicator_id,
        "appeal": row.appeal_id,
        "name": row.name,
        "kind": row.kind,
        "size": row.size,
        "sha256": row.sha256,
        "version": row.version,
        "replaces": row.replaces_id,
    }


def _label(row: Evidence) -> str:
    return f"{row.assessment.subject} {row.indicator.code} {row.name}"
