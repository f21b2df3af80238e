"""Templates, styles, scripts: nothing unescaped, from outside or inline; every word translatable."""

import ast
import re
from collections.abc import Callable

import pytest

from tests.house.source import ROOMS, Faults, code, files

Check = Callable[[str, str], Faults]
PAGE = (".html", ".txt", ".svg", ".css", ".js")
CJK = re.compile(r"[\u3400-\u9fff]")
# What a reader of English would see untranslated, when these are taken out first.
TRANSLATED = re.compile(
    r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}"
    r"|{%.*?%}|{{.*?}}|<!--.*?-->",
    re.DOTALL,
)
NAMESPACES = re.compile(r'xmlns(:\w+)?="[^"]*"|http://www\.w3\.org/[\w/.#-]+')
OUTSIDE = re.compile(r"""https?://|(?:src|href|action)\s*=\s*["']//|url\(\s*["']?//|@import\s+["']//""")
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\b(src|type="application/json")\b)"""
)
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off")


def matches(path: str, text: str, pattern: re.Pattern[str], what: str) -> Faults:
    """One fault for each match, with its line."""
    return [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1} {what}: {match.group().strip()}"
        for match in pattern.finditer(text)
    ]


def unescaped(path: str, text: str) -> Faults:
    return matches(path, text, UNESCAPED, "unescaped")


def outside(path: str, text: str) -> Faults:
    return matches(path, NAMESPACES.sub("", text), OUTSIDE, "an address outside")


def inline(path: str, text: str) -> Faults:
    return matches(path, text, INLINE, "inline, which the content policy refuses")


def untranslated(path: str, text: str) -> Faults:
    kept_lines = TRANSLATED.sub(lambda match: "\n" * match.group().count("\n"), text)
    return matches(path, kept_lines, CJK, "outside of a translate tag")[:1]


def chinese(path: str, text: str) -> Faults:
    return matches(path, text, CJK, "a script gets its words from the page")[:1]


def mark_safe(path: str, tree: ast.Module) -> Faults:
    names = {
        node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in ast.walk(tree)
    }
    return [f"{path} uses mark_safe"] if names & {"mark_safe", "SafeString", "SafeText"} else []


def own(suffix: str | tuple[str, ...]) -> list[tuple[str, str]]:
    """Our pages; a PDF's template has its style inline and may be in one language."""
    return list(files("templates", "config", *ROOMS, suffix=suffix))


def screen(suffix: str | tuple[str, ...]) -> list[tuple[str, str]]:
    return [(path, text) for path, text in own(suffix) if not path.startswith("templates/reports/")]


CHECKS: dict[str, tuple[Check, Callable[[], list[tuple[str, str]]]]] = {
    "unescaped": (unescaped, lambda: own(PAGE)),
    "outside": (outside, lambda: own(PAGE)),
    "inline": (inline, lambda: screen(".html")),
    "untranslated": (untranslated, lambda: screen(".html")),
    "chinese": (chinese, lambda: own(".js")),
}


@pytest.mark.parametrize("name", CHECKS)
def test_our_pages(name: str) -> None:
    check, pages = CHECKS[name]
    assert [fault for path, text in pages() for fault in check(path, text)] == []


def test_no_mark_safe() -> None:
    assert [fault for path, tree in code("config", *ROOMS) for fault in mark_safe(path, tree)] == []


@pytest.mark.parametrize(
    ("name", "planted", "harmless"),
    [
        ("unescaped", "{{ name|safe }}", "{{ name|safename }}"),
        ("unescaped", "{% autoescape off %}", "{% autoescape on %}"),
        ("outside", "<img src='https://x.example/a.png'>", '<svg xmlns="http://www.w3.org/2000/svg">'),
        ("outside", "@import '//x.example/a.css'", "a { background: url(a.png) } // a comment"),
        ("inline", "<p style='color: red'>", "<p class='style'>"),
        ("inline", "<a onclick='go()'>", "<a data-once='1'>"),
        ("inline", "<script>go()</script>", "<script type='module' src='/a.js'></script>"),
        (
            "untranslated",
            "<p>保存</p>",
            '<p>{% translate "保存" %}{% blocktranslate %}共{% endblocktranslate %}</p>',
        ),
        ("chinese", "say('保存')", "say(words.save)"),
    ],
)
def test_planted_pages_are_found(name: str, planted: str, harmless: str) -> None:
    check, _pages = CHECKS[name]
    assert check("page", planted) != []
    assert check("page", harmless) == []


def test_planted_mark_safe_is_found() -> None:
    assert mark_safe("x.py", ast.parse("from a import b\nb.mark_safe(c)")) == ["x.py uses mark_safe"]
