"""Grading and publishing a county of 54 centres × 80 indicators × 2 rounds, beside one plain SQL aggregate.

python -m benchmarks.grading prints, for each database: seconds and queries of importing a round's scores through
the action, of finalising June, of finalising December with the year, and the ratio of the last to the sum of the
same rows in SQL.
"""

import sys
import time
from typing import Any

from benchmarks.databases import ready, run_on_both

CENTRES, INDICATORS, REPEATS = 54, 80, 20


def measure(name: str) -> int:
    ready()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from appraisal.actions import publishing, rounds
    from tests.factories import NOW, County

    county = County(size=CENTRES, indicators=INDICATORS)
    totals = [f"{55 + number * 0.75:.2f}" for number in range(CENTRES)]
    for kind in ("june", "december"):
        opened = county.open(kind)
        started = time.perf_counter()
        county.score(opened, totals)
        print(
            f"{name}: {CENTRES * INDICATORS} cells of {kind} saved in {time.perf_counter() - started:.2f} s"
        )
        rounds.submit(actor=county.clerk, round_id=opened.pk, now=NOW)
        rounds.review(actor=county.leader, round_id=opened.pk, now=NOW)
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            publishing.finalise(actor=county.leader, round_id=opened.pk, now=NOW)
            spent = time.perf_counter() - started
        print(f"{name}: {kind} graded and published in {spent:.3f} s with {len(queries)} queries")
    plain = aggregate(connection)
    print(f"{name}: one SQL sum over the same rows {plain * 1000:.1f} ms; ratio {spent / plain:.0f}")
    return 0


def aggregate(connection: Any) -> float:
    """Seconds of one sum of points by centre and round over all cells."""
    statement = "SELECT assessment_id, SUM(points) FROM appraisal_score GROUP BY assessment_id"
    started = time.perf_counter()
    for _repeat in range(REPEATS):
        with connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.fetchall()
    return (time.perf_counter() - started) / REPEATS


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--measure"]:
        sys.exit(measure(arguments[1]))
    sys.exit(run_on_both("benchmarks.grading", arguments))
