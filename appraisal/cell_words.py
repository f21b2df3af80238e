"""What a cell holds, in words: for previews, comparisons and lists of changes."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.book import Entry
from appraisal.entry_texts import shown_list


def entered_words(
    entry: Entry, inputs: Mapping[str, str], *, not_applicable: bool = False, no_evidence: bool = False
) -> str:
    """The inputs under their names: "迟报 1，漏报 0"; one input alone needs no name."""
    if not_applicable:
        return _("缺项")
    if no_evidence:
        return _("未提供佐证")
    language = get_language() or "zh-hans"
    parts = []
    for field in entry.fields:
        text = inputs.get(field.name)
        if text is None:
            continue
        if field.type == "list":
            shown = shown_list(text, field, language).replace("\n", "；")
        else:
            shown = next((one.label.in_(language) for one in field.choices if one.code == text), text)
        parts.append(shown if len(entry.fields) == 1 else f"{field.label.in_(language)} {shown}")
    return "，".join(parts)


def cell_words(
    entry: Entry,
    inputs: Mapping[str, str],
    points: Decimal | None,
    *,
    not_applicable: bool = False,
    no_evidence: bool = False,
    reason: str = "",
) -> str:
    """Inputs, points and reason on one line."""
    earned = ""
    if not not_applicable:
        earned = _("得 %(points)s 分") % {"points": points} if points is not None else _("未评分")
    entered = entered_words(entry, inputs, not_applicable=not_applicable, no_evidence=no_evidence)
    return "；".join(part for part in (entered, earned, reason) if part)
