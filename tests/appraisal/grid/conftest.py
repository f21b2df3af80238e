"""A county with a round of one indicator of each kind, and its people; a client that saves cells."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from appraisal.models import Assessment, Indicator, Round, Score
from centres.models import User
from tests.factories import CentreFactory, County, CountyFactory, UserFactory, kinds_scheme
from tests.harness.worlds import kept

JSON = {"content_type": "application/json", "headers": {"Accept": "application/json"}}


@dataclass
class World:
    county: County
    round: Round

    @property
    def sheets(self) -> list[Assessment]:
        return list(
            Assessment.objects.filter(round=self.round).select_related("centre").order_by("centre__code")
        )

    def indicator(self, code: str) -> Indicator:
        return Indicator.objects.get(scheme=self.county.scheme, code=code)

    def score(self, code: str, row: int = 0) -> Score:
        return Score.objects.get(assessment=self.sheets[row], indicator__code=code)

    def change(
        self, code: str, inputs: dict[str, str] | None = None, *, row: int = 0, **values: Any
    ) -> dict[str, Any]:
        """One change as the page sends it, expecting the cell as it is now."""
        score = self.score(code, row)
        blank = {"na": False, "reason": "", "source": "", "date": ""}
        named = {"sheet": score.assessment_id, "indicator": score.indicator_id, "version": score.version}
        return {**named, "inputs": inputs or {}, **blank, **values}

    def url(self, tail: str = "cells") -> str:
        return f"/appraisal/rounds/{self.round.pk}/{tail}"


@kept
def world() -> World:
    county = County(2, scheme=kinds_scheme(CountyFactory()))
    return World(county, county.open())


@kept
def other() -> User:
    """A clerk of another county."""
    return UserFactory(county=CentreFactory().county)


@pytest.fixture
def clerk(world: World) -> Client:
    return signed_in(world.county.clerk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def save(client: Client, world: World, *changes: dict[str, Any], user: int | None = None) -> HttpResponse:
    body = {"user": user or world.county.clerk.pk, "changes": list(changes)}
    return client.post(world.url(), json.dumps(body), **JSON)


def outcomes(client: Client, world: World, *changes: dict[str, Any]) -> list[dict[str, Any]]:
    response = save(client, world, *changes)
    assert response.status_code == 200, response.content
    return list(response.json()["outcomes"])
