"""The tests wait for what they need, never for a time; each app's tests lie in its folder."""

import ast

from tests.house.source import Faults, code

SLEEPS = {"sleep", "wait_for_timeout"}


def sleeps(path: str, tree: ast.Module) -> Faults:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = [(func, getattr(func, "attr", getattr(func, "id", ""))) for func in calls]
    return [f"{path}:{func.lineno} {name}" for func, name in names if name in SLEEPS]


def test_no_test_sleeps() -> None:
    assert [fault for path, tree in code("tests") for fault in sleeps(path, tree)] == []


def test_planted_sleep_is_found() -> None:
    assert sleeps("x.py", ast.parse("time.sleep(1)\npage.wait_for_timeout(9)\nsleep(2)")) != []
