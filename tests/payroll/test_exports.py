"""Invariant 21 of money: every sheet reads back as it was written, and an export that doesn't is named."""

from dataclasses import replace
from decimal import Decimal

import pytest

from payroll.core.units import Unit
from payroll.models import ReleaseSheet
from payroll.papers.paper import Paper
from payroll.papers.statement import statement_paper
from payroll.queries.sheets import sheet_view
from payroll.verification_exports import differences, exported_wrong, exports, paid_papers
from payroll.workbooks import paper as workbook
from payroll.workbooks.paper import paper_xlsx
from records.reading import child
from records.reading.limits import DEFAULT
from tests.harness.worlds import kept
from tests.payroll.exported import Exported
from tests.payroll.world import Money

pytestmark = pytest.mark.django_db


@kept
def money() -> Money:
    made = Money(2)
    made.directors()
    made.budget("1200000", "600000.07")
    made.months(1, 1)
    made.results("june", "59.99", "88")
    made.release("june")
    made.results("year", "59.99", "88")
    made.award()
    return made


def read(paper: Paper) -> list[dict[str, object]]:
    return child.read(paper_xlsx(paper), DEFAULT)["sheets"]  # type: ignore[no-any-return]


def test_every_paid_sheet_reads_back_in_both_units(money: Money) -> None:
    papers = [*paid_papers(), statement_paper(money.centres[0], 2026)]
    assert [one.kind for one in papers] == ["release", "release", "award", "statement"]
    assert list(exports()) == []
    for unit in Unit:
        assert list(exported_wrong(replace(one, unit=unit) for one in papers)) == []


def test_each_wrong_cell_is_named(money: Money) -> None:
    """A fen, a name, a missing row, a wrong sum: each is found where it is."""
    paper = next(paid_papers())
    table = paper.tables[0]
    for place, value in ((11, Decimal("0.01")), (2, "别院"), (3, None), (12, "多出来的备注")):
        row = [*table.rows[1][:place], value, *table.rows[1][place + 1 :]]
        other = replace(paper, tables=[replace(table, rows=[table.rows[0], row])])
        found = list(differences(paper, read(other)))  # type: ignore[arg-type]
        assert any(f"2 {table.columns[place].name}" in fault for fault in found), place
    fewer = replace(paper, tables=[replace(table, rows=table.rows[:1])])
    assert list(differences(paper, read(fewer)))  # type: ignore[arg-type]


def test_a_lost_fen_in_the_export_is_found_by_verify(money: Money, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted where an amount is written: one fen less from 1,000 yuan on."""
    real = workbook.writable
    fen = Decimal("0.01")
    monkeypatch.setattr(
        workbook, "writable", lambda yuan, unit: real(yuan - fen if yuan > 1000 else yuan, unit)
    )
    found = list(exports())
    assert len(found) >= 3
    assert "读回后不一致" in found[0]


def test_the_machine_reads_each_change_back_once(money: Money) -> None:
    """A sheet as it stands now; the fund and each centre's statement where there are new entries; nothing twice."""
    exported, moved = Exported(money), ["fund", *["statement"] * len(money.centres)]
    assert [one.kind for one in exported.changed(2026)] == ["release", "release", "award", *moved]
    assert list(exported.changed(2026)) == []
    draft = money.draft("month", 2)
    assert [(one.kind, one.watermark) for one in exported.changed(2026)] == [("release", "草稿　未审核")]
    money.pay(money.review(draft))
    assert [one.kind for one in exported.changed(2026)] == ["release", *moved]
    assert exported.faults(2026) == []
    assert sheet_view(ReleaseSheet.objects.get(pk=draft.pk)).sheet.number
