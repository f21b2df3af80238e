"""The county that the tests of results look at."""

import pytest

from tests.appraisal.results.world import Published


@pytest.fixture
def published(db: None) -> Published:
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
