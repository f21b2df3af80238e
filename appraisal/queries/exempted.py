"""Whom a round doesn't appraise."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from appraisal.models import Assessment, Exemption, Level, Round

INSTITUTIONS = [str(one) for one in Level if one != Level.STAFF]


def exempted_sheets(current: Round) -> QuerySet[Assessment]:
    """The sheets of those who are exempted from the round, for a subquery."""
    same = Exemption.objects.filter(round=OuterRef("round"), centre=OuterRef("centre"))
    own = Q(staff=OuterRef("staff")) | Q(staff__isnull=True, round__level__in=INSTITUTIONS)
    return Assessment.objects.filter(Exists(same.filter(own)), round=current)
