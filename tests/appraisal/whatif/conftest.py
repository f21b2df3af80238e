"""A county of five whose year is published."""

from tests.factories import County
from tests.harness.worlds import kept

JUNE = ["92", "88", "84", "72", "55"]
DECEMBER = ["93", "88", "84", "70", "58"]


@kept
def county() -> County:
    made = County(5)
    made.year(JUNE, DECEMBER)
    return made
