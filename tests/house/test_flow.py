"""Writes go through actions: no signals, no meaning in save(), no clock in a core."""

import ast

from tests.house.source import ROOMS, Faults, code, is_core

SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "pre_init", "post_init"}
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "localdate"}


def signals(path: str, tree: ast.Module) -> Faults:
    return [
        f"{path} uses {name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals"
        for name in sorted(SIGNALS & {alias.name for alias in node.names})
    ]


def saves(path: str, tree: ast.Module) -> Faults:
    """Overridden save() methods of models. Forms may have one: theirs calls an action."""
    return [
        f"{path}:{method.lineno} {owner.name}.save"
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and method.name == "save"
    ]


def clocks(path: str, tree: ast.Module) -> Faults:
    return [
        f"{path}:{node.lineno} reads the clock: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]


def test_no_signals() -> None:
    assert [fault for path, tree in code(*ROOMS) for fault in signals(path, tree)] == []


def test_no_model_overrides_save() -> None:
    models = [(path, tree) for path, tree in code(*ROOMS) if "/models" in path]
    assert [fault for path, tree in models for fault in saves(path, tree)] == []


def test_cores_have_no_clock() -> None:
    assert [fault for path, tree in code(*ROOMS) if is_core(path) for fault in clocks(path, tree)] == []


def test_planted_flows_are_found() -> None:
    planted = ast.parse("from django.db.models.signals import post_migrate, post_save")
    assert signals("centres/apps.py", planted) == ["centres/apps.py uses post_save"]
    assert saves("x/models.py", ast.parse("class A(Model):\n    def save(self): ...")) == [
        "x/models.py:2 A.save"
    ]
    assert len(clocks("x/core/y.py", ast.parse("a = date.today()\nb = timezone.now()\nc = today"))) == 2
