"""The county whose documents are looked at."""

from tests.appraisal.results.world import Published
from tests.harness.worlds import kept


@kept
def published() -> Published:
    return Published(
        [
            [],
            ["points"],
            ["points", "linear"],
            ["points", "linear", "count"],
            ["tier", "yes_no", "step"],
            ["tier"],
        ]
    )
