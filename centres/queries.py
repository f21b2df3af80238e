"""Reads about centres and people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from centres.models import Centre, CentreAlias, DirectorTerm, Region, Staff, User
from records.models import AuditEntry
from records.reading.names import normalise

HISTORY = 20


def directors_on(centre_ids: Iterable[int], day: date) -> dict[int, str]:
    """The name of each centre's director on that day, by centre id (1 query)."""
    in_office = Q(started_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    terms = DirectorTerm.objects.filter(in_office, centre_id__in=list(centre_ids)).select_related("staff")
    return {term.centre_id: term.staff.name for term in terms.order_by("started_on")}


def working_on(county: Region, day: date) -> QuerySet[Centre]:
    """The county's centres that have opened and not closed on that day, by code."""
    return Centre.objects.filter(open_on(day), county=county).order_by("code")


def director_staff_on(centre: Centre, day: date) -> int | None:
    """The staff id of the centre's director on that day, or None (1 query)."""
    in_office = Q(started_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    terms = DirectorTerm.objects.filter(in_office, centre=centre).order_by("-started_on")
    return terms.values_list("staff_id", flat=True).first()


def open_on(day: date) -> Q:
    """Institutions that have opened and not closed on that day."""
    opened = Q(opened_on__isnull=True) | Q(opened_on__lte=day)
    return opened & (Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def employed_on(centre: Centre, day: date) -> QuerySet[Staff]:
    """The centre's staff on that day, by number."""
    begun = Q(started_on__isnull=True) | Q(started_on__lte=day)
    not_left = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    return Staff.objects.filter(begun, not_left, centre=centre).order_by("number")


@dataclass(frozen=True, slots=True)
class CentreRow:
    """A line of the list: a centre and its director of the day."""

    centre: Centre
    director: str


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """What the page of one centre shows beside its own columns."""

    account: str
    terms: list[DirectorTerm]
    posts: list[tuple[str, int]]
    aliases: list[str]
    history: list[AuditEntry]

    @property
    def staff(self) -> int:
        return sum(count for _name, count in self.posts)


def filtered(user: User, params: Mapping[str, str]) -> QuerySet[Centre]:
    """The centres in the account's scope that the filters `q`, `county`, `kind` and `state` leave."""
    found = Centre.objects.visible_to(user).select_related("county").order_by("county__code", "code")
    if words := normalise(params.get("q", "")):
        named = Q(name__icontains=words) | Q(code__icontains=words) | Q(aliases__name__icontains=words)
        found = found.filter(named).distinct()
    if params.get("kind") in Centre.Kind.values:
        found = found.filter(kind=params["kind"])
    if county := params.get("county", ""):
        found = found.filter(county__code=county)
    if params.get("state") in {"open", "closed"}:
        found = found.filter(closed_on__isnull=params["state"] == "open")
    return found


def list_rows(rows: QuerySet[Any], params: Mapping[str, str], day: date, owner: str) -> QuerySet[Any]:
    """Clinics, hospitals or staff that the filters `q`, `centre` and `state` leave; `owner` leads to the centre.

    In use, or employed, is judged on `day`.
    """
    last = "ended_on" if rows.model is Staff else "closed_on"
    over = Q(**{f"{last}__isnull": False, f"{last}__lte": day})
    if words := normalise(params.get("q", "")):
        code = "number" if rows.model is Staff else "code"
        rows = rows.filter(Q(name__icontains=words) | Q(**{f"{code}__icontains": words}))
    if owner and (centre := params.get("centre", "")):
        rows = rows.filter(**{f"{owner}__code": centre})
    if params.get("state") in {"open", "closed"}:
        rows = rows.filter(over) if params["state"] == "closed" else rows.exclude(over)
    return rows


def sums(centres: QuerySet[Centre]) -> dict[str, int]:
    """Number, central ones, people and population of the centres (1 query)."""
    rows = Centre.objects.filter(pk__in=centres.order_by().values("pk"))
    found = rows.aggregate(
        count=Count("pk"),
        central=Count("pk", filter=Q(kind=Centre.Kind.CENTRAL)),
        staff=Sum("staff_count"),
        population=Sum("population"),
    )
    return {name: value or 0 for name, value in found.items()}


def centre_rows(centres: Iterable[Centre], day: date) -> list[CentreRow]:
    """The lines of a page of centres (1 query beside the centres' own)."""
    shown = list(centres)
    directors = directors_on([centre.pk for centre in shown], day)
    return [CentreRow(centre, directors.get(centre.pk, "")) for centre in shown]


def facts(user: User, centre: Centre) -> CentreFacts:
    """The page of one centre; the bank account in full only for finance, the history for who answers for it."""
    posts = Staff.objects.filter(centre=centre, ended_on__isnull=True).values("post__name")
    terms = DirectorTerm.objects.filter(centre=centre).select_related("staff").order_by("-started_on")
    return CentreFacts(
        account=centre.bank_account if user.can("budget.edit") else masked(centre.bank_account),
        terms=list(terms),
        posts=[
            (row["post__name"] or "", row["count"])
            for row in posts.annotate(count=Count("pk")).order_by("post__name")
        ],
        aliases=list(CentreAlias.objects.filter(centre=centre).values_list("name", flat=True)),
        history=_history(centre) if user.can("centre.edit") or user.can("audit.county") else [],
    )


def _history(centre: Centre) -> list[AuditEntry]:
    entries = AuditEntry.objects.filter(object_type="centres.centre", object_id=str(centre.pk))
    return list(entries.order_by("-sequence")[:HISTORY])


def masked(account: str) -> str:
    """The last 4 digits of a bank account."""
    return f"**** {account[-4:]}" if account else ""
