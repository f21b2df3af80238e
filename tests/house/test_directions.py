"""payroll → appraisal → centres → records; a core sees the standard library and itself."""

import ast
import re
import sys

from tests.house.source import ROOMS, Faults, code, is_core

MODEL_NAME = re.compile(rf"({'|'.join(ROOMS)})\.[A-Z]\w*")


def imported(path: str, tree: ast.Module) -> list[str]:
    """Return the full dotted names of the modules that a file imports, relative ones resolved."""
    package = path.split("/")[:-1]
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            names.append(".".join([*above, *([node.module] if node.module else [])]))
    return names


def upward(path: str, tree: ast.Module) -> Faults:
    """A room imports, or names in a foreign key, itself and the rooms below it only."""
    above = [*ROOMS[ROOMS.index(path.split("/")[0]) + 1 :], "config"]
    words = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    named = [word for word in words if isinstance(word, str) and MODEL_NAME.fullmatch(word)]
    wrong = [name for name in [*imported(path, tree), *named] if name.split(".")[0] in above]
    return [f"{path} reaches up to {name}" for name in wrong]


def foreign(path: str, tree: ast.Module) -> Faults:
    """A core imports the standard library and its own core."""
    own = ".".join(path.split("/")[:2])
    return [
        f"{path} imports {name}"
        for name in imported(path, tree)
        if name.split(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith(f"{own}.")
    ]


def test_no_room_reaches_up() -> None:
    assert [fault for path, tree in code(*ROOMS) for fault in upward(path, tree)] == []


def test_cores_see_the_standard_library_only() -> None:
    assert [fault for path, tree in code(*ROOMS) if is_core(path) for fault in foreign(path, tree)] == []


def test_planted_directions_are_found() -> None:
    planted = "from payroll import models\nfrom centres.models import Centre\nowner = Key('appraisal.Round')"
    assert upward("centres/queries.py", ast.parse(planted)) == [
        "centres/queries.py reaches up to payroll",
        "centres/queries.py reaches up to appraisal.Round",
    ]
    assert upward("centres/deep/x.py", ast.parse("from ...payroll import core")) != []
    assert upward("payroll/queries.py", ast.parse(planted)) == []


def test_planted_core_imports_are_found() -> None:
    planted = "import re, django\nfrom . import points\nfrom ..core import totals\nfrom appraisal import x"
    assert foreign("appraisal/core/grading.py", ast.parse(planted)) == [
        "appraisal/core/grading.py imports django",
        "appraisal/core/grading.py imports appraisal",
    ]
    assert foreign("payroll/core/ledger.py", ast.parse("import appraisal.core.points")) != []
