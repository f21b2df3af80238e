"""The only door to schemes, rounds, sheets and results: fetch, authorise, or 404."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from appraisal.models import Assessment, Publication, Result, Round, Scenario, Scheme
from centres.access import require
from centres.models import User


def schemes_for(user: User) -> QuerySet[Scheme]:
    return Scheme.objects.filter(user.county_scope("county__")).select_related("county")


def scheme_for(user: User, scheme_id: int) -> Scheme:
    return get_object_or_404(schemes_for(user), pk=scheme_id)


def readable_schemes_for(user: User) -> QuerySet[Scheme]:
    """Schemes whose pages the account may read: those in scope; for a director those put in force in the own
    county, drafts left out, since every lost point rests on them. NotAllowed (403) for other roles.
    """
    if user.can("own.read") and user.centre is not None:
        rows = Scheme.objects.filter(county_id=user.centre.county_id, level=Scheme.Level.CENTRE)
        return rows.exclude(state=Scheme.State.DRAFT).select_related("county")
    require(user, "scheme.read")
    return schemes_for(user)


def readable_scheme_for(user: User, scheme_id: int) -> Scheme:
    return get_object_or_404(readable_schemes_for(user), pk=scheme_id)


def rounds_for(user: User) -> QuerySet[Round]:
    return Round.objects.filter(user.county_scope("county__")).select_related("county", "scheme")


def round_for(user: User, round_id: int) -> Round:
    """The round of that id, or 404 when its county isn't in the account's scope."""
    return get_object_or_404(rounds_for(user), pk=round_id)


def sheets_for(user: User) -> QuerySet[Assessment]:
    """Score sheets in scope. A director's door is `results_for`: an open sheet isn't theirs to read."""
    return Assessment.objects.filter(user.county_scope("round__county__")).select_related(
        "centre", "round__county", "round__scheme"
    )


def sheet_for(user: User, round_id: int, centre_code: str) -> Assessment:
    return get_object_or_404(sheets_for(user), round_id=round_id, centre__code=centre_code)


def publications_for(user: User) -> QuerySet[Publication]:
    return Publication.objects.filter(user.county_scope("county__")).select_related(
        "county", "scheme", "published_by", "june_round__scheme", "december_round__scheme"
    )


def publication_for(user: User, publication_id: int) -> Publication:
    return get_object_or_404(publications_for(user), pk=publication_id)


def results_for(user: User) -> QuerySet[Result]:
    """Published results in scope; a director's and a staff member's is the own centre's."""
    return Result.objects.filter(user.centre_scope("centre__")).select_related(
        "centre",
        "publication__county",
        "publication__scheme",
        "publication__june_round__scheme",
        "publication__december_round__scheme",
    )


def result_for(user: User, result_id: int) -> Result:
    return get_object_or_404(results_for(user), pk=result_id)


def scenarios_for(user: User) -> QuerySet[Scenario]:
    return Scenario.objects.filter(user.county_scope("county__")).select_related("county", "created_by")


def scenario_for(user: User, scenario_id: int) -> Scenario:
    return get_object_or_404(scenarios_for(user), pk=scenario_id)
