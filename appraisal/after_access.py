"""The only door to rectifications, spot checks and filings: fetch, authorise, or 404."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from appraisal.core.lives import CHECK_OPEN_TO_COUNTY
from appraisal.models import Filing, Rectification, SpotCheck
from centres.access import require
from centres.models import DirectorTerm, Staff, User
from centres.roles import REGION_ROLES


def rectifications_for(user: User) -> QuerySet[Rectification]:
    """NotAllowed (403) for roles without; a director's are of the own centre."""
    if not user.can("own.appraise"):
        require(user, "rectification.read")
    rows = Rectification.objects.visible_to(user)
    return rows.select_related("county", "centre", "director", "publication__scheme", "result", "ordered_by")


def rectification_for(user: User, pk: int) -> Rectification:
    return get_object_or_404(rectifications_for(user), pk=pk)


def checks_for(user: User) -> QuerySet[SpotCheck]:
    """The body's own, in whatever state; others of the region and the county once the report is out."""
    require(user, "check.read")
    own = Q(region=user.region_id) if user.role in REGION_ROLES else Q(pk__in=[])
    rows = SpotCheck.objects.filter(
        user.county_scope("county__"), own | Q(state__in=sorted(CHECK_OPEN_TO_COUNTY))
    )
    return rows.select_related(
        "county", "region", "round__scheme", "round__county", "made_by", "corrected_round"
    )


def check_for(user: User, pk: int) -> SpotCheck:
    return get_object_or_404(checks_for(user), pk=pk)


def own_check_for(user: User, pk: int) -> SpotCheck:
    """A check of the account's own body, to act on; another body's is as if it weren't there."""
    require(user, "check.make")
    return get_object_or_404(checks_for(user).filter(region=user.region_id), pk=pk)


def filings_for(user: User) -> QuerySet[Filing]:
    require(user, "filing.read")
    rows = Filing.objects.filter(user.county_scope("county__"))
    return rows.select_related(
        "county__parent__parent",
        "publication__june_round",
        "publication__december_round",
        "sent_by",
        "decided_by",
    )


def filing_for(user: User, pk: int) -> Filing:
    return get_object_or_404(filings_for(user), pk=pk)


def director_for(user: User, staff_id: int) -> Staff:
    """A director, past or present: of the county for who reads rectifications; for a director the own file."""
    if user.can("own.appraise"):
        terms = DirectorTerm.objects.filter(centre=user.centre_id, ended_on__isnull=True, staff=staff_id)
        if not terms.exists():
            raise Http404
    else:
        require(user, "rectification.read")
    rows = Staff.objects.filter(user.centre_scope("centre__"), director_terms__isnull=False).distinct()
    return get_object_or_404(rows.select_related("centre__county"), pk=staff_id)
