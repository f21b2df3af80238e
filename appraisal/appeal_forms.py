"""What people send about appeals: plain fields by name, read into the arguments of the actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from appraisal.actions.appeals import Proposal
from appraisal.book import Entry, book_for
from appraisal.core.rules import EntryField
from appraisal.core.text import unit_text
from appraisal.models import Appeal
from appraisal.queries.appeals import ItemRow

MOST = 8000


def read_claims(data: QueryDict) -> dict[int, str]:
    """The claims by indicator: `appeal` names them, `claim-<id>` says what is asked."""
    named = [
        int(one) for one in data.getlist("appeal") if one.isascii() and one.isdecimal() and len(one) < 19
    ]
    return {pk: data.get(f"claim-{pk}", "")[:300] for pk in named}


def read_files(files: "MultiValueDict[str, UploadedFile[Any]]") -> "list[tuple[int, UploadedFile[Any]]]":
    """The files by indicator: `file-<id>`, of each claim one."""
    named = [(name.removeprefix("file-"), files[name]) for name in files if name.startswith("file-")]
    return [
        (int(pk), file)
        for pk, file in named
        if isinstance(file, UploadedFile) and pk.isascii() and pk.isdecimal() and len(pk) < 19
    ]


def read_proposals(data: QueryDict, rows: Sequence[ItemRow]) -> dict[int, Proposal]:
    """The proposals by item, of those that are to change (`change-<item>`)."""
    return {row.pk: _proposal(data, row.pk) for row in rows if f"change-{row.pk}" in data}


def _proposal(data: QueryDict, pk: int) -> Proposal:
    prefix = f"value-{pk}-"
    raw = {
        name.removeprefix(prefix): str(text)[:MOST] for name, text in data.items() if name.startswith(prefix)
    }
    mark = data.get(f"mark-{pk}", "")
    return Proposal(raw, mark == "na", mark == "ne", data.get(f"reason-{pk}", "")[:300])


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a proposal as the page draws it."""

    name: str
    label: str
    unit: str
    value: str
    choices: Sequence[tuple[str, str]]
    long: bool


@dataclass(frozen=True, slots=True)
class ProposalForm:
    """The form of one item: its inputs filled with what is proposed, else with what stands there."""

    row: ItemRow
    inputs: Sequence[Input]
    changing: bool
    mark: str
    marks: Sequence[str]
    reason: str


def proposal_forms(appeal: Appeal, rows: Sequence[ItemRow]) -> list[ProposalForm]:
    book = book_for(appeal.assessment.round.scheme)
    return [_form(row, book.entries[row.indicator_id]) for row in rows]


def _form(row: ItemRow, entry: Entry) -> ProposalForm:
    item, cell = row.item, row.item.score
    proposed = item.proposed or {}
    held = proposed.get("inputs", cell.inputs)
    marks = {"na": proposed.get("na", cell.not_applicable), "ne": proposed.get("ne", cell.no_evidence)}
    spec = entry.spec
    return ProposalForm(
        row=row,
        inputs=[
            _input(f"value-{row.pk}-{field.name}", field, held.get(field.name, "")) for field in entry.fields
        ],
        changing=item.proposed is not None,
        mark=next((name for name, on in marks.items() if on), ""),
        marks=[
            name
            for name, possible in (("na", spec.na_mode != "forbidden"), ("ne", spec.needs_evidence))
            if possible
        ],
        reason=proposed.get("reason", cell.reason),
    )


def _input(name: str, field: EntryField, value: str) -> Input:
    language = get_language() or "zh-hans"
    return Input(
        name=name,
        label=field.label.in_(language),
        unit=unit_text(field.unit).in_(language),
        value=value,
        choices=[(one.code, one.label.in_(language)) for one in field.choices],
        long=field.type == "list",
    )
