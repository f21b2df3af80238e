"""Short ways to the pages of what-if."""

import json
from typing import Any

from django.test import Client

from appraisal.models import Scenario
from centres.models import User
from tests.factories import County

CAP = {"kind": "cap", "percent": "40"}


def signed(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(county: County, page: str = "", kind: str = "year") -> str:
    return f"/appraisal/whatif/{county.region.code}/2026/{kind}/{page}"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def try_out(client: Client, county: County, changes: list[Any], kind: str = "year", **fields: str) -> Any:
    return client.post(at(county, "try", kind), {"changes": json.dumps(changes), **fields})


def saved(county: County, name: str = "放宽名额", changes: list[Any] | None = None) -> Scenario:
    client = signed(county.clerk)
    wanted = json.dumps([CAP] if changes is None else changes)
    answer = client.post(at(county, "save"), {"name": name, "note": "试一试", "changes": wanted})
    assert answer.status_code == 302
    return Scenario.objects.get(name=name, county=county.region)
