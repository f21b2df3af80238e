"""`verify` is clean over a whole year, and finds each planted fault."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from appraisal.actions import reopening
from appraisal.models import CategoryTotal, Publication, Result, Round, Score
from records import guards, verification
from tests.factories import NOW, County
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def county() -> County:
    """A county with a reopened June."""
    made = County(size=5)
    made.year(["90", "88", "75", "65", "50"], ["91", "86", "75", "65", "50"])
    june = Round.objects.get(kind="june")
    request = reopening.ask(actor=made.clerk, round_id=june.pk, reason="漏计", now=NOW)
    later = NOW + timedelta(days=1)
    reopening.decide(
        actor=made.leader, request_id=request.pk, permit=True, note="", now=NOW, expires_at=later
    )
    new = reopening.reopen(actor=made.clerk, request_id=request.pk, now=NOW)
    made.score(new, ["92", "88", "75", "65", "50"])
    made.publish(new)
    return made


def faulty() -> set[str]:
    return {one.check.name for one in verification.run() if not one.ok}


def test_a_clean_year_has_no_fault(county: County) -> None:
    assert faulty() == set()


FAULTS: dict[str, Callable[[], object]] = {
    "kept_totals": lambda: CategoryTotal.objects.update(points=1),
    "recomputed_cells": lambda: Score.objects.filter(pk=Score.objects.values("pk")[:1]).update(points=1),
    "cell_trails": lambda: Score.objects.filter(version__gt=0).update(points=2),
    "round_fingerprints": lambda: Score.objects.update(reason="改动"),
    "published": lambda: Result.objects.filter(rank=1).update(grade_code="pass"),
    "top_cap": lambda: Result.objects.update(grade_code="excellent"),
    "ranks": lambda: Result.objects.filter(rank=1).update(rank=9),
    "reopening_permits": lambda: Round.objects.filter(version=2).first() and _forget_permit(),
}


def _forget_permit() -> None:
    from appraisal.models import ReopenRequest

    ReopenRequest.objects.update(state="refused")


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(county: County, name: str) -> None:
    assert Publication.objects.exists()
    with guards.lifted():
        FAULTS[name]()
    assert name in faulty()
