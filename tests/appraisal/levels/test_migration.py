"""Rows of before the levels stay what they were, and the guards stand again afterwards."""

import pytest
from django.core.management import call_command

from appraisal.models import Assessment, Publication, Result, Round
from appraisal.verification import fingerprints, published
from centres.models import Centre
from records import guards
from tests.factories import County

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_published_year_survives_the_way_back_and_forth() -> None:
    county = County(size=2, indicators=1)
    county.year(["90", "50"], ["80", "70"])
    before = list(Result.objects.order_by("pk").values_list("centre", "total", "rank", "grade_code"))
    call_command("migrate", "appraisal", "0002", verbosity=0)
    call_command("migrate", verbosity=0)
    assert list(Result.objects.order_by("pk").values_list("centre", "total", "rank", "grade_code")) == before
    for model in (Round, Publication):
        assert set(model._default_manager.values_list("level", "centre")) == {("centre", None)}
    assert set(Assessment.objects.values_list("staff", flat=True)) == {None}
    assert set(Centre.everyone.values_list("type", "parent")) == {("township", None)}
    assert guards.missing() == []
    assert [*fingerprints(), *published()] == []
