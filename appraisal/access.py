"""The only door to schemes, rounds, sheets and results: fetch, authorise, or 404."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from appraisal.models import (
    OWNED_LEVELS,
    Appeal,
    Assessment,
    ExternalFile,
    Level,
    Publication,
    Result,
    Round,
    Scenario,
    Scheme,
    subject_code,
)
from appraisal.standings import Field
from centres.access import centres_for, county_for, require
from centres.models import Region, User


def schemes_for(user: User) -> QuerySet[Scheme]:
    return Scheme.objects.filter(user.county_scope("county__")).select_related("county")


def scheme_for(user: User, scheme_id: int) -> Scheme:
    return get_object_or_404(schemes_for(user), pk=scheme_id)


def readable_schemes_for(user: User) -> QuerySet[Scheme]:
    """Schemes whose pages the account may read: those in scope; for a director those put in force in the own
    county, drafts left out, since every lost point rests on them. NotAllowed (403) for other roles.
    """
    if user.can("own.read") and user.centre is not None:
        rows = Scheme.objects.filter(county_id=user.centre.county_id, level__in=[Level.CENTRE, *OWNED_LEVELS])
        return rows.exclude(state=Scheme.State.DRAFT).select_related("county")
    require(user, "scheme.read")
    return schemes_for(user)


def readable_scheme_for(user: User, scheme_id: int) -> Scheme:
    return get_object_or_404(readable_schemes_for(user), pk=scheme_id)


def round_scope(user: User, prefix: str = "") -> Q:
    """The rounds, or publications, in scope, as a filter; `prefix` leads to one.

    A director has those of the own centre's staff and clinics, never the county's.
    """
    if user.can("own.appraise"):
        return Q(**{f"{prefix}centre": user.centre_id})
    return user.county_scope(f"{prefix}county__")


def rounds_for(user: User) -> QuerySet[Round]:
    return Round.objects.filter(round_scope(user)).select_related("county", "scheme", "centre")


def round_for(user: User, round_id: int) -> Round:
    """The round of that id, or 404 when its county isn't in the account's scope."""
    return get_object_or_404(rounds_for(user), pk=round_id)


def sheets_for(user: User) -> QuerySet[Assessment]:
    """Score sheets in scope. A director's door is `results_for`: an open sheet isn't theirs to read."""
    return Assessment.objects.filter(round_scope(user, "round__")).select_related(
        "centre", "staff", "round__county", "round__scheme", "round__centre"
    )


def sheet_for(user: User, round_id: int, code: str) -> Assessment:
    """The sheet of the institution of that code, or of the member of staff of that number."""
    sheets = sheets_for(user).annotate(subject_code=subject_code())
    return get_object_or_404(sheets, round_id=round_id, subject_code=code)


def external_files_for(user: User) -> QuerySet[ExternalFile]:
    """Kept files of other bodies: whoever sees the round sees its files, which hold the values of all in it."""
    return ExternalFile.objects.filter(round_scope(user, "round__"))


def publications_for(user: User) -> QuerySet[Publication]:
    return Publication.objects.filter(round_scope(user)).select_related(
        "county", "centre", "scheme", "published_by", "june_round__scheme", "december_round__scheme"
    )


def publication_for(user: User, publication_id: int) -> Publication:
    return get_object_or_404(publications_for(user), pk=publication_id)


def results_for(user: User) -> QuerySet[Result]:
    """Published results in scope. A director's: the own centre's, its staff's, its clinics'.

    A member of staff's: the own centre's, and of the staff's only the own.
    """
    return Result.objects.filter(_result_scope(user)).select_related(
        "centre",
        "staff",
        "publication__county",
        "publication__centre",
        "publication__scheme",
        "publication__june_round__scheme",
        "publication__december_round__scheme",
    )


def _result_scope(user: User) -> Q:
    if user.can("own.appraise"):
        return Q(centre=user.centre_id) | Q(publication__centre=user.centre_id)
    if user.can("self.read"):
        own = Q(staff=user.staff_id) if user.staff_id else Q(pk__in=[])
        return Q(centre=user.centre_id, staff__isnull=True) | own
    return user.centre_scope("centre__")


def result_for(user: User, result_id: int) -> Result:
    return get_object_or_404(results_for(user), pk=result_id)


def field_for(user: User, county: str, level: str, owner: str = "") -> tuple[Region, Field]:
    """The county and who is appraised together there, or 404: `owner` is the code of the centre whose own it is.

    A director has the own centre's staff and clinics, never the county's.
    """
    if level not in OWNED_LEVELS:
        if owner or level not in Level.values:
            raise Http404
        return county_for(user, county), Field(level)
    centre = get_object_or_404(centres_for(user), code=owner, county__code=county)
    return centre.county, Field(level, centre)


def scenarios_for(user: User) -> QuerySet[Scenario]:
    rows = Scenario.objects.filter(round_scope(user))
    return rows.select_related("county", "centre", "created_by")


def scenario_for(user: User, scenario_id: int) -> Scenario:
    return get_object_or_404(scenarios_for(user), pk=scenario_id)


def own_sheets(user: User) -> QuerySet[Assessment]:
    """A director's own centre's sheets in county rounds: for self-assessment and appeals, never to read the county's
    cells before they are in public notice.
    """
    sheets = Assessment.objects.filter(round__level=Level.CENTRE, centre=user.centre_id, centre__isnull=False)
    return sheets.select_related("centre", "round__county", "round__scheme")


def own_sheet_for(user: User, round_id: int) -> Assessment:
    return get_object_or_404(own_sheets(user), round_id=round_id)


def notices_for(user: User) -> QuerySet[Round]:
    """Rounds that are, or were, in public notice: of the counties in scope, or of the own centre's county."""
    shown = Round.objects.filter(notice_ends_at__isnull=False)
    if user.centre is not None:
        shown = shown.filter(county=user.centre.county_id)
    else:
        shown = shown.filter(user.county_scope("county__"))
    return shown.select_related("county", "scheme", "centre")


def notice_for(user: User, round_id: int) -> Round:
    return get_object_or_404(notices_for(user), pk=round_id)


def appeals_for(user: User) -> QuerySet[Appeal]:
    """Appeals in scope; a director's are those of the own centre."""
    if user.can("own.appeal"):
        scope = Q(assessment__centre=user.centre_id)
    else:
        scope = user.county_scope("assessment__round__county__")
    return Appeal.objects.filter(scope).select_related(
        "assessment__centre", "assessment__round__county", "assessment__round__scheme", "made_by", "proposed_by",
        "decided_by",
    )  # fmt: skip


def appeal_for(user: User, appeal_id: int) -> Appeal:
    return get_object_or_404(appeals_for(user), pk=appeal_id)
