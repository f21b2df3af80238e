"""The scheme workbook in the import of records: read, compared, confirmed, written by the action."""

import json
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.actions.scheme_imports import import_document, outcome_words, plan_import
from appraisal.core.schemes import check_scheme
from appraisal.scheme_changes import differences
from appraisal.scheme_document import SchemeDocument
from appraisal.scheme_json import from_json, to_json
from appraisal.scheme_spec import spec_of
from appraisal.sheets.scheme_import import read_scheme
from centres.access import counties_for, county_for, require
from centres.models import Region, User
from records.importers import Change, Context, Diff, Importer, PlainRow, Reading, register
from records.reading.files import Workbook


class SchemeImporter(Importer):
    """One workbook is one scheme: a single plain row holds its document.

    Parameters: `county`, the code of a county in scope (may be left out where there is one), and `activate`,
    "1" where the scheme is to be put in force at once: what bars that is then a fault of the file.
    """

    kind = "scheme"
    title = gettext_lazy("考核方案")
    help = gettext_lazy(
        "导入后为草稿，检查无误再启用；同一编码再次导入，即修改草稿，或为已启用的方案建立新版本。"
    )

    def authorise(self, user: User, params: Mapping[str, str]) -> Context:
        require(user, "scheme.edit")
        if params.get("activate"):
            require(user, "scheme.activate")
        code = params.get("county") or str(counties_for(user).values_list("code", flat=True).first() or "")
        county = county_for(user, code)
        kept = {"county": county.code} | ({"activate": "1"} if params.get("activate") else {})
        return Context(county.code, kept)

    def parse(self, workbook: Workbook, context: Context) -> Reading:
        found = read_scheme(workbook)
        reading = Reading(problems=found.problems, notes=found.notes)
        if found.document is None:
            return reading
        faults = found.places.problems(check_scheme(spec_of(found.document)))
        if context.params.get("activate"):
            reading.problems.extend(faults)
        else:
            reading.notes += [_("启用前须改正：%(problem)s") % {"problem": problem} for problem in faults]
        reading.rows = [plain_row(found.document)]
        return reading

    def diff(self, rows: list[PlainRow], context: Context) -> Diff:
        document = document_from(rows[0])
        plan = plan_import(county_of(context), document)
        found = differences(plan.before, document)
        lines = [Change(one.place, one.name, one.old, one.new, one.kind) for one in found.lines]
        return Diff(
            new=found.new,
            changed=found.changed + found.removed,
            unchanged=found.unchanged,
            lines=lines,
            sums=[(_("导入结果"), plan.words), *scheme_sums(document)],
        )

    def apply(self, rows: list[PlainRow], actor: User, context: Context) -> dict[str, Any]:
        at = timezone.now() if context.params.get("activate") else None
        document = document_from(rows[0])
        scheme, outcome = import_document(
            actor=actor, county=county_of(context), document=document, activate_at=at
        )
        return {
            "scheme": scheme.pk,
            "code": scheme.code,
            "version": scheme.version,
            "state": scheme.state,
            "outcome": outcome,
            "summary": outcome_words(outcome, scheme.version),
        }

    def done_url(self, result: Mapping[str, Any], context: Context) -> str:
        return reverse("appraisal:scheme", args=[result["scheme"]])

    def downloads(self, context: Context) -> list[tuple[Any, str]]:
        return [(gettext_lazy("系统自带方案（可在此基础上修改）"), reverse("appraisal:scheme-shipped"))]


def plain_row(document: SchemeDocument) -> PlainRow:
    return dict(json.loads(to_json(document)))


def document_from(row: PlainRow) -> SchemeDocument:
    return from_json(json.dumps(row))


def county_of(context: Context) -> Region:
    return Region.objects.get(code=context.county_code)


def scheme_sums(document: SchemeDocument) -> list[tuple[str, str]]:
    """What to compare with the paper by eye."""
    marks = sum(part.full_marks for _category, part in document.indicators())
    return [
        (_("方案"), f"{document.name}（{document.code}，{document.year}）"),
        (_("类别数"), str(len(document.categories))),
        (_("指标数"), str(sum(len(part.indicators) for part in document.categories))),
        (_("各指标满分合计"), str(marks)),
        (_("方案满分"), str(document.full_marks)),
    ]


IMPORTER = register(SchemeImporter())
