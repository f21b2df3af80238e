"""The project's own files, as the house checks read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("records", "centres", "appraisal", "payroll")
Faults = list[str]


@cache
def listing() -> tuple[str, ...]:
    """Return the paths of all files that are, or are about to be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return tuple(sorted(path for path in answer.stdout.splitlines() if (ROOT / path).is_file()))


def files(*folders: str, suffix: str | tuple[str, ...] = "") -> Iterator[tuple[str, str]]:
    """Yield path and text of the files under `folders` (all when none) whose name ends in `suffix`."""
    for path in listing():
        if path.endswith(suffix) and (not folders or path.split("/")[0] in folders):
            yield path, (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def code(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield path and syntax tree of the Python files under `folders`, generated migrations left out."""
    for path in listing():
        if path.endswith(".py") and path.split("/")[0] in folders and "/migrations/" not in path:
            yield path, tree(path)


def is_core(path: str) -> bool:
    return path.split("/")[1:2] == ["core"]
