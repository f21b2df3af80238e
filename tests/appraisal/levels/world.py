"""Schemes of every level and the people of one centre: support hospitals, village clinics, staff and their director."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from appraisal.actions import publishing, rounds, scores
from appraisal.actions.scheme_documents import create_draft
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Indicator, Publication, Round, Scheme, subject_code
from appraisal.scheme_document import BandPart, CategoryPart, IndicatorPart, RoundPart, SchemeDocument
from centres.models import Centre, DirectorTerm, Region, Staff, SupportHospital, User, VillageClinic
from centres.roles import Role
from records import audit
from tests.factories import CentreFactory, CountyFactory, UserFactory, look_through

NOW = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
# 篇5 五: 优秀 ≥ 90, 合格 80–90, 不合格 < 80.
HOSPITAL_BANDS = (("excellent", "优秀", "90"), ("pass", "合格", "80"), ("fail", "不合格", "0"))
STAFF_BANDS = (
    ("excellent", "优秀", "85"),
    ("good", "良好", "70"),
    ("pass", "合格", "60"),
    ("fail", "不合格", "0"),
)
# 篇5 三: 综合管理 22 %, 对口支援任务项目 68 %, 综合评价 10 %.
HOSPITAL_PARTS = (("1", "综合管理", "22"), ("2", "对口支援任务项目", "68"), ("3", "综合评价", "10"))


def level_scheme(
    county: Region,
    level: str,
    weights: Mapping[str, str],
    *,
    parts: tuple[tuple[str, str, str], ...] = (("1", "工作", ""),),
    bands: tuple[tuple[str, str, str], ...] = STAFF_BANDS,
    cap: str = "20",
) -> Scheme:
    """An active scheme: one judged indicator of 100 marks a part; a part's weight in per cent, or "" without."""
    categories = tuple(
        CategoryPart(
            code=code, name=name, full_marks=Decimal(100), weight_percent=Decimal(weight) if weight else None,
            indicators=(IndicatorPart(code=f"{code}.1", name=name, full_marks=Decimal(100), rule="points", params={}),),
        )
        for code, name, weight in parts
    )  # fmt: skip
    document = SchemeDocument(
        code=level, name=f"{level}方案", year=2026, level=level, full_marks=Decimal(100 * len(parts)),
        top_cap_percent=Decimal(cap), categories=categories,
        rounds=tuple(RoundPart(kind=kind, weight_percent=Decimal(weight)) for kind, weight in weights.items()),
        bands=tuple(BandPart(code=code, name=name, floor=Decimal(floor)) for code, name, floor in bands),
    )  # fmt: skip
    with audit.act(None, action="scheme.create", county=county) as trail:
        scheme = create_draft(trail, county, document, version=1)
        before = audit.snapshot(scheme)
        scheme.state, scheme.activated_at = Scheme.State.ACTIVE, datetime.now(UTC)
        scheme.save(update_fields=["state", "activated_at"])
        trail.add(scheme, before, audit.snapshot(scheme), action="scheme.activate")
    return scheme


class Levels:
    """A county with two centres; the first has a director, `staff` people and `clinics` village clinics."""

    def __init__(self, *, staff: int = 5, clinics: int = 2, hospitals: int = 3) -> None:
        self.region = CountyFactory()
        self.clerk = UserFactory(role=Role.CLERK, county=self.region)
        self.leader = UserFactory(role=Role.LEADER, county=self.region)
        self.centre, self.other = (CentreFactory(county=self.region) for _number in range(2))
        self.head = Staff.objects.create(centre=self.centre, number="001", name="院长甲")
        DirectorTerm.objects.create(centre=self.centre, staff=self.head, started_on=date(2025, 1, 1))
        self.director = UserFactory(role=Role.DIRECTOR, centre=self.centre, staff=self.head)
        self.neighbour = UserFactory(role=Role.DIRECTOR, centre=self.other)
        self.staff = [
            Staff.objects.create(centre=self.centre, number=f"1{number:02d}", name=f"职工{number}")
            for number in range(staff)
        ]
        code = self.region.code
        self.clinics: list[Centre] = [
            VillageClinic.objects.create(
                county=self.region, parent=self.centre, code=f"V{code}{number}", name=f"第{number}村卫生室"
            )
            for number in range(clinics)
        ]
        self.hospitals: list[Centre] = [
            SupportHospital.objects.create(
                county=self.region, code=f"H{code}{number}", name=f"第{number}医院"
            )
            for number in range(hospitals)
        ]

    def open(self, actor: User, scheme: Scheme, kind: str) -> Round:
        return rounds.open_round(actor=actor, scheme=scheme, kind=kind, now=NOW)

    def score(self, actor: User, opened: Round, totals: Mapping[str, object]) -> None:
        """By the subject's code: one figure for all parts, or one a part."""
        indicators = list(Indicator.objects.filter(scheme=opened.scheme_id).order_by("category__ordinal"))
        sheets = Assessment.objects.filter(round=opened).annotate(subject_is=subject_code())
        changes = []
        for sheet in sheets.filter(subject_is__in=totals):
            given = totals[sheet.subject_is]
            points = given if isinstance(given, list | tuple) else [given] * len(indicators)
            changes += [
                CellChange(sheet.pk, one.pk, {"points": str(value)}, reason="按标准扣分")
                for one, value in zip(indicators, points, strict=True)
            ]
        scores.save_cells(actor=actor, round_id=opened.pk, changes=changes, now=NOW, all_or_nothing=True)

    def publish(self, actor: User, opened: Round) -> list[Publication]:
        """Handed in by `actor`, reviewed and finalised by the county's leader."""
        look_through(opened, actor)
        rounds.submit(actor=actor, round_id=opened.pk, now=NOW)
        rounds.review(actor=self.leader, round_id=opened.pk, now=NOW)
        return publishing.finalise(actor=self.leader, round_id=opened.pk, now=NOW)

    def hospital_scheme(self) -> Scheme:
        return level_scheme(
            self.region, "hospital", {"annual": "100"}, parts=HOSPITAL_PARTS, bands=HOSPITAL_BANDS, cap="100"
        )

    def staff_scheme(self, weights: Mapping[str, str]) -> Scheme:
        return level_scheme(self.region, "staff", weights)

    def clinic_scheme(self) -> Scheme:
        return level_scheme(self.region, "clinic", {"annual": "100"}, cap="100")

    def staff_round(
        self, kind: str = "m03", *, scheme: Scheme | None = None, totals: tuple[int, ...] = ()
    ) -> Round:
        """A month of the first centre's staff, scored by its director."""
        opened = self.open(self.director, scheme or self.staff_scheme({"annual": "100", "m03": "0"}), kind)
        given = totals or tuple(range(90, 90 - len(self.staff), -1))
        self.score(
            self.director, opened, {one.number: mark for one, mark in zip(self.staff, given, strict=True)}
        )
        return opened
