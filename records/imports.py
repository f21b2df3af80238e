"""Imports: upload → child process → staged preview with old → new → confirmed once → one transaction.

An app gives one `Importer` for each kind of file and registers it; pages and commands are the same for all:

    class BudgetImporter(Importer):
        kind, title = "budgets", _("补助预算")
        def authorise(self, user, params): …      # NotAllowed, 404; returns the Context
        def parse(self, workbook, context): …     # Reading: plain rows, every problem with its place
        def diff(self, rows, context): …          # Diff: what would change
        def apply(self, rows, actor, context): …  # calls the action; returns plain values for the page

Nothing is written before the confirmation but the staged row. The confirmation computes the differences anew:
when somebody changed the data since the preview, it is shown again instead of applied.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from records import audit
from records.chain import plain, text
from records.errors import Conflict, Refused
from records.importers import (
    Change,
    Context,
    Diff,
    Importer,
    PlainRow,
    Reading,
    SentFile,
    importer_of,
    register,
)
from records.models import StagedImport
from records.reading.files import contents, read_workbook
from records.reading.limits import DEFAULT, Limits

__all__ = [
    "Change",
    "Context",
    "Diff",
    "Importer",
    "PlainRow",
    "Reading",
    "confirm",
    "discard",
    "examine",
    "importer_of",
    "register",
    "run",
    "stage",
]

STALE = timedelta(days=1)
Source = bytes | str | Path | IO[bytes]


@dataclass(slots=True)
class Examined:
    """A file that was read and compared, before anything is kept of it."""

    sha256: str
    reading: Reading
    diff: Diff


def examine(importer: Importer, source: Source, context: Context, limits: Limits = DEFAULT) -> Examined:
    """Read and compare; writes nothing. Raises Invalid for a file that can't be read at all."""
    workbook = read_workbook(source, limits)
    reading = importer.parse(workbook, context)
    diff = Diff() if reading.problems else importer.diff(reading.rows, context)
    return Examined(workbook.sha256, reading, diff)


def stage(
    importer: Importer,
    source: Source,
    actor: Any,
    context: Context,
    *,
    file_name: str,
    limits: Limits = DEFAULT,
) -> StagedImport:
    """Read a file and keep it for confirmation. A faulty one keeps its problems and no rows; both are
    audited.
    """
    now = timezone.now()
    _forget_stale(now)
    data = contents(source, limits)
    try:
        examined = examine(importer, data, context, limits)
    except Refused as refused:
        _record_failure(importer, actor, context, hashlib.sha256(data).hexdigest(), refused.code)
        raise
    faulty = bool(examined.reading.problems)
    staged = _staged(importer, actor, context, examined, file_name, now)
    if importer.keeps_file and not faulty:
        staged.content = data
    if faulty:
        staged.state, staged.rows, staged.diff = StagedImport.State.FAULTY, [], {}
        _record_failure(importer, actor, context, examined.sha256, "problems", len(examined.reading.problems))
    staged.save()
    if not faulty:
        importer.keep(data, file_name, staged.sha256, actor, context)
    return staged


def _staged(
    importer: Importer, actor: Any, context: Context, examined: Examined, file_name: str, now: datetime
) -> StagedImport:
    diff = examined.diff.as_dict()
    return StagedImport(
        kind=importer.kind,
        county_code=context.county_code,
        actor=actor,
        params=dict(context.params),
        file_name=file_name[-200:],
        sha256=examined.sha256,
        rows=examined.reading.rows,
        diff=diff,
        diff_digest=digest_of(diff),
        notes=[str(note) for note in examined.reading.notes],
        problems=[problem.as_dict() for problem in examined.reading.problems],
        problem_count=len(examined.reading.problems),
        key=secrets.token_urlsafe(24),
        created_at=now,
    )


def digest_of(diff: Mapping[str, Any]) -> str:
    return hashlib.sha256(text(plain(dict(diff))).encode()).hexdigest()


def _forget_stale(now: datetime) -> None:
    """Unconfirmed rows may hold personal values: a day later they are gone."""
    waiting = [StagedImport.State.STAGED, StagedImport.State.FAULTY]
    StagedImport.objects.filter(state__in=waiting, created_at__lt=now - STALE).update(
        state=StagedImport.State.DISCARDED, rows=[], diff={}, problems=[], notes=[], content=b""
    )


def _record_failure(
    importer: Importer, actor: Any, context: Context, sha256: str, code: str, problems: int = 0
) -> None:
    """One audit row of a failed import: kind and hash of the file, no value of it."""
    with audit.act(actor, action="import.fail", county_code=context.county_code) as trail:
        trail.note({"kind": importer.kind, "sha256": sha256, "code": code, "problems": problems})


