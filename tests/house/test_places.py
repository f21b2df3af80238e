"""Nothing in the repository points at one machine or one registry."""

import re

from tests.house.source import ROOT, Faults, listing

# Written in pieces, so that this file does not find itself.
FOLDERS = "|".join(["ro" + "ot", "ho" + "me", "wo" + "rk", "Us" + "ers"])
HOSTS = "|".join(
    ["pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(?:org|com)", r"deb\." + r"debian\.org"]
)
MACHINE = re.compile(rf"(?<![\w.}}])/(?:{FOLDERS})/")
REGISTRY = re.compile(rf"\b(?:{HOSTS})\b")
URL = re.compile(r"\b(?:https?|file)://")


def places(path: str, text: str) -> Faults:
    found = [*MACHINE.finditer(text), *REGISTRY.finditer(text)]
    if path.endswith(".lock"):
        found += URL.finditer(text)
    return [f"{path}:{text.count(chr(10), 0, match.start()) + 1} {match.group()}" for match in found]


def texts() -> list[tuple[str, str]]:
    """All files that are text."""
    contents = [(path, (ROOT / path).read_bytes()) for path in listing()]
    return [(path, data.decode()) for path, data in contents if b"\0" not in data]


def test_no_file_names_a_machine_or_a_registry() -> None:
    assert [fault for path, text in texts() for fault in places(path, text)] == []


def test_planted_places_are_found() -> None:
    assert places("a.py", "open('/" + "root/secret')") != []
    assert places("a.txt", "--index-url https://" + "pypi" + ".org/simple") != []
    assert places("b.lock", "https" + "://mirror.example/") != []
    assert places("a.py", "templates/" + "home/index.html and {% url '/work' %}") == []
