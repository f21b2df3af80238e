"""Every wrapped string is in the English catalogue and translated; the compiled files are fresh."""

import gettext
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.house.source import ROOT, Faults, listing

LOCALE = "config/locale"
CATALOGUES = [path for path in listing() if path.startswith(LOCALE) and path.endswith(".po")]
ENGLISH = f"{LOCALE}/en/LC_MESSAGES/django.po"


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def entries(catalogue: Catalog) -> list[Message]:
    """The messages without the header."""
    return [message for message in catalogue if message.id]


def untranslated(catalogue: Catalog) -> Faults:
    """Empty and fuzzy messages, and those whose placeholders differ from the source's."""
    found = []
    for message in entries(catalogue):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(strings) or list(message.check(catalogue)):
            found.append(str(message.id))
    return found


def compiled(catalogue: Catalog) -> dict[object, object]:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return messages(buffer)


def messages(file: io.BufferedIOBase) -> dict[object, object]:
    """Return what a compiled catalogue translates, its header left out."""
    translations = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in translations.items() if key}


def collected(folder: Path) -> set[object]:
    """Collect the strings of a copy of the sources anew, and return them."""
    for path in listing():
        if path.endswith((".py", ".html", ".txt", ".po")) and not path.startswith(("tests/", "benchmarks/")):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "en", "--verbosity", "0"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return {message.id for message in entries(catalogue(folder / ENGLISH))}


def test_compiled_catalogues_are_fresh() -> None:
    for path in CATALOGUES:
        with (ROOT / path).with_suffix(".mo").open("rb") as file:
            assert messages(file) == compiled(catalogue(ROOT / path)), path


@pytest.mark.skipif(ENGLISH not in CATALOGUES, reason="no English catalogue yet: make messages")
def test_english_is_complete() -> None:
    assert untranslated(catalogue(ROOT / ENGLISH)) == []


@pytest.mark.skipif(ENGLISH not in CATALOGUES, reason="no English catalogue yet: make messages")
def test_every_string_is_collected(tmp_path: Path) -> None:
    kept = {message.id for message in entries(catalogue(ROOT / ENGLISH))}
    assert sorted(map(str, collected(tmp_path) - kept)) == []


def test_planted_gaps_are_found() -> None:
    planted = Catalog(locale="en")
    planted.add("保存", "Save")
    planted.add("删除", "")
    planted.add("导出", "Export", flags=["fuzzy"])
    planted.add("共 %(count)s 个", "%(cuont)s in all", flags=["python-format"])
    assert untranslated(planted) == ["删除", "导出", "共 %(count)s 个"]
    fresh, planted["保存"].string = compiled(planted), "Keep"
    assert compiled(planted) != fresh
