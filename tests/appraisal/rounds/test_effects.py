"""What reaches beyond a cell, from the saved cell to the published grade: veto, gate, factor, bonus, rank, evidence."""

from decimal import Decimal
from typing import Any

import pytest

from appraisal.actions import rounds
from appraisal.actions.scores import CellChange, Saving, save_cells
from appraisal.models import Assessment, Indicator, Publication, Result, Round, Score
from appraisal.queries.kept import drifted_sheets
from appraisal.queries.recompute import recomputed_cells
from appraisal.scheme_document import CategoryPart, GatePart, IndicatorPart, SchemeDocument
from records.errors import Invalid
from records.models import AuditEntry
from tests.factories import NOW, County, CountyFactory, make_scheme

pytestmark = pytest.mark.django_db

VETO = {"event": "负主要责任的医疗事故"}
BONUS = {
    "kinds": [{"code": "m", "name": "先进集体", "earn": "2", "cap": "4"}],
    "placement": "on_top",
    "cap": "4",
}
RANK = {"measure": "value", "value_unit": "元", "per_place": "4"}


def part(
    code: str, full: str, rule: str = "points", params: dict[str, Any] | None = None, **more: Any
) -> IndicatorPart:
    return IndicatorPart(
        code=code, name=f"指标{code}", full_marks=Decimal(full), rule=rule, params=params or {}, **more
    )


class World:
    """Five centres under a scheme whose extra indicators reach beyond their cells; a June round."""

    def __init__(self, *extra: IndicatorPart, gates: tuple[GatePart, ...] = (), ranked: bool = False) -> None:
        second = part("2", "40", "rank", RANK) if ranked else part("2", "40", needs_evidence=True)
        marks = CategoryPart(
            code="1",
            name="工作",
            full_marks=Decimal(100),
            tie_break="public_health",
            indicators=(part("1", "60"), second),
        )
        beyond = CategoryPart(code="9", name="加分与否决", full_marks=Decimal(0), indicators=extra)
        categories = (marks, beyond) if extra else (marks,)
        scheme = make_scheme(
            CountyFactory(), categories, ("december", "public_health"), year=2026, state="active", gates=gates
        )
        self.county = County(5, scheme=scheme)
        self.round: Round = self.county.open()
        self.sheets = list(Assessment.objects.filter(round=self.round).order_by("centre__code"))

    def save(self, *cells: tuple[int, str, dict[str, str]], **marks: Any) -> Saving:
        keys = dict(Indicator.objects.filter(scheme=self.county.scheme).values_list("code", "pk"))
        changes = [
            CellChange(self.sheets[row].pk, keys[code], inputs, reason="说明", **marks)
            for row, code, inputs in cells
        ]
        return save_cells(actor=self.county.clerk, round_id=self.round.pk, changes=changes, now=NOW)

    def fill(self, *totals: tuple[str, str], extra: dict[str, dict[str, str]] | None = None) -> None:
        for row, (first, second) in enumerate(totals):
            self.save(
                (row, "1", {"points": first}),
                (row, "2", {"points": second}),
                *((row, code, inputs) for code, inputs in (extra or {}).items()),
            )

    def total(self, row: int) -> Decimal | None:
        return Assessment.objects.get(pk=self.sheets[row].pk).total

    def publish(self) -> Publication:
        assert drifted_sheets(self.round) == []
        assert list(recomputed_cells(self.round)) == []
        return self.county.publish(self.round)[0]

    def results(self, publication: Publication) -> list[tuple[str, str]]:
        rows = Result.objects.filter(publication=publication).order_by("centre__code")
        return list(rows.values_list("grade_code", "remark_code"))


HIGH = (("60", "38"), ("60", "35"), ("50", "30"), ("45", "20"), ("40", "10"))  # 98 95 80 65 50
NEVER = {"9": {"answer": "no"}}


def test_a_veto_forces_the_worst_grade_and_the_score_stays() -> None:
    world = World(part("9", "0", "veto", VETO))
    world.fill(*HIGH, extra=NEVER)
    world.save((0, "9", {"answer": "yes", "document": "卫发〔2026〕8号"}))
    publication = world.publish()
    assert world.results(publication)[:2] == [("fail", "ceiling"), ("excellent", "")]
    first = Result.objects.get(publication=publication, centre=world.county.centres[0])
    assert (first.total, first.rank) == (Decimal("98.00"), 1)
    assert "一票否决：负主要责任的医疗事故（卫发〔2026〕8号）" in [step["zh"] for step in first.steps]


def test_a_veto_needs_its_document() -> None:
    world = World(part("9", "0", "veto", VETO))
    world.fill(*HIGH, extra=NEVER)
    world.save((0, "9", {"answer": "yes"}))
    assert world.total(0) is None
    with pytest.raises(Invalid) as refused:
        rounds.submit(actor=world.county.clerk, round_id=world.round.pk, now=NOW)
    assert [problem.message for problem in refused.value.problems] == ["未评分"]


