"""Small worlds for tests: a county with its centres and people, a scheme of all rule kinds, a round.

Rows that an action makes are made by the action, so that totals, versions and the trail are right.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory

from appraisal.actions import plausibility, publishing, rounds, schemes, scores
from appraisal.actions.scheme_documents import create_draft
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Indicator, Publication, Round, Scheme
from appraisal.plans import RoundPlan
from appraisal.queries.plausibility import open_looks
from appraisal.scheme_document import CategoryPart, GatePart, IndicatorPart, SchemeDocument
from centres.models import Centre, Region, User
from centres.roles import CENTRE_ROLES, COUNTY_ROLES, REGION_ROLES, Role
from records import audit

NOW = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
# No self-assessment, no notice; and everything there is, from preparation on.
SHORT = RoundPlan()
WHOLE = RoundPlan(self_assessment=True, notice_days=5, draft=True)


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


def plain_scheme(county: Region, *, indicators: int = 2, year: int = 2026, state: str = "active") -> Scheme:
    """A scheme of `indicators` equal judged indicators in one category; 100 marks."""
    share = Decimal(100) / indicators
    parts = tuple(
        IndicatorPart(
            code=f"1.{number}", name=f"指标{number}", full_marks=share, rule="points", params={},
            not_applicable="exclude",
        )
        for number in range(1, indicators + 1)
    )  # fmt: skip
    only = CategoryPart(
        code="1", name="公共卫生", full_marks=Decimal(100), tie_break="public_health", indicators=parts
    )
    return make_scheme(county, (only,), ("december", "public_health"), year=year, state=state)


def kinds_scheme(county: Region, *, year: int = 2026, state: str = "active") -> Scheme:
    """A scheme with one indicator of each rule kind; 100 marks in two categories."""
    groups = (("points", "yes_no", "linear"), ("step", "count", "tier"))
    categories = tuple(_kinds_category(number, codes) for number, codes in enumerate(groups, start=1))
    return make_scheme(
        county, categories, ("december", "public_health", "satisfaction"), year=year, state=state
    )


def _kinds_category(number: int, codes: Sequence[str]) -> CategoryPart:
    parts = tuple(
        IndicatorPart(
            code=code,
            name=f"{code}指标",
            full_marks=Decimal(full),
            rule=kind,
            params=params,
            not_applicable=na,
        )
        for code, full, kind, params, na in KINDS
        if code in codes
    )
    return CategoryPart(
        code=str(number),
        name=f"类别{number}",
        full_marks=sum((part.full_marks for part in parts), Decimal(0)),
        tie_break="public_health" if number == 1 else "satisfaction",
        indicators=parts,
    )


def bare_scheme(county: Region, *, year: int = 2026) -> Scheme:
    """A draft with rounds and grades, to be filled by the test."""
    return make_scheme(county, (), ("december", "public_health", "satisfaction"), year=year, state="draft")


def make_scheme(
    county: Region,
    categories: tuple[CategoryPart, ...],
    tie_breaks: tuple[str, ...],
    *,
    year: int,
    state: str,
    gates: tuple[GatePart, ...] = (),
    full_marks: Decimal = Decimal(100),
) -> Scheme:
    """Write a scheme as its action does, in nobody's name, so that rows and trail are right."""
    document = SchemeDocument(
        code="T",
        name="测试方案",
        year=year,
        tie_breaks=tie_breaks,
        categories=categories,
        gates=gates,
        full_marks=full_marks,
        rounds=schemes.USUAL_ROUNDS,
        bands=schemes.USUAL_BANDS,
    )
    with audit.act(None, action="scheme.create", county=county) as trail:
        scheme = create_draft(trail, county, document, version=1)
        if state != Scheme.State.DRAFT:
            before = audit.snapshot(scheme)
            scheme.state, scheme.activated_at = state, datetime.now(UTC)
            scheme.save(update_fields=["state", "activated_at"])
            trail.add(scheme, before, audit.snapshot(scheme), action="scheme.activate")
    return scheme


def look_through(opened: Round, clerk: User) -> None:
    """Look at every unlikely value, so that the round can be handed in: cells of tests are often alike."""
    keys = [one.key for one in open_looks(opened)]
    if keys:
        plausibility.tick_all(actor=clerk, round_id=opened.pk, keys=keys, reason="已核对台账", now=NOW)


class County:
    """A county with people and `size` centres; the acts of a year as short methods."""

    def __init__(self, size: int = 3, *, scheme: Scheme | None = None, indicators: int = 2) -> None:
        self.region = scheme.county if scheme else CountyFactory()
        self.clerk = UserFactory(role=Role.CLERK, county=self.region)
        self.leader = UserFactory(role=Role.LEADER, county=self.region)
        self.finance = UserFactory(role=Role.FINANCE, county=self.region)
        self.centres = [CentreFactory(county=self.region) for _number in range(size)]
        self.scheme = scheme or plain_scheme(self.region, indicators=indicators)

    def open(self, kind: str = "june", *, now: datetime = NOW, plan: RoundPlan = SHORT) -> Round:
        return rounds.open_round(actor=self.leader, scheme=self.scheme, kind=kind, now=now, plan=plan)

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
        look_through(opened, self.clerk)

    def publish(self, opened: Round, *, now: datetime = NOW) -> list[Publication]:
        """Submit, review and finalise the round by the right people."""
        look_through(opened, self.clerk)
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
