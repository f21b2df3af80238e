"""Which entry of the side bar a page lights."""

import pytest

from config.navigation import current
from records.navigation import NavItem

ITEMS = [
    NavItem("轮次", "/appraisal/rounds/", also="/appraisal/draws/"),
    NavItem("佐证", "/appraisal/evidence/", also=r"/appraisal/rounds/\d+/centres/[^/]+/evidence/"),
    NavItem("公示", "/appraisal/notices/", also=r"/appraisal/(appeals/|rounds/\d+/(notice|self)/)"),
    NavItem("资金", "/money/"),
]


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/appraisal/rounds/", "轮次"),
        ("/appraisal/rounds/5/matrix/", "轮次"),
        ("/appraisal/rounds/5/centres/990101/", "轮次"),
        ("/appraisal/draws/3/", "轮次"),
        ("/appraisal/rounds/5/centres/990101/evidence/", "佐证"),
        ("/appraisal/rounds/5/notice/", "公示"),
        ("/appraisal/rounds/5/self/", "公示"),
        ("/appraisal/appeals/1/", "公示"),
        ("/money/2026/", "资金"),
        ("/", None),
        ("/records/import/centres/", None),
    ],
)
def test_a_page_lights_the_entry_that_claims_it(path: str, label: str | None) -> None:
    found = current(ITEMS, path)
    assert (found.label if found else None) == label
