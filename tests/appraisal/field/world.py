"""A county whose scheme asks for evidence, drawn records and a survey, with an open round and its people."""

from decimal import Decimal
from typing import Any

from django.test import Client

from appraisal.actions import evidence, surveys
from appraisal.models import Assessment, Evidence, Indicator, Survey
from appraisal.scheme_document import CategoryPart, IndicatorPart
from centres.models import Staff, User
from centres.roles import Role
from tests.appraisal.field.files import photo
from tests.factories import NOW, County, CountyFactory, UserFactory, make_scheme

DEFECTS = [{"code": "blank", "name": "空项", "deduct": "1"}]
PARTS = (
    ("judged", "points", {}, {}),
    ("proved", "points", {}, {"needs_evidence": True}),
    ("drawn", "sample", {"size": "3", "defects": DEFECTS}, {}),
    ("asked", "survey", {"target": "90", "least_answers": "2"}, {"method": "visits"}),
    ("mean", "survey", {"statistic": "mean", "target": "90", "least_answers": "2"}, {}),
)


class World:
    """`director` heads the first centre, `neighbour` the second; `stranger` is a clerk of another county."""

    def __init__(self, size: int = 2) -> None:
        parts = tuple(
            IndicatorPart(
                code=code, name=f"{code}指标", full_marks=Decimal(20), rule=rule, params=params, **more
            )
            for code, rule, params, more in PARTS
        )
        only = CategoryPart(code="1", name="公共卫生", full_marks=Decimal(100), indicators=parts)
        scheme = make_scheme(CountyFactory(), (only,), ("december",), year=2026, state="active")
        self.county = County(size, scheme=scheme)
        self.clerk, self.leader = self.county.clerk, self.county.leader
        self.director = UserFactory(role=Role.DIRECTOR, centre=self.county.centres[0])
        self.neighbour = UserFactory(role=Role.DIRECTOR, centre=self.county.centres[1])
        self.stranger = UserFactory(role=Role.CLERK)
        self.round = self.county.open()
        rows = Assessment.objects.filter(round=self.round).select_related("centre", "round__county")
        self.sheets = list(rows.order_by("centre__code"))

    @property
    def code(self) -> str:
        return str(self.sheets[0].centre.code)

    def indicator(self, code: str = "proved") -> Indicator:
        return Indicator.objects.get(scheme=self.county.scheme, code=code)

    def add(self, actor: User | None = None, **more: Any) -> Evidence:
        values = {
            "source": photo(),
            "name": "照片.jpg",
            "code": self.code,
            "indicator_id": self.indicator().pk,
        }
        return evidence.add(actor=actor or self.clerk, round_id=self.round.pk, now=NOW, **(values | more))

    def hire(self, number: int, row: int = 0) -> None:
        """So many staff at a centre."""
        centre = self.sheets[row].centre
        Staff.objects.bulk_create(
            Staff(centre=centre, number=f"{n:03d}", name=f"职工{n}") for n in range(number)
        )

    def survey(self, least: int = 2) -> Survey:
        return surveys.start(
            actor=self.clerk, round_id=self.round.pk, form_code="MY13", least_answers=least, now=NOW
        )


def answers(level: int, items: int = 13) -> dict[str, int]:
    return {f"q{number:02d}": level for number in range(1, items + 1)}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def as_page(client: Client, address: str, data: dict[str, Any]) -> Any:
    """A form of the page; no script about it."""
    return client.post(address, data)
