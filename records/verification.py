"""What `manage.py verify` proves: each check one line, each fault with its place (SAFETY, Invariants)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext_lazy as _

from records import chain, guards

Find = Callable[[], Iterable[str]]
MAX_FAULTS = 200
_checks: dict[str, "Check"] = {}


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: its number in SAFETY, a title, and a function that yields faults."""

    name: str
    number: int
    title: object
    find: Find


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check. `faults` are at most 200."""

    check: Check
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


def register(name: str, number: int, title: object, find: Find) -> None:
    """Put a check on the list. An app does so in its `verification.py`, imported by its AppConfig.ready()."""
    if name in _checks and _checks[name].find is not find:
        raise ValueError(f"two checks are called {name}")
    _checks[name] = Check(name, number, title, find)


def run(names: Iterable[str] = ()) -> list[Finding]:
    """Run the named checks, or all, by their number. Raises KeyError for an unknown name."""
    chosen = [_checks[name] for name in names] or list(_checks.values())
    return [
        Finding(check, tuple(islice(check.find(), MAX_FAULTS)))
        for check in sorted(chosen, key=lambda check: (check.number, check.name))
    ]


def _missing_guards() -> Iterable[str]:
    return guards.missing(DEFAULT_DB_ALIAS)


register("audit_chain", 15, _("审计记录无断号、校验值正确"), chain.faults)
register("guards_present", 23, _("数据库防改写触发器齐全"), _missing_guards)
