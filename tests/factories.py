"""Small worlds for tests: a county with its centres and people, a scheme of all rule kinds, a round.

Rows that an action makes are made by the action, so that totals, versions and the trail are right.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory

from appraisal.actions import publishing, rounds, scores
from appraisal.actions.scores import CellChange
from appraisal.models import (
    Assessment,
    Category,
    GradeBand,
    Indicator,
    Publication,
    Round,
    Scheme,
    SchemeRound,
)
from centres.models import Centre, Region, User
from centres.roles import CENTRE_ROLES, COUNTY_ROLES, REGION_ROLES, Role

NOW = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)


class RegionFactory(factory.django.DjangoModelFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("code",)


class ProvinceFactory(RegionFactory):
    code, name, level = "990000", "测试省", Region.Level.PROVINCE


class PrefectureFactory(RegionFactory):
    code, name, level = "990100", "测试市", Region.Level.PREFECTURE
    parent = factory.SubFactory(ProvinceFactory)


class CountyFactory(RegionFactory):
    code = factory.Sequence(lambda n: f"99{100 + n // 20:04d}"[:4] + f"{20 + n % 80:02d}")
    name = factory.Sequence(lambda n: f"测试县{n}")
    level = Region.Level.COUNTY
    bureau_name = factory.LazyAttribute(lambda county: f"{county.name}卫生健康局")
    parent = factory.SubFactory(PrefectureFactory)


class CentreFactory(factory.django.DjangoModelFactory[Centre]):
    class Meta:
        model = Centre

    county = factory.SubFactory(CountyFactory)
    code = factory.Sequence(lambda n: f"C{n:05d}")
    name = factory.Sequence(lambda n: f"第{n}乡卫生院")
    population = 20_000
    staffing_quota = 30


class UserFactory(factory.django.DjangoModelFactory[User]):
    """An account of a role. Give `county` or `centre`; the scope column is filled as the role needs."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    display_name = factory.LazyAttribute(lambda user: f"测试{user.username}")
    role = Role.CLERK

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        county = kwargs.pop("county", None)
        role = kwargs["role"]
        if role in COUNTY_ROLES:
            kwargs.setdefault("region", county or CountyFactory())
        elif role in REGION_ROLES:
            home = (county or CountyFactory()).parent
            kwargs.setdefault("region", home if role == Role.PREFECTURE else home.parent)
        elif role in CENTRE_ROLES:
            kwargs["centre"] = kwargs.get("centre") or CentreFactory(county=county or CountyFactory())
        return model_class.objects.create_user(*args, password="Pass-word-2026", **kwargs)


LOWER = {"target": "20", "unit": "1", "deduct": "2", "direction": "lower"}
LATE_AND_MISSED = [
    {"code": "late", "name": "迟报", "deduct": "1"},
    {"code": "missed", "name": "漏报", "deduct": "2"},
]
TIERS = [
    {"from": "60", "points": "15"},
    {"from": "40", "to": "60", "points": "8"},
    {"to": "40", "points": "0"},
]

# One indicator of each rule kind: code, full marks, kind, parameters, 缺项.
KINDS: tuple[tuple[str, str, str, dict[str, Any], str], ...] = (
    ("points", "20", "points", {"step": "0.5"}, "full"),
    ("yes_no", "10", "yes_no", {"partial_points": "5"}, "exclude"),
    ("linear", "20", "linear", {"measure": "ratio", "target": "95", "zero_point": "0"}, "exclude"),
    ("step", "20", "step", {"measure": "value", **LOWER}, "forbidden"),
    ("count", "15", "count", {"kinds": LATE_AND_MISSED}, "forbidden"),
    ("tier", "15", "tier", {"measure": "value", "bands": TIERS}, "forbidden"),
)  # fmt: skip
# Inputs that earn full marks, by code of the indicator above.
FULL_INPUTS: dict[str, dict[str, str]] = {
    "points": {"points": "20"},
    "yes_no": {"answer": "yes"},
    "linear": {"numerator": "95", "denominator": "100"},
    "step": {"value": "20"},
    "count": {"count.late": "0", "count.missed": "0"},
    "tier": {"value": "60"},
}
BANDS = (
    ("excellent", "优秀", "85", "0", "2"),
    ("good", "良好", "70", "0", "1"),
    ("pass", "合格", "60", "0", "0"),
    ("fail", "不合格", "0", "50", "0"),
)


def plain_scheme(county: Region, *, indicators: int = 2, year: int = 2026, state: str = "active") -> Scheme:
    """A scheme of `indicators` equal judged indicators over two categories; 100 marks."""
    scheme = bare_scheme(county, year=year)
    share = Decimal(100) / indicators
    first = Category.objects.create(
        scheme=scheme, code="1", ordinal=1, name="公共卫生", full_marks=100, tie_break="public_health"
    )
    for number in range(indicators):
        Indicator.objects.create(
            scheme=scheme, category=first, code=f"1.{number + 1}", ordinal=number + 1, name=f"指标{number + 1}",
            full_marks=share, rule="points", params={}, not_applicable="exclude",
        )  # fmt: skip
    return _settle(scheme, state)


