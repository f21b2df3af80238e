"""Ceilings, well above what DESIGN aims at: whoever meets one splits, or says here why not."""

import ast

from tests.house.source import ROOMS, Faults, code, files

FILE, FUNCTION, TEST, TEMPLATE = 300, 40, 40, 160
CODE = ("config", "scripts", "tests", "benchmarks", *ROOMS)
# path, or path::function → why it is longer.
REASONS: dict[str, str] = {
    "tests/appraisal/core/differential/generate.py": "one drawing function for each kind of rule, side by side",
    "tests/appraisal/core/differential/oracle.py": "the whole second computation, to be read beside RULES 3 to 5",
    "tests/payroll/auditor.py": "every invariant of money a second time, to be read beside SAFETY",
    "tests/payroll/machine.py": "one rule for each act on money, in one machine as Hypothesis wants it",
    "tests/config/address_table.py": "every address of the installation in one table",
    "tests/config/address_world.py": "one of everything that an address may name, in one county",
    "appraisal/models/rounds.py": "the round and its sheet, which everything else hangs on",
    "appraisal/queries/explain.py": "every step from a grade down to its cells, told in one order",
    "tests/appraisal/rounds/test_races.py": "each race stands beside the control that fails without its lock",
}


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if not ast.get_docstring(node):
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


def long_functions(path: str, tree: ast.Module) -> Faults:
    limit = TEST if path.startswith("tests/") else FUNCTION
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [f"{path}::{node.name}" for node in functions if length(node) > limit]


def long_file(path: str, text: str, limit: int) -> Faults:
    return [path] if len(text.splitlines()) > limit else []


def too_long() -> Faults:
    found = [fault for path, tree in code(*CODE) for fault in long_functions(path, tree)]
    for suffix, limit in {".py": FILE, ".js": FILE, ".css": FILE, ".html": TEMPLATE}.items():
        pages = [
            (path, text)
            for path, text in files(*CODE, "templates", suffix=suffix)
            if "/migrations/" not in path
        ]
        found += [fault for path, text in pages for fault in long_file(path, text, limit)]
    return found


def test_nothing_is_too_long() -> None:
    assert sorted(set(too_long()) - set(REASONS)) == []


def test_reasons_are_still_needed() -> None:
    assert set(REASONS) <= set(too_long())


def test_planted_lengths_are_found() -> None:
    body = "\n".join(f"    a = {line}" for line in range(FUNCTION))
    assert long_functions("records/x.py", ast.parse(f"def f():\n{body}")) == ["records/x.py::f"]
    assert long_functions("records/x.py", ast.parse(f'def f():\n    """\n{body}\n    """')) == []
    assert long_file("x.py", "\n" * (FILE + 1), FILE) == ["x.py"]
    assert long_file("x.py", "\n" * FILE, FILE) == []
