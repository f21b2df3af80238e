"""Importing a round's scores from workbooks: 54 centres × 80 indicators, in both layouts.

    python -m benchmarks.score_import

One workbook for the whole round (a page for each category), and one workbook for each centre. For each database
and layout: seconds of reading the file in its bounded child, of the preview (read, compare, stage) and of the
confirmation (compare again, save all or nothing), and the whole as a ratio to the plain saving action over the
same cells. Bar: 10 s a round.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.databases import ready, run_on_both

CENTRES, INDICATORS = 54, 80
BAR = 10  # seconds
BLANK: dict[str, Any] = {
    "inputs": {}, "points": None, "version": 0, "not_applicable": False, "reason": "", "source": "",
    "source_date": None, "updated_by": None, "updated_at": None,
}  # fmt: skip


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = act()
    return time.perf_counter() - began, answer


class Imports:
    """A round whose cells were saved once by the action; its workbooks, filled in; and a clerk who uploads them."""

    def __init__(self) -> None:
        from appraisal.models import Assessment
        from appraisal.sheets import score_export
        from tests.grids import fill, wide_county

        self.county, self.round = wide_county(CENTRES, INDICATORS)
        self.saving, _none = timed(lambda: fill(self.county, self.round))
        sheets = Assessment.objects.filter(round=self.round).select_related("centre", "round__scheme")
        self.files = {
            "one workbook a round": [score_export.matrix_workbook(self.round)],
            "one workbook a centre": [score_export.centre_workbook(sheet) for sheet in sheets],
        }

    def clear(self) -> None:
        """Every cell as in a round just opened. Past the action: this is no part of what is measured."""
        from appraisal.models import Score

        Score.objects.filter(assessment__round=self.round).update(**BLANK)

    def read(self, files: list[bytes]) -> None:
        """The part that the bounded child does."""
        from records.reading.files import read_workbook

        for data in files:
            read_workbook(data)

    def stage(self, files: list[bytes]) -> list[str]:
        from records import imports

        importer = imports.importer_of("scores")
        assert importer is not None
        context = importer.authorise(self.county.clerk, {"round": str(self.round.pk)})
        staged = [
            imports.stage(importer, data, self.county.clerk, context, file_name="scores.xlsx")
            for data in files
        ]
        assert not any(one.problems for one in staged), staged[0].problems[:3]
        return [one.key for one in staged]

    def confirm(self, keys: list[str]) -> int:
        from records import imports

        return sum(imports.confirm(key, self.county.clerk).result["saved"] for key in keys)


def measure(name: str) -> int:
    ready()
    world = Imports()
    print(f"{name}: {CENTRES * INDICATORS} cells by the plain action in {world.saving:.2f} s")
    return max(one_layout(name, world, layout) for layout in world.files)


def one_layout(name: str, world: Imports, layout: str) -> int:
    from appraisal.queries.kept import drifted_sheets

    files = world.files[layout]
    world.clear()
    reading, _none = timed(lambda: world.read(files))
    preview, keys = timed(lambda: world.stage(files))
    confirming, saved = timed(lambda: world.confirm(keys))
    assert saved == CENTRES * INDICATORS, saved
    assert drifted_sheets(world.round) == []
    whole = preview + confirming
    print(
        f"{name}: {layout}: preview {preview:.2f} s (reading alone {reading:.2f} s) + confirmation"
        f" {confirming:.2f} s = {whole:.2f} s; {whole / world.saving:.1f} × the plain action;"
        f" {'meets' if whole <= BAR else 'misses'} the bar of {BAR} s"
    )
    return 0 if whole <= BAR else 1


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--measure"]:
        sys.exit(measure(arguments[1]))
    sys.exit(run_on_both("benchmarks.score_import", arguments))