def kinds_scheme(county: Region, *, year: int = 2026, state: str = "active") -> Scheme:
    """A scheme with one indicator of each rule kind; 100 marks in two categories."""
    scheme = bare_scheme(county, year=year)
    for ordinal, codes in enumerate((("points", "yes_no", "linear"), ("step", "count", "tier")), start=1):
        chosen = [kind for kind in KINDS if kind[0] in codes]
        category = Category.objects.create(
            scheme=scheme, code=str(ordinal), ordinal=ordinal, name=f"类别{ordinal}",
            full_marks=sum(Decimal(kind[1]) for kind in chosen),
            tie_break="public_health" if ordinal == 1 else "satisfaction",
        )  # fmt: skip
        for number, (code, full, kind, params, na) in enumerate(chosen, start=1):
            Indicator.objects.create(
                scheme=scheme, category=category, code=code, ordinal=number, name=f"{code}指标", full_marks=full,
                rule=kind, params=params, not_applicable=na,
            )  # fmt: skip
    return _settle(scheme, state)


def bare_scheme(county: Region, *, year: int) -> Scheme:
    scheme = Scheme.objects.create(
        county=county, code="T", name="测试方案", year=year, full_marks=100, top_cap_percent=20,
        tie_breaks=["december", "public_health", "satisfaction"], monthly_percent=80, june_part_percent=40,
    )  # fmt: skip
    for kind, weight in (("june", 40), ("december", 60)):
        SchemeRound.objects.create(scheme=scheme, kind=kind, weight_percent=weight)
    for ordinal, (code, name, floor, forfeit, weight) in enumerate(BANDS, start=1):
        GradeBand.objects.create(
            scheme=scheme,
            code=code,
            ordinal=ordinal,
            name=name,
            floor=floor,
            forfeit_percent=forfeit,
            award_weight=weight,
        )
    return scheme


def _settle(scheme: Scheme, state: str) -> Scheme:
    if state != "draft":
        scheme.state, scheme.activated_at = state, datetime.now(UTC)
        scheme.save(update_fields=["state", "activated_at"])
    return scheme


class County:
    """A county with people and `size` centres; the acts of a year as short methods."""

    def __init__(self, size: int = 3, *, scheme: Scheme | None = None, indicators: int = 2) -> None:
        self.region = scheme.county if scheme else CountyFactory()
        self.clerk = UserFactory(role=Role.CLERK, county=self.region)
        self.leader = UserFactory(role=Role.LEADER, county=self.region)
        self.finance = UserFactory(role=Role.FINANCE, county=self.region)
        self.centres = [CentreFactory(county=self.region) for _number in range(size)]
        self.scheme = scheme or plain_scheme(self.region, indicators=indicators)

    def open(self, kind: str = "june", *, now: datetime = NOW) -> Round:
        return rounds.open_round(actor=self.leader, scheme=self.scheme, kind=kind, now=now)

    def score(self, opened: Round, totals: Sequence[str | Decimal]) -> None:
        """Give each centre (in order of code) that total in a plain scheme, spread over its indicators."""
        indicators = list(Indicator.objects.filter(scheme=self.scheme).order_by("ordinal"))
        sheets = Assessment.objects.filter(round=opened).order_by("centre__code")
        changes = [
            CellChange(sheet.pk, indicator.pk, {"points": str(points)}, reason="按评分标准扣分")
            for sheet, total in zip(sheets, totals, strict=True)
            for indicator, points in zip(indicators, _spread(Decimal(total), indicators), strict=True)
        ]
        scores.save_cells(actor=self.clerk, round_id=opened.pk, changes=changes, now=NOW, all_or_nothing=True)

    def publish(self, opened: Round, *, now: datetime = NOW) -> list[Publication]:
        """Submit, review and finalise the round by the right people."""
        rounds.submit(actor=self.clerk, round_id=opened.pk, now=now)
        rounds.review(actor=self.leader, round_id=opened.pk, now=now)
        return publishing.finalise(actor=self.leader, round_id=opened.pk, now=now)

    def year(self, june: Sequence[str], december: Sequence[str]) -> Publication:
        """Both rounds from opening to publication; return the year's."""
        made: list[Publication] = []
        for kind, totals in (("june", june), ("december", december)):
            opened = self.open(kind)
            self.score(opened, totals)
            made = self.publish(opened)
        return made[-1]


def _spread(total: Decimal, indicators: Sequence[Indicator]) -> list[Decimal]:
    """Fill indicators up to their full marks one after the other."""
    left, parts = total, []
    for indicator in indicators:
        part = min(left, indicator.full_marks)
        parts.append(part)
        left -= part
    return parts


TODAY = date(2026, 7, 1)
