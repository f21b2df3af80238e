"""Rectifications as pages show them: who is to be ordered, what stands, a case's story, a director's file (RULES 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appraisal import award_hook
from appraisal.access import results_for
from appraisal.after_access import rectifications_for
from appraisal.award_hook import Award
from appraisal.core.lives import RECTIFICATION
from appraisal.models import GradeBand, Level, Publication, Rectification, RemovalCase, Result
from appraisal.queries.failing import has_failed, lowest_codes, namesakes, term_on, year_results
from appraisal.queries.results import newest_results, said
from centres.models import DirectorTerm, Staff, User

State = Rectification.State
ACTS = {one.name: one for one in RECTIFICATION}
STEP_NAMES: Mapping[str, Any] = {
    "order": _("下达整改"),
    "report": _("报送整改报告"),
    "pass": _("复查合格，销号"),
    "fail": _("复查不合格"),
    "extend": _("延期"),
    "withdraw": _("撤回"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. `outdated`: a newer version of the results no longer grades the centre lowest."""

    case: Rectification
    overdue: bool
    outdated: bool
    removal: RemovalCase | None


@dataclass(frozen=True, slots=True)
class Story:
    """One case: its acts in order, how the years were counted, what may be done now."""

    row: Row
    steps: Sequence[tuple[str, Any]]
    reasoning: Sequence[str]
    removal_reasoning: Sequence[str]
    namesakes: Sequence[Result]
    can: frozenset[str]


@dataclass(frozen=True, slots=True)
class FileYear:
    """A year of a director: the result that was also the director's, what followed, and the award."""

    result: Result
    grade_ordinal: int
    case: Rectification | None
    award: Award | None


def candidates(user: User) -> list[Result]:
    """Newest year results of the lowest grade without a live order, open centres only; empty for who may not (3 queries)."""
    if not user.can("rectification.lead"):
        return []
    mine = results_for(user).filter(
        publication__kind=Publication.Kind.YEAR, publication__level=Level.CENTRE, staff__isnull=True
    )
    mine = mine.exclude(centre__closed_on__lte=timezone.localdate())
    rows = list(newest_results(mine).exclude(grade_code="").order_by("-publication__year", "centre__code"))
    lowest = lowest_codes(rows)
    live = Rectification.objects.exclude(state=State.WITHDRAWN).filter(user.centre_scope("centre__"))
    ordered = set(live.values_list("centre_id", "year"))
    return [
        row
        for row in rows
        if has_failed(row, lowest) and (row.centre_id, row.publication.year) not in ordered
    ]


def rows_for(user: User, today: date) -> list[Row]:
    """Every case in reach, the newest year first (a constant number of queries)."""
    return rows_of(list(rectifications_for(user).select_related("removal")), today)


def rows_of(cases: Sequence[Rectification], today: date) -> list[Row]:
    newest = list(year_results([case.centre_id for case in cases]))
    lowest = lowest_codes(newest)
    failing = {(one.centre_id, one.publication.year) for one in newest if has_failed(one, lowest)}
    return [
        Row(
            case,
            overdue=is_overdue(case, today),
            outdated=is_open(case) and (case.centre_id, case.year) not in failing,
            removal=getattr(case, "removal", None),
        )
        for case in cases
    ]


def is_open(case: Rectification) -> bool:
    return case.state in {State.ORDERED, State.REPORTED}


def is_overdue(case: Rectification, today: date) -> bool:
    """The due day itself still counts; only a missing report is late, not a re-inspection."""
    return case.state == State.ORDERED and case.due_on < today


def story(user: User, case: Rectification, today: date) -> Story:
    [row] = rows_of([case], today)
    removal = row.removal
    return Story(
        row=row,
        steps=[(str(STEP_NAMES.get(one.act, one.act)), one) for one in case.steps.select_related("by")],
        reasoning=[said(step) for step in case.reasoning],
        removal_reasoning=[said(step) for step in removal.reasoning] if removal else [],
        namesakes=_namesakes(case) if user.can("rectification.lead") and removal is None else [],
        can=possible(user, case, removal),
    )


def _namesakes(case: Rectification) -> list[Result]:
    return namesakes(case.centre, case.year, case.director_name)


def possible(user: User, case: Rectification, removal: RemovalCase | None) -> frozenset[str]:
    """The acts that the account's role has and the state draws."""
    acts = {one.name for one in RECTIFICATION if case.state in one.sources and user.can(one.capability)}
    if removal is not None and removal.state == RemovalCase.State.PUT and user.can("rectification.lead"):
        acts.add("decide")
    if removal is None and case.state != State.WITHDRAWN and user.can("rectification.lead"):
        acts.add("put")
    return frozenset(acts)


def director_file(staff: Staff) -> list[FileYear]:
    """Every year at whose end this person was director, the newest first (a constant number of queries)."""
    terms = list(DirectorTerm.objects.filter(staff=staff).select_related("staff"))
    own = [
        row
        for row in year_results({term.centre_id for term in terms})
        if term_on(terms, row.centre_id, date(row.publication.year, 12, 31))
    ]
    bands = GradeBand.objects.filter(scheme_id__in={row.publication.scheme_id for row in own})
    ordinals = {(band.scheme_id, band.code): band.ordinal for band in bands}
    cases = {
        (case.centre_id, case.year): case
        for case in Rectification.objects.filter(centre_id__in={term.centre_id for term in terms})
        .exclude(state=State.WITHDRAWN)
        .select_related("removal", "centre")
    }
    awards = award_hook.awards_of([row.pk for row in own])
    return [
        FileYear(
            row,
            ordinals.get((row.publication.scheme_id, row.grade_code), 0),
            cases.get((row.centre_id, row.publication.year)),
            awards.get(row.pk),
        )
        for row in own
    ]
