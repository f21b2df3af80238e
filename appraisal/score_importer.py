"""Scores from a workbook: compared with what is entered, shown, confirmed, saved by the action of the grid."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.access import round_for
from appraisal.actions.scores import CellChange, save_cells
from appraisal.book import Book, Entry, book_for
from appraisal.cell_words import cell_words
from appraisal.cohorts import cell_of
from appraisal.core.cells import CellInput, CellResult, score_cell
from appraisal.models import Assessment, Round, Score, subject_code
from appraisal.rights import admit, require_on
from appraisal.sheets import score_import
from records.errors import Conflict, Problem
from records.importers import Change, Context, Diff, Importer, PlainRow, Reading, register
from records.reading.files import Workbook

# A statement staged before places were kept with it.
NOWHERE: Mapping[str, list[Any]] = {"": ["", None, "", ""]}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cell as the file wants it, beside what it holds."""

    score: Score
    sheet: Assessment
    entry: Entry
    cell: CellInput
    source: str
    source_date: date | None
    at: Mapping[str, list[Any]]

    def result(self) -> CellResult:
        """What it would be worth. Worked out only for who asks: the confirmation leaves it to the action."""
        return score_cell(self.entry.spec, self.cell, explain=False)

    @property
    def changes(self) -> bool:
        score, cell = self.score, self.cell
        held = (score.inputs, score.not_applicable, score.no_evidence, score.reason, score.source)
        wanted = (dict(cell.inputs), cell.not_applicable, cell.no_evidence, cell.reason, self.source)
        return held != wanted or self.score.source_date != self.source_date


class ScoreImporter(Importer):
    """The workbook of a round, by centre or as a matrix. A blank says nothing of a cell; it clears nothing."""

    kind = "scores"
    title = gettext_lazy("评分工作簿")
    help = gettext_lazy("上传填写好的评分工作簿（按院或总表）。留空的格不改动；有一处错误则全部不写入。")

    def authorise(self, user: Any, params: Mapping[str, str]) -> Context:
        admit(user, "score.import")
        number = params.get("round", "")
        current = round_for(user, int(number) if number.isascii() and number.isdigit() else 0)
        require_on(user, "score.import", current)
        if current.state != Round.State.SCORING:
            raise Conflict(_("该轮次已不在评分阶段，不能导入。"), code="round_closed")
        return Context(current.county.code, {"round": current.pk})

    def parse(self, workbook: Workbook, context: Context) -> Reading:
        current, book, sheets = world(context)
        reading = score_import.read(workbook, book, {sheet.subject.code: sheet for sheet in sheets.values()})
        if not reading.problems:
            for one in wanted(reading.rows, current, book, sheets):
                check(one, reading)
        _tell_of_changes_since(reading, current)
        return reading

    def diff(self, rows: list[PlainRow], context: Context) -> Diff:
        current, book, sheets = world(context)
        found = Diff()
        before = after = Decimal(0)
        for one in wanted(rows, current, book, sheets):
            before += one.score.points or 0
            if not one.changes:
                after += one.score.points or 0
                found.unchanged += 1
                continue
            points, fresh = one.result().points, one.score.version == 0
            after += points or 0
            found.new, found.changed = found.new + fresh, found.changed + (not fresh)
            found.lines.append(_line(one, points, fresh))
        found.sums = [(_("所涉指标原得分合计"), f"{before:.2f}"), (_("所涉指标新得分合计"), f"{after:.2f}")]
        return found

    def apply(self, rows: list[PlainRow], actor: Any, context: Context) -> dict[str, Any]:
        current, book, sheets = world(context)
        changes = [change_of(one) for one in wanted(rows, current, book, sheets) if one.changes]
        saving = save_cells(
            actor=actor,
            round_id=current.pk,
            changes=changes,
            now=timezone.now(),
            action="score.import",
            all_or_nothing=True,
        )
        return {"saved": len(saving.outcomes), "round": current.pk}

    def done_url(self, result: Mapping[str, Any], context: Context) -> str:
        return reverse("appraisal:round", args=[context.params["round"]])

    def downloads(self, context: Context) -> list[tuple[Any, str]]:
        return [
            (_("下载总表工作簿（已预填）"), reverse("appraisal:score-book", args=[context.params["round"]]))
        ]


def change_of(one: Wanted) -> CellChange:
    return CellChange(
        one.sheet.pk,
        one.entry.indicator_id,
        one.cell.inputs,
        one.cell.not_applicable,
        one.cell.reason,
        one.source,
        one.source_date,
        one.score.version,
        one.cell.no_evidence,
    )


