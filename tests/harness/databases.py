"""One run of the tests over two databases.

    pytest                              this process, SQLite
    TEST_DATABASE=postgresql pytest     this process, PostgreSQL (a private cluster is started)
    make test                           four processes, one closing line: see scripts/test

A test that uses the database runs on both, unless it is marked `sqlite_only` or `postgres_only`.
A test that uses none, a `browser` test, and what stands in ONCE runs once: on SQLite.
In `make test` three processes share the tests on SQLite: TEST_PART=browser drives the browser, 1 and 2 have half of the
other files each, so that no core waits for the longest of them.
"""

import os
import zlib
from pathlib import Path

import pytest

from tests.harness import postgresql

SQLITE, POSTGRESQL = "sqlite", "postgresql"
MARKERS = [
    "sqlite_only(reason): runs on SQLite only; say why",
    "postgres_only(reason): runs on PostgreSQL only (races: SQLite hides them); say why",
    "browser: drives Chromium; set on everything in tests/browser",
]
# Folders and files of tests of what a person meets: ink on paper, cells in a workbook, words in a page, who may
# open it, which requests are none (appraisal/grid/test_requests; test_saving beside it runs on both). It is the same
# whatever database the values came from, and dear to make. What a database decides by itself (guards, locks, races,
# ledgers, sums, statements of our own, backups) runs on both, wherever it stands: see BOTH; and
# tests/config/test_pages.py opens every address on PostgreSQL as well.
ONCE = (
    *("appraisal/reports", "appraisal/charts", "appraisal/editor", "appraisal/score_sheets"),
    *("appraisal/schemes", "appraisal/round_pages", "appraisal/whatif", "appraisal/external"),
    *("appraisal/levels/test_documents", "appraisal/levels/test_pages"),
    *("appraisal/life/test_pages", "appraisal/life/test_life_papers", "appraisal/life/test_every_cell"),
    *("appraisal/after/test_papers", "appraisal/after/test_home", "appraisal/after/test_lives"),
    *("appraisal/field/test_pages", "appraisal/field/test_papers", "appraisal/field/test_paper_words"),
    *("appraisal/grid/test_pages", "appraisal/grid/test_onsite", "appraisal/grid/test_requests"),
    *("appraisal/results/test_access", "appraisal/results/test_admin", "appraisal/results/test_export"),
    *("centres/test_accounts", "centres/test_admin", "centres/test_centre_pages", "centres/test_first_admin"),
    *("centres/test_import", "centres/test_passwords", "centres/test_second_factor"),
    *("centres/test_session_limits", "centres/test_sign_in"),
    *("config/test_addresses", "config/test_admin_walk", "config/test_headers"),
    *("payroll/test_admin", "payroll/test_awards_paper", "payroll/test_checking", "payroll/test_demo"),
    *("payroll/test_documents",),
    *("payroll/test_home", "payroll/test_imports", "payroll/test_pages", "payroll/test_papers"),
    *("payroll/test_reconciliation_pages", "payroll/test_result_links"),
    *("records/test_audit_pages", "records/test_document_pages", "records/test_imports"),
    *("records/test_middleware", "records/test_reminders"),
)
BOTH = ("test_guards", "test_races", "test_saving", "test_scenarios")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def database() -> str:
    return os.environ.get("TEST_DATABASE", SQLITE)


def pytest_configure(config: pytest.Config) -> None:
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    if any(POSTGRESQL in spec for spec in config.getoption("tx", None) or []) and not is_worker(config):
        os.environ["TEST_POSTGRESQL_URL"] = postgresql.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    postgresql.stop()


def pytest_report_header() -> str:
    return f"database: {database()}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """In a run of several processes, leave files of which nothing is for this one: importing all takes a minute."""
    if not is_worker(config) or not collection_path.name.startswith("test_"):
        return None
    return None if may_hold(collection_path.relative_to(config.rootpath).as_posix()) else True


def may_hold(place: str) -> bool:
    """Whether a file can have a test for this process, as far as its place tells."""
    browser = place.startswith("tests/browser/")
    if database() == POSTGRESQL:
        return not (browser or runs_once(place) or "/core/" in place)
    return os.environ.get("TEST_PART") in (None, "browser" if browser else half_of(place))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave each test to the databases that it is for; alone, say what is not run and why."""
    right = [item for item in items if wanted(item)]
    if is_worker(config):
        items[:] = right
        return
    for item in set(items).difference(right):
        if item.get_closest_marker("postgres_only") or item.get_closest_marker("sqlite_only"):
            item.add_marker(pytest.mark.skip(reason=f"not for {database()}"))


def wanted(item: pytest.Item) -> bool:
    """Say whether a test is for this process's database and part."""
    return os.environ.get("TEST_PART") in (None, part_of(item)) and database() in databases_of(item)


def part_of(item: pytest.Item) -> str:
    """The part of the tests on SQLite that a test belongs to: a file stays whole, with what is made once for it."""
    return "browser" if item.get_closest_marker("browser") else half_of(item.nodeid.partition("::")[0])


def half_of(place: str) -> str:
    return str(zlib.crc32(place.encode()) % 2 + 1)


def runs_once(place: str) -> bool:
    return place.removeprefix("tests/").startswith(ONCE) and not place.removesuffix(".py").endswith(BOTH)


def databases_of(item: pytest.Item) -> set[str]:
    """Return the databases that a test is for, from its markers and fixtures."""
    if item.get_closest_marker("postgres_only"):
        return {POSTGRESQL}
    if item.get_closest_marker("sqlite_only") or item.get_closest_marker("browser"):
        return {SQLITE}
    if runs_once(item.nodeid.partition("::")[0]):
        return {SQLITE}
    return {SQLITE, POSTGRESQL} if uses_database(item) else {SQLITE}


def uses_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db"):
        return True
    return not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")
