"""A file of another body for one external indicator of one round: compared, shown, confirmed, kept with its cells."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.actions.external_files import Fill, Origin, take_over
from appraisal.book import Entry, book_for
from appraisal.models import MAX_SOURCE, Round
from appraisal.score_importer import ScoreImporter, change_of, check, wanted, world
from appraisal.sheets import external_import
from appraisal.sheets.subject_names import SubjectNames
from records.errors import Invalid
from records.importers import Context, PlainRow, Reading, register
from records.reading.files import Workbook

HEADER = "header."


class ExternalImporter(ScoreImporter):
    """Parameters: round, indicator, body, dated; `header.<input>` where the body calls its column otherwise."""

    kind = "external"
    title = gettext_lazy("外部数据")
    keeps_file = True

    def authorise(self, user: Any, params: Mapping[str, str]) -> Context:
        found = super().authorise(user, params)
        entry = external_entry(found.params["round"], params.get("indicator", ""))
        body, dated = params.get("body", "").strip(), _day(params.get("dated", ""))
        if not body or len(body) > MAX_SOURCE:
            raise Invalid(_("请填写提供单位，不超过%(limit)d字。") % {"limit": MAX_SOURCE}, code="body")
        if dated is None:
            raise Invalid(_("请填写数据日期，如 2026-06-30。"), code="dated")
        asked = {"indicator": entry.indicator_id, "body": body, "dated": dated.isoformat()}
        keys = [f"{HEADER}{field.name}" for field in entry.supplied]
        own = {key: value for key in keys if (value := params.get(key, "").strip()[:60])}
        return Context(found.county_code, {**found.params, **asked, **own})

    def about(self, context: Context) -> str:
        entry = _entry_of(context)
        words = {
            "indicator": f"{entry.spec.code} {entry.spec.name}",
            "body": context.params["body"],
            "day": context.params["dated"],
            "columns": "、".join(column.header for column in external_import.columns(entry, _own(context))),
        }
        return (
            _(
                "%(indicator)s：请上传%(body)s提供的原始文件（数据日期 %(day)s），不要改动。文件中须有机构代码或名称一列，"
                "以及数值列“%(columns)s”。文件原样留存，可随时下载核对。"
            )
            % words
        )

    def parse(self, workbook: Workbook, context: Context) -> Reading:
        current, book, sheets = world(context)
        names = SubjectNames(current, sheets.values())
        reading = external_import.read(workbook, _entry_of(context), _own(context), names)
        source = {"source": context.params["body"], "date": context.params["dated"]}
        reading.rows = [row | source for row in reading.rows]
        if not reading.problems:
            for one in wanted(reading.rows, current, book, sheets):
                check(one, reading)
        if not reading.rows and not reading.problems:
            raise Invalid(_("文件中没有本轮次机构的数值。"), code="no_rows")
        return reading

    def apply(self, rows: list[PlainRow], actor: Any, context: Context) -> dict[str, Any]:
        current, book, sheets = world(context)
        found = list(wanted(rows, current, book, sheets))
        fills = [
            Fill(one.score.pk, row["inputs"], row["place"]) for one, row in zip(found, rows, strict=True)
        ]
        params = context.params
        assert context.file is not None  # noqa: S101  (this kind keeps its file)
        kept, saving = take_over(
            actor=actor,
            round_id=current.pk,
            origin=Origin(params["indicator"], params["body"], date.fromisoformat(params["dated"])),
            file=context.file,
            fills=fills,
            changes=[change_of(one) for one in found if one.changes],
            now=timezone.now(),
        )
        return {"saved": len(saving.outcomes), "round": current.pk, "file": kept.pk}

    def done_url(self, result: Mapping[str, Any], context: Context) -> str:
        return reverse("appraisal:round-externals", args=[context.params["round"]])

    def downloads(self, context: Context) -> list[tuple[Any, str]]:
        return []


def external_entry(round_id: int, indicator: str) -> Entry:
    """The indicator of the round's scheme that takes a file; 404 where there is none of that key."""
    current = Round.objects.select_related("scheme").get(pk=round_id)
    book = book_for(current.scheme)
    found = next((pk for pk in book.external if str(pk) == indicator), None)
    if found is None:
        raise Http404
    return book.entries[found]


def _entry_of(context: Context) -> Entry:
    return external_entry(context.params["round"], str(context.params["indicator"]))


def _own(context: Context) -> dict[str, str]:
    return {
        key.removeprefix(HEADER): value for key, value in context.params.items() if key.startswith(HEADER)
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


register(ExternalImporter())
