"""What of the results stands on the home page: the newest ones, or a centre's own."""

from appraisal.access import publications_for, results_for
from appraisal.queries.published import history, publication_rows
from appraisal.queries.results import newest_versions
from centres.models import User
from records.navigation import HomeCard

NEWEST = 3


def result_cards(user: User) -> list[HomeCard]:
    """One card for whoever reads results; none where nothing is published."""
    if user.can("own.read") or user.can("self.read"):
        return _own(user)
    if not user.can("result.read"):
        return []
    newest = newest_versions(publications_for(user)).order_by("-published_at", "-pk")[:NEWEST]
    rows = publication_rows(list(newest))
    return [HomeCard("appraisal/_home_results.html", {"rows": rows}, order=30)] if rows else []


def _own(user: User) -> list[HomeCard]:
    """A director sees grade, total and rank; a member of staff the grade."""
    rows = history(results_for(user).filter(staff__isnull=True, centre=user.centre))
    if not rows:
        return []
    context = {"row": rows[0], "centre": user.centre, "with_score": user.can("own.read")}
    return [HomeCard("appraisal/_home_own.html", context, size="full", order=10)]
