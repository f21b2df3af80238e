"""Evidence: added, replaced, withdrawn, and nothing else; by whom, and while the round is open."""

from pathlib import Path
from typing import Any

import pytest
from django.http import Http404

from appraisal.actions import evidence, rounds
from appraisal.actions.scores import CellChange, save_cells
from appraisal.field_access import Holder
from appraisal.models import Evidence, Round
from appraisal.queries.evidence import cell_evidence, counts_of, faulty_files, sheet_lines
from centres.roles import Role
from records.attached import files
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.field.files import PDF, photo
from tests.appraisal.field.world import World
from tests.factories import NOW, UserFactory


def kept_files(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_photo_is_kept_with_its_hash_and_its_act(world: World) -> None:
    row = world.add(note=" 公示栏 ")
    assert (row.kind, row.version, row.note, row.name) == ("jpeg", 1, "公示栏", "照片.jpg")
    assert files.place(row.path).read_bytes() == photo()
    assert "照片" not in row.path
    entry = AuditEntry.objects.filter(action="evidence.add").get()
    assert (entry.actor, entry.new["sha256"]) == (world.clerk, row.sha256)
    assert list(faulty_files()) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\照片\\公示.exe", "公示.jpg"),
        ("a\u202ecod.jpg", "acod.jpg"),
        ("", "佐证材料.jpg"),
        ("长" * 300 + ".jpg", "长" * 114 + ".jpg"),
    ],
)
def test_the_name_is_for_people_only(name: str, shown: str) -> None:
    assert evidence.shown_name(name, "jpeg") == shown


def test_a_new_version_stands_beside_the_old_one(world: World) -> None:
    first = world.add()
    second = world.add(source=PDF, name="扫描.pdf", replaces_id=first.pk)
    assert (second.version, second.replaces) == (2, first)
    cell = cell_evidence(world.clerk, Holder(world.sheets[0]), world.indicator(), NOW)
    [piece] = cell.pieces
    assert (piece.row, list(piece.older), cell.count) == (second, [first], 1)
    assert files.place(first.path).exists()
    with pytest.raises(Conflict, match="新版本"):
        world.add(source=photo(colour="red"), replaces_id=first.pk)


def test_a_version_belongs_to_the_same_cell(world: World) -> None:
    first = world.add()
    with pytest.raises(Conflict, match="同一指标"):
        world.add(source=PDF, replaces_id=first.pk, indicator_id=world.indicator("judged").pk)


def test_the_same_file_twice_is_a_second_press(world: World, settings: Any) -> None:
    world.add()
    before = kept_files(settings)
    with pytest.raises(Conflict, match="没有重复保存"):
        world.add()
    assert kept_files(settings) == before
    world.add(indicator_id=world.indicator("judged").pk)


def test_withdrawn_is_not_gone(world: World) -> None:
    row = world.add()
    evidence.withdraw(actor=world.clerk, evidence_id=row.pk, reason="拍错了", now=NOW)
    cell = cell_evidence(world.clerk, Holder(world.sheets[0]), world.indicator(), NOW)
    assert (cell.count, cell.lacks, cell.pieces[0].reason) == (0, True, "拍错了")
    assert files.place(row.path).exists()
    for again in (
        lambda: evidence.withdraw(actor=world.clerk, evidence_id=row.pk, reason="再", now=NOW),
        lambda: world.add(source=PDF, replaces_id=row.pk),
    ):
        with pytest.raises(Conflict, match="已经撤回"):
            again()
    assert world.add().version == 1


@pytest.mark.parametrize("reason", ["", "  ", "长" * 301])
def test_withdrawing_takes_a_reason(world: World, reason: str) -> None:
    row = world.add()
    with pytest.raises(Invalid, match="撤回原因"):
        evidence.withdraw(actor=world.clerk, evidence_id=row.pk, reason=reason, now=NOW)


def test_a_cell_holds_so_many_and_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_OF_A_CELL", 2)
    first, _second = world.add(), world.add(source=photo(colour="red"))
    with pytest.raises(Conflict, match="最多 2 份"):
        world.add(source=PDF)
    assert world.add(source=PDF, replaces_id=first.pk).version == 2


def test_a_file_that_is_none_leaves_nothing(world: World, settings: Any) -> None:
    with pytest.raises(Invalid):
        world.add(source=b"MZ program")
    assert (Evidence.objects.count(), kept_files(settings)) == (0, [])
    assert not AuditEntry.objects.filter(action="evidence.add").exists()