def test_a_veto_that_zeroes_an_item_takes_its_points_from_the_total() -> None:
    world = World(part("9", "0", "veto", {**VETO, "effect": "zero", "targets": "2"}))
    world.fill(*HIGH, extra=NEVER)
    assert world.total(0) == Decimal("98.00")
    world.save((0, "9", {"answer": "yes", "document": "一号"}))
    assert world.total(0) == Decimal("60.00")
    assert Score.objects.get(assessment=world.sheets[0], indicator__code="2").points == Decimal("38.00")
    world.save((0, "9", {"answer": "no"}))
    assert world.total(0) == Decimal("98.00")
    assert drifted_sheets(world.round) == []


def test_a_gate_bars_the_top_grade_and_its_place_goes_to_the_next() -> None:
    world = World(gates=(GatePart(name="必查内容", codes=("2",), percent=Decimal(90)),))
    world.fill(("60", "35"), ("55", "37"), *HIGH[2:])  # 95 with 87.5 %, 92 with 92.5 %
    publication = world.publish()
    assert world.results(publication)[:2] == [("good", "ceiling"), ("excellent", "")]


def test_a_factor_scales_the_whole_score() -> None:
    world = World(part("9", "0", "factor", {"subject": "居民满意度"}))
    world.fill(*HIGH, extra={"9": {"numerator": "90", "denominator": "100"}})
    assert world.total(0) == Decimal("88.20")
    publication = world.publish()
    assert world.results(publication)[1] == ("good", "top_cap")  # 95 × 0.9 = 85.50


def test_a_bonus_on_top_is_kept_beside_the_points() -> None:
    world = World(part("9", "0", "bonus", BONUS))
    world.fill(*HIGH, extra={"9": {"case.m": "1"}})
    assert world.total(1) == Decimal("97.00")
    assert world.total(0) == Decimal("100.00")
    assert drifted_sheets(world.round) == []


def test_no_evidence_earns_nothing_and_is_said() -> None:
    world = World()
    world.fill(*HIGH)
    saving = world.save((0, "2", {}), no_evidence=True)
    assert saving.outcomes[0].verdict == "saved"
    assert world.total(0) == Decimal("60.00")
    assert drifted_sheets(world.round) == []
    assert list(recomputed_cells(world.round)) == []
    assert world.save((0, "1", {}), no_evidence=True).outcomes[0].verdict == "refused"


def rank_points(world: World) -> list[str | None]:
    rows = Score.objects.filter(assessment__round=world.round, indicator__code="2").order_by(
        "assessment__centre__code"
    )
    return [None if row.points is None else str(row.points) for row in rows]


def test_each_value_moves_the_places_of_the_others() -> None:
    world = World(ranked=True)
    world.save((0, "2", {"value": "5"}))
    assert rank_points(world) == ["40.00", None, None, None, None]
    saving = world.save((1, "2", {"value": "9"}), (2, "2", {"value": "5"}))
    assert rank_points(world) == ["36.00", "40.00", "36.00", None, None]
    assert [row.assessment_id for row in saving.moved] == [world.sheets[0].pk]
    assert set(saving.sheets) == {sheet.pk for sheet in world.sheets[:3]}
    assert drifted_sheets(world.round) == []
    assert list(recomputed_cells(world.round)) == []


def test_a_moved_cell_has_its_row_in_the_trail_and_a_new_version() -> None:
    world = World(ranked=True)
    world.save((0, "2", {"value": "5"}))
    world.save((1, "2", {"value": "9"}))
    moved = Score.objects.get(assessment=world.sheets[0], indicator__code="2")
    assert moved.version == 2
    last = AuditEntry.objects.filter(object_type="appraisal.score", object_id=str(moved.pk)).latest(
        "sequence"
    )
    assert (last.old["points"], last.new["points"]) == ("40.00", "36.00")
    assert last.reason == "其他单位的数值变动，名次随之变动"


def test_leaving_a_place_lets_the_others_up() -> None:
    world = World(ranked=True)
    world.save((0, "2", {"value": "5"}), (1, "2", {"value": "9"}))
    world.save((1, "2", {}))
    assert rank_points(world)[:2] == ["40.00", None]


def test_a_sheet_as_opened_holds_its_gates() -> None:
    world = World(gates=(GatePart(name="必查内容", codes=("2",), percent=Decimal(90)),))
    assert drifted_sheets(world.round) == []
    (gate,) = Assessment.objects.get(pk=world.sheets[0].pk).effects
    assert (gate["kind"], gate["got"], gate["full"]) == ("gate", "0", "40")


def document(*extra: IndicatorPart) -> SchemeDocument:
    beyond = CategoryPart(code="9", name="否决", full_marks=Decimal(0), indicators=extra)
    marks = CategoryPart(code="1", name="工作", full_marks=Decimal(100), indicators=(part("1", "100"),))
    return SchemeDocument(code="T", name="方案", year=2026, categories=(marks, beyond))


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({**VETO, "effect": "zero", "targets": "7.7"}, "categories[1].indicators[0].params.targets"),
        ({**VETO, "effect": "cap", "band": "magic"}, "categories[1].indicators[0].params.band"),
    ],
)
def test_a_veto_names_only_what_the_scheme_has(params: dict[str, str], path: str) -> None:
    from appraisal.core.schemes import check_scheme
    from appraisal.scheme_spec import spec_of

    faults = check_scheme(spec_of(document(part("9", "0", "veto", params))))
    assert path in [fault.path for fault in faults]
