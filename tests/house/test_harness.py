"""What the other tests stand on: who runs which test, and a cluster that outlives nobody."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.harness import databases
from tests.house.source import ROOT

OWNER = """
from tests.harness import postgresql
print(postgresql.start(), flush=True)
print(postgresql._keeper.pid, flush=True)
input()
"""


def item(*markers: str, fixtures: tuple[str, ...] = (), nodeid: str = "tests/test_x.py") -> pytest.Item:
    """A stand-in with the parts of a test that decide where it runs."""
    known = {name: name for name in markers}
    return cast(
        pytest.Item, SimpleNamespace(get_closest_marker=known.get, fixturenames=fixtures, nodeid=nodeid)
    )


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (item(), {"sqlite"}),
        (item("django_db"), {"sqlite", "postgresql"}),
        (item(fixtures=("transactional_db",)), {"sqlite", "postgresql"}),
        (item("django_db", "postgres_only"), {"postgresql"}),
        (item("django_db", "sqlite_only"), {"sqlite"}),
        (item("browser", fixtures=("live_server",)), {"sqlite"}),
        (item("django_db", nodeid="tests/appraisal/reports/test_bundle.py::test_it"), {"sqlite"}),
        (
            item("django_db", nodeid="tests/appraisal/schemes/test_guards.py::test_it"),
            {"sqlite", "postgresql"},
        ),
    ],
)
def test_each_test_runs_where_it_belongs(test: pytest.Item, expected: set[str]) -> None:
    assert databases.databases_of(test) == expected


def test_what_is_listed_is_there() -> None:
    for place in databases.ONCE:
        assert list(ROOT.glob(f"tests/{place}*")), place


def test_parts_share_the_tests_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_DATABASE", "sqlite")
    files = [item("django_db", nodeid=f"tests/test_{letter}.py::test_it") for letter in "abcdefgh"]
    tests = [item("browser"), *files]
    monkeypatch.delenv("TEST_PART", raising=False)
    assert all(databases.wanted(test) for test in tests)
    shares: list[str] = []
    for part in ("browser", "1", "2"):
        monkeypatch.setenv("TEST_PART", part)
        share = [test.nodeid for test in tests if databases.wanted(test)]
        assert share
        shares += share
    assert sorted(shares) == sorted(test.nodeid for test in tests)


@pytest.mark.parametrize(
    ("base", "part", "held"),
    [
        ("sqlite", "1", {"tests/test_a.py", "tests/appraisal/core/test_b.py", "tests/payroll/test_races.py"}),
        ("sqlite", "browser", {"tests/browser/test_c.py"}),
        ("postgresql", None, {"tests/test_a.py", "tests/payroll/test_races.py"}),
    ],
)
def test_a_process_reads_only_files_that_may_be_for_it(
    base: str, part: str | None, held: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {"tests/appraisal/reports/test_d.py", "tests/browser/test_c.py"} | held
    monkeypatch.setattr(databases, "half_of", lambda place: "2" if place.endswith("test_d.py") else "1")
    monkeypatch.setenv("TEST_DATABASE", base)
    monkeypatch.delenv("TEST_PART", raising=False)
    if part:
        monkeypatch.setenv("TEST_PART", part)
    assert {place for place in places if databases.may_hold(place)} == held


def test_a_killed_run_leaves_no_cluster() -> None:
    command = [sys.executable, "-c", OWNER]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        url, keeper = owner.stdout.readline(), owner.stdout.readline().strip()
        folder = Path(url.split("@")[1].split("/")[0].replace("%2F", "/"))
        assert (folder / "data").exists()
        os.kill(owner.pid, signal.SIGKILL)
    subprocess.run(["tail", f"--pid={keeper}", "-f", "/dev/null"], check=True, timeout=60)
    assert not folder.exists()
