"""The county that the tests of results look at."""

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
