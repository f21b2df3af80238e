"""What `verify` proves of schemes (SAFETY, invariants 7 and 14)."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.core.rules import Limits
from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme, SchemeRound, Score
from appraisal.scheme_spec import as_problems, faults_of, indicator_spec
from records import audit, verification
from records.models import AuditEntry


def frozen_schemes() -> Iterator[str]:
    """7: a scheme in force, or retired, is complete: marks add up, rules hold, bands meet, weights are 100 %."""
    for scheme in Scheme.objects.exclude(state=Scheme.State.DRAFT).select_related("county"):
        for problem in as_problems(faults_of(scheme)):
            yield f"{scheme.county} {scheme}: {problem}"


def points_within_marks() -> Iterator[str]:
    """7: points lie between 0 and full marks, or within what the rule itself allows."""
    limits = {row.pk: _limits(row) for row in Indicator.objects.exclude(scheme__state=Scheme.State.DRAFT)}
    scores = Score.objects.filter(points__isnull=False).values_list("pk", "indicator_id", "points")
    for pk, indicator_id, points in scores.iterator(chunk_size=5000):
        limit = limits.get(indicator_id)
        if points is None:
            continue
        if limit is None or points > limit.highest or (limit.lowest is not None and points < limit.lowest):
            yield _("评分#%(pk)d：%(points)s 分超出指标范围") % {"pk": pk, "points": points}


def _limits(row: Indicator) -> Limits | None:
    spec = indicator_spec(row)
    try:
        return spec.rule().limits
    except (KeyError, ValueError):
        return None


def scheme_trails() -> Iterator[str]:
    """14: the last audited state of every row of a scheme is the one it holds."""
    for model in (Scheme, SchemeRound, GradeBand, Category, Indicator, Gate):
        last = _last_known(model._meta.label_lower)
        for row in model._default_manager.iterator(chunk_size=2000):
            known = last.get(str(row.pk))
            held = audit.snapshot(row)
            if known is None or any(held.get(name) != value for name, value in known.items()):
                yield f"{model._meta.verbose_name} {row}"


def _last_known(object_type: str) -> dict[str, dict[str, object]]:
    """The fields of every object as its audit rows leave them, by its key."""
    last: dict[str, dict[str, object]] = {}
    rows = AuditEntry.objects.filter(object_type=object_type).order_by("sequence")
    for key, after in rows.values_list("object_id", "after").iterator(chunk_size=2000):
        last.setdefault(key, {}).update(json.loads(after))
    return last


verification.register("frozen_schemes", 7, gettext_lazy("启用的方案完整、分值相符"), frozen_schemes)
verification.register("points_within_marks", 7, gettext_lazy("每格得分在指标范围内"), points_within_marks)
verification.register("scheme_trails", 14, gettext_lazy("方案现值与审计记录一致"), scheme_trails)
