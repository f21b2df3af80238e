"""Backups: a folder with the database, the kept files and a manifest with their hashes (LIBRARIES, backup).

SQLite is copied by its own backup API while the application runs (copying the file alone lost up to 17
acknowledged operations); PostgreSQL by `pg_dump -Fc`. The manifest keeps the head of the audit chain, so that a
restored database can be compared with what was printed on documents.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from records import chain
from records.errors import Conflict, Invalid

MANIFEST = "manifest.json"
SQLITE, DUMP, MEDIA = "database.sqlite3", "database.dump", "media"


def backup(target: Path, now: datetime) -> Path:
    """Write a backup below `target` and return its folder. It appears under its name only when it is whole."""
    name = f"appraisal-{now:%Y%m%d-%H%M%S}"
    partial, folder = target / f".{name}.partial", target / name
    if folder.exists() or partial.exists():
        raise Conflict(_("同名的备份已经存在：%(name)s") % {"name": name}, code="backup_exists")
    partial.mkdir(parents=True)
    head = chain.head()
    _dump(partial)
    media = Path(settings.MEDIA_ROOT)
    if media.exists():
        shutil.copytree(media, partial / MEDIA)
    manifest = {
        "created": now.isoformat(),
        "vendor": connection.vendor,
        "audit_head": head,
        "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
        "files": {str(path.relative_to(partial)): sha256_of(path) for path in files_of(partial)},
    }
    (partial / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    partial.rename(folder)
    return folder


def _dump(folder: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / SQLITE)) as copy:
            connection.connection.backup(copy)
        return
    _run("pg_dump", "-Fc", "--no-owner", "-f", str(folder / DUMP), *_where())


def _where() -> list[str]:
    return ["-d", str(connection.settings_dict["NAME"])]


def _run(*command: str) -> None:
    """Run a PostgreSQL program on this database; its own words become the refusal."""
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        words = {"program": command[0], "why": done.stderr.strip()[-500:]}
        raise Conflict(_("%(program)s 失败：%(why)s") % words, code="program_failed")


def _environment() -> dict[str, str]:
    """The connection's address for libpq; the password never stands on a command line."""
    kept = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {**os.environ, **{name: str(kept[key]) for name, key in names.items() if kept[key]}}


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def examined(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file has its hash. Raises Invalid otherwise."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise Invalid(_("这个文件夹不是备份：没有 %(name)s。") % {"name": MANIFEST}, code="no_manifest")
    data: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
    found = {str(path.relative_to(folder)): sha256_of(path) for path in files_of(folder)}
    if found != data["files"]:
        wrong = sorted(
            name for name in {*found, *data["files"]} if found.get(name) != data["files"].get(name)
        )
        raise Invalid(
            _("备份已损坏，以下文件缺失或有改动：%(names)s") % {"names": "、".join(wrong)}, code="damaged"
        )
    if data["vendor"] != connection.vendor:
        words = {"kept": data["vendor"], "here": connection.vendor}
        raise Invalid(_("备份来自 %(kept)s，而当前数据库是 %(here)s。") % words, code="vendor")
    return data


def restore(folder: Path, *, replace: bool) -> dict[str, Any]:
    """Put a backup in the place of the present database and files. The application must be stopped.

    Raises Conflict where the present database holds records and `replace` wasn't said, or where the restored
    one has another audit head than the manifest.
    """
    manifest = examined(folder)
    if not replace and has_records():
        raise Conflict(_("当前数据库中已有审计记录。确需覆盖，请加 --replace。"), code="not_empty")
    _load(folder)
    media = Path(settings.MEDIA_ROOT)
    if (folder / MEDIA).exists():
        shutil.rmtree(media, ignore_errors=True)
        shutil.copytree(folder / MEDIA, media)
    if chain.head() != manifest["audit_head"]:
        raise Conflict(_("恢复后的审计记录与备份清单不符。"), code="head_differs")
    return manifest


def has_records() -> bool:
    """Whether the present database has any row on the audit trail."""
    if "records_auditentry" not in connection.introspection.table_names():
        return False
    return bool(chain.head().strip("0-"))


def _load(folder: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(_untouched(folder / SQLITE), uri=True)) as kept:
            kept.backup(connection.connection)
        connection.close()
        return
    connection.close()
    _run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", *_where(), str(folder / DUMP)
    )


def _untouched(database: Path) -> str:
    """Its address for reading without a lock or a log beside it: files that weren't there would read as damage."""
    return f"{database.resolve().as_uri()}?mode=ro&immutable=1"
