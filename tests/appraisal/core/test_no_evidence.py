"""No evidence: 0 with a remark where evidence is due, refused where it isn't; RULES 3, appendix 11."""

from decimal import Decimal

from appraisal.core.cells import CellInput, score_cell
from tests.appraisal.core.build import indicator

DUE = indicator("1.1", "5", needs_evidence=True)


def test_without_evidence_nothing_is_earned_whatever_was_entered() -> None:
    result = score_cell(DUE, CellInput({"points": "5"}, no_evidence=True, reason="未提供会议记录"))
    assert (result.state, result.points, result.lost) == ("scored", Decimal("0.00"), Decimal("5.00"))
    assert [step.zh for step in result.steps] == ["未提供佐证材料，该项不得分"]
    assert not result.needs_reason


def test_a_reason_is_due() -> None:
    assert score_cell(DUE, CellInput({}, no_evidence=True)).needs_reason


def test_the_mark_is_refused_where_no_evidence_is_due() -> None:
    result = score_cell(indicator("1.1", "5"), CellInput({"points": "5"}, no_evidence=True))
    assert (result.state, result.points) == ("invalid", None)
    assert [problem.input for problem in result.problems] == ["no_evidence"]


def test_not_applicable_comes_first() -> None:
    spec = indicator("1.1", "5", needs_evidence=True, na_mode="exclude")
    result = score_cell(spec, CellInput({}, not_applicable=True, no_evidence=True, reason="无此项工作"))
    assert (result.state, result.points) == ("not_applicable", None)
