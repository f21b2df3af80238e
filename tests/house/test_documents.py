"""docs/workbooks.md names every column of the scheme workbook as it is declared."""

from pathlib import Path

from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_families import families

ROOT = Path(__file__).resolve().parents[2]


def unnamed(text: str) -> list[str]:
    """Headers and labels that the text doesn't have."""
    tables = (
        layout.head_fields(), layout.round_fields(), layout.band_fields(), layout.gate_fields(),
        layout.category_fields(), layout.indicator_fields(), *(family.fields for family in families()),
    )  # fmt: skip
    headers = [field.header.zh for fields in tables for field in fields]
    headers += [family.name for family in families()]
    headers += [column.header.zh for family in families() for column in family.columns]
    return [header for header in headers if header not in text]


def test_every_column_is_documented() -> None:
    assert unnamed((ROOT / "docs" / "workbooks.md").read_text(encoding="utf-8")) == []


def test_a_missing_column_would_be_found() -> None:
    assert "方案编码" in unnamed("")
