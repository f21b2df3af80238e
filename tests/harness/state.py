"""Where a test process keeps its state: a folder of its own, gone when the process ends.

While working on one test, TEST_STATE names a folder that stays; with pytest's `--reuse-db` the migrated
database in it is used again, which saves the dozen seconds that making it takes.
"""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    kept = os.environ.get("TEST_STATE")
    if kept:
        path = Path(kept)
        path.mkdir(parents=True, exist_ok=True)
        return path
    path = Path(tempfile.mkdtemp(prefix="appraisal-tests-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path
