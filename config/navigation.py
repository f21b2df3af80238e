"""Gathers what the apps offer: side bar, things to do and cards of the home page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from records.navigation import Group, HomeCard, NavItem, Todo

if TYPE_CHECKING:
    from centres.models import User

APPS = ("appraisal", "payroll", "centres", "records")
TITLES = {
    Group.WORK: _("考核"),
    Group.MONEY: _("资金"),
    Group.DATA: _("基础数据"),
    Group.SYSTEM: _("系统"),
}


@dataclass(frozen=True, slots=True)
class NavGroup:
    title: object
    items: list[tuple[NavItem, bool]]


def _modules(name: str) -> Iterator[ModuleType]:
    """Each app's module of that name, where there is one."""
    for app in APPS:
        if find_spec(f"{app}.{name}"):
            yield import_module(f"{app}.{name}")


def items_for(user: "User") -> list[NavItem]:
    found = [item for module in _modules("navigation") for item in getattr(module, "sections", _none)(user)]
    return sorted(found, key=lambda item: item.order)


def current(items: list[NavItem], path: str) -> NavItem | None:
    """The entry whose address is the longest prefix of the page's."""
    return max((item for item in items if path.startswith(item.url)), key=lambda i: len(i.url), default=None)


def groups_for(user: "User", path: str) -> list[NavGroup]:
    items = items_for(user)
    here = current(items, path)
    return [
        NavGroup(TITLES[group], [(item, item is here) for item in items if item.group is group])
        for group in Group
        if any(item.group is group for item in items)
    ]


def todos_for(user: "User", now: datetime) -> list[Todo]:
    found = [todo for module in _modules("home") for todo in getattr(module, "todos", _none)(user, now)]
    return sorted(found, key=lambda todo: todo.order)


def cards_for(user: "User", now: datetime) -> list[HomeCard]:
    found = [card for module in _modules("home") for card in getattr(module, "cards", _none)(user, now)]
    return paired(sorted(found, key=lambda card: card.order))


def paired(cards: list[HomeCard]) -> list[HomeCard]:
    """The same cards; one half without another beside it takes the whole width."""
    found: list[HomeCard] = []
    waiting = False
    for place, card in enumerate(cards):
        beside = card.size == "half" and (
            waiting or any(c.size == "half" for c in cards[place + 1 : place + 2])
        )
        found.append(card if beside or card.size == "full" else replace(card, size="full"))
        waiting = beside and not waiting
    return found


def _none(*_asked: object) -> list[Any]:
    return []
