"""A county with a published year over every rule kind, some points lost; and readers for what comes out."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.test import Client
from pypdf import PdfReader

from appraisal.actions import scores
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Indicator, Publication, Result, Round
from centres.models import Centre, DirectorTerm, Staff, User
from centres.roles import Role
from tests.factories import FULL_INPUTS, NOW, CentreFactory, County, CountyFactory, UserFactory, kinds_scheme

# What a cell that loses points holds, by code of the indicator: 5, 5, 4, 2, 3 and 7 points below full marks.
LOSING: dict[str, dict[str, str]] = {
    "points": {"points": "15"},
    "yes_no": {"answer": "partly"},
    "linear": {"numerator": "76", "denominator": "100"},
    "step": {"value": "21"},
    "count": {"count.late": "1", "count.missed": "1"},
    "tier": {"value": "40"},
}
LOST = {"points": "5.00", "yes_no": "5.00", "linear": "4.00", "step": "2.00", "count": "3.00", "tier": "7.00"}
REASON = "抽查20份处方，2份不规范"


class Published:
    """A county whose year is published. `losses` says for each centre, in order of code, which cells lose points."""

    def __init__(self, losses: Sequence[Sequence[str]], names: Sequence[str] = ()) -> None:
        region = CountyFactory()
        self.county = County(0, scheme=kinds_scheme(region))
        self.centres = [self._centre(number, names) for number in range(len(losses))]
        self.county.centres = self.centres
        made: list[Publication] = []
        for kind in ("june", "december"):
            opened = self.county.open(kind)
            self.score(opened, losses)
            made += self.county.publish(opened)
        self.june, self.december, self.year = made

    def _centre(self, number: int, names: Sequence[str]) -> Centre:
        centre = CentreFactory(county=self.county.region) if not names else CentreFactory(
            county=self.county.region, name=names[number]
        )  # fmt: skip
        staff = Staff.objects.create(centre=centre, number="001", name=f"院长{number}")
        DirectorTerm.objects.create(centre=centre, staff=staff, started_on=NOW.date().replace(month=1))
        return centre

    def score(self, opened: Round, losses: Sequence[Sequence[str]]) -> None:
        indicators = list(Indicator.objects.filter(scheme=self.county.scheme))
        sheets = Assessment.objects.filter(round=opened).order_by("centre__code")
        changes = [
            CellChange(sheet.pk, one.pk, inputs(one.code, lost), reason=REASON if one.code in lost else "")
            for sheet, lost in zip(sheets, losses, strict=True)
            for one in indicators
        ]
        scores.save_cells(
            actor=self.county.clerk, round_id=opened.pk, changes=changes, now=NOW, all_or_nothing=True
        )

    def result(self, place: int, publication: Publication | None = None) -> Result:
        return Result.objects.select_related("publication", "centre").get(
            publication=publication or self.year, centre=self.centres[place]
        )

    def user(self, role: str, place: int = 0) -> User:
        """An account of that role: of this county, or of the centre at that place."""
        if role in {Role.DIRECTOR, Role.STAFF}:
            return UserFactory(role=role, centre=self.centres[place])
        return UserFactory(role=role, county=self.county.region)


def inputs(code: str, lost: Sequence[str]) -> Mapping[str, str]:
    return LOSING[code] if code in lost else FULL_INPUTS[code]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(pdf: bytes) -> str:
    """The words of a PDF without any blank: line breaks fall anywhere in Chinese."""
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def pages_of(pdf: bytes) -> Any:
    return PdfReader(io.BytesIO(pdf)).pages


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
