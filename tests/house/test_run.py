"""`make run`, as its user meets it: ready at an address, a clear word on a taken port, nothing left after Ctrl-C."""

import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.house.source import ROOT

# Seconds after which something hangs for good, however busy the machine is.
PATIENCE = 180
LEFT_OUT = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}


def environment(folder: Path, port: int) -> dict[str, str]:
    own = {"APPRAISAL_VAR": str(folder), "PORT": str(port), "DEMO": "0"}
    return {**{name: value for name, value in os.environ.items() if name not in LEFT_OUT}, **own}


@contextmanager
def running(settings: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run the script in a process group of its own, as a terminal does, and end all of it afterwards."""
    with subprocess.Popen(
        ["scripts/run"], cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as script:
        try:
            yield script
        finally:
            if script.poll() is None:
                os.killpg(script.pid, signal.SIGTERM)


def ready(script: subprocess.Popen[str]) -> bool:
    assert script.stdout is not None
    return any(line.startswith("Ready:") for line in script.stdout)


def members(group: int) -> dict[str, str]:
    """Return number → command line of the processes of a group that still live."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _parent, its_group = (process / "stat").read_text().rpartition(")")[2].split()[:3]
            if its_group == str(group) and state != "Z":
                found[process.name] = (process / "cmdline").read_text().replace("\0", " ")
    return found


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One state folder for all runs here: the first migrates and compresses files, the next finds that done."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    return number


def test_run_serves_refuses_a_taken_port_and_stops_whole(state: Path, port: int) -> None:
    settings = environment(state, port)
    with running(settings) as script:
        assert ready(script)
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/").status == 200
        second = subprocess.run(["scripts/run"], cwd=ROOT, env=settings, capture_output=True, text=True)
        assert (second.returncode, f"Port {port} is in use" in second.stderr) == (1, True)
        os.killpg(script.pid, signal.SIGINT)
        assert script.wait(timeout=PATIENCE) == 130
        assert members(script.pid) == {}


def test_a_killed_script_takes_server_and_worker_along(state: Path, port: int) -> None:
    with running(environment(state, port)) as script:
        assert ready(script)
        children = members(script.pid)
        assert any("gunicorn" in line for line in children.values())
        assert any("db_worker" in line for line in children.values())
        script.kill()
        waiting = [word for pid in children for word in ("--pid", pid)]
        subprocess.run(["timeout", str(PATIENCE), "tail", *waiting, "-f", "/dev/null"], check=True)


@pytest.mark.parametrize("value", ["80x", "0", "70000", ""])
def test_a_port_that_is_none_is_refused(tmp_path: Path, value: str) -> None:
    settings = {**environment(tmp_path, 1), "PORT": value or "-1"}
    answer = subprocess.run(["scripts/run"], cwd=ROOT, env=settings, capture_output=True, text=True)
    assert (answer.returncode, "is not a port number" in answer.stderr) == (1, True)
