"""What `verify` proves of rounds and results (SAFETY, invariants 8–14, 18, 26)."""

import hashlib
import json
from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.grading import grade_round, grade_year, newest_final
from appraisal.models import (
    SEALED,
    Appeal,
    ExternalFile,
    Publication,
    ReopenRequest,
    Result,
    Round,
    Score,
    TieDecision,
)
from appraisal.queries.carried import carried_otherwise
from appraisal.queries.draws import not_repeated
from appraisal.queries.evidence import faulty_files
from appraisal.queries.kept import drifted_sheets
from appraisal.queries.recompute import recomputed_cells
from appraisal.seal import publication_fingerprint, round_fingerprint
from appraisal.standings import Field, Standings
from records import verification
from records.models import AuditEntry


def kept_totals() -> Iterator[str]:
    """26: every kept total equals the sum of its cells."""
    for current in Round.objects.select_related("county", "scheme", "centre"):
        for name in drifted_sheets(current):
            yield f"{current.county} {current}: {name}"


def cells_recomputed() -> Iterator[str]:
    """8: the points of every cell are those its inputs earn under its scheme version."""
    for current in Round.objects.select_related("county", "scheme", "centre"):
        for place, stored, fresh in recomputed_cells(current):
            yield f"{current.county} {current}: {place}: {stored} ≠ {fresh}"


def fingerprints() -> Iterator[str]:
    """12: the fingerprint of a final round is constant."""
    for current in Round.objects.filter(state__in=SEALED).select_related("county", "scheme", "centre"):
        if current.fingerprint != round_fingerprint(current):
            yield f"{current.county} {current}"


def published() -> Iterator[str]:
    """11: the newest published results are those of a recompute."""
    for one in newest_publications():
        standings = regraded(one)
        if standings is None or publication_fingerprint(standings) != one.fingerprint:
            yield _("%(county)s %(publication)s：重算结果与发布不符") % {
                "county": one.county,
                "publication": one,
            }
        elif _rows(one) != _fresh_rows(standings):
            yield _("%(county)s %(publication)s：名次或等次与重算不符") % {
                "county": one.county,
                "publication": one,
            }


def newest_publications() -> Iterator[Publication]:
    """The newest version of each field's rounds and year, where no later decision stands."""
    seen = set()
    rows = Publication.objects.select_related(
        "county",
        "centre",
        "scheme",
        "june_round__scheme",
        "june_round__county",
        "december_round__scheme",
        "december_round__county",
    )
    for one in rows.order_by("-version"):
        key = (one.county_id, one.level, one.centre_id, one.year, one.kind)
        later = TieDecision.objects.filter(
            county=one.county_id,
            level=one.level,
            centre=one.centre_id,
            year=one.year,
            kind=one.kind,
            decided_at__gt=one.published_at,
        )
        if key not in seen and not later.exists():
            yield one
        seen.add(key)


def regraded(one: Publication) -> Standings | None:
    """The standings behind a publication, graded again from kept totals."""
    if one.kind == Publication.Kind.YEAR:
        return grade_year(one.county, one.year, field=Field.of(one))
    current = one.rounds().get(one.kind)
    if current is None or current != newest_final(one.county, one.year, one.kind, Field.of(one)):
        return None
    return grade_round(current)


def _rows(one: Publication) -> list[tuple[object, ...]]:
    graded = one.results.filter(standing=Result.Standing.GRADED).select_related("centre", "staff")
    return sorted((row.subject_key, row.total, row.rank, row.grade_code) for row in graded)


def _fresh_rows(standings: Standings) -> list[tuple[object, ...]]:
    return sorted((one.key, one.total, one.rank, one.grade) for one in standings.grades.graded)


