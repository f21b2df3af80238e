"""Gathers what the apps offer to the frame: the side bar and the cards of the home page."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from records.navigation import Group, HomeCard, NavItem, offers

if TYPE_CHECKING:
    from centres.models import User

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


def items_for(user: "User") -> list[NavItem]:
    found = [item for offer in offers("navigation", "sections") for item in offer(user)]
    return sorted(found, key=lambda item: item.order)


def current(items: list[NavItem], path: str) -> NavItem | None:
    """The entry that claims the page, else the one whose address is the longest prefix of the page's."""
    claimed = next((item for item in items if item.also and re.match(item.also, path)), None)
    return claimed or max(
        (item for item in items if path.startswith(item.url)), key=lambda i: len(i.url), default=None
    )


def groups_for(user: "User", path: str) -> list[NavGroup]:
    items = items_for(user)
    here = current(items, path)
    return [
        NavGroup(TITLES[group], [(item, item is here) for item in items if item.group is group])
        for group in Group
        if any(item.group is group for item in items)
    ]


def cards_for(user: "User", now: datetime) -> list[HomeCard]:
    found = [card for offer in offers("home", "cards") for card in offer(user, now)]
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
