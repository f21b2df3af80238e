"""Runs one measurement in a process of its own per database, as production has them: durable, with guards."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


DATABASES = ("sqlite", "postgresql")


def run_on_both(module: str, arguments: list[str]) -> int:
    """Run `python -m module --measure` on SQLite and on PostgreSQL; return the worst exit status."""
    return run_on(DATABASES, module, arguments)


def run_on(names: Iterable[str], module: str, arguments: list[str]) -> int:
    return max(_run(module, arguments, name) for name in names)


def _run(module: str, arguments: list[str], name: str) -> int:
    with tempfile.TemporaryDirectory(prefix="appraisal-bench-") as folder:
        command = [sys.executable, "-m", module, "--measure", name, *arguments]
        if name == "postgresql":
            command = [sys.executable, "-m", "tests.harness.postgresql", "--durable", *command]
        environment = {
            **os.environ,
            "APPRAISAL_VAR": folder,
            "PLAIN_HTTP": "1",
            "DATABASE_URL": "",
            "DEBUG": "0",
        }
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def ready() -> None:
    """Set Django up over an empty database with all tables and guards."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
