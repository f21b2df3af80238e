"""restore(backup(db)) = db (invariant 24); a damaged or foreign backup is refused before anything is touched.

Each installation is a process of its own with its own settings, as `manage.py` makes it. Commands that follow each other
there share that process: to start one takes longer than any of the commands.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.harness import postgresql

ROOT = Path(__file__).resolve().parents[2]
# Runs each command as `manage.py` would, and says how each ended: status, standard output, standard error.
RUN = """
import contextlib, io, json, sys
from django.core.management import execute_from_command_line
answers = []
for command in json.loads(sys.argv[1]):
    out, err, status = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            execute_from_command_line(["manage.py", *command])
        except SystemExit as end:
            status = end.code or 0
    answers.append([status, out.getvalue(), err.getvalue()])
print(json.dumps(answers))
"""
REGION = """
from centres.models import Region
from records import audit
with audit.act(None, action='region.create') as trail:
    row = Region.objects.create(code='360000', name='珺省', level='province')
    trail.add(row, None, {'name': row.name})
"""
# The tables came from the models, not from migrating.
MIGRATED = """
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
for name in sorted(MigrationLoader(connection).disk_migrations):
    MigrationRecorder(connection).record_applied(*name)
"""
ROWS = ("dumpdata", "centres", "records", "--natural-foreign")


def manage(environment: dict[str, str], *commands: Sequence[str]) -> list[tuple[int, str, str]]:
    """Status, standard output and standard error of each command."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(commands)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [(status, out, err) for status, out, err in json.loads(done.stdout.splitlines()[-1])]


def settings_of(folder: Path) -> dict[str, str]:
    own = {"APPRAISAL_VAR": str(folder), "PLAIN_HTTP": "1", "DATABASE_URL": ""}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "config.settings"}


class Installed:
    """An installation with one region on the trail and one photo, its rows, and the folder of its backup."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.photo = self.var / "media" / "evidence" / "ab" / "photo.jpg"
        self.photo.parent.mkdir(parents=True)
        self.photo.write_bytes(b"\xff\xd8 taken in the village")
        copy_database(self.var / "db.sqlite3")
        backup = ("backup", str(folder / "backups"), "--json")
        answers = manage(settings_of(self.var), ("shell", "-v0", "-c", MIGRATED + REGION), ROWS, backup)
        assert [status for status, *_said in answers] == [0, 0, 0], answers
        self.rows = json.loads(answers[1][1])
        self.backup = Path(json.loads(answers[2][1])["folder"])


def copy_database(target: Path) -> None:
    """The tables and guards of this run of tests, without what a test wrote: migrating takes half a minute."""
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as kept,
        closing(sqlite3.connect(target)) as copy,
    ):
        kept.backup(copy)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed"))


@pytest.mark.sqlite_only("the backup API of SQLite")
def test_a_backup_restores_to_the_same_rows(installed: Installed, tmp_path: Path) -> None:
    files = sorted(installed.backup.rglob("*"))
    restored, rows = manage(
        settings_of(tmp_path / "other"), ("restore", str(installed.backup), "--json"), ROWS
    )
    assert restored[0] == 0, restored
    assert json.loads(restored[1])["faults"] == []
    assert json.loads(rows[1]) == installed.rows
    assert any(row["fields"].get("name") == "珺省" for row in installed.rows)
    photo = tmp_path / "other" / "media" / "evidence" / "ab" / "photo.jpg"
    assert photo.read_bytes() == installed.photo.read_bytes()
    # Nothing beside them: a backup with a file more would be refused as damaged the next time.
    assert sorted(installed.backup.rglob("*")) == files


@pytest.mark.sqlite_only("the backup API of SQLite")
def test_neither_a_database_in_use_is_overwritten_unasked_nor_a_damaged_backup_restored(
    installed: Installed, tmp_path: Path
) -> None:
    shutil.copytree(installed.var, tmp_path / "var")
    damaged = tmp_path / "damaged"
    shutil.copytree(installed.backup, damaged)
    with (damaged / "database.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    kept = str(installed.backup)
    broken, unasked, asked, rows = manage(
        settings_of(tmp_path / "var"),
        ("restore", str(damaged), "--replace", "--json"),
        ("restore", kept, "--json"),
        ("restore", kept, "--replace", "--json"),
        ROWS,
    )
    assert [json.loads(one[1])["code"] for one in (broken, unasked)] == ["damaged", "not_empty"]
    assert (broken[0], unasked[0], asked[0]) == (1, 1, 0)
    assert json.loads(rows[1]) == installed.rows


@pytest.mark.postgres_only("pg_dump and pg_restore")
def test_postgresql_restores_to_the_same_rows(child_environment: dict[str, str], tmp_path: Path) -> None:
    """From the database of this run of tests, which is migrated, into an empty one."""
    server = os.environ.get("TEST_POSTGRESQL_URL") or postgresql.start()
    base = server.rpartition("/")[0]
    for statement in ("DROP DATABASE IF EXISTS backup_to", "CREATE DATABASE backup_to"):
        subprocess.run(["psql", server, "-c", statement], check=True, capture_output=True)
    source = {**child_environment, "APPRAISAL_VAR": str(tmp_path / "from")}
    target = {**source, "APPRAISAL_VAR": str(tmp_path / "to"), "DATABASE_URL": f"{base}/backup_to"}
    _written, before, backup = manage(
        source, ("shell", "-v0", "-c", REGION), ROWS, ("backup", str(tmp_path / "backups"), "--json")
    )
    restored, after = manage(target, ("restore", json.loads(backup[1])["folder"], "--json"), ROWS)
    assert restored[0] == 0, restored
    assert json.loads(restored[1])["faults"] == []
    assert any(row["fields"].get("name") == "珺省" for row in json.loads(before[1]))
    assert json.loads(after[1]) == json.loads(before[1])