def test_the_director_adds_for_the_own_centre_and_withdraws_the_own_only(world: World) -> None:
    own, clerks = world.add(world.director), world.add(source=PDF)
    evidence.withdraw(actor=world.director, evidence_id=own.pk, reason="换一张", now=NOW)
    with pytest.raises(NotAllowed, match="县里撤回"):
        evidence.withdraw(actor=world.director, evidence_id=clerks.pk, reason="不要", now=NOW)
    with pytest.raises(NotAllowed, match="县里替换"):
        world.add(world.director, source=photo(colour="red"), replaces_id=clerks.pk)
    with pytest.raises(Http404):
        world.add(world.neighbour)
    with pytest.raises(Http404):
        world.add(world.stranger)


@pytest.mark.parametrize("role", [Role.LEADER, Role.PREFECTURE, Role.PROVINCE])
def test_who_only_reads_adds_nothing(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        world.add(UserFactory(role=role, county=world.county.region))


def test_a_foreign_indicator_is_not_found(world: World) -> None:
    with pytest.raises(Http404):
        world.add(indicator_id=World().indicator().pk)


def test_a_round_handed_in_takes_no_more(world: World) -> None:
    row = world.add()
    Round.objects.filter(pk=world.round.pk).update(state="submitted")
    for act in (
        lambda: world.add(source=PDF),
        lambda: world.add(world.director, source=PDF),
        lambda: evidence.withdraw(actor=world.clerk, evidence_id=row.pk, reason="晚了", now=NOW),
    ):
        with pytest.raises(Conflict, match="已提交"):
            act()


def test_a_cell_without_evidence_is_marked_and_scored_0_by_an_act_only(world: World) -> None:
    sheet, proved = world.sheets[0], world.indicator()
    [line, _other] = sheet_lines(world.sheets)
    assert (line.files, line.asked, line.lacking) == (0, 1, 1)
    change = CellChange(sheet.pk, proved.pk, {"points": "20"})
    saving = save_cells(actor=world.clerk, round_id=world.round.pk, changes=[change], now=NOW)
    assert saving.outcomes[0].score is not None
    assert saving.outcomes[0].score.points == 20  # marked, never scored 0 silently
    mark = CellChange(sheet.pk, proved.pk, {"points": "20"}, no_evidence=True, reason="未提供台账")
    save_cells(actor=world.clerk, round_id=world.round.pk, changes=[mark], now=NOW)
    assert cell_evidence(world.clerk, Holder(sheet), proved, NOW).no_evidence
    world.add()
    assert counts_of(world.sheets) == {f"{sheet.pk}:{proved.pk}": 1}
    assert sheet_lines(world.sheets)[0].lacking == 0


def test_verify_finds_a_changed_and_a_missing_file(world: World) -> None:
    one, other = world.add(), world.add(source=PDF, name="b.pdf")
    files.place(one.path).write_bytes(b"changed")
    files.place(other.path).unlink()
    found = list(faulty_files())
    assert [line.rpartition(": ")[2] for line in found] == ["changed", "missing"]
    assert str(world.sheets[0].centre) in found[0]


def test_a_reopened_round_goes_on_with_what_counts(world: World) -> None:
    from appraisal.actions import reopening

    first, gone = world.add(), world.add(source=photo(colour="red"))
    world.add(source=PDF, replaces_id=first.pk)
    evidence.withdraw(actor=world.clerk, evidence_id=gone.pk, reason="重复", now=NOW)
    Round.objects.filter(pk=world.round.pk).update(state="submitted")
    old = Round.objects.get(pk=world.round.pk)
    new, _carried = reopening._next_version(_closed(world, old), world.clerk, NOW)
    [copy] = Evidence.objects.filter(assessment__round=new)
    assert (copy.kind, copy.version, copy.replaces) == ("pdf", 1, None)
    assert list(faulty_files()) == []


def _closed(world: World, current: Round) -> Round:
    """The round as final: the next version may stand beside it."""
    rounds.move(current, "reviewed", [])
    Round.objects.filter(pk=current.pk).update(
        submitted_by=world.clerk, reviewed_by=world.leader, state="final"
    )
    return Round.objects.get(pk=current.pk)