def caps() -> Iterator[str]:
    """10: no more than floor(n × cap) in the top grade."""
    for one in Publication.objects.select_related("county", "centre", "scheme"):
        top = one.scheme.bands.order_by("ordinal").values_list("code", flat=True).first()
        allowed = int(one.graded * one.scheme.top_cap_percent // 100)
        if one.results.filter(grade_code=top or "").count() > allowed:
            yield f"{one.county} {one}"


def ranks() -> Iterator[str]:
    """9: a higher score never has a worse rank; equal totals of a worse rank differ in a tie-break only."""
    for one in Publication.objects.select_related("county", "centre"):
        ranked = one.results.filter(rank__isnull=False).order_by("rank").values_list("total", flat=True)
        rows = [total for total in ranked if total is not None]
        if rows != sorted(rows, reverse=True):
            yield f"{one.county} {one}"


def makers_and_checkers() -> Iterator[str]:
    """18: the reviewer isn't the submitter, nor a permit the asker's own."""
    for current in Round.objects.filter(reviewed_by=F("submitted_by")).select_related("county"):
        yield f"{current.county} {current}"
    for appeal in Appeal.objects.filter(decided_by=F("proposed_by")).select_related(
        "assessment__round__county"
    ):
        yield f"{appeal.assessment.round.county} {appeal}"
    for request in ReopenRequest.objects.filter(decided_by=F("asked_by")).select_related("round__county"):
        yield f"{request.round.county} {request}"


def permits() -> Iterator[str]:
    """13: every later version of a round has a used permit for the version it supersedes."""
    for current in Round.objects.filter(version__gt=1).select_related("county", "supersedes"):
        used = ReopenRequest.objects.filter(round=current.supersedes, state=ReopenRequest.State.USED)
        if current.supersedes is None or not used.exists():
            yield f"{current.county} {current}"


def notices() -> Iterator[str]:
    """22: no round with a notice was made final before its end, or over an open appeal."""
    sealed = Round.objects.filter(state__in=SEALED, notice_days__gt=0).select_related("county", "centre")
    for current in sealed:
        ends_at, made = current.notice_ends_at, current.finalised_at
        if ends_at is None or made is None or made < ends_at:
            yield f"{current.county} {current}"
    waiting = Appeal.objects.filter(state__in=["open", "correcting"]).exclude(
        assessment__round__state=Round.State.NOTICE
    )
    for row in waiting.select_related("assessment__round__county", "assessment__centre"):
        yield f"{row.assessment.round.county} {row}"


def cell_trails() -> Iterator[str]:
    """14: the last audited points of a cell are those it holds."""
    last: dict[str, object] = {}
    rows = AuditEntry.objects.filter(object_type="appraisal.score").order_by("sequence")
    for key, after in rows.values_list("object_id", "after").iterator(chunk_size=2000):
        new = json.loads(after)
        if "points" in new:
            last[key] = new["points"]
    cells = (
        Score.objects.filter(version__gt=0, pk__in=[int(key) for key in last])
        if len(last) < 900
        else Score.objects
    )
    for pk, points in cells.values_list("pk", "points").iterator(chunk_size=5000):
        shown = None if points is None else f"{points:f}"
        if str(pk) in last and last[str(pk)] != shown:
            yield f"#{pk}: {last[str(pk)]} ≠ {shown}"


def external_files() -> Iterator[str]:
    """25: every kept file of another body has the SHA-256 and the size it was taken over with."""
    for one in ExternalFile.objects.select_related("round__county").order_by("pk").iterator(chunk_size=1):
        content = bytes(one.content)
        if hashlib.sha256(content).hexdigest() != one.sha256 or len(content) != one.size:
            yield f"{one.round.county} {one.round}: {one.file_name}"


CHECKS = (
    ("recomputed_cells", 8, gettext_lazy("每格得分与按方案重算一致"), cells_recomputed),
    ("ranks", 9, gettext_lazy("分数高者名次不低"), ranks),
    ("top_cap", 10, gettext_lazy("最高等次不超过比例"), caps),
    ("published", 11, gettext_lazy("发布结果与重算一致"), published),
    ("round_fingerprints", 12, gettext_lazy("定稿轮次的封存指纹未变"), fingerprints),
    ("reopening_permits", 13, gettext_lazy("新版本均有已使用的重开许可"), permits),
    ("cell_trails", 14, gettext_lazy("评分现值与审计记录一致"), cell_trails),
    ("maker_is_not_checker", 18, gettext_lazy("经办与审核不是同一人"), makers_and_checkers),
    ("external_files", 25, gettext_lazy("外部数据文件与校验值一致"), external_files),
    ("evidence_files", 25, gettext_lazy("佐证材料与存放的文件一致"), faulty_files),
    ("draws_repeated", 27, gettext_lazy("随机抽取可由记录重复"), not_repeated),
    ("carried_rows", 14, gettext_lazy("重开版本沿用的记录与原记录一致"), carried_otherwise),
    ("notices", 22, gettext_lazy("公示期满、申诉办结后才定稿"), notices),
    ("kept_totals", 26, gettext_lazy("保存的合计与明细一致"), kept_totals),
)
for name, number, title, find in CHECKS:
    verification.register(name, number, title, find)
