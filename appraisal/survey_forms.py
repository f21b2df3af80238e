"""The survey forms that are shipped: data in fixtures/surveys, each with its source and what of it is a default."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "surveys"


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """The forms by code, in the order of their files."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    return {form["code"]: form for form in found}
