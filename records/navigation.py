"""What an app offers to the frame: entries of the side bar, things to do, cards of the home page.

An app that has pages writes `navigation.py` with `sections(user) -> list[NavItem]`, and `home.py` with
`todos(user, now) -> list[Todo]` and `cards(user, now) -> list[HomeCard]`; each of the three may be left out.
They are gathered by name, from the apps that the settings list, so that nothing here imports upward.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = object


class Group(StrEnum):
    """The groups of the side bar, in their order on the page."""

    WORK = "work"
    MONEY = "money"
    DATA = "data"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the side bar. `url` is also the prefix of the pages it is current for; `icon` is an id
    of config/static/icons.svg; `count` (waiting things) shows as a bubble when it isn't 0; `also` is a pattern
    of further addresses, from their beginning, that belong to the entry though they stand below another."""

    label: StrOrPromise
    url: str
    icon: str = "document"
    group: Group = Group.WORK
    order: int = 100
    count: int = 0
    also: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for this user: one line of the home page's first list.

    `tone` is "", "warn" or "bad"; `due` is a finished text ("8月31日截止"). `done_url`, where given, takes the line
    off the list with a POST.
    """

    title: StrOrPromise
    url: str
    hint: StrOrPromise = ""
    icon: str = "arrow"
    tone: str = ""
    due: StrOrPromise = ""
    done_url: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A card of the home page: a partial template and its finished values, as `card` in its context.

    `size` is "half" or "full".
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    size: str = "half"
    order: int = 100


def offers(module: str, name: str) -> Iterator[Callable[..., list[Any]]]:
    """Each app's function of that name in its module of that name, where there is one."""
    for app in settings.HOUSE_APPS:
        if find_spec(f"{app}.{module}"):
            found = getattr(import_module(f"{app}.{module}"), name, None)
            if found is not None:
                yield found


def todos_for(user: Any, now: datetime) -> list[Todo]:
    """Everything that waits for this account, the most pressing first."""
    found = [todo for offer in offers("home", "todos") for todo in offer(user, now)]
    return sorted(found, key=lambda todo: todo.order)


def sections(user: Any) -> list[NavItem]:
    """The pages of this app that the account may open."""
    items = []
    if user.can("document.read"):
        items.append(NavItem(_("发文登记簿"), reverse("documents:documents"), icon="document", order=70))
    if user.can("report.make"):
        items.append(NavItem(_("后台任务"), reverse("records:jobs"), icon="clock", order=90))
    if user.can("audit.read") or user.can("audit.county"):
        items.append(
            NavItem(_("审计记录"), reverse("records:audit"), icon="log", group=Group.SYSTEM, order=90)
        )
    return items
