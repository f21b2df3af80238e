"""Every rule of the counties' appendix typed into the editor: saved as it was meant, and tried as it is scored."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from appraisal.core.rules import rule_for
from appraisal.models import Category, Indicator, Scheme
from appraisal.scheme_document import canonical_params
from tests.appraisal.core.rules.appendix_first import FIRST
from tests.appraisal.core.rules.appendix_second import SECOND
from tests.appraisal.core.rules.test_appendix_composites import CELLS as COMPOSITE_CELLS
from tests.appraisal.core.rules.test_appendix_composites import COMPOSITES
from tests.appraisal.editor.asking import Json, ask
from tests.appraisal.editor.test_preview import typed
from tests.appraisal.schemes.shelf import clerk, draft, small
from tests.appraisal.schemes.test_pages import signed_in

pytestmark = pytest.mark.django_db
assert COMPOSITE_CELLS


def node(category: Category, number: int, name: str, kind: str, full: str, params: Any) -> Json:
    values = {"code": f"N-{number:02d}", "name": name[:200], "full_marks": full, "rule": kind}
    values |= {"method": "documents", "not_applicable": "forbidden"}
    return {
        "part": "indicator", "pk": None, "category": category.pk, "values": values, "params": typed(params),
    }  # fmt: skip


def flat(inputs: Any) -> dict[str, str]:
    """A composite's inputs by part as the entry names them: "a.count.late"."""
    found: dict[str, str] = {}
    for name, value in inputs.items():
        found |= (
            {f"{name}.{inner}": one for inner, one in value.items()}
            if isinstance(value, dict)
            else {name: value}
        )
    return found


def tried(client: Client, scheme: Scheme, body: Json, inputs: Any) -> str:
    answer = ask(client, scheme, "check", body | {"inputs": flat(inputs)})
    assert answer.status_code == 200, answer.content.decode()
    preview = answer.json()
    assert preview["errors"] == {}, body
    assert preview["sentence"]
    return str(preview["outcome"]["line"])


def shown(full: str, points: str) -> str:
    got = Decimal(points)
    plain = f"{got.normalize():f}".replace("-", "−")
    if Decimal(full):
        return f"→ {plain} / {full} 分"
    return f"→ 加 {plain} 分" if got else "→ 不加分、不扣分"


def test_every_rule_of_the_appendix_is_entered_and_tried() -> None:
    scheme, client = draft(small()), signed_in(clerk())
    category = Category.objects.filter(scheme=scheme)[0]
    rows = [
        (words, kind, full, params, cells) for _number, words, kind, full, params, cells in (*FIRST, *SECOND)
    ]
    rows += [(words, "composite", full, params, cells) for words, full, params, cells in COMPOSITES]  # type: ignore[misc]
    for number, (words, kind, full, params, cells) in enumerate(rows):
        body = node(category, number, words, kind, full, params)
        inputs, points = cells[-1]
        assert shown(full, points) in tried(client, scheme, body, inputs).replace("-", "−"), words
        answer = ask(client, scheme, "save", body)
        assert answer.status_code == 200, (words, answer.content.decode())
        row = Indicator.objects.get(scheme=scheme, code=f"N-{number:02d}")
        assert canonical_params(kind, row.params) == canonical_params(kind, params), words
        assert rule_for(kind).check(row.params, row.full_marks) == []
