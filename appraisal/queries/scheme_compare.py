"""Two versions of a scheme side by side in words, grouped by category: what is new, gone, changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.models import Indicator, Scheme
from appraisal.queries.scheme_years import last_years
from appraisal.rule_changes import Difference
from appraisal.scheme_changes import category_lines, common_lines, indicator_lines, sentence
from appraisal.scheme_document import CategoryPart, IndicatorPart, SchemeDocument

NEW, REMOVED, CHANGED = "new", "removed", "changed"


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """One indicator that differs; sentences and marks are "" and None on the side where it isn't."""

    code: str
    name: str
    kind: str
    marks: tuple[Decimal | None, Decimal | None]
    rules: tuple[str, str]
    lines: Sequence[Difference] = ()

    @property
    def marks_differ(self) -> bool:
        return self.marks[0] != self.marks[1]

    @property
    def rules_differ(self) -> bool:
        return self.rules[0] != self.rules[1]


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """A category with what differs in it; `unchanged` counts its indicators that are the same."""

    code: str
    name: str
    kind: str
    marks: tuple[Decimal | None, Decimal | None]
    lines: Sequence[Difference]
    rows: Sequence[IndicatorChange]
    unchanged: int

    @property
    def marks_differ(self) -> bool:
        return self.marks[0] != self.marks[1]

    @property
    def differs(self) -> bool:
        return bool(self.kind or self.lines or self.rows)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two schemes compared; `counts` are new, removed, changed and unchanged indicators."""

    common: Sequence[Difference]
    sections: Sequence[CategoryChange]
    totals: tuple[Decimal, Decimal]
    counts: dict[str, int]

    @property
    def totals_differ(self) -> bool:
        return self.totals[0] != self.totals[1]

    @property
    def same(self) -> bool:
        return not self.common and not any(section.differs for section in self.sections)


# The names of the grades by code, before and after.
Words = tuple[Mapping[str, str], Mapping[str, str]]


def compare(old: SchemeDocument, new: SchemeDocument) -> Comparison:
    """Compare by codes. An indicator that moved is listed where it stands now."""
    homes = {part.code: (category.code, part) for category, part in old.indicators()}
    kept = {part.code for _category, part in new.indicators()}
    before = {part.code: part for part in old.categories}
    words = (old.band_names, new.band_names)
    sections = [_section(before.get(part.code), part, homes, kept, words) for part in new.categories]
    after = {part.code for part in new.categories}
    sections += [_gone(part, kept, words[0]) for part in old.categories if part.code not in after]
    rows = [row.kind for section in sections for row in section.rows]
    counts = {kind: rows.count(kind) for kind in (NEW, REMOVED, CHANGED)}
    return Comparison(
        common=common_lines(old, new),
        sections=sections,
        totals=(_total(old), _total(new)),
        counts=counts | {"unchanged": sum(section.unchanged for section in sections)},
    )


def _total(document: SchemeDocument) -> Decimal:
    return sum((part.full_marks for part in document.categories), Decimal(0))


def _section(
    old: CategoryPart | None,
    new: CategoryPart,
    homes: dict[str, tuple[str, IndicatorPart]],
    kept: set[str],
    words: Words,
) -> CategoryChange:
    rows = [row for part in new.indicators if (row := _row(new.code, part, homes, words)) is not None]
    unchanged = len(new.indicators) - len(rows)
    gone = [_removed(part, words[0]) for part in (old.indicators if old else ()) if part.code not in kept]
    lines = [] if old is None else [one for one in category_lines(old, new) if one.name != _marks_name()]
    marks = (None if old is None else old.full_marks, new.full_marks)
    return CategoryChange(new.code, new.name, "" if old else NEW, marks, lines, [*rows, *gone], unchanged)


def _row(
    category: str, part: IndicatorPart, homes: dict[str, tuple[str, IndicatorPart]], words: Words
) -> IndicatorChange | None:
    """The indicator as it changed; None where it is the same."""
    if part.code not in homes:
        return IndicatorChange(
            part.code, part.name, NEW, (None, part.full_marks), ("", sentence(part, words[1]))
        )
    home, old = homes[part.code]
    lines = indicator_lines(old, part, (home, category))
    if not lines:
        return None
    # Marks and the whole sentence have a place of their own.
    rest = [one for one in lines if one.name not in {_marks_name(), _("评分标准")}]
    return IndicatorChange(
        part.code,
        part.name,
        CHANGED,
        (old.full_marks, part.full_marks),
        (sentence(old, words[0]), sentence(part, words[1])),
        rest,
    )


def _removed(part: IndicatorPart, bands: Mapping[str, str]) -> IndicatorChange:
    return IndicatorChange(
        part.code, part.name, REMOVED, (part.full_marks, None), (sentence(part, bands), "")
    )


def _gone(old: CategoryPart, kept: set[str], bands: Mapping[str, str]) -> CategoryChange:
    rows = [_removed(part, bands) for part in old.indicators if part.code not in kept]
    return CategoryChange(old.code, old.name, REMOVED, (old.full_marks, None), (), rows, 0)


def _marks_name() -> str:
    return str(Indicator._meta.get_field("full_marks").verbose_name)


def before_by_default(new: Scheme, rows: Sequence[Scheme]) -> Scheme | None:
    """What a scheme is compared with when nobody says: its version before, else last year's, else any other."""
    older = [
        row
        for row in rows
        if (row.code, row.county_id) == (new.code, new.county_id) and row.version < new.version
    ]
    known = {row.pk: row for row in rows}
    last = last_years(new)
    others = [*sorted(older, key=lambda row: -row.version), *_known(last, known), *rows]
    return next((row for row in others if row.pk != new.pk), None)


def _known(row: Scheme | None, known: dict[int, Scheme]) -> Iterator[Scheme]:
    if row is not None and row.pk in known:
        yield row
