"""What is shipped passes Django's own checks for production, without one warning."""

import os
import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT

DEVELOPMENT = ("PLAIN_HTTP", "DEBUG", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")


def check(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run Django's checks on the shipped settings, as far from this test run's as can be."""
    kept = {name: value for name, value in os.environ.items() if name not in DEVELOPMENT}
    environment = {**kept, "APPRAISAL_VAR": str(folder), **settings}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_production_has_no_warning(tmp_path: Path) -> None:
    answer = check(tmp_path)
    assert answer.returncode == 0, answer.stderr


def test_plain_http_is_warned_of(tmp_path: Path) -> None:
    assert check(tmp_path, PLAIN_HTTP="1").returncode == 1
