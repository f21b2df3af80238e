"""The sheet 填写说明: how the workbook hangs together, and a filled-in example of every kind of rule."""

from collections.abc import Iterator, Sequence
from typing import Any

from appraisal.core.rules import RULES
from appraisal.core.text import Text
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_examples import EXAMPLES, Example
from appraisal.sheets.scheme_families import COMPOSITE, families, family_of
from appraisal.sheets.scheme_guide_words import BASICS, STEPS
from appraisal.sheets.scheme_lines import Bearer, SheetLine, bearer_lines, part_bearers, shown_value
from appraisal.sheets.scheme_look import Look

# Columns A to I: a narrow one for labels, eight for examples.
LABEL, WIDE, WIDTH = 0, 8, 15
LABEL_WIDTH = 25
EXAMPLE_CODE = "C05-01"
Cells = list[list[str]]


def write_guide(look: Look) -> None:
    Guide(look).write()


class Guide:
    """The sheet being written, row by row."""

    def __init__(self, look: Look) -> None:
        self.look, self.row = look, 0
        self.sheet = look.sheet(layout.GUIDE)
        self.sheet.set_tab_color(look.tab("guide"))
        self.sheet.hide_gridlines(2)
        self.sheet.set_column(LABEL, LABEL, LABEL_WIDTH, look.plain)
        self.sheet.set_column(LABEL + 1, WIDE, WIDTH, look.plain)

    def write(self) -> None:
        self.sheet.write_string(self.row, LABEL, "考核方案工作簿填写说明", self.look.title)
        self.sheet.set_row(self.row, 28)
        self.row += 2
        self.heading(Text("怎样填写", "How to fill it in"))
        for number, step in enumerate(STEPS, start=1):
            self.line(f"{number}", step)
        self.row += 1
        self.heading(Text("工作表一览", "The sheets"))
        for name, words in _sheets():
            self.sheet.write_url(self.row, LABEL, f"internal:'{name}'!A1", self.look.link, name)
            self.line("", words)
        for kind in RULES:
            self.row += 1
            self.kind(kind)
        self.look.page(self.sheet, repeat=None)

    def heading(self, words: Text) -> None:
        self.sheet.write_string(self.row, LABEL, f"{words.zh}　{words.en}", self.look.heading)
        self.row += 1

    def line(self, label: str, words: Text) -> None:
        """A label and its text over the whole width, English below in small print."""
        if label:
            self.sheet.write_string(self.row, LABEL, label, self.look.strong)
        self._across(words.zh, self.look.plain, 16)
        self._across(words.en, self.look.english, 13)

    def _across(self, text: str, style: Any, height: int) -> None:
        if text:
            self.sheet.merge_range(self.row, LABEL + 1, self.row, WIDE, text, style)
            self.sheet.set_row(self.row, height * self.look.lines(text, WIDTH * (WIDE - LABEL)) + 2)
            self.row += 1

    def kind(self, kind: str) -> None:
        """One kind: what it does, an example of it cell by cell, and the sentence that the example makes."""
        rule = RULES[kind]
        self.heading(Text(f"评分规则：{rule.name.zh}", f"Rule: {rule.name.en}"))
        self.line("用途", rule.about)
        if kind in EXAMPLES:
            self.example(kind, EXAMPLES[kind])

    def example(self, kind: str, example: Example) -> None:
        self.line("示例", Text(f"“{example.line}”", ""))
        names = ["指标编码", "指标名称", "满分", "评分规则"]
        cells = [EXAMPLE_CODE, example.name, f"{example.full_marks}", RULES[kind].name.zh]
        self.table(layout.INDICATORS, names, [cells])
        bearer = Bearer(EXAMPLE_CODE, "", example.name, kind, example.params)
        for one in [bearer, *(part_bearers(bearer) if kind == COMPOSITE else ())]:
            family = family_of(one.kind)
            lines = list(bearer_lines(one, family)) if family else []
            if family and lines:
                self.table(family.name, *_grid(lines))
        self.line("评分标准（自动）", RULES[kind].sentence(example.params, example.full_marks))

    def table(self, sheet: str, names: Sequence[str], rows: Cells) -> None:
        """What stands on a sheet: its headers and cells, folded where there are more than fit."""
        self.sheet.write_string(self.row, LABEL, f"“{sheet}”表", self.look.strong)
        for first in range(0, len(names), WIDE):
            some = slice(first, first + WIDE)
            self._cells(names[some], self.look.head)
            for cells in rows:
                self._cells(cells[some], self.look.value)

    def _cells(self, cells: Sequence[str], style: Any) -> None:
        for place, text in enumerate(cells, start=LABEL + 1):
            self.sheet.write_string(self.row, place, text, style)
        longest = max((self.look.lines(text, WIDTH - 1) for text in cells), default=1)
        self.sheet.set_row(self.row, 15 * longest + 4)
        self.row += 1


def _sheets() -> Iterator[tuple[str, Text]]:
    """Every sheet with what goes there."""
    yield from BASICS
    for family in families():
        kinds = [RULES[kind] for kind in family.kinds]
        yield (
            family.name,
            Text(
                "".join(f"{rule.name.zh}：{rule.about.zh}" for rule in kinds),
                " ".join(f"{rule.name.en}: {rule.about.en}" for rule in kinds),
            ),
        )


def _grid(lines: list[SheetLine]) -> tuple[list[str], Cells]:
    """The lines of one rule with only the columns that are filled in."""
    part = lines[0].bearer.part
    names = list(dict.fromkeys(name for line in lines for name in line.cells))
    family = family_of(lines[0].bearer.kind)
    order = [column.header.zh for column in family.columns] if family else []
    names.sort(key=order.index)
    own = [lines[0].bearer.code, *([part] if part else [])]
    rows = [
        own + [shown_value(*line.cells[name]) if name in line.cells else "" for name in names]
        for line in lines
    ]
    return ["指标编码", *(["子项代码"] if part else []), *names], rows
