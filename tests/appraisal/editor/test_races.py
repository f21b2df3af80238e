"""Two editors at the same moment on one draft, on PostgreSQL: nothing of either is lost, no place is taken twice."""

import threading
from functools import partial
from typing import Any

import pytest

from appraisal.actions import scheme_order, schemes
from appraisal.actions.scheme_rows import content_print
from appraisal.models import Category, GradeBand, Indicator, Scheme
from centres.models import User
from records import audit
from records.errors import Conflict
from tests.appraisal.schemes.shelf import clerk, draft, leader, small
from tests.records.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres_only(reason="SQLite hides races"),
]
TRIES = 5


def places(scheme: Scheme, part: Any) -> list[int]:
    return sorted(part.objects.filter(scheme=scheme).values_list("ordinal", flat=True))


def both(*works: Any) -> list[Any]:
    """What each of the works returned or refused with."""

    def tried(work: Any) -> Any:
        try:
            return work()
        except Conflict as refused:
            return refused.code

    return list(at_once(lambda number: tried(works[number]), count=len(works)))


def people() -> tuple[User, User]:
    return clerk(), leader()


def bands_change_places(scheme: Scheme) -> list[Any]:
    """One editor puts the first grade last, the other the last one first."""
    one, two = people()
    first, second = GradeBand.objects.filter(scheme=scheme).order_by("ordinal")
    act = partial(scheme_order.move, scheme_id=scheme.pk, part=GradeBand)
    return both(partial(act, actor=one, pk=first.pk), partial(act, actor=two, pk=second.pk, before=first.pk))


def test_two_moves_leave_every_place_taken_once() -> None:
    scheme = draft(small())
    for _ in range(TRIES):
        bands_change_places(scheme)
        assert places(scheme, GradeBand) == [1, 2]
    assert list(audit.faults()) == []


def saves_from_one_state(scheme: Scheme, number: int) -> list[Any]:
    """Two editors save a row from the same state of it."""
    one, two = people()
    row = Indicator.objects.get(scheme=scheme, code="B-01")
    act = partial(
        schemes.save_part, scheme_id=scheme.pk, part=Indicator, pk=row.pk, seen=content_print(row)
    )  # fmt: skip
    works = [partial(act, actor=actor, values={"name": f"{actor}{number}"}) for actor in (one, two)]
    return [found if isinstance(found, str) else "saved" for found in both(*works)]


def test_two_saves_from_one_state_the_second_is_told() -> None:
    scheme = draft(small())
    for number in range(TRIES):
        assert sorted(saves_from_one_state(scheme, number)) == ["row_changed", "saved"]


def test_without_the_lock_both_would_be_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: readers of the scheme who don't hold it both find the row as they saw it."""
    scheme, gate = draft(small()), threading.Barrier(2)
    plain = schemes.must_be_as_seen

    def together(row: Any, seen: str) -> None:
        plain(row, seen)
        gate.wait(timeout=120)

    monkeypatch.setattr(schemes, "take_draft", lambda actor, scheme_id: Scheme.objects.get(pk=scheme_id))
    monkeypatch.setattr(schemes, "must_be_as_seen", together)
    assert saves_from_one_state(scheme, 0) == ["saved", "saved"]


def test_a_move_into_a_category_and_its_removal() -> None:
    one, two = people()
    scheme = draft(small())
    for _ in range(TRIES):
        target = schemes.save_part(
            actor=one, scheme_id=scheme.pk, part=Category, pk=None,
            values={"code": "Z", "ordinal": 9, "name": "末", "full_marks": 0},
        )  # fmt: skip
        row = scheme_order.duplicate(
            actor=one, scheme_id=scheme.pk, part=Indicator, pk=Indicator.objects.get(scheme=scheme, code="B-02").pk
        )  # fmt: skip
        both(
            lambda: scheme_order.move(
                actor=one,
                scheme_id=scheme.pk,
                part=Indicator,
                pk=row.pk,  # noqa: B023
                category=target.pk,  # noqa: B023
            ),
            lambda: schemes.remove_part(actor=two, scheme_id=scheme.pk, part=Category, pk=target.pk),  # noqa: B023
        )
        left = Indicator.objects.filter(pk=row.pk).values_list("category__code", flat=True)
        assert list(left) in ([], ["B"])
        Indicator.objects.filter(pk=row.pk).delete()
    assert list(audit.faults()) == []
