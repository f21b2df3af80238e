"""A county with an external indicator, and files as another body would send them."""

import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from appraisal.models import Indicator, Round, Score
from tests.factories import CentreFactory, County, CountyFactory, UserFactory
from tests.kinds import every_scheme

HEADS = ("机构代码", "机构名称", "合格数", "抽查数")
BODY, DATED = "县疾控中心", "2026-06-30"
ROWS = (("A01", "东乡卫生院", 95, 100), ("A02", "西乡卫生院", 76, 80))


class World:
    """Two centres, 东乡 and 西乡, an open round with one indicator `external` of two values."""

    def __init__(self, letter: str = "A") -> None:
        region = CountyFactory()
        self.county = County(size=0, scheme=every_scheme(region))
        self.county.region = region
        self.county.clerk = UserFactory(county=region)
        self.county.leader = UserFactory(role="leader", county=region)
        self.region, self.clerk, self.leader = region, self.county.clerk, self.county.leader
        CentreFactory(county=region, code=f"{letter}01", name="东乡卫生院")
        CentreFactory(county=region, code=f"{letter}02", name="西乡卫生院")
        self.round: Round = self.county.open()
        self.indicator = Indicator.objects.get(scheme=self.round.scheme, code="external")

    def address(self, **params: Any) -> str:
        asked = {
            "round": self.round.pk,
            "indicator": self.indicator.pk,
            "body": BODY,
            "dated": DATED,
        } | params
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return reverse("records:import_upload", args=["external"]) + f"?{query}"

    def send(self, client: Client, data: bytes, name: str = "接种率.xlsx", **params: Any) -> Any:
        """The preview that an upload leads to, or the answer that refused it."""
        return client.post(self.address(**params), {"file": SimpleUploadedFile(name, data)}, follow=True)

    def take(self, client: Client, data: bytes, name: str = "接种率.xlsx", **params: Any) -> Any:
        """Uploaded and confirmed."""
        preview = self.send(client, data, name, **params)
        key = preview.context["staged"].key
        return client.post(reverse("records:import_confirm", args=[key]), follow=True)

    def cell(self, code: str) -> Score:
        return Score.objects.get(
            assessment__round=self.round, assessment__centre__code=code, indicator=self.indicator
        )


def workbook(*rows: tuple[Any, ...], heads: tuple[str, ...] = HEADS, sheet: str = "接种率") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append(["县疾控中心接种率通报"])
    for row in (heads, *rows):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client
