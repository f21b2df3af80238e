"""The demo county's places and people: regions, centres, staff, directors, accounts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from centres.models import Centre, DirectorTerm, Post, Region, Staff, User
from centres.roles import Role
from records import audit

SOURCE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "county.json"
PASSWORD = "Anlan-demo-2026"  # noqa: S105  (demo accounts only; printed by the command)
COUNTY_PEOPLE = (
    ("clerk", "梁晓慧", Role.CLERK),
    ("clerk2", "苏明", Role.CLERK),
    ("leader", "韩正平", Role.LEADER),
    ("leader2", "方敬之", Role.LEADER),
    ("finance", "傅雅琴", Role.FINANCE),
    ("finance2", "石磊", Role.FINANCE),
)


@dataclass(frozen=True, slots=True)
class People:
    """The county with those who act in it."""

    county: Region
    clerk: User
    clerk2: User
    leader: User
    leader2: User
    finance: User
    finance2: User
    centres: tuple[Centre, ...]
    data: Mapping[str, Any]


def load() -> dict[str, Any]:
    """The demo county's data as written in fixtures/demo/county.json."""
    return dict(json.loads(SOURCE.read_text(encoding="utf-8")))


def build(data: Mapping[str, Any], now: datetime) -> People:
    """Make the places, the people and one account for every role."""
    with audit.act(None, action="demo.county", county_code=data["county"][0]) as trail:
        county = _regions(data)
        posts = [
            Post.objects.create(county=county, name=name, position_coefficient=Decimal(value))
            for name, value in data["posts"]
        ]
        centres = tuple(_centre(county, row) for row in data["centres"])
        for number, (centre, row) in enumerate(zip(centres, data["centres"], strict=True)):
            _staff(centre, row, posts, data["staff_names"], number)
            after = {"name": centre.name, "population": centre.population, "kind": centre.kind}
            trail.add(centre, None, after, centre=centre, action="centre.create")
        people = _accounts(county, centres, now, trail)
    return People(county=county, centres=centres, data=data, **people)


def _regions(data: Mapping[str, Any]) -> Region:
    code, name = data["province"]
    province = Region.objects.create(code=code, name=name, level=Region.Level.PROVINCE)
    code, name = data["prefecture"]
    prefecture = Region.objects.create(code=code, name=name, level=Region.Level.PREFECTURE, parent=province)
    made = [
        Region.objects.create(
            code=code, name=name, level=Region.Level.COUNTY, parent=prefecture, bureau_name=bureau
        )
        for code, name, bureau in (data["county"], data["other_county"])
    ]
    return made[0]


def _centre(county: Region, row: Mapping[str, Any]) -> Centre:
    names = (
        "code",
        "name",
        "kind",
        "population",
        "staffing_quota",
        "staff_count",
        "bank_name",
        "bank_account",
    )
    values: dict[str, Any] = {name: row[name] for name in names}
    opened = date.fromisoformat(row["opened_on"]) if row["opened_on"] else None
    centre = Centre(county=county, opened_on=opened, bank_account_name=row["name"], **values)
    centre.save()
    return centre


def _staff(centre: Centre, row: Mapping[str, Any], posts: list[Post], names: list[str], number: int) -> None:
    """The director with a term of office, and a few members of staff."""
    director = Staff.objects.create(
        centre=centre, number="001", name=row["director"], post=posts[-1], started_on=date(2015, 7, 1)
    )
    DirectorTerm.objects.create(
        centre=centre, staff=director, started_on=date.fromisoformat(row["director_since"])
    )
    for place, post in enumerate(posts[:-1]):
        Staff.objects.create(
            centre=centre,
            number=f"{place + 2:03d}",
            name=names[(number * 5 + place) % len(names)],
            post=post,
            employment=Staff.Employment.CONTRACT if place == 5 else Staff.Employment.PERMANENT,
            started_on=date(2018, 7, 1),
        )


def _accounts(
    county: Region, centres: tuple[Centre, ...], now: datetime, trail: audit.Trail
) -> dict[str, User]:
    people = {
        name: _account(trail, now, name, shown, role, region=county) for name, shown, role in COUNTY_PEOPLE
    }
    for name, place in (("director", 0), ("director17", 16)):
        head = centres[place].director_terms.get(ended_on__isnull=True).staff
        _account(trail, now, name, head.name, Role.DIRECTOR, centre=centres[place], staff=head)
    member = centres[0].staff.get(number="002")
    _account(trail, now, "staff", member.name, Role.STAFF, centre=centres[0], staff=member)
    prefecture = county.parent
    assert prefecture is not None  # noqa: S101  (a county has one)
    _account(trail, now, "prefecture", "秦岚", Role.PREFECTURE, region=prefecture)
    _account(trail, now, "province", "沈毅", Role.PROVINCE, region=prefecture.parent)
    _account(trail, now, "sysadmin", "系统管理员", Role.SYSADMIN)
    _account(trail, now, "audit", "审计管理员", Role.AUDITADMIN)
    return people


def _account(trail: audit.Trail, now: datetime, username: str, shown: str, role: Role, **scope: Any) -> User:
    user: User = User.objects.create_user(
        username, password=PASSWORD, display_name=shown, role=role, password_changed_at=now, **scope
    )
    trail.add(
        user, None, {"username": username, "role": role, "display_name": shown}, action="account.create"
    )
    return user


def accounts() -> list[tuple[str, str, str]]:
    """(username, name, role) of every demo account, for the printed list."""
    order = {role: place for place, role in enumerate(Role.values)}
    rows = User.objects.filter(is_active=True)
    return [
        (user.username, user.display_name, str(user.get_role_display()))
        for user in sorted(rows, key=lambda user: (order[user.role], user.username))
    ]
