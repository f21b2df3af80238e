"""A county of five whose year is published."""

import pytest

from tests.factories import County

JUNE = ["92", "88", "84", "72", "55"]
DECEMBER = ["93", "88", "84", "70", "58"]


@pytest.fixture
def county() -> County:
    made = County(5)
    made.year(JUNE, DECEMBER)
    return made
