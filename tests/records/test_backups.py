"""restore(backup(db)) = db (invariant 24); a damaged or foreign backup is refused before anything is touched."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.harness import postgresql

ROOT = Path(__file__).resolve().parents[2]


def manage(environment: dict[str, str], *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *args],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def data_of(environment: dict[str, str]) -> Any:
    """Every row of ours, as dumpdata writes it."""
    done = manage(environment, "dumpdata", "centres", "records", "--natural-foreign")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def settings_of(folder: Path) -> dict[str, str]:
    own = {"APPRAISAL_VAR": str(folder), "PLAIN_HTTP": "1", "DATABASE_URL": ""}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "config.settings"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state folder of an installation: a migrated database with one region on the trail."""
    folder = tmp_path_factory.mktemp("installed") / "var"
    environment = settings_of(folder)
    assert manage(environment, "migrate", "-v0").returncode == 0
    code = (
        "from records import audit; from centres.models import Region\n"
        "with audit.act(None, action='region.create') as trail:\n"
        "    row = Region.objects.create(code='360000', name='珺省', level='province')\n"
        "    trail.add(row, None, {'name': row.name})\n"
    )
    assert manage(environment, "shell", "-v0", "-c", code).returncode == 0
    return folder


@pytest.fixture
def place(installed: Path, tmp_path: Path) -> dict[str, str]:
    """An installation of its own: a copy, for migrating takes far longer."""
    shutil.copytree(installed, tmp_path / "var")
    return settings_of(tmp_path / "var")


def test_a_backup_restores_to_the_same_rows(place: dict[str, str], tmp_path: Path) -> None:
    before = data_of(place)
    photo = Path(place["APPRAISAL_VAR"]) / "media" / "evidence" / "ab" / "photo.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"\xff\xd8 taken in the village")
    done = manage(place, "backup", str(tmp_path / "backups"), "--json")
    folder = json.loads(done.stdout)["folder"]
    other = {**place, "APPRAISAL_VAR": str(tmp_path / "other")}
    answer = manage(other, "restore", folder, "--json")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["faults"] == []
    assert data_of(other) == before
    restored = tmp_path / "other" / "media" / "evidence" / "ab" / "photo.jpg"
    assert restored.read_bytes() == photo.read_bytes()


def test_a_database_in_use_is_not_overwritten_unasked(place: dict[str, str], tmp_path: Path) -> None:
    folder = json.loads(manage(place, "backup", str(tmp_path / "backups"), "--json").stdout)["folder"]
    assert manage(place, "restore", folder).returncode == 1
    assert manage(place, "restore", folder, "--replace").returncode == 0


def test_a_damaged_backup_is_refused(place: dict[str, str], tmp_path: Path) -> None:
    folder = Path(json.loads(manage(place, "backup", str(tmp_path / "backups"), "--json").stdout)["folder"])
    with (folder / "database.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    answer = manage({**place, "APPRAISAL_VAR": str(tmp_path / "other")}, "restore", str(folder), "--json")
    assert json.loads(answer.stdout)["code"] == "damaged"


@pytest.mark.postgres_only("pg_dump and pg_restore")
def test_postgresql_restores_to_the_same_rows(tmp_path: Path) -> None:
    server = os.environ.get("TEST_POSTGRESQL_URL") or postgresql.start()
    base = server.rpartition("/")[0]
    environments = []
    for name in ("backup_from", "backup_to"):
        subprocess.run(
            ["psql", server, "-c", f"DROP DATABASE IF EXISTS {name}"], check=True, capture_output=True
        )
        subprocess.run(["psql", server, "-c", f"CREATE DATABASE {name}"], check=True, capture_output=True)
        environment = {**os.environ, "APPRAISAL_VAR": str(tmp_path / name), "PLAIN_HTTP": "1"}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": f"{base}/{name}"}
        environments.append(environment)
    source, target = environments
    assert manage(source, "migrate", "-v0").returncode == 0
    folder = json.loads(manage(source, "backup", str(tmp_path / "backups"), "--json").stdout)["folder"]
    answer = manage(target, "restore", folder, "--json")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert data_of(target) == data_of(source)