def confirm(key: str, actor: Any) -> StagedImport:
    """Apply a staged import once. The same key again gives the same answer and changes nothing.

    Raises Conflict when it was given up, or when the data changed since the preview (which is then renewed).
    """
    importer, context = _importer_for(key, actor)
    try:
        staged, fresh = _confirm(importer, context, key, actor)
    except Refused as refused:
        staged = StagedImport.objects.get(key=key)
        _record_failure(importer, actor, context, staged.sha256, refused.code, refused.problem_count)
        raise
    if not fresh:
        raise Conflict(_("预览之后数据有了变化，没有导入。请核对新的差异后再确认。"), code="import:changed")
    return staged


def _importer_for(key: str, actor: Any) -> tuple[Importer, Context]:
    staged = StagedImport.objects.defer("rows", "content").get(key=key, actor=actor)
    importer = importer_of(staged.kind)
    if importer is None:
        raise Conflict(_("这类文件不能再导入。"), code="import:kind")
    asked = {name: str(value) for name, value in staged.params.items()}
    return importer, importer.authorise(actor, asked)


def _confirm(importer: Importer, context: Context, key: str, actor: Any) -> tuple[StagedImport, bool]:
    action = f"import.{importer.kind}"
    with audit.act(actor, action=action, county_code=context.county_code) as trail:
        staged = StagedImport.objects.select_for_update().get(key=key, actor=actor)
        if staged.state == StagedImport.State.APPLIED:
            return staged, True
        if staged.state != StagedImport.State.STAGED:
            raise Conflict(_("这次导入已经放弃或有错误，请重新上传。"), code="import:gone")
        diff = importer.diff(staged.rows, context).as_dict()
        if digest_of(diff) != staged.diff_digest:
            staged.diff, staged.diff_digest = diff, digest_of(diff)
            staged.save(update_fields=["diff", "diff_digest"])
            return staged, False
        sent = SentFile(staged.file_name, staged.sha256, bytes(staged.content))
        staged.result = dict(plain(importer.apply(staged.rows, actor, replace(context, file=sent))))
        staged.state, staged.rows, staged.applied_at = StagedImport.State.APPLIED, [], timezone.now()
        staged.content = b""
        staged.save()
        counts = {name: diff[name] for name in ("new", "changed", "unchanged")}
        trail.note({"kind": staged.kind, "sha256": staged.sha256, **counts}, label=str(importer.title))
        return staged, True


def discard(key: str, actor: Any) -> None:
    """Give a staged import up; its rows are forgotten."""
    with transaction.atomic():
        staged = StagedImport.objects.select_for_update().get(key=key, actor=actor)
        if staged.state in {StagedImport.State.STAGED, StagedImport.State.FAULTY}:
            staged.state, staged.rows, staged.diff, staged.problems = StagedImport.State.DISCARDED, [], {}, []
            staged.content = b""
            staged.save()


def run(
    importer: Importer,
    path: str | Path,
    actor: Any,
    context: Context,
    *,
    dry_run: bool = False,
    limits: Limits = DEFAULT,
) -> dict[str, Any]:
    """For commands: examine, and unless `dry_run` stage and confirm at once. Plain values for --json.

    With problems nothing is written but the audit row; `problems` lists them and `applied` is False.
    """
    if dry_run:
        examined = examine(importer, path, context, limits)
        reading = examined.reading
        problems = [problem.as_dict() for problem in reading.problems]
        return _report(
            importer, examined.sha256, examined.diff.as_dict(), problems, len(reading.problems), reading.notes
        )
    staged = stage(importer, path, actor, context, file_name=Path(path).name, limits=limits)
    notes = list(staged.notes)
    if staged.state == StagedImport.State.FAULTY:
        return _report(
            importer, staged.sha256, Diff().as_dict(), staged.problems, staged.problem_count, notes
        )
    done = confirm(staged.key, actor)
    return _report(importer, done.sha256, done.diff, [], 0, notes) | {"applied": True, "result": done.result}


def _report(
    importer: Importer,
    sha256: str,
    diff: dict[str, Any],
    problems: list[dict[str, object]],
    problem_count: int,
    notes: list[str],
) -> dict[str, Any]:
    return {
        "kind": importer.kind,
        "sha256": sha256,
        "diff": diff,
        "problems": problems,
        "problem_count": problem_count,
        "notes": notes,
        "applied": False,
        "result": {},
    }
