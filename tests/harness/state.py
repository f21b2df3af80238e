"""Where a test process keeps its state: a folder of its own, gone when the process ends."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    path = Path(tempfile.mkdtemp(prefix="appraisal-tests-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path
