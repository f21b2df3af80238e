"""Bring the database and the static files up to date, in one process: Django takes a second to start."""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent


def static_version() -> str:
    """Return a value that changes when a package or a static file of ours does."""
    own = sorted(path for path in (ROOT / "config" / "static").rglob("*") if path.is_file())
    state = [f"{path} {path.stat().st_mtime_ns}" for path in own]
    return hashlib.sha256("\n".join([(ROOT / "requirements.lock").read_text(), *state]).encode()).hexdigest()


def collect_static() -> None:
    """Hash and compress the static files, unless the last run did: it takes seconds."""
    stamp = Path(settings.STATIC_ROOT) / ".version"
    if stamp.exists() and stamp.read_text() == static_version():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(static_version())


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    if os.environ.get("DEMO", "1") == "1":
        call_command("demo")


if __name__ == "__main__":
    main()