def world(context: Context) -> tuple[Round, Book, dict[int, Assessment]]:
    """The round of an import with its book and its sheets by key (2 queries beside the book's)."""
    current = Round.objects.select_related("county", "scheme").get(pk=context.params["round"])
    sheets = Assessment.objects.filter(round=current).select_related("centre", "staff")
    return current, book_for(current.scheme), {sheet.pk: sheet for sheet in sheets}


def wanted(
    rows: list[PlainRow], current: Round, book: Book, sheets: Mapping[int, Assessment]
) -> Iterator[Wanted]:
    """Each statement of the file laid over the cell it speaks of (1 query)."""
    codes = {row["centre"] for row in rows}
    named = [pk for pk, sheet in sheets.items() if sheet.subject.code in codes]
    scores = Score.objects.filter(assessment_id__in=named)
    held = {(sheets[one.assessment_id].subject.code, one.indicator_id): one for one in scores}
    for row in rows:
        score = held[(row["centre"], row["indicator"])]
        yield _laid_over(row, score, sheets[score.assessment_id], book.entries[score.indicator_id])


def _laid_over(row: PlainRow, score: Score, sheet: Assessment, entry: Entry) -> Wanted:
    na, ne = row["na"], row.get("ne")
    if na is None:
        # A value, or 未提供佐证, ends 缺项.
        na = score.not_applicable and not row["inputs"] and not ne
    if ne is None:
        # Another value ends 未提供佐证; the one that was kept beside the mark doesn't.
        kept = all(score.inputs.get(name) == value for name, value in row["inputs"].items())
        ne = score.no_evidence and kept and not na
    inputs = {} if na else {**score.inputs, **row["inputs"]}
    cell = CellInput(inputs, na, row["reason"] or score.reason, ne)
    day = date.fromisoformat(row["date"]) if row.get("date") else score.source_date
    return Wanted(score, sheet, entry, cell, row.get("source") or score.source, day, row.get("at") or NOWHERE)


def check(one: Wanted, reading: Reading) -> None:
    """Add the faults that only the rule knows: a choice out of range, 缺项 that isn't allowed."""
    for problem in one.result().problems:
        if problem.severity == "error":
            place = f"{one.sheet.subject.name} {one.entry.spec.code} {one.entry.spec.name}"
            words = f"{place}：{one.entry.problem(problem).message}"
            value = one.cell.inputs.get(problem.input) or "、".join(one.cell.inputs.values())
            sheet, row, column, header = one.at.get(problem.input) or one.at[""]
            fault = Problem(words, value[:80]).at(sheet=sheet, row=row, column=column, header=header)
            reading.problems.add(fault)


def _tell_of_changes_since(reading: Reading, current: Round) -> None:
    """Cells that somebody changed after the file was handed out: said in the preview, decided by a person."""
    seen = {
        (row["centre"], row["indicator"]): int(row["seen"])
        for row in reading.rows
        if str(row.get("seen") or "").isdigit()
    }
    if not seen:
        return
    newer = Score.objects.filter(assessment__round=current, version__gt=0).select_related(
        "updated_by", "assessment__centre", "assessment__staff", "indicator"
    )
    named = newer.annotate(subject=subject_code("assessment__"))
    for one in named.filter(subject__in={subject for subject, _key in seen}):
        known = seen.get((one.assessment.subject.code, one.indicator_id))
        if known is not None and one.version > known:
            words = {"cell": f"{one.assessment.subject.name} {one.indicator.code}", "who": one.updated_by}
            reading.notes.append(_("%(cell)s 在下载之后由%(who)s改过，请核对原值。") % words)


def _line(one: Wanted, points: Decimal | None, fresh: bool) -> Change:
    label = f"{one.sheet.subject.name} {one.entry.spec.code}"
    held = cell_of(one.score)
    old = "" if fresh else _shown(one.entry, held, one.score.points)
    new = _shown(one.entry, one.cell, points)
    return Change(label, one.entry.spec.name, old, new, "new" if fresh else "changed")


def _shown(entry: Entry, cell: CellInput, points: Decimal | None) -> str:
    marks = {"not_applicable": cell.not_applicable, "no_evidence": cell.no_evidence}
    return cell_words(entry, cell.inputs, points, **marks, reason=cell.reason)


register(ScoreImporter())
