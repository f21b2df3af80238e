"""The page of a survey form as typed: boxes by number, read into a draft with every fault named."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from appraisal.core.survey_drafts import MOST_DIMENSIONS, MOST_ITEMS, MOST_LEVELS, SurveyDraft
from records.errors import Invalid, Problem

# Empty lines offered after those that are filled.
SPARE = {"dimension": 2, "level": 2, "item": 4}
MOST = {"dimension": MOST_DIMENSIONS, "level": MOST_LEVELS, "item": MOST_ITEMS}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of boxes: its number from 0, its words, and its points or the number of its dimension."""

    number: int
    words: str
    value: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The boxes as they stand on the page, blank ones at the end of each list."""

    name: str
    satisfied_from: str
    least_items: str
    dimensions: list[Line]
    levels: list[Line]
    items: list[Line]

    @property
    def places(self) -> list[tuple[str, str]]:
        """The dimensions to choose from, by their number."""
        return [(str(one.number), one.words) for one in self.dimensions if one.words]


def shown(draft: SurveyDraft) -> Typed:
    """A form's boxes, filled."""
    return Typed(
        draft.name,
        str(draft.satisfied_from),
        str(draft.least_items),
        _spare("dimension", [Line(n, one, "") for n, one in enumerate(draft.dimensions)]),
        _spare("level", [Line(n, name, str(points)) for n, (points, name) in enumerate(draft.levels)]),
        _spare("item", [Line(n, text, str(place)) for n, (place, text) in enumerate(draft.items)]),
    )


def typed(data: QueryDict) -> Typed:
    """The boxes as they were sent."""
    return Typed(
        data.get("name", "").strip(),
        data.get("satisfied_from", "").strip(),
        data.get("least_items", "").strip(),
        _spare("dimension", list(_sent(data, "dimension"))),
        _spare("level", list(_sent(data, "level"))),
        _spare("item", list(_sent(data, "item"))),
    )


def _sent(data: QueryDict, kind: str) -> Iterator[Line]:
    for number in range(MOST[kind] + SPARE[kind]):
        words = data.get(f"{kind}-{number}", "").strip()
        value = data.get(f"{kind}-{number}-value", "").strip()
        if words or f"{kind}-{number}" in data:
            yield Line(number, words, value)


def _spare(kind: str, lines: list[Line]) -> list[Line]:
    """Blank lines behind the last that is filled."""
    last = max((line.number for line in lines if line.words), default=-1)
    kept = [line for line in lines if line.number <= last]
    room = min(SPARE[kind], MOST[kind] - last - 1)
    return kept + [Line(last + 1 + n, "", "") for n in range(max(0, room))]


def read(boxes: Typed) -> SurveyDraft:
    """The draft that the boxes say; lines without words are left out. Raises Invalid for points that are no number."""
    problems: list[Problem] = []
    dimensions = [line for line in boxes.dimensions if line.words]
    numbers = {str(line.number): place for place, line in enumerate(dimensions)}
    draft = SurveyDraft(
        name=boxes.name,
        dimensions=tuple(line.words for line in dimensions),
        levels=tuple(
            (_whole(line.value, line.words, problems), line.words) for line in boxes.levels if line.words
        ),
        items=tuple((numbers.get(line.value, -1), line.words) for line in boxes.items if line.words),
        satisfied_from=_whole(boxes.satisfied_from, _("满意的起点"), problems),
        least_items=_whole(boxes.least_items, _("至少回答"), problems),
    )
    if problems:
        raise Invalid(_("调查表填写有误，没有保存。"), code="form", problems=problems)
    return draft


def _whole(text: str, place: str, problems: list[Problem]) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    problems.append(Problem(_("应为整数"), value=text[:20], place=place))
    return 0
