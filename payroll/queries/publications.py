"""Published results as money reads them: standing, grade, and the share of the holdback that it forfeits."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from appraisal.core import grading
from appraisal.models import GradeBand, Publication, Result
from centres.models import Region
from payroll.core.release import Verdict
from payroll.core.text import Text

REMARKS = {code: text.zh for code, text in grading.TEXTS.items()}


@dataclass(frozen=True, slots=True)
class Judged:
    """One centre's published result with what it does to the money."""

    result_id: int
    standing: str
    graded: bool
    score: Decimal | None
    remark: str
    verdict: Verdict


def newest(county: Region, year: int, kind: str, until: datetime | None = None) -> Publication | None:
    """The newest version of a publication (of those up to `until`): the one that money follows."""
    found = Publication.objects.filter(county=county, level="centre", year=year, kind=kind)
    if until is not None:
        found = found.filter(published_at__lte=until)
    return found.order_by("-version").first()


def judged(publication: Publication) -> dict[int, Judged]:
    """Every result of a publication by centre id (2 queries), with the forfeit of its grade's band."""
    bands = {band.code: band for band in GradeBand.objects.filter(scheme_id=publication.scheme_id).order_by()}
    rows = Result.objects.filter(publication=publication).order_by()
    return {row.centre_id: _judged(publication, row, bands) for row in rows}


def _judged(publication: Publication, row: Result, bands: dict[str, GradeBand]) -> Judged:
    band = bands.get(row.grade_code)
    percent = band.forfeit_percent if band else Decimal("0.00")
    return Judged(
        result_id=row.pk,
        standing=row.standing,
        graded=row.standing == Result.Standing.GRADED and band is not None,
        score=row.total,
        remark=REMARKS.get(row.remark_code, ""),
        verdict=Verdict(row.grade_name, percent, _basis(publication, row, percent)),
    )


KINDS = {
    Publication.Kind.JUNE: Text("上半年考核", "June appraisal"),
    Publication.Kind.DECEMBER: Text("下半年考核", "December appraisal"),
    Publication.Kind.YEAR: Text("年度考核", "year's appraisal"),
}


def _basis(publication: Publication, row: Result, percent: Decimal) -> Text:
    """The sentence that names the result: kind, version, score, grade, share."""
    kind, version = KINDS[Publication.Kind(publication.kind)], publication.version
    score = "—" if row.total is None else f"{row.total:f}"
    share = f"{percent:f}".rstrip("0").rstrip(".") + "%"
    zh = f"{kind.zh}结果（第{version}版）：{score} 分，{row.grade_name}，该等次扣减 {share}"
    en = f"Result of the {kind.en} (version {version}): {score} points, {row.grade_name}, forfeits {share}"
    return Text(zh, en)
