"""Two failing years running count under one director only (RULES 8, decision)."""

import pytest

from appraisal.models import Publication, Result
from appraisal.reports.documents import Press
from appraisal.reports.history import failed_last_year
from tests.appraisal.results.world import Published, text_of

pytestmark = pytest.mark.django_db


def last_year(world: Published, place: int, *, grade: str = "fail", director: str | None = None) -> Result:
    """A published result of the year before, as an earlier year left it."""
    publication = Publication.objects.get(pk=world.year.pk)
    publication.pk, publication.year, publication.lines = None, world.year.year - 1, 1
    publication.save(force_insert=True)
    now = world.result(place)
    return Result.objects.create(
        publication=publication,
        centre=now.centre,
        standing="graded",
        grade_code=grade,
        grade_name="不合格",
        director_name=now.director_name if director is None else director,
    )


def test_only_the_lowest_grade_of_the_year_before_counts(published: Published) -> None:
    last_year(published, 0)
    assert failed_last_year(published.year) == {published.centres[0].pk: published.result(0).director_name}


def test_another_grade_does_not_count(published: Published) -> None:
    last_year(published, 0, grade="pass")
    assert failed_last_year(published.year) == {}


@pytest.mark.parametrize(("director", "words"), [(None, "由我局另行研究决定"), ("前任", "因院长已变更")])
def test_the_notice_tells_the_directors_apart(published: Published, director: str | None, words: str) -> None:
    last_year(published, 0, director=director)
    result = published.result(0)
    result.grade_code, result.grade_name = "fail", "不合格"
    assert words in text_of(Press(published.year).notice_pdf(result))
