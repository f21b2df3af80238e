"""No binary fraction near a score or an amount."""

import ast

from tests.house.source import ROOMS, Faults, code, is_core

# Fields that lose or hide exactness; the two of records/fields.py stand in their place.
FIELDS = {"FloatField", "DecimalField"}
FIELD_OWNERS = {"records/fields.py"}
# Files outside the cores that may hold floats, each with its reason.
FLOATS_ALLOWED = {"records/reading/names.py": "how alike two names are, a question and not a figure"}


def floats(path: str, tree: ast.Module) -> Faults:
    """Float literals and calls of float()."""
    found = []
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        if literal or call:
            found.append(f"{path}:{node.lineno} a float: {ast.unparse(node)}")
    return found


def inexact_fields(path: str, tree: ast.Module) -> Faults:
    """Model fields that SQLite would keep as binary fractions."""
    return [
        f"{path}:{node.lineno} models.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in FIELDS and ast.unparse(node.value) == "models"
    ]


def test_cores_hold_no_float() -> None:
    assert [fault for path, tree in code(*ROOMS) if is_core(path) for fault in floats(path, tree)] == []


def test_rooms_call_no_float() -> None:
    rooms = [(path, tree) for path, tree in code(*ROOMS) if path not in FLOATS_ALLOWED]
    assert [fault for path, tree in rooms for fault in floats(path, tree)] == []


def test_models_use_the_exact_fields() -> None:
    rooms = [(path, tree) for path, tree in code(*ROOMS) if path not in FIELD_OWNERS]
    assert [fault for path, tree in rooms for fault in inexact_fields(path, tree)] == []


def test_planted_floats_are_found() -> None:
    assert len(floats("payroll/core/x.py", ast.parse("a = 0.8 * b\nc = float(d)\ne = 8"))) == 2
    planted = "a = models.FloatField()\nb = models.DecimalField(max_digits=9)\nc = forms.DecimalField()"
    assert len(inexact_fields("payroll/models.py", ast.parse(planted))) == 2
