"""The settings of a test run: the shipped ones, over a throw-away database and state folder.

TEST_DATABASE=sqlite (the default) or postgresql chooses the database. The environment is set before
the shipped settings are read, so tests run on what production reads, and only what follows the import
differs from it.
"""

import os

from tests.harness import postgresql, state

TEST_DATABASE = os.environ.get("TEST_DATABASE", "sqlite")
os.environ["APPRAISAL_VAR"] = str(state.folder())
os.environ["PLAIN_HTTP"] = "1"
os.environ["DATABASE_URL"] = (
    os.environ.get("TEST_POSTGRESQL_URL") or postgresql.start() if TEST_DATABASE == "postgresql" else ""
)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

# A file, not memory: threads, child processes and the live server meet the locks that production has.
if TEST_DATABASE == "sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(state.folder() / "test.sqlite3")}


class Unmigrated:
    """No migrations: the tables are made from the models, in a tenth of the time.

    On PostgreSQL the tests walk through all of them, on SQLite tests/house/test_run.py does; `makemigrations
    --check` says that they end where the models are. Guards are installed after either.
    """

    def __contains__(self, _app: str) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


if TEST_DATABASE == "sqlite":
    MIGRATION_MODULES = Unmigrated()

# Static files are found where they lie, without collectstatic. A fast hash: most tests sign somebody in.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
