"""Asking the editor as its script does."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from appraisal.models import GradeBand, Scheme, SchemeRound
from tests.appraisal.editor.test_preview import typed

WRITES = ("save", "move", "duplicate", "remove")
Json = dict[str, Any]


def address(scheme: Scheme, what: str = "") -> str:
    return reverse(f"appraisal:scheme-edit{f'-{what}' if what else ''}", args=[scheme.pk])


def ask(client: Client, scheme: Scheme, what: str, body: Any, **more: Any) -> Any:
    return client.post(
        address(scheme, what), json.dumps(body), content_type="application/json", HTTP_ACCEPT="application/json", **more
    )  # fmt: skip


def nodes(client: Client, scheme: Scheme) -> dict[str, Json]:
    data = client.get(address(scheme, "state")).json()["editor"]
    return {node["key"]: node for node in data["nodes"]}


def node_of(client: Client, scheme: Scheme, row: Any) -> Json:
    part = {SchemeRound: "round", GradeBand: "band"}.get(type(row), row._meta.model_name)
    return nodes(client, scheme)[f"{part}:{row.pk}"]


def typed_in(node: Json, **changes: Any) -> Json:
    """What the form of a row sends, with some fields typed anew."""
    values = node["values"] | {"rule": node.get("rule", "")} | changes
    params = changes.pop("params", None) or typed(node.get("params", {}))
    values.pop("params", None)
    return {"part": node["part"], "pk": node["pk"], "seen": node["seen"], "values": values, "params": params}
