"""The lock files pin what pyproject.toml asks for, with hashes, and the environment is what they say."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.source import ROOT, Faults

PIN = re.compile(
    r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\]+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)",
    re.MULTILINE,
)


def pins(text: str) -> dict[str, str]:
    """Return name → version of each package that a lock file pins with a hash."""
    return {canonicalize_name(match[1]): match[2] for match in PIN.finditer(text)}


def stale(wanted: list[str], pinned: dict[str, str]) -> Faults:
    """The requirements that no pin fulfils."""
    requirements = [Requirement(text) for text in wanted]
    return [
        str(requirement)
        for requirement in requirements
        if (version := pinned.get(canonicalize_name(requirement.name))) is None
        or not requirement.specifier.contains(version)
    ]


def project() -> dict[str, list[str]]:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = data["project"]["dependencies"]
    return {"requirements.lock": run, "requirements-dev.lock": [*run, *data["dependency-groups"]["dev"]]}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_is_fresh(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert stale(project()[lock], pins(text)) == []
    assert text.count("==") == len(pins(text)) + text.count("== '")


def test_both_locks_agree() -> None:
    run, dev = (pins((ROOT / lock).read_text(encoding="utf-8")) for lock in project())
    assert run.items() <= dev.items()


def test_environment_is_the_lock() -> None:
    pinned = pins((ROOT / "requirements-dev.lock").read_text(encoding="utf-8"))
    names = [canonicalize_name(Requirement(text).name) for text in project()["requirements-dev.lock"]]
    assert {name: metadata.version(name) for name in names} == {name: pinned[name] for name in names}


def test_planted_staleness_is_found() -> None:
    lock = "a==1.5 \\\n    --hash=sha256:" + "0" * 64 + "\nb==2.0\n"
    assert pins(lock) == {"a": "1.5"}
    assert stale(["a>=1", "a>=2", "b", "C"], pins(lock)) == ["a>=2", "b", "C"]
