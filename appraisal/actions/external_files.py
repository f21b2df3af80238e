"""Taking over a file of another body: the file is kept, its cells are filled, in one transaction (RULES 3, 7)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from appraisal.actions.scores import CellChange, Saving, save_cells
from appraisal.locks import share_round
from appraisal.models import ExternalFile, ExternalFill, Round
from appraisal.rights import admit, require_on
from centres.models import User
from records import audit
from records.errors import Conflict
from records.importers import SentFile


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from and what it is for."""

    indicator_id: int
    body: str
    dated: date


@dataclass(frozen=True, slots=True)
class Fill:
    """What the file says of one cell, by the cell's key."""

    score_id: int
    inputs: Mapping[str, str]
    place: str


def take_over(
    *,
    actor: User,
    round_id: int,
    origin: Origin,
    file: SentFile,
    fills: Sequence[Fill],
    changes: Sequence[CellChange],
    now: datetime,
) -> tuple[ExternalFile, Saving]:
    """Keep `file` and save the cells that it changes: all or nothing. The same file again is kept once.

    `fills` are all cells that the file speaks of, `changes` those that hold something else yet.
    """
    admit(actor, "score.import")
    with audit.act(actor, action="external.take_over") as trail:
        current = share_round(actor, round_id)
        require_on(actor, "score.import", current)
        if current.state != Round.State.SCORING:
            raise Conflict(_("该轮次已不在评分阶段，不能导入。"), code="round_closed")
        trail.county_code = current.county.code
        kept = _kept(trail, current, origin, file, actor, now)
        _link(kept, fills)
        saving = save_cells(
            actor=actor, round_id=round_id, changes=changes, now=now, action="score.import", all_or_nothing=True
        )  # fmt: skip
    return kept, saving


def _kept(
    trail: audit.Trail, current: Round, origin: Origin, file: SentFile, actor: User, now: datetime
) -> ExternalFile:
    sha256 = hashlib.sha256(file.content).hexdigest()
    about = {
        "indicator_id": origin.indicator_id,
        "body": origin.body,
        "dated": origin.dated,
        "sha256": sha256,
    }
    known = ExternalFile.objects.filter(round=current, **about).first()
    if known is not None:
        return known
    size = len(file.content)
    made = ExternalFile.objects.create(
        round=current, **about, file_name=file.name, size=size, content=file.content, uploaded_by=actor, uploaded_at=now
    )  # fmt: skip
    trail.add(made, None, file_record(made), label=f"{current} {made.file_name}"[:200], centre=current.centre)
    return made


def _link(kept: ExternalFile, fills: Sequence[Fill]) -> None:
    """One row a cell; another only where the file is read anew with another result (another column)."""
    linked = dict(ExternalFill.objects.filter(file=kept).order_by("pk").values_list("score_id", "inputs"))
    ExternalFill.objects.bulk_create(
        ExternalFill(file=kept, score_id=one.score_id, inputs=dict(one.inputs), place=one.place[:80])
        for one in fills
        if linked.get(one.score_id) != dict(one.inputs)
    )


def file_record(row: ExternalFile) -> dict[str, object]:
    """What the audit trail keeps of a file: whose, of when, and its hash; never its content."""
    return {
        "indicator": row.indicator_id,
        "body": row.body,
        "dated": row.dated,
        "file_name": row.file_name,
        "sha256": row.sha256,
        "size": row.size,
    }
